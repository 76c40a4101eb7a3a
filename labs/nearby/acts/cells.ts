// Strangers have no channel that one could know of. So the map is cut into cells, and a channel belongs to a cell: who is
// in it publishes there. Is it enough to listen to one's own?
import { createRandom, type Redis, until } from '../../../src/kit/run.ts';
import type { CellsArm, CellsData, Listening } from '../data.ts';
import { metresBetween, type Place, stepFrom } from '../parts/places.ts';
import type { NearbyContext } from '../settings.ts';

const people = 300;
const radiusM = 500;
const squareM = 6_000;
const corner: Place = { lat: 37.54, lon: 126.94 };
/** Characters of a geohash: six make a cell of about 1.0 by 0.6 km here, five one of 3.9 by 4.9 km. */
const arms: readonly { readonly listening: Listening; readonly length: number; readonly isWide: boolean }[] =
  [
    { listening: 'own-cell', length: 6, isWide: false },
    { listening: 'own-and-neighbours', length: 6, isWide: true },
    { listening: 'large-cells', length: 5, isWide: true },
  ];

export async function cells(context: NearbyContext): Promise<CellsData> {
  const { services, seed } = context;
  const random = createRandom(seed).fork('cells');
  const east = Math.PI / 2;
  const places = Array.from({ length: people }, () =>
    stepFrom(stepFrom(corner, random.next() * squareM, 0), random.next() * squareM, east),
  );
  const client = await services.redis.connect('cells');
  const found: CellsArm[] = [];
  for (const arm of arms) found.push(await look(context, client, places, arm));
  return { people, radiusM, arms: found };
}

async function look(
  { services, signal }: NearbyContext,
  client: Redis,
  places: readonly Place[],
  { listening, length, isWide }: (typeof arms)[number],
): Promise<CellsArm> {
  const around = await cellsAround(client, services.redis.key('cells'), places, length);
  const own = around.map(([cell]) => cell as string);
  const channelOf = (cell: string) => services.redis.key(`cell:${listening}:${cell}`);
  const wished = around.map((around) => new Set(isWide ? around : around.slice(0, 1)));

  // One location server for all: it listens to a cell once, and passes on to everybody who wants to hear of it.
  const listener = await services.redis.connect('location-server-1');
  const watchers = new Map<string, number[]>();
  for (const [person, set] of wished.entries())
    for (const cell of set) watchers.set(channelOf(cell), [...(watchers.get(channelOf(cell)) ?? []), person]);
  let [heard, delivered, shown] = [0, 0, 0];
  listener.on('message', (channel: string, text: string) => {
    heard += 1;
    const from = Number(text);
    for (const person of watchers.get(channel) ?? []) {
      if (person === from) continue;
      delivered += 1;
      if (metresBetween(places[person] as Place, places[from] as Place) <= radiusM) shown += 1;
    }
  });
  await listener.subscribe(...watchers.keys());
  for (const [person, cell] of own.entries()) await client.publish(channelOf(cell), String(person));
  const what = { ko: '마지막 위치', en: 'the last position' };
  await until(() => heard >= places.length, { signal, what, withinMs: 10_000 });
  const inRange = countPairs(places);
  const wishes = wished.reduce((sum, set) => sum + set.size, 0);
  return { listening, inRange, shown, delivered, channelsPerPhone: wishes / places.length };
}

/** Redis' own geohashes, of eleven characters: a shorter one is a larger cell around it. */
async function geohashes(client: Redis, key: string, places: readonly Place[]): Promise<string[]> {
  await client.geoadd(key, ...places.flatMap(({ lat, lon }, member) => [lon, lat, `${member}`]));
  const hashes = await client.geohash(key, ...places.map((_, member) => `${member}`));
  await client.del(key);
  return hashes.map(String);
}

/** Of each place the cell that it is in, and the eight around it: named by their centres. */
async function cellsAround(
  client: Redis,
  key: string,
  places: readonly Place[],
  length: number,
): Promise<string[][]> {
  const { width, height } = cellDegrees(length);
  const centre = (degrees: number, size: number) => (Math.floor(degrees / size) + 0.5) * size;
  const steps = [0, -1, 1].flatMap((north) => [0, -1, 1].map((east) => ({ north, east })));
  const around = places.flatMap(({ lat, lon }) =>
    steps.map(({ north, east }) => ({
      lat: centre(lat, height) + north * height,
      lon: centre(lon, width) + east * width,
    })),
  );
  const hashes = (await geohashes(client, key, around)).map((hash) => hash.slice(0, length));
  return places.map((_, person) => hashes.slice(person * steps.length, (person + 1) * steps.length));
}

/** A character holds five bits, longitude and latitude in turn (Niemeyer, geohash.org, 2008). */
function cellDegrees(length: number): { readonly width: number; readonly height: number } {
  const bits = 5 * length;
  return { width: 360 / 2 ** Math.ceil(bits / 2), height: 180 / 2 ** Math.floor(bits / 2) };
}

/** Who should see whom, each way: counted from the places, and from nothing else. */
function countPairs(places: readonly Place[]): number {
  let pairs = 0;
  for (const [index, place] of places.entries())
    for (const other of places.slice(index + 1)) if (metresBetween(place, other) <= radiusM) pairs += 1;
  return 2 * pairs;
}
