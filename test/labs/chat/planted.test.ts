import { describe, expect, it } from 'vitest';
import type { Cell, Fault } from '../../../labs/chat/data.ts';
import { runCell } from '../../../labs/chat/parts/cell.ts';
import { faultCases } from '../../../labs/chat/parts/faults.ts';
import { type StackOptions, startStack } from '../../../labs/chat/parts/stack.ts';
import { withContext } from './context.ts';

const small = { clients: '12', messages: '60' };

/** One cell of the table, as small as it can be. */
function cellOf(fault: Fault, options: Partial<StackOptions> = {}, seed = 7): Promise<Cell> {
  const one = faultCases.find((known) => known.fault === fault);
  if (!one) throw new Error(`there is no fault ${fault}`);
  const mode = 'recovery';
  return withContext(
    small,
    async (context) => runCell(context, await startStack(context, { mode, ...one.stack, ...options }), one),
    seed,
  );
}

const silently = ({ lost, told }: Cell) => lost - told;

describe('a server with a mistake is found by the table', () => {
  it('offsets that are believed without their tags: a false all-clear', async () => {
    // It shows where the numbers have passed the place of a reader who comes back: where the speaker was back first.
    let falselyRecovered = 0;
    for (const seed of [7, 8, 9])
      falselyRecovered ||= (await cellOf('redis-older', { planted: 'no-tag' }, seed)).falselyRecovered;
    expect(falselyRecovered).toBeGreaterThan(0);
  });
  it('confirmed before it is kept: lost without a word', async () => {
    expect(silently(await cellOf('redis-aof', { planted: 'ack-first' }))).toBeGreaterThan(0);
  });
  it('told before it is kept: who comes back finds a history with holes', async () => {
    const { lost, needless } = await cellOf('rolling-deploy', { planted: 'relay-first' });
    expect(lost + needless).toBeGreaterThan(0);
  });
});

describe('the yardsticks', () => {
  it.each(['sio-pubsub', 'sio-streams'] as const)(
    '%s delivers everything where nothing happens',
    async (mode) => {
      const cell = await cellOf('none', { mode });
      expect(cell).toMatchObject({ due: cell.sent * 4, lost: 0, duplicated: 0, reordered: 0, reconnects: 0 });
    },
  );
  it('a cut: lost with the one, recovered with the other', async () => {
    expect(silently(await cellOf('phones-cut', { mode: 'sio-pubsub' }))).toBeGreaterThan(0);
    const { lost, recovered } = await cellOf('phones-cut', { mode: 'sio-streams' });
    expect(lost).toBe(0);
    expect(recovered).toBeGreaterThan(0);
  });
});

describe('recovery: delivered or told, in order, once, and never a false all-clear', () => {
  it.each(faultCases.map(({ fault }, index) => [fault, index + 1] as const))(
    '%s, seed %i',
    async (fault, seed) => {
      const cell = await cellOf(fault, {}, seed);
      const { duplicated, reordered, falselyRecovered } = cell;
      expect({ silently: silently(cell), duplicated, reordered, falselyRecovered }).toEqual({
        ...{ silently: 0, duplicated: 0, reordered: 0, falselyRecovered: 0 },
      });
      expect(cell.acknowledged).toBe(cell.sent);
      const losesHistory: readonly Fault[] = ['redis-older', 'redis-restarted', 'flushed', 'short-history'];
      if (!losesHistory.includes(fault)) expect([cell.lost, cell.needless]).toEqual([0, 0]);
    },
  );
});
