// How large a pool has to be, asked in two ways: the same callers and larger and larger pools, and a given rate of
// requests over networks of different length.
import { Histogram, messageOf, monotonicClock, openLoop } from '../../../src/kit/run.ts';
import type { Knee, KneeData, Needed, Place, RoundTrip } from '../data.ts';
import { measureCell, type Plan, trialsOf } from '../parts/cell.ts';
import { checkFileLimit } from '../parts/file-limit.ts';
import { costOfMeasuring } from '../parts/harness.ts';
import { inOrder } from '../parts/in-order.ts';
import { ioredisPool, openPool } from '../parts/ioredis-shapes.ts';
import { poolsAround } from '../parts/needed-pool.ts';
import { oneBar } from '../parts/progress.ts';
import { kneeCallersOf, kneeRounds, prepareKey } from '../parts/redis-arms.ts';
import { roundTripOf } from '../parts/round-trip.ts';
import { type Route, routeWith } from '../parts/route.ts';
import { needed as neededServer } from '../parts/servers.ts';
import { fitsATrial } from '../parts/trial.ts';
import type { PoolContext } from '../settings.ts';

interface Network {
  readonly route: Route;
  readonly roundTrip: RoundTrip;
}

export async function knee(context: PoolContext): Promise<KneeData> {
  const { params } = context;
  await checkFileLimit(params);
  const server = neededServer(context.services.redis);
  const key = await prepareKey(server);
  const harnessNs = await costOfMeasuring(context);
  const networks: Network[] = [];
  for (const addedMs of inOrder(params.rtt)) {
    const route = await routeWith(context, server, addedMs);
    networks.push({ route, roundTrip: await roundTripOf(route, addedMs) });
  }
  // So many callers ask for so many connections at most, however far away the server is: one network is enough.
  const { plan, leftOut } = planFor(networks[0] as Network, key, params);
  const whole = oneBar(context, trialsOf(context, [plan]) + networks.length * runsOfARate);
  const knees: Knee[] = [{ cell: await measureCell(whole, plan), leftOut }];
  const needed: Needed[] = [];
  for (const network of networks) needed.push(await neededAt(whole, network, key));
  return { harnessNs, knees, needed };
}

function planFor({ route, roundTrip }: Network, key: string, params: PoolContext['params']) {
  const place: Place = { callers: kneeCallersOf(params), roundTrip };
  const isShort = (poolSize: number) => fitsATrial(params.trial, place, poolSize);
  const sizes = inOrder(params.pool);
  const shapes = sizes.filter(isShort).map((size) => ioredisPool(route, key, size));
  const plan: Plan = { place, shapes, rounds: Math.min(kneeRounds, params.rounds) };
  return { plan, leftOut: sizes.filter((size) => !isShort(size)) };
}

/** The one that shows how long connections are held, and three sizes at most. */
const runsOfARate = 4;

/**
 * A pool with room to spare shows how long a request holds its connection at that rate, and so how many are held at a
 * time. Then pools of about that size have to keep up.
 */
async function neededAt(context: PoolContext, network: Network, key: string): Promise<Needed> {
  const { rate } = context.params;
  const { roundTrip } = network;
  const pools: Needed['pools'][number][] = [];
  let holdingMs: number | null = null;
  const found = () => ({ roundTrip, perSecond: rate, holdingMs, pools });
  try {
    const roomy = poolsAround(2 * rate, roundTrip.measuredMs).at(-1);
    const { held } = await runAtRate(context, network, roomy ?? 1, key);
    holdingMs = held.meanNs / 1e6;
    for (const poolSize of poolsAround(rate, holdingMs)) {
      const { load } = await runAtRate(context, network, poolSize, key);
      const sample = { kind: 'sample', series: 'done/s', value: load.perSecond } as const;
      context.note(sample, `${roundTrip.addedMs} ms, pool of ${poolSize}`);
      pools.push({ poolSize, load });
    }
    return found();
  } catch (error) {
    context.signal.throwIfAborted();
    return { ...found(), refused: messageOf(error) };
  }
}

/** Requests come at their rate, whether a connection is free or not; kept is how long each held one. */
async function runAtRate(
  { params, signal, emit }: PoolContext,
  network: Network,
  poolSize: number,
  key: string,
) {
  const { route, roundTrip } = network;
  const pool = await openPool(route, poolSize);
  const held = new Histogram();
  async function operation(): Promise<void> {
    const redis = await pool.acquire();
    const startNs = monotonicClock.nowNs();
    try {
      await redis.get(key);
    } finally {
      held.record(monotonicClock.nowNs() - startNs);
      await pool.release(redis);
    }
  }
  const durationMs = Math.max(8 * params.trial, 10 * roundTrip.measuredMs);
  const load = await openLoop({ perSecond: params.rate, bound: { durationMs }, operation, signal });
  pool.close();
  emit({ kind: 'progress', done: 1, of: 1, unit: { ko: '시행', en: 'trials' } });
  return { load, held };
}
