import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { closedLoop } from '../../src/measure/closed-loop.ts';
import { Flights } from '../../src/measure/flights.ts';
import { harnessCost, harnessShare } from '../../src/measure/harness.ts';
import { Histogram, type HistogramJson } from '../../src/measure/histogram.ts';
import { auditClosedLoad, littlesLaw } from '../../src/measure/littles-law.ts';
import type { Load } from '../../src/measure/load.ts';
import { openLoop } from '../../src/measure/open-loop.ts';
import { FakeClock } from './fake-clock.ts';

const { signal } = new AbortController();
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
const percentileMs = (json: HistogramJson, p: number) => Histogram.fromJSON(json).percentile(p) / 1e6;

/** A server of 1 ms that stands still from 1,000 to 1,200 ms. */
function stallingServer(clock: FakeClock): () => Promise<void> {
  return () => {
    const untilEndMs = 1_200 - clock.nowMs();
    const stalled = untilEndMs > 0 && untilEndMs <= 200;
    return clock.answer(stalled ? untilEndMs + 1 : 1);
  };
}

describe('closed loop', () => {
  test('bounded by operations: exactly so many, so many at a time', async () => {
    const clock = new FakeClock();
    const callersSeen = new Set<number>();
    let underWay = 0;
    let mostUnderWay = 0;
    const operation = async (caller: number) => {
      callersSeen.add(caller);
      underWay += 1;
      mostUnderWay = Math.max(mostUnderWay, underWay);
      await clock.answer(2);
      underWay -= 1;
    };
    const load = await clock.run(
      closedLoop({ callers: 4, bound: { operations: 100 }, operation, signal, clock }),
    );
    expect(load).toMatchObject({ loop: 'closed', callers: 4, operations: 100, errors: 0, firstError: null });
    expect(load).toMatchObject({ elapsedMs: 50, perSecond: 2_000 });
    expect([...callersSeen]).toEqual([0, 1, 2, 3]);
    expect(mostUnderWay).toBe(4);
    expect(percentileMs(load.latency, 50)).toBe(2);
  });

  test('bounded by time: nothing starts after it', async () => {
    const clock = new FakeClock();
    const load = await clock.run(
      closedLoop({
        callers: 2,
        bound: { durationMs: 100 },
        operation: () => clock.answer(10),
        signal,
        clock,
      }),
    );
    expect(load).toMatchObject({ operations: 20, elapsedMs: 100 });
  });

  test('a failing operation is counted and stays out of the latency', async () => {
    const clock = new FakeClock();
    let calls = 0;
    const operation = async () => {
      calls += 1;
      const fails = calls % 4 === 0;
      await clock.answer(fails ? 1 : 3);
      if (fails) throw new Error(`refused ${calls}`);
    };
    const load = await clock.run(
      closedLoop({ callers: 1, bound: { operations: 40 }, operation, signal, clock }),
    );
    expect(load).toMatchObject({ operations: 30, errors: 10, firstError: 'refused 4', failedMs: 10 });
    expect(load.latency).toMatchObject({ count: 30, min: 3e6, max: 3e6 });
    expect(auditClosedLoad(load).ok).toBe(true);
  });

  test('an operation that throws before it answers a promise is counted too', async () => {
    const operation = (): Promise<void> => {
      throw new Error('no connection');
    };
    const load = await closedLoop({ callers: 2, bound: { operations: 10 }, operation, signal });
    expect(load).toMatchObject({ operations: 0, errors: 10, firstError: 'no connection', perSecond: 0 });
  });

  test('a client that refuses at once does not stop the world', async () => {
    let turns = 0;
    const operation = async () => {
      if (turns === 0) {
        setImmediate(() => {
          turns += 1;
        });
      }
      throw new Error('closed');
    };
    const load = await closedLoop({ callers: 1, bound: { operations: 5 }, operation, signal });
    expect(load.errors).toBe(5);
    expect(turns).toBeGreaterThan(0);
  });
});

describe('memory does not grow with the operations', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heapBytes = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };

  test('of a closed loop', async () => {
    const heaps: number[] = [];
    let calls = 0;
    const operation = async () => {
      calls += 1;
      if (calls % 250_000 === 0) heaps.push(heapBytes());
    };
    await closedLoop({ callers: 8, bound: { operations: 1_250_000 }, operation, signal });
    const [, early = 0, , , late = 0] = heaps;
    // One number kept for each of the 750,000 operations in between would be 6 MB.
    expect(late - early).toBeLessThan(2e6);
  });

  test('of an open loop', async () => {
    const flights = new Flights(async () => {}, new FakeClock());
    let early = 0;
    for (let batch = 0; batch < 3_000; batch += 1) {
      for (let i = 0; i < 100; i += 1) flights.send(0);
      await flights.drained();
      if (batch === 1_000) early = heapBytes();
    }
    expect(flights).toMatchObject({ sent: 300_000, landed: 300_000 });
    expect(heapBytes() - early).toBeLessThan(2e6);
  });
});

