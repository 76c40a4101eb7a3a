import { describe, expect, it } from 'vitest';
import type { MemoryData, System, Work } from '../../../labs/memory-vs-disk/data.ts';
import { cellOf } from '../../../labs/memory-vs-disk/parts/cells.ts';
import { queriesPerRead, queriesRatio } from '../../../labs/memory-vs-disk/parts/saved.ts';
import { zipf } from '../../../labs/memory-vs-disk/parts/zipf.ts';
import { createRandom } from '../../../src/measure/random.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { slip, textsIn } from '../../texts.ts';
import { actOf, answerOf, choicesOf, evidenceOf, type Mutable } from '../recorded.ts';
import { freshData, judged, lab, record } from './fixture.ts';

type Data = Mutable<MemoryData>;
const verdict = (findings: Findings, claim: string) =>
  findings.checks.find((check) => check.claim === claim)?.verdict;
const skipped = { skipped: { ko: '건너뜀', en: 'skipped' } };
const rounds = [0, 1, 2, 3, 4];

/** So many times as fast is Redis everywhere, give or take a little. */
function everywhere(data: Data, times: number): void {
  for (const arm of data.kinds.arms)
    arm.rounds = rounds.map((round) => ({
      round,
      perSecond: 1,
      p50Ms: (arm.system === 'redis' ? 1 : times) * (1 + round / 1_000),
    }));
  for (const arm of data.kinds.arms) arm.clientBusyShare &&= 0.5;
  for (const arm of data.cold.arms)
    arm.rounds = rounds.map((round) => ({
      round,
      coldMs: (arm.store === 'redis' ? 1 : times) * (1 + round / 1_000),
      warmMs: 1,
    }));
}

const armsOf = (data: Data, system: System, work: Work, callers: number) =>
  data.kinds.arms.filter((arm) => arm.system === system && arm.work === work && arm.callers === callers);

describe('C01', () => {
  it('is refuted by what was measured, and says what that rests on', () => {
    expect(verdict(judged(), 'C01')).toBe('refuted');
    for (const lang of ['ko', 'en'] as const) expect(evidenceOf(judged(), 'C01', lang)).not.toMatch(slip);
  });

  it.each([
    [50, 'held'],
    [10.5, 'held'],
    [9.5, 'refuted'],
    [1, 'refuted'],
  ] as const)('Redis does %d times as much in every cell: %s', (times, expected) => {
    expect(
      verdict(
        judged((data) => everywhere(data, times)),
        'C01',
      ),
    ).toBe(expected);
  });

  it('one cell below is enough, one that cannot tell is none', () => {
    const slow = (by: (p50Ms: number, round: number) => number) =>
      judged((data) => {
        everywhere(data, 50);
        for (const arm of armsOf(data, 'sqlite-off', 'get', 1))
          arm.rounds = arm.rounds.map((one) => ({ ...one, p50Ms: by(one.p50Ms, one.round) }));
      });
    expect(
      verdict(
        slow((p50Ms) => p50Ms / 40),
        'C01',
      ),
    ).toBe('refuted');
    expect(
      verdict(
        slow((p50Ms, round) => p50Ms / (round % 2 ? 40 : 1)),
        'C01',
      ),
    ).toBe('inconclusive');
  });

  it('too few trials say nothing', () => {
    const findings = judged((data) => {
      everywhere(data, 50);
      for (const arm of data.kinds.arms) arm.rounds = arm.rounds.slice(0, 4);
    });
    expect(verdict(findings, 'C01')).toBe('inconclusive');
  });

  it('with many callers a client at its limit is no evidence', () => {
    const data = freshData();
    everywhere(data, 5);
    const { callers } = record.params as { callers: number };
    expect(cellOf(data.kinds, 'postgres-on', 'get', callers)?.verdict).toBe('refuted');
    for (const arm of armsOf(data, 'redis', 'get', callers)) arm.clientBusyShare = 0.9;
    expect(cellOf(data.kinds, 'postgres-on', 'get', callers)?.verdict).toBe('inconclusive');
    for (const arm of armsOf(data, 'redis', 'get', 1)) arm.clientBusyShare = 0.9;
    expect(cellOf(data.kinds, 'postgres-on', 'get', 1)?.verdict).toBe('refuted');
  });

  it('is not tested where nothing was compared', () => {
    expect(
      verdict(
        judged((data) => Object.assign(data, { kinds: skipped })),
        'C01',
      ),
    ).toBeUndefined();
  });
});

