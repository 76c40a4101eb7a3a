import { describe, expect, it } from 'vitest';
import type { ArmFigures, Cell, Client, Needed, PoolData, ShapeId } from '../../../labs/pool-bench/data.ts';
import {
  keepsUp,
  smallestGoodPool,
  smallestThatKeepsUp,
} from '../../../labs/pool-bench/judge/smallest-good-pool.ts';
import { breakEvenOf } from '../../../labs/pool-bench/judge/thread-pool.ts';
import { auditOf, ratioOf } from '../../../labs/pool-bench/parts/compare.ts';
import { poolsAround } from '../../../labs/pool-bench/parts/needed-pool.ts';
import { isLoopback } from '../../../labs/pool-bench/parts/round-trip.ts';
import { reportOf } from '../../../src/course/catalogue.ts';
import { Histogram } from '../../../src/measure/histogram.ts';
import type { OpenLoad } from '../../../src/measure/load.ts';
import { hangul, slip, textsIn } from '../../texts.ts';
import { actOf, answerOf, choicesOf, evidenceOf, recordedLab } from '../recorded.ts';
import { entry, freshData, judged, lab, type Mutable, record } from './fixture.ts';

type Data = ReturnType<typeof freshData>;
type Arm = Mutable<ArmFigures>;

const checkOf = (findings: ReturnType<typeof judged>, claim: string) =>
  findings.checks.find((check) => check.claim === claim);

const skipped = { skipped: { ko: '건너뜀', en: 'skipped' } };
const chosen = (data: Data) => answerOf(lab, 'shapes', data.shapes, record.params);

function armsOf(cells: readonly Mutable<Cell>[], shape: ShapeId, client: Client): Arm[] {
  return cells.flatMap((cell) => cell.arms.filter((arm) => arm.shape === shape && arm.client === client));
}

/** Gives every round of an arm the figures of another arm, times a factor. */
function copyRounds(to: Arm, from: Arm, factor: (round: number) => number): void {
  to.rounds = from.rounds.map(({ round, perSecond }) => ({ round, perSecond: perSecond * factor(round) }));
}

const redisCells = (data: Data) => data.shapes.cells as Mutable<Cell>[];

describe('what to try next', () => {
  const triesAfter = (target: string) =>
    reportOf(entry, lab, { ...record, params: { ...record.params, target } }, null).tryNext.map(
      ({ command }) => / --target (\w+)/.exec(command)?.[1] ?? 'something else',
    );

  it.each([
    ['redis', ['postgres', 'threads']],
    ['postgres', ['threads', 'something else']],
    ['threads', ['postgres', 'something else']],
    ['all', ['something else']],
  ])('is not what was just done (%s)', (target, tries) => {
    expect(triesAfter(target)).toEqual(tries);
  });
});

describe('what was recorded', () => {
  it('holds all three claims, with ratio and interval in both languages', () => {
    const findings = judged();
    expect(findings.checks.map(({ claim, verdict }) => [claim, verdict])).toEqual([
      ['C05', 'held'],
      ['C06', 'held'],
      ['C07', 'held'],
    ]);
    const c05 = checkOf(findings, 'C05')?.evidence;
    expect(c05?.headline.en).toMatch(
      /^8 callers: a pool of 8 does [\d.]+ × \(95 % interval [\d.]+ to [\d.]+\) as much as new ones\.$/,
    );
    expect(evidenceOf(findings, 'C05', 'en')).toMatch(
      /It is [\d.]+ × \(95 % interval [\d.]+ to [\d.]+\) at 1 ms round trip\./,
    );
    expect(evidenceOf(findings, 'C05', 'ko')).toMatch(
      /왕복 시간 1 ms에서 [\d.]+배\(95% 신뢰구간 [\d.]+~[\d.]+배\)예요/,
    );
    expect(evidenceOf(findings, 'C05', 'en')).toMatch(/With TLS it is/);
    expect(chosen(freshData())).toBe('shared');
  });

  it('has no hole in a sentence, and Korean in every Korean one', () => {
    for (const [path, text] of textsIn(judged())) {
      expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
      expect(text.en, path).not.toMatch(hangul);
    }
  });
});

