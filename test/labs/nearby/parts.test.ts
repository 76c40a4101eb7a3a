import { describe, expect, it } from 'vitest';
import { book, bookServers, distinctServers, isBook, loadOf } from '../../../labs/nearby/judge/sum.ts';
import { drawFriends, mostFriends } from '../../../labs/nearby/parts/friends.ts';
import { modulo, ring } from '../../../labs/nearby/parts/hash-ring.ts';
import { isPlace, metresBetween, offsetFrom, stepFrom } from '../../../labs/nearby/parts/places.ts';
import { dueQueue } from '../../../labs/nearby/parts/queue.ts';
import { makeWorld } from '../../../labs/nearby/parts/world.ts';
import { worldClock } from '../../../labs/nearby/parts/world-clock.ts';
import { createRandom } from '../../../src/measure/random.ts';

const options = {
  users: 300,
  meanFriends: 12,
  activeShare: 0.2,
  intervalMs: 30_000,
  meanSessionMs: 600_000,
  lengthMs: 1_800_000,
};

describe('the world', () => {
  it('is the same for the same seed, and another one for another', () => {
    const day = (seed: number) => [...makeWorld({ ...options, seed }).happenings()];
    expect(day(5)).toEqual(day(5));
    expect(day(5)).not.toEqual(day(6));
  });

  it('goes in the order of time; each user connects, reports and goes in turn, and counts their reports', () => {
    const online = new Map<number, boolean>();
    const counted = new Map<number, number>();
    let nowMs = 0;
    for (const event of makeWorld({ ...options, seed: 1 }).happenings()) {
      expect(event.atMs).toBeGreaterThanOrEqual(nowMs);
      nowMs = event.atMs;
      if (event.kind === 'befriend' || event.kind === 'unfriend') continue;
      expect(online.get(event.user) ?? false, event.kind).toBe(event.kind !== 'connect');
      online.set(event.user, event.kind === 'connect' || event.kind === 'report');
      if (!('n' in event)) continue;
      expect(event.n).toBe((counted.get(event.user) ?? 0) + 1);
      counted.set(event.user, event.n);
      expect(isPlace(event.place)).toBe(true);
    }
    const share = [...online.values()].filter(Boolean).length / options.users;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.35);
  });
});

describe('the friends', () => {
  it('are friends both ways, as many as asked on the average, and a few have many more', () => {
    const friends = drawFriends(2_000, 40, createRandom(3));
    const counts = Array.from({ length: 2_000 }, (_, user) => friends.of(user).size);
    expect(counts.reduce((sum, count) => sum + count) / 2_000).toBeCloseTo(40, 5);
    expect(Math.max(...counts)).toBeGreaterThan(200);
    for (const friend of friends.of(7)) expect(friends.of(friend).has(7)).toBe(true);
  });

  it('are never more than the limit, nor than there are people', () => {
    const friends = drawFriends(5, 200, createRandom(3));
    for (let user = 0; user < 5; user += 1) expect(friends.of(user).size).toBeLessThanOrEqual(4);
    expect(mostFriends).toBe(5_000);
  });
});