describe('C03', () => {
  const letThrough = (data: Data, share: number) => {
    for (const arm of data.cache.arms)
      if (arm.cache !== 'none')
        arm.rounds = rounds.map((round) => ({ round, reads: 100, queries: share * 100 }));
  };
  it('holds for what was measured, and says what that rests on', () => {
    expect(verdict(judged(), 'C03')).toBe('held');
    for (const lang of ['ko', 'en'] as const) expect(evidenceOf(judged(), 'C03', lang)).not.toMatch(slip);
  });

  it.each([
    ['every read is a query all the same', (data: Data) => letThrough(data, 1), 'refuted'],
    ['a read makes more queries than before', (data: Data) => letThrough(data, 1.5), 'refuted'],
    ['nearly nothing is saved', (data: Data) => letThrough(data, 0.95), 'refuted'],
    ['half of it is saved', (data: Data) => letThrough(data, 0.5), 'held'],
    [
      'one cache saves nothing',
      (data: Data) => {
        letThrough(data, 0.5);
        for (const arm of data.cache.arms)
          if (arm.cache === 'small')
            arm.rounds = rounds.map((round) => ({ round, reads: 100, queries: 100 }));
      },
      'inconclusive',
    ],
    [
      'without a cache not every read is a query: it was counted wrong',
      (data: Data) => {
        for (const arm of data.cache.arms)
          if (arm.cache === 'none') arm.rounds = rounds.map((round) => ({ round, reads: 100, queries: 99 }));
      },
      'inconclusive',
    ],
    [
      'nobody read',
      (data: Data) => {
        for (const arm of data.cache.arms) arm.rounds = [];
      },
      'inconclusive',
    ],
  ] as const)('%s: %s', (_, breakIt, expected) => {
    expect(verdict(judged(breakIt), 'C03')).toBe(expected);
  });

  it('is not tested without a cache', () => {
    const findings = judged((data) => Object.assign(data, { cache: skipped }));
    expect(verdict(findings, 'C03')).toBeUndefined();
  });
});

it('queries are told for each read, and a round without one is no ratio', () => {
  const counted = (queries: number[]) => ({
    rounds: queries.map((count, round) => ({ round, reads: 10, queries: count })),
  });
  expect(queriesPerRead(counted([1, 3]))).toBe(0.2);
  expect(queriesPerRead(counted([]))).toBeNull();
  expect(queriesRatio(counted([10, 10, 0]), counted([5, 5, 5]))).toMatchObject({ trials: 2, ratio: 2 });
  expect(queriesRatio(counted([0]), counted([5]))).toBeNull();
});

it('the first post is drawn twice as often as the second, and nobody draws one that is not there', () => {
  const draw = zipf(100, createRandom(1));
  const times = new Array<number>(101).fill(0);
  for (let n = 0; n < 100_000; n += 1) {
    const id = draw();
    times[id] = (times[id] ?? Number.NaN) + 1;
  }
  expect(times.every(Number.isFinite)).toBe(true);
  expect(times[0]).toBe(0);
  expect((times[1] as number) / (times[2] as number)).toBeGreaterThan(1.85);
  expect((times[1] as number) / (times[2] as number)).toBeLessThan(2.15);
});