describe('C05', () => {
  it('is inconclusive, with no winner named, when the interval holds 1', () => {
    const data = freshData();
    const findings = judged((kept) => {
      for (const cell of redisCells(data)) {
        const [fresh] = armsOf([cell], 'fresh', 'ioredis') as [Arm];
        for (const shape of ['pool', 'shared'] as const) {
          const [arm] = armsOf([cell], shape, 'ioredis') as [Arm];
          copyRounds(arm, fresh, (round) => (round % 2 === 0 ? 1.2 : 1 / 1.2));
        }
      }
      Object.assign(kept, data);
    });
    expect(checkOf(findings, 'C05')?.verdict).toBe('inconclusive');
    expect(evidenceOf(findings, 'C05', 'en')).toContain('this run cannot tell');
    expect(chosen(data)).toBeNull();
  });

  it('is refuted by a pool that is slower at one of the networks', () => {
    const findings = judged((data) => {
      const last = redisCells(data).at(-1) as Mutable<Cell>;
      const [pool] = armsOf([last], 'pool', 'ioredis') as [Arm];
      copyRounds(pool, armsOf([last], 'fresh', 'ioredis')[0] as Arm, () => 0.5);
    });
    expect(checkOf(findings, 'C05')?.verdict).toBe('refuted');
    expect(findings.why.en).toContain('Not as the textbook has it');
  });

  it('is not refuted by one request on its way against forty', () => {
    const smallPool = (size: number) =>
      judged((data) => {
        const cells = redisCells(data).filter(({ callers }) => callers === 8);
        for (const cell of cells) {
          const [pool] = armsOf([cell], 'pool', 'ioredis') as [Arm];
          pool.poolSize = size;
          copyRounds(pool, armsOf([cell], 'fresh', 'ioredis')[0] as Arm, (round) => 0.5 + round / 1_000);
        }
      });
    expect(checkOf(smallPool(1), 'C05')?.verdict).toBe('inconclusive');
    expect(evidenceOf(smallPool(1), 'C05', 'en')).toContain('8 callers in line for one connection');
    expect(checkOf(smallPool(8), 'C05')?.verdict).toBe('refuted');
  });

  it('quotes a connection of one caller, and what an operation took of the client', () => {
    const evidence = evidenceOf(judged(), 'C05', 'en');
    expect(evidence).toMatch(/With one caller a new connection took 3 round trips and [\d.]+ ms/);
    expect(evidence).toMatch(
      /took [\d.]+ µs of Node's CPU with the pool, [\d.]+ µs with the shared connection/,
    );
    const without = judged((data) => {
      data.shapes.connecting = [];
      for (const { arms } of redisCells(data))
        for (const arm of arms) delete (arm as { cost?: unknown }).cost;
    });
    expect(evidenceOf(without, 'C05', 'en')).not.toMatch(/round trips|CPU/);
  });

  it('says where a pool is too small for its callers; one as large as they are many is not', () => {
    const withSlowPool = (callers: number) =>
      judged((data) => {
        const [cell] = redisCells(data).filter((one) => one.callers === callers) as [Mutable<Cell>];
        const [fresh] = armsOf([cell], 'fresh', 'ioredis') as [Arm];
        copyRounds(armsOf([cell], 'pool', 'ioredis')[0] as Arm, fresh, (round) => 0.5 + round / 1000);
      });
    const tooSmall = withSlowPool(50);
    expect(checkOf(tooSmall, 'C05')?.verdict).toBe('held');
    expect(evidenceOf(tooSmall, 'C05', 'en')).toMatch(
      /worse than none: 50 callers in line for 8 connections are 0\.50\d ×/,
    );
    expect(evidenceOf(tooSmall, 'C05', 'ko')).toContain('호출자 50명');
    expect(evidenceOf(withSlowPool(8), 'C05', 'en')).not.toContain('worse than none');
  });

  it('a pool that beats the shared connection is said to, and answers the prediction', () => {
    const data = freshData();
    for (const cell of redisCells(data)) {
      const [shared] = armsOf([cell], 'shared', 'ioredis') as [Arm];
      copyRounds(armsOf([cell], 'pool', 'ioredis')[0] as Arm, shared, (round) => 2 + round / 100);
    }
    const findings = judged((kept) => void Object.assign(kept, data));
    expect(chosen(data)).toBe('pool');
    expect(evidenceOf(findings, 'C05', 'en')).toContain('One shared connection is only 0.');
  });

  it('with fewer than five rounds there is no interval and no verdict', () => {
    const findings = judged((data) => {
      for (const cell of redisCells(data)) for (const arm of cell.arms) arm.rounds = arm.rounds.slice(0, 4);
    });
    expect(checkOf(findings, 'C05')?.verdict).toBe('inconclusive');
    expect(evidenceOf(findings, 'C05', 'en')).toContain('interval unknown');
  });
});