describe('places', () => {
  it('are measured over the poles and the date line', () => {
    const degree = (6_372_797.560856 * Math.PI) / 180;
    expect(metresBetween({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 })).toBeCloseTo(degree, 3);
    expect(metresBetween({ lat: 89.5, lon: 0 }, { lat: 89.5, lon: 180 })).toBeCloseTo(degree, 3);
    expect(metresBetween({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(180 * degree, 3);
  });

  it('a step is as long as it says, and does not leave the globe', () => {
    const from = { lat: 37.5665, lon: 126.978 };
    expect(metresBetween(from, stepFrom(from, 500, 1))).toBeCloseTo(500, 0);
    for (const start of [
      { lat: 90, lon: 0 },
      { lat: 10, lon: 179.9999 },
    ])
      for (const direction of [0, 1, 2, 3, 4, 5, 6])
        expect(isPlace(stepFrom(start, 5_000, direction))).toBe(true);
  });

  it('the way on the map is the short one across the date line, and nowhere a figure that is none', () => {
    const { eastM, northM } = offsetFrom({ lat: 0, lon: 179.9 }, { lat: 0.1, lon: -179.9 });
    expect(Math.abs(eastM - 2 * northM)).toBeLessThanOrEqual(1);
    expect(offsetFrom({ lat: 0, lon: -179.9 }, { lat: 0, lon: 179.9 }).eastM).toBe(-eastM);
    const pole = offsetFrom({ lat: 90, lon: 0 }, { lat: -90, lon: 180 });
    expect(Object.values(pole).every(Number.isSafeInteger)).toBe(true);
  });

  it('are two figures on the globe and nothing else', () => {
    const wrong = [
      { lat: Number.NaN, lon: 0 },
      { lat: 91, lon: 0 },
      { lat: 0, lon: 181 },
      { lat: '1', lon: 2 },
      null,
      {},
    ];
    for (const place of wrong) expect(isPlace(place), JSON.stringify(place)).toBe(false);
  });
});

it('what is due first comes first, and of what is due together the older', () => {
  const queue = dueQueue<string>();
  const dueMs = [5, 1, 3, 1, 9, 3, 0, 1];
  for (const [index, atMs] of dueMs.entries()) queue.push(atMs, `${atMs}.${index}`);
  const order = Array.from(dueMs, () => queue.pop()?.item);
  expect(order).toEqual(['0.6', '1.1', '1.3', '1.7', '3.2', '3.5', '5.0', '9.4']);
  expect(queue.pop()).toBeNull();
});

describe('the clock of the world', () => {
  it('stands still while the machine is late, however long: nobody is let go for that', async () => {
    let realMs = 5_000;
    const clock = { nowMs: () => realMs, date: () => new Date(0) };
    const time = worldClock(clock, 300, new AbortController().signal);
    expect(time.nowMs()).toBe(0);
    await time.until(0);
    realMs += 60_000;
    await time.until(30_000);
    expect(time.nowMs()).toBeCloseTo(30_000, 5);
    expect(time.stoodStillMs()).toBeCloseTo(60_000 - 100, 5);
    realMs += 10;
    expect(time.nowMs()).toBeCloseTo(33_000, 5);
  });
});

describe('several Redis', () => {
  const names = Array.from({ length: 20_000 }, (_, channel) => `place:${channel}`);
  const moved = (place: typeof ring, after: number[]) => {
    const [old, fresh] = [place([0, 1, 2, 3]), place(after)];
    return names.filter((name) => old(name) !== fresh(name));
  };

  it('on a ring only what the new server takes moves, and to nobody else', () => {
    const channels = moved(ring, [0, 1, 2, 3, 4]);
    expect(channels.length / names.length).toBeCloseTo(1 / 5, 1);
    expect(new Set(channels.map(ring([0, 1, 2, 3, 4])))).toEqual(new Set([4]));
  });

  it('on a ring only what the lost server had moves', () => {
    expect(new Set(moved(ring, [0, 1, 2]).map(ring([0, 1, 2, 3])))).toEqual(new Set([3]));
  });

  it('by the remainder of a division four of five move', () => {
    expect(moved(modulo, [0, 1, 2, 3, 4]).length / names.length).toBeCloseTo(4 / 5, 1);
  });
});

describe('the sum', () => {
  it("comes to the book's figures with the book's constants", () => {
    const inputs = { dau: 100_000_000, listed: 400, active: 10, interval: 30_000 };
    expect(isBook(inputs)).toBe(true);
    expect(loadOf(inputs)).toMatchObject({ online: 10_000_000, subscriptions: 4_000_000_000 });
    expect(loadOf(inputs).updatesPerSecond).toBeCloseTo(333_333, 0);
    expect(loadOf(inputs).pushesPerSecond).toBeCloseTo(13_333_333, 0);
    expect(bookServers(inputs)).toBeCloseTo(133.3, 1);
    expect(book.servers / bookServers(inputs)).toBeCloseTo(1.05, 2);
  });

  it('Redis sees servers, not people', () => {
    const expected = { 10: 9.85, 50: 27.7, 100: 33.1, 200: 36.3, 1000: 39.2 };
    for (const [servers, distinct] of Object.entries(expected))
      expect(distinctServers(Number(servers), 40)).toBeCloseTo(distinct, 1);
  });
});
