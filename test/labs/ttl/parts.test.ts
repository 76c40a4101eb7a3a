import { describe, expect, it } from 'vitest';
import { plansOf } from '../../../labs/ttl/acts/lag.ts';
import type { LagArm } from '../../../labs/ttl/data.ts';
import { latestOf, percentileOf, shareWithin } from '../../../labs/ttl/judge/censored.ts';
import { deadShareModel } from '../../../labs/ttl/judge/churn-model.ts';
import { patrolOf } from '../../../labs/ttl/judge/patrol.ts';
import { timesTheDefault } from '../../../labs/ttl/judge/settings-compared.ts';
import { agesOf } from '../../../labs/ttl/parts/ages.ts';
import { lagsOf } from '../../../labs/ttl/parts/departures.ts';
import { withExpiredEvents } from '../../../labs/ttl/parts/expired-events.ts';
import { openNeighbourhood } from '../../../labs/ttl/parts/neighbourhood.ts';
import { cityHall, distanceKm, readPlace, showPlace } from '../../../labs/ttl/parts/places.ts';
import { realMs, scaleOf } from '../../../labs/ttl/parts/scale.ts';
import { openArm } from '../../../labs/ttl/parts/way-arm.ts';
import { isNear, radiusKm, type Way } from '../../../labs/ttl/parts/ways/way.ts';
import { inReality } from '../../../labs/ttl/show/silence.ts';
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

describe('ages', () => {
  it('from before their beginning are counted, not made 0', () => {
    const { ages, impossible } = agesOf([-5_000, 0, 3, 5, 86_400_000]);
    expect(ages).toMatchObject({ count: 3, min: 0, max: 5e6 });
    expect(impossible).toBe(2);
  });

  it('of events say which had not come', () => {
    expect(lagsOf([4, null, -80, null], 100)).toMatchObject({ lag: { count: 1 }, notYet: 2, impossible: 1 });
  });
});

describe('the patrol as a sum', () => {
  const arm = (others: number) => ({ hz: 10, others, silent: 2_000 }) as LagArm;

  it('looks at 200 keys a second, so events come over minutes: 109, 473 and 1,199 of 2,000 were measured', () => {
    const patrol = patrolOf(arm(100_000));
    expect(patrol?.roundMs).toBe(510_000);
    for (const [seconds, measured] of [
      [30, 109],
      [120, 473],
      [300, 1_199],
    ] as const)
      expect((patrol?.eventsWithin(seconds * 1e3) ?? 0) / measured).toBeCloseTo(1, 0.7);
    expect(patrol?.eventsWithin(3_600_000)).toBe(2_000);
  });

  it('says nothing where more than a tenth is dead', () => {
    expect(patrolOf(arm(1_000))).toBeNull();
  });
});

describe('the servers of the lag', () => {
  const shown = (others: readonly number[]) =>
    plansOf(others).map((plan) => `${plan.others} ${plan.hz}/${plan.effort}`);

  it('are one for each crowd, and three turned up among the largest that four servers can hold', () => {
    expect(shown([1_000_000, 1_000, 100_000, 1_000])).toEqual([
      ...['1000 10/1', '100000 10/1', '1000000 10/1'],
      ...['100000 100/1', '100000 10/10', '100000 500/10'],
    ]);
    expect(shown([5_000_000]).slice(0, 3)).toEqual(['100000 10/1', '5000000 10/1', '100000 100/1']);
  });
});

describe('the dead among those who come and go', () => {
  it('are the more, the more leave between two rounds of the patrol, and never half', () => {
    const shares = [1, 10, 100, 1_000, 10_000].map((perSecond) => 100 * deadShareModel(perSecond));
    expect(shares.map(Math.round)).toEqual([0, 2, 9, 16, 23]);
  });
});

describe('settings', () => {
  const arm = (hz: number, cameByTrial: number[]) =>
    ({ hz, effort: 1, others: 9, cameByTrial }) as unknown as LagArm;

  it('are compared trial by trial, with an interval', () => {
    const arms = [arm(10, [5, 6, 4, 5, 5]), arm(100, [50, 61, 42, 49, 50])] as const;
    const paired = timesTheDefault(arms[1], arms);
    expect(paired?.ratio).toBeCloseTo(10, 0);
    expect(paired?.interval?.low).toBeGreaterThan(1);
    expect(timesTheDefault(arms[0], arms)).toBeNull();
  });

  it('are not where a trial has nothing to divide by, or there was one only', () => {
    for (const base of [
      arm(10, [5, 0, 4, 5, 5]),
      { ...arm(10, []), cameByTrial: undefined } as unknown as LagArm,
    ])
      expect(timesTheDefault(arm(100, [50, 61, 42, 49, 50]), [base])).toBeNull();
  });
});

describe('time', () => {
  it('scaled is the apps’, not Redis’ own: 2 ms beyond a TTL stay 2 ms', () => {
    const scale = scaleOf({ ttl: 600_000, speed: 300 });
    expect(realMs(2_002, scale.ttlMs, scale)).toBe(600_002);
    expect(inReality(2_002, scale)).toEqual({ ko: '600초 + 2 ms', en: '600 s + 2 ms' });
  });

  it('the sweeper comes often enough, whatever the TTL', () => {
    for (const ttl of [1_000, 25_000, 600_000, 86_400_000]) {
      const { sweepEveryMs, ttlMs } = scaleOf({ ttl, speed: 1 });
      expect(ttlMs / sweepEveryMs).toBe(10);
    }
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
  async function asked(named: readonly string[], fromMs = 900) {
    const way: Way = {
      id: 'geo',
      lastingKeys: [],
      report: ({ id }) => [['SET', id, 1]],
      near: async () => [...named],
    };
    const clock = { ...steadyClock, nowMs: () => 1_000 };
    const overAt = (phone: string) => ({ a: Infinity, b: 500, c: 1_000 })[phone] ?? 0;
    const arm = openArm(way, clock, overAt);
    await arm.ask(null as never, question, 0, { fromMs, lengthMs: 500 });
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

  it('keeps the answers by when they were given', async () => {
    const { parts } = await asked(['a', 'b']);
    expect(parts).toHaveLength(5);
    expect(parts?.[1]).toEqual({ named: 2, stale: 1 }); // 100 ms into 500.
    expect(parts?.filter(({ named }) => named > 0)).toHaveLength(1);
  });
});