describe('C06', () => {
  /** The arms in which no commit waits for the disk: the pool in focus, and the largest. */
  const withoutDisk = (data: Data) =>
    data.postgres.contended.arms.filter(({ synchronousCommit }) => synchronousCommit === 'off') as [Arm, Arm];

  it('says by what method a login was asked for, and what hashing is of it', () => {
    const login = {
      method: 'SCRAM-SHA-256',
      connections: 21,
      connectP50Ms: 8,
      hashing: { iterations: 4_096, p50Ms: 2 },
    };
    const asked = judged((data) => void Object.assign(data.postgres, { login }));
    expect(evidenceOf(asked, 'C06', 'en')).toMatch(
      /took 8 ms \(p50\); hashing .*\(SCRAM-SHA-256\) is 2 ms of it/,
    );
    const trusting = judged((data) => {
      Object.assign(data.postgres, { login: { ...login, method: null, hashing: null } });
    });
    expect(evidenceOf(trusting, 'C06', 'en')).not.toContain('hashing');
  });

  it('says so when too large a pool is not slower, and when Redis has the larger factor', () => {
    const findings = judged((data) => {
      const { cells } = data.postgres;
      const [small, large] = withoutDisk(data);
      copyRounds(large, small, (round) => 1.5 + round / 100);
      const focus = cells.find(({ arms }) =>
        arms.some(({ client }) => client === 'ioredis'),
      ) as Mutable<Cell>;
      const [pool] = armsOf([focus], 'pool', 'pg') as [Arm];
      copyRounds(pool, armsOf([focus], 'fresh', 'pg')[0] as Arm, (round) => 2 + round / 100);
    });
    const evidence = evidenceOf(findings, 'C06', 'en');
    expect(evidence).toContain('This time a large pool was not slower');
    expect(evidence).toContain('this time the larger factor');
    expect(checkOf(findings, 'C06')?.verdict).toBe('held');
  });

  it('names a pool that is too large', () => {
    const findings = judged((data) => {
      const [small, large] = withoutDisk(data);
      copyRounds(large, small, (round) => 0.5 + round / 100);
    });
    expect(evidenceOf(findings, 'C06', 'en')).toMatch(
      /The larger pool was slower: .*\(commits do not wait for the disk\), one of 64 is 0\.5/,
    );
    expect(evidenceOf(findings, 'C06', 'ko')).toMatch(/큰 풀이 더 느렸어요/);
  });
});

describe('C07', () => {
  it('rests on the shortest task, where starting a thread weighs most', () => {
    const findings = judged((data) => {
      const [shortest] = data.threads.lengths;
      const cell = shortest?.cell as Mutable<Cell>;
      const [pool] = armsOf([cell], 'pool', 'piscina') as [Arm];
      const odd = (round: number) => (round % 2 === 0 ? 1.3 : 0.7);
      copyRounds(pool, armsOf([cell], 'fresh', 'worker')[0] as Arm, odd);
    });
    expect(checkOf(findings, 'C07')?.verdict).toBe('inconclusive');
  });

  it('finds the break-even between two lengths of which the interval decides', () => {
    const lengths = (ratios: readonly number[]) =>
      ratios.map((ratio, index) => ({ taskMs: 10 ** index, cell: { callers: ratio } as unknown as Cell }));
    const within =
      (by: number) =>
      ({ callers: ratio }: Cell) => ({
        trials: 5,
        ratio,
        interval: { low: ratio / by, high: ratio * by },
      });
    const found = (ratios: readonly number[], by = 1.2) => breakEvenOf(lengths(ratios), within(by));
    expect(found([0.1, 0.5, 2])).toEqual({ lossMs: 10, gainMs: 100 });
    expect(found([1.5, 2])).toEqual({ lossMs: null, gainMs: 1 });
    expect(found([0.1, 0.5])).toEqual({ lossMs: 10, gainMs: null });
    // A ratio beyond 1 whose interval holds 1 decides nothing.
    expect(found([0.1, 1.1, 2])).toEqual({ lossMs: 1, gainMs: 100 });
    expect(found([0.9, 1.1], 1.5)).toEqual({ lossMs: null, gainMs: null });
    expect(breakEvenOf(lengths([0.1]), () => null)).toEqual({ lossMs: null, gainMs: null });
  });
});

