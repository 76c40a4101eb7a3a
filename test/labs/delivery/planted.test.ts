// Somebody's consumer with a mistake: the matrix has to find it.
import { describe, expect, it, vi } from 'vitest';
import type { Cell, SystemId } from '../../../labs/delivery/data.ts';
import { openBrokers } from '../../../labs/delivery/parts/brokers.ts';
import { cellsOf } from '../../../labs/delivery/parts/cells.ts';
import type { Broker, Work } from '../../../labs/delivery/parts/system.ts';
import { has, withContext } from './context.ts';

const pile = 5;
const lookAgainMs = 30;
let planted = false;

/** The process that is killed is the real one; what it does with a message may be planted. */
vi.mock(import('../../../labs/delivery/parts/apart.ts'), async (original) => {
  const { apart } = await original();
  return {
    apart: (options, works) =>
      apart(options, planted ? new Map([...works].map(([id, work]) => [id, later(work)])) : works),
  };
});

/** Says that it is done with a message as soon as it has it, and does the work when some have piled up. */
function later(work: Work): Work {
  const waiting: string[] = [];
  let seen = 0;
  const look = () => {
    if (waiting.length > seen && waiting.length < pile) {
      seen = waiting.length;
      setTimeout(look, lookAgainMs);
      return;
    }
    seen = 0;
    for (const text of waiting.splice(0)) void work(text);
  };
  return async (text) => {
    if (waiting.push(text) === 1) setTimeout(look, lookAgainMs);
  };
}

async function died(id: SystemId, isPlanted: boolean): Promise<Cell> {
  planted = isPlanted;
  return await withContext({ systems: id, faults: 'consumer-died', messages: '60' }, async (context) => {
    const { brokers } = await openBrokers(context);
    const [cell] = await cellsOf(context, brokers[0] as Broker, () => {});
    if (!cell || 'skipped' in cell) throw new Error(cell?.skipped.en);
    return cell;
  });
}

const systems: readonly SystemId[] = [
  'streams-everysec',
  ...(has.rabbitmq ? (['rabbit-classic'] as const) : []),
];

describe.each(systems)('%s', (id) => {
  it('acknowledges after the work: nothing is lost', async () => {
    expect((await died(id, false)).lost.count).toBe(0);
  }, 120_000);
  it('acknowledges before the work: lost, though the system promised delivery', async () => {
    const { lost, example } = await died(id, true);
    expect(lost.count).toBeGreaterThan(0);
    expect(example?.id).toBe(lost.ids[0]?.[0]);
  }, 120_000);
});
