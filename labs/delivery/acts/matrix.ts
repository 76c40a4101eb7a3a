// The same numbered conversation through every system, under every fault. Brokers side by side, for they wait a lot.
import type { MatrixData } from '../data.ts';
import { openBrokers } from '../parts/brokers.ts';
import { cellsOf, chosenFaults } from '../parts/cells.ts';
import type { DeliveryContext } from '../settings.ts';

export async function matrix(context: DeliveryContext): Promise<MatrixData> {
  const { brokers, missing } = await openBrokers(context);
  const of = brokers.length * chosenFaults(context.params).length;
  let done = 0;
  const progress = () => {
    done += 1;
    context.emit({ kind: 'progress', done, of, unit: { ko: '장애', en: 'faults' } });
  };
  const cells = await Promise.all(brokers.map((broker) => cellsOf(context, broker, progress)));
  return { cells: cells.flat(), missing };
}
