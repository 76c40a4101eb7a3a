// The modes under the same faults, each fault in rooms of its own.
import type { Cell, FaultsData, Mode } from '../data.ts';
import { runCell } from '../parts/cell.ts';
import { type FaultCase, faultCases } from '../parts/faults.ts';
import { startStack } from '../parts/stack.ts';
import type { ChatContext } from '../settings.ts';

const modes: readonly Mode[] = ['pubsub', 'recovery'];

export async function faults(context: ChatContext): Promise<FaultsData> {
  const { params, emit, signal } = context;
  const chosen = faultCases.slice(0, params.faults + 1);
  let done = 0;
  const cellsOf = async (mode: Mode): Promise<Cell[]> => {
    const cells: Cell[] = [];
    for (const group of groups(chosen)) {
      const stack = await startStack(context, { mode, ...group[0]?.stack });
      for (const fault of group) {
        signal.throwIfAborted();
        cells.push(await runCell(context, stack, fault));
        done += 1;
        emit({
          kind: 'progress',
          done,
          of: modes.length * chosen.length,
          unit: { ko: '장애', en: 'faults' },
        });
      }
    }
    return cells;
  };
  // Side by side: each mode has servers of its own, and most of the time is waiting.
  return (await Promise.all(modes.map(cellsOf))).flat();
}

/** Those that want the same servers share them. */
function groups(cases: readonly FaultCase[]): FaultCase[][] {
  const special = cases.filter(({ stack }) => stack);
  return [cases.filter(({ stack }) => !stack), ...special.map((one) => [one])];
}
