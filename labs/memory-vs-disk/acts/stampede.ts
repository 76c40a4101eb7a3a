// A page that everybody reads, from a query that takes long. Its copy expires while they come. Three ways to fill it again.
import {
  type ArmTrials,
  createRandom,
  Histogram,
  monotonicClock,
  type OpenLoad,
  openLoop,
  runTrials,
  valuesOf,
} from '../../../src/kit/run.ts';
import type { StampedeArm, StampedeData, Way } from '../data.ts';
import { herdScene } from '../parts/herd-scene.ts';
import { copiesIn, openHotKey } from '../parts/hot-key.ts';
import { openPosts } from '../parts/posts.ts';
import type { MemoryContext } from '../settings.ts';

const ways: readonly Way[] = ['nothing', 'lock', 'early'];
const posts = 1_000;
const perSecond = 2_000;
/** A copy has to live much longer than it takes to make: early refresh is made for that. */
const ttlInQueries = 20;
const shortestTtlMs = 60;
/** Readers go on coming for so long after the copy is gone. */
const afterMs = 40;
const alone = 5;

export async function stampede(context: MemoryContext): Promise<StampedeData> {
  const { params, services, scope, seed, signal, emit } = context;
  const database = await openPosts(services.postgres, scope, { name: 'stampede', posts, seed });
  /** The ten posts that rank highest by a figure that has to be made for each. */
  const top = `SELECT string_agg(id::text, ',') AS top FROM (SELECT id FROM ${database.table} ORDER BY md5(body) LIMIT 10) AS ranked`;
  const make = async () => (await database.pool.query<{ top: string }>(top)).rows[0]?.top ?? '';
  const queryMs = await middleMs(make);
  const ttlMs = Math.round(Math.max(shortestTtlMs, ttlInQueries * queryMs));
  const roundMs = ttlMs + afterMs;

  const client = await services.redis.connect('app', { untraced: true });
  const random = createRandom(seed).fork('early');
  const keys = { copy: services.redis.key('top'), lock: services.redis.key('top:lock') };
  const copies = copiesIn(client);
  await herdScene(context, { copies, keys, make, random });

  const arms = ways.map((way) => {
    const hot = openHotKey({ copies, keys, ttlMs, make, way, random });
    return {
      name: way,
      hot,
      trial: async () => {
        await client.del(keys.copy, keys.lock);
        await hot.read();
        hot.takeQueries();
        const load = await openLoop({
          perSecond,
          bound: { durationMs: roundMs },
          operation: hot.read,
          signal,
        });
        if (load.errors > 0) throw new Error(load.firstError ?? 'a read failed');
        return { load, queries: hot.takeQueries() };
      },
    };
  });
  const trials = await runTrials(arms, { rounds: params.rounds, warmupRounds: 0, signal, emit });
  return {
    perSecond,
    ttlMs,
    roundMs,
    queryMs,
    arms: ways.map((way, index) =>
      figuresOf(way, arms[index]?.hot.mostAtOnce() ?? 0, trials[index] as ArmTrials<Trial>),
    ),
  };
}

interface Trial {
  readonly load: OpenLoad;
  readonly queries: number;
}

function figuresOf(way: Way, atOnce: number, arm: ArmTrials<Trial>): StampedeArm {
  return {
    way,
    atOnce,
    rounds: arm.trials.flatMap((trial) =>
      'value' in trial
        ? [{ round: trial.round, reads: trial.value.load.operations, queries: trial.value.queries }]
        : [],
    ),
    latency: Histogram.merged(valuesOf(arm).map(({ load }) => load.latency)).toJSON(),
  };
}

async function middleMs(make: () => Promise<string>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < alone; n += 1) {
    const startNs = monotonicClock.nowNs();
    await make();
    took.push((monotonicClock.nowNs() - startNs) / 1e6);
  }
  return took.sort((a, b) => a - b)[Math.floor(alone / 2)] as number;
}