describe('predictions', () => {
  const redisTimes = (times: number) => (data: Data) => everywhere(data, times);
  const coldRatio = (redis: number, postgres: number) => (data: Data) => {
    for (const arm of data.cold.arms)
      arm.rounds = rounds.map((round) => ({
        round,
        warmMs: 1,
        coldMs: (arm.store === 'redis' ? redis : postgres) * (1 + round / 1_000),
      }));
  };
  const missesOfSmall = (queries: number) => (data: Data) => {
    for (const arm of data.cache.arms)
      if (arm.cache === 'small') arm.rounds = [{ round: 0, reads: 100, queries }];
  };
  const herd = (queries: number) => (data: Data) => {
    for (const arm of data.stampede.arms)
      if (arm.way === 'nothing') arm.rounds = [{ round: 0, reads: 100, queries }];
  };
  const race = (stale: number) => (data: Data) => {
    for (const arm of data.stale.arms) if (arm.coherence === 'race') arm.stale = stale;
  };
  const turns: Readonly<Record<string, Readonly<Record<string, (data: Data) => void>>>> = {
    kinds: { few: redisTimes(2), tens: redisTimes(30), hundreds: redisTimes(300) },
    cold: { redis: coldRatio(5, 1), disk: coldRatio(1, 5), none: coldRatio(1, 1) },
    cache: { alike: missesOfSmall(95), some: missesOfSmall(80), most: missesOfSmall(40) },
    stampede: { once: herd(1), several: herd(20), everybody: herd(95) },
    stale: { never: race(0), can: race(3) },
  };
  it.each(Object.entries(turns))('each choice of %s can be the right one', (act, choices) => {
    expect(Object.keys(choices).sort()).toEqual(choicesOf(lab, act));
    for (const [choice, turn] of Object.entries(choices)) {
      const data = freshData();
      turn(data);
      expect(answerOf(lab, act, data[act as keyof Data]), choice).toBe(choice);
    }
  });

  it('were graded in the kept run', () => {
    for (const { id } of lab.acts) expect(actOf(judged(), id).prediction, id).toMatchObject({ right: true });
    expect(record.outcome).toBe('completed');
  });
});

it('no sentence has a hole, whatever is missing', () => {
  const cases: ((data: Data) => void)[] = [
    () => {},
    (data) => Object.assign(data, { cold: skipped }),
    (data) => Object.assign(data, { stampede: skipped, stale: skipped }),
    (data) => {
      for (const act of ['kinds', 'cold', 'cache', 'stampede', 'stale'] as const) data[act].arms.length = 0;
    },
    // No SQLite for this machine, and the learner's own servers.
    (data) => {
      const why = { ko: '없어요', en: 'not here' };
      data.kinds.arms = data.kinds.arms.filter(({ system }) => !/sqlite|always/.test(system));
      data.kinds.leftOut = [{ system: 'sqlite-off', why }];
      Object.assign(data.kinds, { redisIsPrivate: false, postgresIsPrivate: false });
      data.cold.arms = data.cold.arms.filter(({ store }) => store === 'redis');
      data.cold.leftOut = [{ store: 'postgres', why }];
    },
    (data) => {
      for (const arm of data.kinds.arms) arm.rounds = [];
      for (const arm of data.cold.arms) Object.assign(arm, { rounds: [], forgotten: null, loadMs: [] });
    },
  ];
  for (const breakIt of cases)
    for (const [path, text] of textsIn(judged(breakIt)))
      expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
});

it('calls no read cold whose file the kernel kept, and says so', () => {
  const told = (breakIt?: Parameters<typeof judged>[0]) => JSON.stringify(judged(breakIt));
  const notInMemory = 'PostgreSQL has to read what is not in memory';
  expect(told()).toContain(notInMemory);
  const kept = told((data) => {
    for (const { forgotten } of data.cold.arms)
      if (forgotten) Object.assign(forgotten, { residentAfter: forgotten.fileBytes });
  });
  expect(kept).not.toContain(notInMemory);
  expect(kept).toContain('still has more than half of them');
});

it('says so where the temp folder is no disk', () => {
  const findings = judged((data) => {
    data.kinds.disk.isMemory = true;
  });
  expect(JSON.stringify(findings.warnings)).toMatch(/tmpfs/);
});

it.each([
  ['kinds', /fsync/],
  ['cold', /fsync/],
  ['cache', /small cache holds/],
  ['stampede', /the same query/],
  ['stale', /the old value arrives late/],
] as const)('%s alone, as in a walkthrough, is explained by what it shows', (act, expected) => {
  const alone = Object.fromEntries(
    lab.acts.map(({ id }) => [id, id === act ? freshData()[act] : skipped]),
  ) as unknown as Data;
  expect(lab.why(alone, record.params as never).en).toMatch(expected);
});
