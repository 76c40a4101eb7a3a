// The smallest pool there is: things, and people waiting for them in line.

export interface Turnstile<Thing> {
  /** Waits for a thing that nobody has, uses it, and hands it to the next in line. */
  use<Result>(work: (thing: Thing) => Promise<Result>): Promise<Result>;
}

export function turnstile<Thing>(things: readonly Thing[]): Turnstile<Thing> {
  const idle = [...things];
  const waiting: ((thing: Thing) => void)[] = [];

  function giveBack(thing: Thing): void {
    const next = waiting.shift();
    if (next) next(thing);
    else idle.push(thing);
  }

  return {
    async use(work) {
      const thing = idle.pop() ?? (await new Promise<Thing>((resolve) => waiting.push(resolve)));
      try {
        return await work(thing);
      } finally {
        giveBack(thing);
      }
    },
  };
}
