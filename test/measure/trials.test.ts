import { describe, expect, test } from 'vitest';
import type { LabEvent } from '../../src/core/events.ts';
import {
  type Arm,
  failureWarnings,
  orderOfRound,
  pairsOf,
  runTrials,
  type TrialsOptions,
  valuesOf,
} from '../../src/measure/trials.ts';

function options(changes: Partial<TrialsOptions> = {}): TrialsOptions {
  return { rounds: 4, warmupRounds: 1, signal: new AbortController().signal, emit: () => {}, ...changes };
}

/** Arms that write down when they ran; the value of a trial is the arm's name and round. */
function loggedArms(names: string, log: string[]): Arm<string>[] {
  return [...names].map((name) => ({
    name,
    trial: async (round) => {
      log.push(`${name}${round}`);
      return `${name}${round}`;
    },
  }));
}

test('arms take turns within each round, and warm-up is run but not kept', async () => {
  const log: string[] = [];
  const kept = await runTrials(loggedArms('AB', log), options());
  expect(log).toEqual(['A-1', 'B-1', 'B0', 'A0', 'B1', 'A1', 'A2', 'B2', 'A3', 'B3']);
  expect(kept.map(({ arm }) => arm)).toEqual(['A', 'B']);
  expect(kept.map(valuesOf)).toEqual([
    ['A0', 'A1', 'A2', 'A3'],
    ['B0', 'B1', 'B2', 'B3'],
  ]);
});

describe('the order', () => {
  test.each([1, 2, 3, 4, 5, 6])('of %i arms: each place and each predecessor equally often', (arms) => {
    const places = new Map<string, number>();
    const predecessors = new Map<string, number>();
    const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
    for (let round = 0; round < 2 * arms; round += 1) {
      const order = orderOfRound(round, arms);
      expect(order.toSorted()).toEqual(Array.from({ length: arms }, (_, arm) => arm));
      for (const [place, arm] of order.entries()) {
        add(places, `${arm} at ${place}`);
        if (place > 0) add(predecessors, `${arm} after ${order[place - 1]}`);
      }
    }
    expect(places.size).toBe(arms * arms);
    expect(new Set(places.values())).toEqual(new Set([2]));
    expect(predecessors.size).toBe(arms * (arms - 1));
    if (arms > 1) expect(new Set(predecessors.values())).toEqual(new Set([2]));
  });
});

describe('a trial that throws', () => {
  const flaky: Arm<number> = {
    name: 'flaky',
    trial: async (round) => {
      if (round === 1) throw new Error('connection lost');
      return 1_000_000;
    },
  };
  const steady: Arm<number> = { name: 'steady', trial: async (round) => round };

  test('is marked, warned of and left out, with its partner', async () => {
    const events: LabEvent[] = [];
    const kept = await runTrials([flaky, steady], options({ emit: (event) => events.push(event) }));
    const [a, b] = kept as [(typeof kept)[0], (typeof kept)[0]];
    expect(a.trials[1]).toEqual({ round: 1, failed: 'connection lost' });
    expect(valuesOf(a)).toHaveLength(3);
    expect(pairsOf(a, b, (value) => value)).toEqual([
      [1_000_000, 0],
      [1_000_000, 2],
      [1_000_000, 3],
    ]);
    const warnings = failureWarnings(kept);
    expect(warnings.map(({ en }) => en)).toEqual([
      'flaky: trial 2 failed and was left out (connection lost).',
    ]);
    expect(events.filter(({ kind }) => kind === 'warning')).toEqual([{ kind: 'warning', text: warnings[0] }]);
  });

  test('survives the way into a record and back', async () => {
    const kept = await runTrials([flaky, steady], options());
    expect(JSON.parse(JSON.stringify(kept))).toEqual(kept);
  });
});

test('progress counts every trial, warm-up too', async () => {
  const events: LabEvent[] = [];
  await runTrials(loggedArms('ABC', []), options({ rounds: 2, emit: (event) => events.push(event) }));
  expect(events.map((event) => event.kind === 'progress' && [event.done, event.of])).toEqual(
    Array.from({ length: 9 }, (_, done) => [done + 1, 9]),
  );
});

describe('aborting', () => {
  test('ends a trial that would never answer, and starts no other', async () => {
    const stop = new AbortController();
    const log: string[] = [];
    const stuck: Arm<string> = {
      name: 'stuck',
      trial: () => {
        setImmediate(() => stop.abort(new Error('interrupted')));
        return new Promise(() => {});
      },
    };
    const running = runTrials([stuck, ...loggedArms('A', log)], options({ signal: stop.signal }));
    await expect(running).rejects.toThrow('interrupted');
    expect(log).toEqual([]);
  });

  test('before the start runs nothing', async () => {
    const log: string[] = [];
    const signal = AbortSignal.abort(new Error('interrupted'));
    await expect(runTrials(loggedArms('AB', log), options({ signal }))).rejects.toThrow('interrupted');
    expect(log).toEqual([]);
  });
});
