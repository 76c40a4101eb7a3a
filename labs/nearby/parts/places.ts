// Where somebody is, how far apart two people are, and how people walk.
import type { Random } from '../../../src/kit/run.ts';

export interface Place {
  readonly lat: number;
  readonly lon: number;
}

/** Who is nearby: five miles, as in the book. */
export const radiusM = 8_047;
const earthRadiusM = 6_372_797.560856; // The sphere that Redis' GEO commands use.
const metresPerDegree = (earthRadiusM * Math.PI) / 180;
const walkingMetresPerSecond = 1.4;

/** A phone may send anything: a place is two figures on the globe. */
export function isPlace(value: unknown): value is Place {
  const { lat, lon } = (value ?? {}) as Partial<Place>;
  return (
    Number.isFinite(lat) &&
    Number.isFinite(lon) &&
    Math.abs(lat as number) <= 90 &&
    Math.abs(lon as number) <= 180
  );
}

/** Over the surface of the sphere (haversine): right at the poles and across the date line too. */
export function metresBetween(a: Place, b: Place): number {
  const [latA, latB, lon] = [a.lat, b.lat, a.lon - b.lon].map((degrees) => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
  ];
  const h = Math.sin((latA - latB) / 2) ** 2 + Math.cos(latA) * Math.cos(latB) * Math.sin(lon / 2) ** 2;
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** How far it is to the east and to the north, in metres: on the short distances of a city. */
export function offsetFrom(
  { lat, lon }: Place,
  to: Place,
): { readonly eastM: number; readonly northM: number } {
  const east = ((to.lon - lon + 540) % 360) - 180;
  return {
    eastM: Math.round(east * metresPerDegree * Math.cos((lat * Math.PI) / 180)),
    northM: Math.round((to.lat - lat) * metresPerDegree),
  };
}

/** So far from a place in this direction (radians from north), on the short distances that people walk. */
export function stepFrom({ lat, lon }: Place, metres: number, direction: number): Place {
  const degrees = metres / metresPerDegree;
  const north = lat + degrees * Math.cos(direction);
  const east = lon + (degrees * Math.sin(direction)) / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  return { lat: Math.max(-90, Math.min(90, north)), lon: ((east + 540) % 360) - 180 };
}

/** Walks on for so long, turning a little. */
export function walk(from: Place, seconds: number, random: Random): Place {
  return stepFrom(from, seconds * walkingMetresPerSecond, random.next() * 2 * Math.PI);
}