describe('a target that was not asked for', () => {
  it('has no check: its claim is not tested, with the way to it', () => {
    const way = { skipped: { ko: '--target', en: '--target postgres runs it.' } };
    const { checks, untested } = judged((data) => {
      Object.assign(data, { shapes: skipped, knee: skipped, tls: skipped, postgres: way });
    });
    expect(checks.map(({ claim }) => claim)).toEqual(['C07']);
    expect(untested).toMatchObject([
      { claim: 'C05' },
      { claim: 'C06', reason: { en: '--target postgres runs it.' } },
    ]);
  });

  it('C05 rests on either of its two acts', () => {
    for (const id of ['shapes', 'tls'])
      expect(judged((data) => void Object.assign(data, { [id]: skipped })).checks[0]?.claim).toBe('C05');
  });

  it('is left out by its act, with the option that runs it', () => {
    const why = (id: string, target: string) =>
      lab.acts.find((act) => act.id === id)?.leftOut?.({ target } as never);
    expect(why('postgres', 'redis')?.en).toBe('--target postgres runs it.');
    for (const target of ['postgres', 'all']) expect(why('postgres', target)).toBeNull();
    expect(why('stall', 'threads')?.en).toBe('--target redis runs it.');
  });
});

describe('every choice of the questions can be the answer', () => {
  type Breaks = Readonly<Record<string, (data: Data) => void>>;
  const questions: Readonly<Record<Exclude<keyof Data, 'shapes'>, Breaks>> = {
    knee: {
      flattens: (data) => pools(data, [10, 95, 96, 97, 98, 99, 100]),
      'keeps-growing': (data) => pools(data, [10, 20, 30, 40, 50, 60, 100]),
    },
    stall: {
      hides: (data) => latencyOfClosed(data, 0.1),
      shows: (data) => latencyOfClosed(data, 200),
    },
    failures: {
      'for-ever': (data) => void Object.assign(data.failures.leaked, { error: null }),
      twenty: (data) => void Object.assign(data.failures.leaked, { served: 20 }),
      four: (data) => void Object.assign(data.failures.leaked, { served: 4 }),
    },
    tls: {
      larger: (data) => tlsFactors(data, 10, 30),
      same: (data) => tlsFactors(data, 10, 10.5),
    },
    postgres: {
      postgres: (data) => pgFactor(data, 60),
      redis: (data) => pgFactor(data, 2),
    },
    threads: {
      more: (data) => threadFactor(data, 3),
      less: (data) => threadFactor(data, 0.3),
    },
  };

  function pools(data: Data, operations: readonly number[]): void {
    const cell = data.knee.knees[0]?.cell as Mutable<Cell>;
    cell.arms = operations.map((count, index) => ({
      ...(cell.arms[0] as Arm),
      poolSize: 2 ** index,
      operations: count,
      elapsedMs: 1_000,
    }));
  }
  function latencyOfClosed(data: Data, ms: number): void {
    const histogram = new Histogram();
    for (let sample = 0; sample < 2_000; sample += 1) histogram.record(ms * 1e6);
    Object.assign(data.stall.closed, { latency: histogram.toJSON() });
  }
  const nearly = (factor: number) => (round: number) => factor * (1 + round / 1_000);
  function tlsFactors(data: Data, plain: number, secure: number): void {
    const cell = data.tls.cells[0] as Mutable<Cell>;
    for (const [tls, factor] of [
      [false, plain],
      [true, secure],
    ] as const) {
      const arm = (shape: ShapeId) => armsOf([cell], shape, 'ioredis').find((one) => one.tls === tls) as Arm;
      copyRounds(arm('pool'), arm('fresh'), nearly(factor));
    }
  }
  function pgFactor(data: Data, factor: number): void {
    const cell = data.postgres.cells.find(({ arms }) => arms.some(({ client }) => client === 'ioredis'));
    const [pool, fresh] = (['pool', 'fresh'] as const).map(
      (shape) => armsOf([cell as Mutable<Cell>], shape, 'pg')[0],
    );
    copyRounds(pool as Arm, fresh as Arm, nearly(factor));
  }
  function threadFactor(data: Data, factor: number): void {
    const cell = data.threads.lengths[0]?.cell as Mutable<Cell>;
    const [inline] = armsOf([cell], 'inline', 'main') as [Arm];
    copyRounds(armsOf([cell], 'pool', 'piscina')[0] as Arm, inline, nearly(factor));
  }

  it.each(Object.entries(questions))('%s', (id, breaks) => {
    expect(Object.keys(breaks).sort()).toEqual(choicesOf(lab, id));
    for (const [answer, breakIt] of Object.entries(breaks)) {
      const data = freshData();
      breakIt(data);
      expect(answerOf(lab, id, data[id as keyof Data], record.params)).toBe(answer);
    }
  });

  it('a question is not graded where the run is another one', () => {
    const off = (id: string, params: Record<string, unknown>) =>
      actOf(judged(undefined, params), id).prediction?.off;
    expect(off('shapes', { concurrency: [50] })?.en).toContain('Not graded');
    expect(off('knee', { concurrency: [8] })?.en).toContain('Not graded');
    expect(off('stall', { stall: 0 })?.en).toContain('Not graded');
    expect(off('shapes', {})).toBeNull();
  });

  it('nor where its Redis is on another machine, which is not called the loopback', () => {
    const findings = judged((data) => {
      for (const cell of [...data.shapes.cells, ...data.knee.knees.map((knee) => knee.cell)])
        if (cell.roundTrip?.addedMs === 0) Object.assign(cell.roundTrip, { distant: true });
    });
    for (const id of ['shapes', 'knee']) {
      expect(actOf(findings, id).prediction?.off?.en).toContain('this one was on another');
      expect(JSON.stringify(actOf(findings, id).blocks)).not.toContain('loopback');
    }
    const places = ['127.0.0.1', '127.1.2.3', '::1', 'localhost'].map(isLoopback);
    expect(places).toEqual([true, true, true, true]);
    expect(['10.0.0.7', 'redis', '127.example.org'].map(isLoopback)).toEqual([false, false, false]);
  });
});

