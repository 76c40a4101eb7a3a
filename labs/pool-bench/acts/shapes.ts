// Every way to use connections, for each number of callers; the main ones again where the network is longer.
import type { Cell, ShapesData } from '../data.ts';
import { measureCell } from '../parts/cell.ts';
import { checkFileLimit } from '../parts/file-limit.ts';
import { focusOf } from '../parts/focus.ts';
import { costOfMeasuring } from '../parts/harness.ts';
import { loginCost } from '../parts/login.ts';
import { inOrder, prepareKey, type RedisArms, redisArms } from '../parts/redis-arms.ts';
import { roundTripOf } from '../parts/round-trip.ts';
import { routeWith, straightTo } from '../parts/route.ts';
import { needed } from '../parts/servers.ts';
import type { PoolContext } from '../settings.ts';

export async function shapes(context: PoolContext, arms: RedisArms = redisArms): Promise<ShapesData> {
  const { params } = context;
  await checkFileLimit(params);
  const server = needed(context.services.redis);
  const key = await prepareKey(server);
  const focus = focusOf(params);
  const harnessNs = await costOfMeasuring(context);
  const cells: Cell[] = [];
  for (const addedMs of inOrder(params.rtt)) {
    const route = await routeWith(context, server, addedMs);
    const roundTrip = await roundTripOf(route, addedMs);
    const all = addedMs === 0 || params.grid;
    for (const callers of all ? inOrder(params.concurrency) : [focus.callers]) {
      const chosen =
        addedMs === 0 ? arms.every(route, key, callers, focus.pool) : arms.main(route, key, focus.pool);
      cells.push(await measureCell(context, { callers, roundTrip }, chosen));
    }
  }
  return { harnessNs, cells, login: await loginCost(straightTo(server)) };
}
