// Where people are: somewhere in a square round Seoul city hall.
import type { Random } from '../../../src/kit/run.ts';

export interface Place {
  readonly lat: number;
  readonly lng: number;
}

export const cityHall: Place = { lat: 37.5665, lng: 126.978 };

const squareKm = 20;
const kmPerDegree = 111.2;

export function somewhere(random: Random): Place {
  const kmEast = (random.next() - 0.5) * squareKm;
  const kmNorth = (random.next() - 0.5) * squareKm;
  const lng = cityHall.lng + kmEast / (kmPerDegree * Math.cos(radians(cityHall.lat)));
  // Six digits are a hand's breadth: more would only pretend to know.
  return { lat: round(cityHall.lat + kmNorth / kmPerDegree), lng: round(lng) };
}

/** The value under a location key. */
export function showPlace({ lat, lng }: Place): string {
  return `${lat},${lng}`;
}

export function readPlace(text: string): Place {
  const [lat, lng] = text.split(',').map(Number);
  return { lat: lat as number, lng: lng as number };
}

/** The radius that Redis itself counts with (geohash_helper.c). */
const earthRadiusKm = 6_372.797560856;

/** The haversine formula, as GEOSEARCH uses it. */
export function distanceKm(a: Place, b: Place): number {
  const north = Math.sin(radians(b.lat - a.lat) / 2);
  const east = Math.sin(radians(b.lng - a.lng) / 2);
  const chord = north ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * east ** 2;
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(chord));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
