/**
 * Where it turns when one thing changes: the interval, longer and longer with the same clients; then the clients, more
 * and more at the same interval. At each the two ways run beside each other, as in "Keeping open, and asking".
 */
import type { RatesData, SweepData } from '../data.ts';
import { checkFileLimit } from '../parts/file-limit.ts';
import { measureRates, mostClients, type RatesPlan } from '../parts/rates.ts';
import { openRoute } from '../parts/route.ts';
import type { TransportsContext } from '../settings.ts';

export async function sweep(context: TransportsContext): Promise<SweepData> {
  const { interval, trial, sweep: times } = context.params;
  const most = mostClients * Math.max(...times);
  await checkFileLimit(most);
  const route = await openRoute(context, most);
  const points: RatesData[] = [];
  const measure = async (plan: RatesPlan) => points.push(await measureRates(context, route, plan));
  // As many questions in a trial at each interval.
  for (const time of times)
    await measure({ clients: mostClients, intervalMs: interval * time, windowMs: trial * time });
  for (const time of times.filter((one) => one > 1))
    await measure({ clients: mostClients * time, intervalMs: interval, windowMs: trial });
  return { points };
}
