// The modes under the same faults, each fault in rooms of its own.
import type { Cell, FaultsData, Mode, Yardstick } from '../data.ts';
import { runCell } from '../parts/cell.ts';
import { type FaultCase, faultCases } from '../parts/faults.ts';
import { startStack } from '../parts/stack.ts';
import type { ChatContext } from '../settings.ts';

const modes: readonly Mode[] = ['pubsub', 'recovery'];
const yardsticks: readonly Yardstick[] = ['sio-pubsub', 'sio-streams'];

export async function faults(context: ChatContext): Promise<FaultsData> {
  const { params, emit, signal } = context;
  const chosen = faultCases.slice(0, params.faults + 1);
  let done = 0;
  const all = [modes, ...(params.yardsticks ? [yardsticks] : [])];
  const cellsOf = async (mode: Mode | Yardstick): Promise<Cell[]> => {
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
          of: all.flat().length * chosen.length,
          unit: { ko: '장애', en: 'faults' },
        });
      }
    }
    return cells;
  };
  const cells: Cell[] = [];
  // Two side by side: each has servers of its own, and most of the time is waiting.
  for (const pair of all) cells.push(...(await Promise.all(pair.map(cellsOf))).flat());
  return cells;
}

/** Those that want the same servers share them. */
function groups(cases: readonly FaultCase[]): FaultCase[][] {
  const special = cases.filter(({ stack }) => stack);
  return [cases.filter(({ stack }) => !stack), ...special.map((one) => [one])];
}
