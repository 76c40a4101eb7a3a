/** A ring of 2^32 places on which servers own points, for both kinds of consistent hashing in this lab. */
export interface Ring {
  /** In ascending order. */
  readonly places: Uint32Array;
  /** The server at each of these places. */
  readonly owners: Int32Array;
}

/** `pointsOf[i]` are the points of server i. Where two servers claim one place, the first in the list has it. */
export function createRing(pointsOf: readonly (readonly number[])[]): Ring {
  const ownerAt = new Map<number, number>();
  for (const [server, points] of pointsOf.entries()) {
    for (const point of points) if (!ownerAt.has(point)) ownerAt.set(point, server);
  }
  const places = Uint32Array.from(ownerAt.keys()).sort();
  return { places, owners: Int32Array.from(places, (place) => ownerAt.get(place) as number) };
}

/** The position of the first point at or after this place; after the last one the ring begins again at 0. */
export function firstAtOrAfter({ places }: Ring, place: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] as number) < place) low = middle + 1;
    else high = middle;
  }
  return low === places.length ? 0 : low;
}
