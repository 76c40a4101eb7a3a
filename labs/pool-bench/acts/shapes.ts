// Every way to use connections, for each number of callers; the main ones again where the network is longer.
import type { ShapesData } from '../data.ts';
import { measureCells, type Plan } from '../parts/cell.ts';
import { connectingOf } from '../parts/connecting.ts';
import { checkFileLimit } from '../parts/file-limit.ts';
import { focusOf } from '../parts/focus.ts';
import { costOfMeasuring } from '../parts/harness.ts';
import { inOrder } from '../parts/in-order.ts';
import { loginCost } from '../parts/login.ts';
import { openMeter } from '../parts/meter.ts';
import { prepareKey, type RedisArms, redisArms } from '../parts/redis-arms.ts';
import { roundTripOf } from '../parts/round-trip.ts';
import { routeWith, straightTo } from '../parts/route.ts';
import { needed } from '../parts/servers.ts';
import type { PoolContext } from '../settings.ts';

export async function shapes(context: PoolContext, arms: RedisArms = redisArms): Promise<ShapesData> {
  const { params, scope } = context;
  await checkFileLimit(params);
  const server = needed(context.services.redis);
  const key = await prepareKey(server);
  const focus = focusOf(params);
  const harnessNs = await costOfMeasuring(context);
  const connecting = await connectingOf(scope, straightTo(server));
  const login = await loginCost(straightTo(server));
  const meter = await openMeter(server);
  const plans: Plan[] = [];
  for (const addedMs of inOrder(params.rtt)) {
    const route = await routeWith(context, server, addedMs);
    const roundTrip = await roundTripOf(route, addedMs);
    const isStraight = addedMs === 0;
    for (const callers of isStraight || params.grid ? inOrder(params.concurrency) : [focus.callers]) {
      const place = { callers, roundTrip };
      plans.push(
        isStraight
          ? { place, shapes: arms.every(route, key, callers, focus.pool), meter }
          : { place, shapes: arms.main(route, key, focus.pool) },
      );
    }
  }
  return { harnessNs, cells: await measureCells(context, plans), login, connecting };
}
