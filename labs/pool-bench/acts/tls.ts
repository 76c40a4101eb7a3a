// Redis with and without TLS, turn about: an encrypted connection costs far more to make and little more to keep.
import { redis } from '../../../src/kit/run.ts';
import type { TlsData } from '../data.ts';
import { measureCells, type Plan } from '../parts/cell.ts';
import { checkFileLimit } from '../parts/file-limit.ts';
import { focusOf } from '../parts/focus.ts';
import { costOfMeasuring } from '../parts/harness.ts';
import { inOrder } from '../parts/in-order.ts';
import { prepareKey, type RedisArms, redisArms } from '../parts/redis-arms.ts';
import { roundTripOf } from '../parts/round-trip.ts';
import { routeWith } from '../parts/route.ts';
import { needed } from '../parts/servers.ts';
import type { PoolContext } from '../settings.ts';

export async function tls(context: PoolContext, arms: RedisArms = redisArms): Promise<TlsData> {
  const { params, services, scope } = context;
  await checkFileLimit(params);
  const [plain, secure] = [needed(services.redis), await scope.start(redis({ tls: true }))];
  const harnessNs = await costOfMeasuring(context);
  const { callers, pool } = focusOf(params);
  const [plainKey, secureKey] = [await prepareKey(plain), await prepareKey(secure)];
  const plans: Plan[] = [];
  for (const addedMs of inOrder(params.rtt)) {
    const plainRoute = await routeWith(context, plain, addedMs);
    const secureRoute = await routeWith(context, secure, addedMs);
    const roundTrip = await roundTripOf(secureRoute, addedMs);
    const secured = arms.main(secureRoute, secureKey, pool).map((shape) => ({ ...shape, tls: true }));
    const shapes = [...arms.main(plainRoute, plainKey, pool), ...secured];
    plans.push({ place: { callers, roundTrip }, shapes });
  }
  return { harnessNs, cells: await measureCells(context, plans) };
}