describe('open loop', () => {
  test('keeps the rate, whatever the answers do', async () => {
    const clock = new FakeClock();
    const sentAtMs: number[] = [];
    const operation = (sequence: number) => {
      sentAtMs[sequence] = clock.nowMs();
      return clock.answer(sequence % 2 === 0 ? 1 : 55);
    };
    const load = await clock.run(
      openLoop({ perSecond: 100, bound: { durationMs: 200 }, operation, signal, clock }),
    );
    expect(sentAtMs).toEqual(Array.from({ length: 20 }, (_, i) => i * 10));
    expect(load).toMatchObject({ loop: 'open', operations: 20, achievedPerSecond: 100, rejected: [] });
    expect(load.elapsedMs).toBe(245);
    expect(load.sendLag).toMatchObject({ count: 20, max: 0 });
  });

  test('a stalled server: closed-loop p99 hides it, open-loop p99 shows it', async () => {
    const bound = { durationMs: 4_000 };
    const one = new FakeClock();
    const closed = await one.run(
      closedLoop({ callers: 1, bound, operation: stallingServer(one), signal, clock: one }),
    );
    const two = new FakeClock();
    const open = await two.run(
      openLoop({ perSecond: 1_000, bound, operation: stallingServer(two), signal, clock: two }),
    );
    expect(percentileMs(closed.latency, 99)).toBeCloseTo(1, 2);
    expect(percentileMs(open.latency, 99)).toBeGreaterThan(100);
    expect(open).toMatchObject({ operations: 4_000, rejected: [] });
  });

  test('a stalled generator: p99 from the intended start far above p99 from the send, and rejected', async () => {
    const clock = new FakeClock();
    const operation = (sequence: number) => {
      if (sequence === 1_000) clock.block(200);
      return clock.answer(1);
    };
    const load = await clock.run(
      openLoop({ perSecond: 1_000, bound: { operations: 4_000 }, operation, signal, clock }),
    );
    expect(percentileMs(load.latency, 99)).toBeGreaterThan(100);
    expect(percentileMs(load.latencyFromSend, 99)).toBeCloseTo(1, 2);
    expect(load).toMatchObject({ operations: 4_000, rejected: ['send-lag'] });
  });

  test('a rate out of reach ends in time and says what was achieved', async () => {
    const clock = new FakeClock();
    const operation = () => {
      clock.block(1);
      return Promise.resolve();
    };
    const load = await clock.run(
      openLoop({ perSecond: 5_000, bound: { durationMs: 500 }, operation, signal, clock }),
    );
    expect(load.achievedPerSecond / 1_000).toBeCloseTo(1, 1);
    expect(load.rejected).toContain('rate');
    expect(load.elapsedMs).toBeLessThanOrEqual(501);
  });

  test('failures are counted, thrown or rejected', async () => {
    const clock = new FakeClock();
    const operation = (sequence: number): Promise<void> => {
      if (sequence === 3) throw new Error('thrown');
      return sequence === 5 ? Promise.reject(new Error('rejected')) : clock.answer(1);
    };
    const load = await clock.run(
      openLoop({ perSecond: 100, bound: { operations: 10 }, operation, signal, clock }),
    );
    expect(load).toMatchObject({ operations: 8, errors: 2, firstError: 'thrown' });
  });

  test('on the real clock, pacing keeps the rate and is not taken for work', async () => {
    const load = await openLoop({
      perSecond: 1_000,
      bound: { operations: 300 },
      operation: nextTurn,
      signal,
    });
    expect(load.operations).toBe(300);
    expect(load.sendLag.count).toBe(300);
    expect(load.achievedPerSecond).toBeLessThanOrEqual(1_000.001);
    expect(load.client.busyShare).toBeLessThan(0.85);
  });
});

