import { describe, expect, it } from 'vitest';
import { playModel } from '../../../labs/nearby/parts/model.ts';
import type { Place } from '../../../labs/nearby/parts/places.ts';
import { makeWorld } from '../../../labs/nearby/parts/world.ts';
import { place, ttlMs } from './meeting.ts';

/** A day on which everybody is where this says, whatever the world has drawn. */
async function dayAt(placeOf: (user: number) => Place) {
  const day = {
    ...{ users: 60, meanFriends: 20, activeShare: 0.3, intervalMs: 30_000, meanSessionMs: 600_000 },
    ...{ lengthMs: 600_000, seed: 3 },
  };
  const world = makeWorld(day);
  function* happenings() {
    for (const event of world.happenings())
      yield 'place' in event ? { ...event, place: placeOf(event.user) } : event;
  }
  return await playModel({
    world: { ...world, happenings },
    ...{ lengthMs: day.lengthMs, radiusM: 8_047, ttlMs, keyTtlMs: ttlMs, servers: 3 },
    ...{ strategy: 'active-reverse', signal: new AbortController().signal },
  });
}

describe('people at the edges of the map', () => {
  it.each([
    ['on both sides of the date line', (user: number) => ({ lat: 10, lon: user % 2 ? 179.99 : -179.99 })],
    ['around the north pole', (user: number) => ({ lat: 89.99, lon: (user % 36) * 10 - 180 })],
    ['on the south pole itself', (user: number) => ({ lat: -90, lon: user })],
  ])('%s are nearby, and none of their reports is refused', async (_, placeOf) => {
    const played = await dayAt(placeOf);
    expect(played).toMatchObject({ missed: 0, counters: { refused: 0 }, came: { beyond: 0 } });
    expect(played.came.inRange).toBeGreaterThan(100);
  });

  it('at the two poles are not', async () => {
    const { came } = await dayAt((user) => ({ lat: user % 2 ? 90 : -90, lon: 0 }));
    expect(came.beyond).toBeGreaterThan(100);
  });
});

describe('everybody in one spot', () => {
  it('nothing is thrown away, and on the map everybody is in range, but who has gone or is unseen', async () => {
    const played = await dayAt(() => place);
    expect(played.counters.pushed).toBeGreaterThan(100);
    expect(played.came.inRange).toBeGreaterThan(100);
    expect(played.came.beyond).toBe(0);
    for (const dot of played.map?.dots ?? []) {
      expect(dot).toMatchObject({ eastM: 0, northM: 0 });
      expect(dot.seen).not.toBe('far');
    }
  });
});
