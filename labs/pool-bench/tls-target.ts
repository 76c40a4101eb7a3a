// Redis with and without TLS, turn about: an encrypted connection costs far more to make and little more to keep.
import type { RedisServer } from '../../src/lab-kit.ts';
import { type Cell, measureCell } from './cell.ts';
import { inOrder, prepareKey, type RedisArms, redisArms } from './redis-target.ts';
import { roundTripOf } from './round-trip.ts';
import { routeWith } from './route.ts';
import { focusOf, type PoolContext } from './settings.ts';

export async function plainAndTls(
  context: PoolContext,
  plain: RedisServer,
  secure: RedisServer,
  arms: RedisArms = redisArms,
): Promise<Cell[]> {
  const { params } = context;
  const { callers, pool } = focusOf(params);
  const [plainKey, secureKey] = [await prepareKey(plain), await prepareKey(secure)];
  const cells: Cell[] = [];
  for (const addedMs of inOrder(params.rtt)) {
    const plainRoute = await routeWith(context, plain, addedMs);
    const secureRoute = await routeWith(context, secure, addedMs);
    const roundTrip = await roundTripOf(secureRoute, addedMs);
    const secured = arms.main(secureRoute, secureKey, pool).map((shape) => ({ ...shape, tls: true }));
    const shapes = [...arms.main(plainRoute, plainKey, pool), ...secured];
    cells.push(await measureCell(context, { callers, roundTrip }, shapes));
  }
  return cells;
}