describe('warnings', () => {
  const textsOf = (breakIt: (data: Data) => void) =>
    judged(breakIt)
      .warnings.map(({ en }) => en)
      .join('\n');

  it('a trial that failed is left out and named', () => {
    const warnings = textsOf((data) => {
      const [arm] = armsOf(redisCells(data), 'pool', 'ioredis') as [Arm];
      arm.failed = [{ round: 2, reason: '3 × Connection is closed.' }];
    });
    expect(warnings).toMatch(
      /pool of 8 · ioredis, 1 caller .*: 1 of \d+ trials failed and were left out \(3 ×/,
    );
  });

  it('an arm that could never be opened has its reason and a way out', () => {
    const findings = judged((data) => {
      const [arm] = armsOf(redisCells(data), 'pool', 'raw') as [Arm];
      Object.assign(arm, { rounds: [], operations: 0, elapsedMs: 0, busyShare: 0 });
      arm.latency = new Histogram().toJSON() as Arm['latency'];
      arm.failed = [{ round: 0, reason: 'ERR max number of clients reached' }];
    });
    expect(findings.warnings.map(({ en }) => en).join()).toMatch(/max number .* raise its maxclients/);
    expect(JSON.stringify(findings)).not.toMatch(/NaN|Infinity/);
  });

  it('how many connections a second can be kept up is a sum, with what the kernel does before it', () => {
    const said = (reuse: number | null) => {
      const timeWait = { sockets: 7, firstPort: 32_768, lastPort: 60_999, reuse };
      const findings = judged((data) => void Object.assign(data.failures, { timeWait }));
      return JSON.stringify(actOf(findings, 'failures').blocks);
    };
    expect(said(null)).toContain('by that sum 470 new connections a second');
    expect(said(null)).not.toContain('tcp_tw_reuse');
    expect(said(0)).toContain('does not take a port again before (tcp_tw_reuse = 0');
    expect(said(1)).toContain('so the limit is higher');
    expect(said(2)).toContain('on the loopback only (tcp_tw_reuse = 2');
  });

  it('Little’s law broken, a heavy harness, a rejected rate', () => {
    const warnings = textsOf((data) => {
      const [arm] = armsOf(redisCells(data), 'shared', 'ioredis') as [Arm];
      arm.latency.sum *= 0.8;
      data.shapes.harnessNs = 5_000;
      Object.assign(data.stall.open, { rejected: ['rate'], achievedPerSecond: 1_234 });
    });
    expect(warnings).toMatch(/off Little's law: \d+.* The worst is -2\d/);
    expect(warnings).toMatch(/the harness itself took \d\d/);
    expect(warnings).toMatch(/3,000\/s was wanted, this machine reached 1,234\/s/);
  });
});

describe('what is said of one act alone', () => {
  const only = (id: keyof Data) =>
    judged((data) => {
      for (const act of Object.keys(data) as (keyof Data)[])
        if (act !== id) Object.assign(data, { [act]: skipped });
    });

  it.each([
    ['shapes', /trips to the server/, /Client and server/, /Redis did [\d,]+\/s with new/],
    ['knee', /requests under way/, /Client and server/, /^$/],
    ['stall', /stands still/, /Client and server/, /^$/],
    ['failures', /comes back/, /Client and server/, /^$/],
    ['tls', /trips to the server/, /Client and server/, /^$/],
    ['postgres', /a process for each connection/, /Client and server/, /One new connection took/],
    ['threads', /V8 of its own/, /nothing but arithmetic/, /A thread took/],
  ] as const)('%s: why, limit and question to discuss are of it', (id, why, limit, question) => {
    const findings = only(id);
    expect(findings.why.en).toMatch(why);
    expect(findings.caveat.en).toMatch(limit);
    expect(findings.discuss?.en ?? '').toMatch(question);
  });

  it('the stall says nothing of a p99 that it does not have', () => {
    const headline = (breakIt: (data: Data) => void) => actOf(judged(breakIt), 'stall');
    const rejected = headline((data) => void Object.assign(data.stall.open, { rejected: ['rate'] }));
    expect(rejected.headline?.en).toMatch(/at a fixed rate it could not be measured/);
    const still = headline((data) => void Object.assign(data.stall, { stallMs: 0 }));
    expect(JSON.stringify(still.blocks)).not.toContain('longer than half the stall');
  });

  it('a GET that Redis counted and the loop did not is a warning', () => {
    const findings = judged((data) => {
      const [arm] = armsOf(redisCells(data), 'shared', 'ioredis').filter(({ cost }) => cost) as [Arm];
      Object.assign(arm.cost as object, { served: arm.operations + 7 });
    });
    expect(findings.warnings.map(({ en }) => en).join()).toMatch(
      /the loop counted [\d,]+ GETs, Redis [\d,]+/,
    );
  });
});

describe('comparing', () => {
  const arm = (rounds: readonly number[], perSecond = (round: number) => 100 + round): ArmFigures =>
    ({ rounds: rounds.map((round) => ({ round, perSecond: perSecond(round) })) }) as unknown as ArmFigures;

  it('pairs only the rounds in which both succeeded', () => {
    const paired = ratioOf(
      arm([0, 1, 2, 4, 5, 6], (round) => 200 + 2 * round),
      arm([0, 2, 3, 4, 5, 6]),
    );
    expect(paired).toMatchObject({ trials: 5, ratio: expect.closeTo(2, 6) });
    expect(ratioOf(arm([0]), arm([1]))).toBeNull();
    expect(ratioOf(undefined, arm([1]))).toBeNull();
  });

  it('audits every row of a record of a quiet machine', () => {
    const quiet = recordedLab<PoolData>(lab, new URL('record.v1.json', import.meta.url)).freshData();
    for (const cell of redisCells(quiet)) {
      for (const one of cell.arms) expect(Math.abs(auditOf(cell, one)?.deviation ?? 1)).toBeLessThan(0.05);
    }
  });

  it('a pool keeps up when its throughput does; where the rate was not sent nobody knows', () => {
    const pool = (poolSize: number, perSecond: number, achieved = 1_000) => ({
      poolSize,
      load: { intendedPerSecond: 1_000, achievedPerSecond: achieved, perSecond } as OpenLoad,
    });
    expect([pool(1, 500), pool(2, 960), pool(4, 500, 500)].map(keepsUp)).toEqual([false, true, null]);
    const needed = (pools: Needed['pools']) => smallestThatKeepsUp({ pools } as Needed);
    expect(needed([pool(1, 500), pool(2, 960), pool(4, 990)])).toBe(2);
    expect(needed([pool(1, 500)])).toBeNull();
  });

  it('the sum of connections, and the pools to try', () => {
    expect(poolsAround(1_000, 5)).toEqual([3, 5, 8]);
    expect(poolsAround(1_000, 0.1)).toEqual([1]);
    expect(poolsAround(1_000_000, 1_000)).toEqual([]);
  });

  it('the knee is the smallest pool that does nearly as much as the best', () => {
    const pools = [10, 60, 95, 100, 92].map((operations, index) => ({
      poolSize: 2 ** index,
      operations,
      elapsedMs: 1_000,
    }));
    expect(smallestGoodPool({ arms: pools } as unknown as Cell)?.poolSize).toBe(4);
  });
});
