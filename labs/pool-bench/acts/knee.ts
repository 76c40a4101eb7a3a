// The same callers and larger and larger pools. Where does it stop getting better?
import type { Knee, KneeData, Place } from '../data.ts';
import { fitsATrial, measureCell } from '../parts/cell.ts';
import { checkFileLimit } from '../parts/file-limit.ts';
import { costOfMeasuring } from '../parts/harness.ts';
import { ioredisPool } from '../parts/ioredis-shapes.ts';
import { inOrder, kneeCallersOf, kneeRounds, prepareKey } from '../parts/redis-arms.ts';
import { roundTripOf } from '../parts/round-trip.ts';
import { routeWith } from '../parts/route.ts';
import { needed } from '../parts/servers.ts';
import type { PoolContext } from '../settings.ts';

export async function knee(context: PoolContext): Promise<KneeData> {
  const { params } = context;
  await checkFileLimit(params);
  const server = needed(context.services.redis);
  const key = await prepareKey(server);
  const callers = kneeCallersOf(params);
  const harnessNs = await costOfMeasuring(context);
  const knees: Knee[] = [];
  for (const addedMs of inOrder(params.rtt)) {
    const route = await routeWith(context, server, addedMs);
    const place: Place = { callers, roundTrip: await roundTripOf(route, addedMs) };
    const isShort = (poolSize: number) => fitsATrial(params.trial, place, poolSize);
    const sizes = inOrder(params.pool);
    const pools = sizes.filter(isShort).map((size) => ioredisPool(route, key, size));
    knees.push({
      cell: await measureCell(context, place, pools, { rounds: Math.min(kneeRounds, params.rounds) }),
      leftOut: sizes.filter((size) => !isShort(size)),
    });
  }
  return { harnessNs, knees };
}