describe.each([
  ['closed', (options: LoopOptions) => closedLoop({ callers: 2, ...options })],
  ['open', (options: LoopOptions) => openLoop({ perSecond: 100_000, ...options })],
])('aborting a %s loop', (_, loop) => {
  test('ends it though no answer comes', async () => {
    const stop = new AbortController();
    let calls = 0;
    const operation = () => {
      calls += 1;
      if (calls === 2) stop.abort(new Error('interrupted'));
      return new Promise(() => {});
    };
    const running = loop({ bound: { operations: 2 }, operation, signal: stop.signal });
    await expect(running).rejects.toThrow('interrupted');
    expect(calls).toBe(2);
  });

  test('starts nothing more', async () => {
    const stop = new AbortController();
    let calls = 0;
    const operation = () => {
      calls += 1;
      if (calls === 5) stop.abort(new Error('interrupted'));
      return nextTurn();
    };
    const running = loop({ bound: { operations: 1_000 }, operation, signal: stop.signal });
    await expect(running).rejects.toThrow('interrupted');
    const atAbort = calls;
    for (let turn = 0; turn < 100; turn += 1) await nextTurn();
    expect(calls).toBeLessThanOrEqual(atAbort + 2);
  });

  test('before the start sends nothing', async () => {
    let calls = 0;
    const operation = async () => {
      calls += 1;
    };
    const options = {
      bound: { operations: 5 },
      operation,
      signal: AbortSignal.abort(new Error('interrupted')),
    };
    await expect(loop(options)).rejects.toThrow('interrupted');
    expect(calls).toBe(0);
  });
});

interface LoopOptions {
  bound: { operations: number };
  operation: () => Promise<unknown>;
  signal: AbortSignal;
}

describe("Little's law", () => {
  test('holds for a closed loop of ours', async () => {
    const load = await closedLoop({
      callers: 16,
      bound: { operations: 20_000 },
      operation: nextTurn,
      signal,
    });
    expect(auditClosedLoad(load)).toMatchObject({ ok: true });
  });

  test('flags a clock that starts after connect, as redis-benchmark -k 0 has it', () => {
    // Measured: 15,000 connections a second at concurrency 8, 0.32 ms each from the end of the handshake on.
    const audit = littlesLaw({ concurrency: 8, perSecond: 15_000, meanLatencyMs: 0.32, clientMs: 0 });
    expect(audit.deviation).toBeCloseTo(-0.4, 3);
    expect(audit.ok).toBe(false);
    expect(littlesLaw({ concurrency: 8, perSecond: 15_000, meanLatencyMs: 0.32, clientMs: 0.2133 }).ok).toBe(
      true,
    );
  });

  test('flags a loop that loses samples', async () => {
    const clock = new FakeClock();
    const load = await clock.run(
      closedLoop({ callers: 4, bound: { operations: 400 }, operation: () => clock.answer(1), signal, clock }),
    );
    expect(auditClosedLoad(load)).toEqual({ concurrency: 4, deviation: 0, ok: true });
    expect(auditClosedLoad({ ...load, latency: { ...load.latency, sum: load.latency.sum * 0.9 } }).ok).toBe(
      false,
    );
  });

  test('a load in which nothing succeeded is not ok, and not NaN', async () => {
    const operation = () => Promise.reject(new Error('refused'));
    const load = await closedLoop({ callers: 1, bound: { operations: 3 }, operation, signal });
    expect(auditClosedLoad(load)).toEqual({ concurrency: 0, deviation: -1, ok: false });
  });
});

describe('the client', () => {
  test('that never waits is bound; one that mostly waits is not', async () => {
    const busy = await closedLoop({
      callers: 1,
      bound: { operations: 50_000 },
      operation: async () => {},
      signal,
    });
    expect(busy.client.bound).toBe(true);
    const elsewhere = () => once(spawn(process.execPath, ['-e', '0']), 'exit');
    const idle = await closedLoop({ callers: 1, bound: { operations: 3 }, operation: elsewhere, signal });
    expect(idle.client.bound).toBe(false);
  });
});

describe('the share of the harness', () => {
  const load = { perSecond: 100_000 } as Load;

  test('is its cost against the time per operation', () => {
    expect(harnessShare(500, load)).toEqual({ perOperationNs: 500, share: 0.05, heavy: false });
    expect(harnessShare(1_500, load)).toMatchObject({ heavy: true });
  });

  test.each([
    ['closed', () => harnessCost(closedLoop, { callers: 8, ...rest })],
    ['open', () => harnessCost(openLoop, { perSecond: 5_000, ...rest })],
  ])('of the %s loop is measured without running the operation', async (_, measure) => {
    const costNs = await measure();
    expect(costNs).toBeGreaterThan(0);
    expect(Number.isFinite(costNs)).toBe(true);
  });

  const rest = {
    bound: { operations: 1 },
    operation: () => Promise.reject(new Error('the real operation')),
    signal,
  };
});

test('a load is plain JSON', async () => {
  const closed = await closedLoop({ callers: 1, bound: { operations: 50 }, operation: nextTurn, signal });
  const open = await openLoop({ perSecond: 5_000, bound: { operations: 50 }, operation: nextTurn, signal });
  for (const load of [closed, open]) expect(JSON.parse(JSON.stringify(load))).toEqual(load);
});
