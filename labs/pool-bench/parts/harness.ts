import { closedLoop, harnessCost } from '../../../src/kit/run.ts';
import type { PoolContext } from '../settings.ts';
import { focusOf } from './focus.ts';

/** Of each run under way, by its signal: every act asks, and it is the same loop. */
const known = new WeakMap<AbortSignal, Promise<number>>();

/** What the measuring loop costs per operation, in ns, with the callers in focus. */
export async function costOfMeasuring({
  params,
  signal,
}: Pick<PoolContext, 'params' | 'signal'>): Promise<number> {
  const { callers } = focusOf(params);
  const measure = () =>
    harnessCost(closedLoop, { callers, signal, bound: { operations: 0 }, operation: nothing });
  const cost = known.get(signal) ?? measure();
  known.set(signal, cost);
  return await cost;
}

const nothing = async () => {};
