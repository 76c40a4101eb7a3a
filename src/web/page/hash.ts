// Where the page is, in its address: the same address shows the same frame.

/** `lab`, `record`, `act`, `arm`, `with` (the arm beside it), `t` (µs since the arm began), `x` (speed), `lang`. */
export type Place = Readonly<Record<string, string>>;

export function readPlace(): Place {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** Changes parts of it, or takes those away that are null; no step in the browser's history. */
export function writePlace(changes: Readonly<Record<string, string | null>>): void {
  const place = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) place.delete(name);
    else place.set(name, value);
  }
  history.replaceState(null, '', `#${place}`);
}
