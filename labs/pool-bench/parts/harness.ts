import { closedLoop, harnessCost } from '../../../src/kit/run.ts';
import type { PoolContext } from '../settings.ts';
import { focusOf } from './focus.ts';

/** What the measuring loop costs per operation, in ns, with the callers in focus. */
export async function costOfMeasuring({
  params,
  signal,
}: Pick<PoolContext, 'params' | 'signal'>): Promise<number> {
  const { callers } = focusOf(params);
  return await harnessCost(closedLoop, { callers, signal, bound: { operations: 0 }, operation: nothing });
}

const nothing = async () => {};
