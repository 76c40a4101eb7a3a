import { describe, expect, it } from 'vitest';
import { latestOf, percentileOf, shareWithin } from '../../../labs/ttl/judge/censored.ts';
import { withExpiredEvents } from '../../../labs/ttl/parts/expired-events.ts';
import { openNeighbourhood } from '../../../labs/ttl/parts/neighbourhood.ts';
import { cityHall, distanceKm, readPlace, showPlace } from '../../../labs/ttl/parts/places.ts';
import { openArm } from '../../../labs/ttl/parts/way-arm.ts';
import { isNear, radiusKm, type Way } from '../../../labs/ttl/parts/ways/way.ts';
import { Histogram } from '../../../src/measure/histogram.ts';
import { steadyClock, withContext } from './context.ts';

describe('lags, some of them still to come', () => {
  /** Events after 1, 2, … ms, and some that had not come after a second. */
  const lags = (came: number, notYet: number) => {
    const lag = new Histogram();
    for (let ms = 1; ms <= came; ms += 1) lag.record(ms * 1e6);
    return { lag: lag.toJSON(), notYet, observedMs: 1_000 };
  };

  it('a percentile counts those too', () => {
    expect(percentileOf(lags(100, 0), 50)).toEqual({ ms: expect.closeTo(50, 0), moreThan: false });
    expect(percentileOf(lags(60, 40), 50)).toEqual({ ms: expect.closeTo(50, 0), moreThan: false });
    expect(percentileOf(lags(49, 51), 50)).toEqual({ ms: 1_000, moreThan: true });
    expect(percentileOf(lags(0, 100), 50)).toEqual({ ms: 1_000, moreThan: true });
  });

  it('a percentile of too few is not known', () => {
    expect(percentileOf(lags(19, 0), 50)).toBeNull();
    expect(percentileOf(lags(500, 499), 99)).toBeNull();
    expect(percentileOf(lags(500, 500), 99)).toEqual({ ms: 1_000, moreThan: true });
  });

  it('a share is one of all', () => {
    expect(shareWithin(lags(50, 150), 20)).toBeCloseTo(0.1, 2);
    expect(shareWithin(lags(50, 150), 1_000)).toBe(0.25);
    expect(shareWithin(lags(0, 10), 1_000)).toBe(0);
  });

  it('the latest is not known while one is missing', () => {
    expect(latestOf(lags(10, 1))).toEqual({ ms: 1_000, moreThan: true });
    expect(latestOf(lags(10, 0))).toEqual({ ms: 10, moreThan: false });
    expect(latestOf(lags(0, 0))).toBeNull();
  });
});

describe('notify-keyspace-events', () => {
  it.each([
    ['', 'Ex'],
    ['Ex', 'Ex'],
    ['xE', 'xE'],
    ['KEA', 'KEA'],
    ['AKE', 'AKE'],
    ['K', 'KEx'],
    ['Kg$', 'Kg$Ex'],
    ['KA', 'KAE'],
    ['Eg', 'Egx'],
  ])('%j becomes %j: nothing that was on is lost', (old, wished) => {
    expect(withExpiredEvents(old)).toBe(wished);
  });
});

describe('places', () => {
  it('are measured as Redis measures them', async () => {
    const { phones } = openNeighbourhood(300, 5);
    const answer = await withContext({}, async ({ services }) => {
      const client = await services.redis.connect('test');
      for (const { id, place } of phones) await client.geoadd('places', place.lng, place.lat, id);
      await client.geoadd('places', cityHall.lng, cityHall.lat, 'me');
      const found = await client.call(
        'GEOSEARCH',
        'places',
        'FROMLONLAT',
        cityHall.lng,
        cityHall.lat,
        'BYRADIUS',
        radiusKm,
        'km',
      );
      const distances = await Promise.all(phones.map(({ id }) => client.geodist('places', 'me', id, 'KM')));
      return { found: found as string[], distances: distances.map(Number) };
    });
    for (const [index, { place }] of phones.entries()) {
      expect(distanceKm(cityHall, place)).toBeCloseTo(answer.distances[index] as number, 2);
    }
    const near = phones.filter(({ place }) => isNear(place)).map(({ id }) => id);
    expect(answer.found.filter((id) => id !== 'me').sort()).toEqual(near.sort());
    expect(near.length).toBeGreaterThan(20);
  });

  it('are read back from a value, also from one that says when it was written', () => {
    const place = { lat: 37.123456, lng: 126.654321 };
    expect(readPlace(showPlace(place))).toEqual(place);
    expect(readPlace(`${showPlace(place)},1700000000000`)).toEqual(place);
  });

  it('and people are the same with the same seed', () => {
    expect(openNeighbourhood(100, 9)).toEqual(openNeighbourhood(100, 9));
    expect(openNeighbourhood(100, 9)).not.toEqual(openNeighbourhood(100, 10));
  });
});

describe('the tally of a way', () => {
  const question = { friends: ['a', 'b', 'c'], near: ['a'] };
  /** A way that always names the same friends; `b` fell silent long ago, `c` only just. */
  async function asked(named: readonly string[], judgedFromMs = 0) {
    const way: Way = {
      id: 'geo',
      lastingKeys: [],
      report: ({ id }) => [['SET', id, 1]],
      near: async () => [...named],
    };
    const clock = { ...steadyClock, nowMs: () => 1_000 };
    const overAt = (phone: string) => ({ a: Infinity, b: 500, c: 1_000 })[phone] ?? 0;
    const arm = openArm(way, clock, overAt);
    await arm.ask(null as never, question, 0, judgedFromMs);
    return arm.data(1_000, null);
  }

  it('counts whom it should not have named', async () => {
    expect(await asked(['a'])).toMatchObject({ questions: 1, named: 1, stale: 0, missed: 0 });
    expect(await asked(['a', 'b'])).toMatchObject({ named: 2, stale: 1, missed: 0 });
    // The TTL of c ends at this very moment: not yet wrong.
    expect(await asked(['a', 'c'])).toMatchObject({ named: 2, stale: 0 });
  });

  it('counts whom it should have named: an empty answer is not a good one', async () => {
    expect(await asked([])).toMatchObject({ named: 0, stale: 0, missed: 1 });
  });

  it('judges nobody before the first TTL has ended', async () => {
    expect(await asked(['a', 'b'], 2_000)).toMatchObject({ questions: 1, named: 0, stale: 0 });
  });
});
