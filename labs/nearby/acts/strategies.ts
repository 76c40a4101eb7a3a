// Three ways to decide whom to subscribe to, in the same world on the same day: real WebSockets, a Redis for each. They
// run at the same time, so that a busy machine is busy for all of them; what is compared are counts, not times.
import { setTimeout as wait } from 'node:timers/promises';
import { Histogram, redis, requireOpenFiles, watchClient } from '../../../src/kit/run.ts';
import type { DayCounts, StrategiesData, Strategy, StrategyArm } from '../data.ts';
import { channelOf, indexListers } from '../parts/bus.ts';
import { dayOf } from '../parts/day.ts';
import { playModel } from '../parts/model.ts';
import { notedBus } from '../parts/noted-bus.ts';
import { radiusM } from '../parts/places.ts';
import { play } from '../parts/play.ts';
import { redisStore, refusals } from '../parts/redis-bus.ts';
import { cpuMs, memoryOf } from '../parts/redis-figures.ts';
import { type Gateway, locationServers } from '../parts/sockets.ts';
import { makeWorld, type WorldOptions } from '../parts/world.ts';
import { worldClock } from '../parts/world-clock.ts';
import type { NearbyContext, NearbyParams } from '../settings.ts';

const sayEveryMs = 500;
const quietPolls = 5;
const pollMs = 20;
/** Chance may have more connected than on the average, or silent with an open connection. */
const someMore = 1.5;
/** So few that every message is worth looking at, in the replay. */
const fewUsers = 5;
/** The world may stand still for so long, and Redis' clock goes on: its keys live longer by that. */
const standsStillMs = 10_000;
/** It listens, and has two connections to Redis. */
const filesPerServer = 3;
const filesOfOurOwn = 100;
const allStrategies: readonly Strategy[] = ['all', 'active', 'active-reverse'];

export async function strategies(context: NearbyContext): Promise<StrategiesData> {
  const { clock, params } = context;
  await checkOpenFiles(params);
  const busySince = watchClient();
  const startedMs = clock.nowMs();
  const arms = await Promise.all(allStrategies.map((strategy) => dayWith(context, strategy)));
  const realMs = clock.nowMs() - startedMs;
  const clientBusyShare = busySince(0).busyShare;
  // Afterwards: it would take its time from the phones.
  const models: DayCounts[] = [];
  for (const strategy of allStrategies) models.push(dayOf(await modelDay(context, strategy)));
  return {
    arms: arms.map((arm, at) => ({ ...arm, model: models[at] as DayCounts })),
    realMs,
    clientBusyShare,
  };
}

/** Both ends of every connection are in this process, for each of the strategies. */
async function checkOpenFiles({ users, active, servers }: NearbyParams): Promise<void> {
  const filesFor = (percent: number) =>
    allStrategies.length * (2 * users * (percent / 100) * someMore + filesPerServer * servers) +
    filesOfOurOwn;
  const what = {
    ko: `사용자 ${users}명 가운데 ${active}%가 동시에 접속할 수 없어요.`,
    en: `${active}% of ${users} users cannot all be connected.`,
  };
  await requireOpenFiles(Math.ceil(filesFor(active)), what, (limit) => {
    const fewer = Math.floor((users * (limit - filesFor(0))) / (filesFor(active) - filesFor(0)));
    return fewer < 10 ? [] : [`--users ${fewer}`];
  });
}

function worldOf(params: NearbyParams, seed: number): WorldOptions {
  return {
    users: params.users,
    meanFriends: params.friends,
    activeShare: params.active / 100,
    intervalMs: params.interval,
    meanSessionMs: params.session,
    lengthMs: params.world,
    seed,
  };
}

/** The same day, without a network. */
export function modelDay(
  { params, seed, signal }: Pick<NearbyContext, 'params' | 'seed' | 'signal'>,
  strategy: Strategy,
) {
  const world = makeWorld(worldOf(params, seed));
  const { world: lengthMs, ttl: ttlMs, servers } = params;
  const keyTtlMs = ttlMs + standsStillMs * params.speed;
  return playModel({ world, lengthMs, radiusM, ttlMs, keyTtlMs, servers, strategy, signal });
}

async function dayWith(context: NearbyContext, strategy: Strategy): Promise<Omit<StrategyArm, 'model'>> {
  const { params, scope, seed, clock, signal, emit, note } = context;
  const { speed, servers, users, world: lengthMs, ttl } = params;
  const world = makeWorld(worldOf(params, seed));
  const server = await scope.start(redis());
  const admin = await server.connect('admin');
  const empty = await memoryOf(admin);
  const cpuBeforeMs = await cpuMs(admin);
  const refused = refusals();
  if (strategy === 'active-reverse') indexListers(redisStore(admin, server.key, ttl, refused.note), world);
  const time = worldClock(clock, speed, signal);
  const gateway = await scope.start(
    locationServers({
      ...{ redis: server, strategy, servers, friends: world.friends },
      ttlMs: ttl,
      keyTtlMs: Math.ceil(ttl / speed) + standsStillMs,
      nowMs: time.nowMs,
      ...(users <= fewUsers && {
        watch: (bus, id) => notedBus(bus, id, (happening) => note(happening, strategy)),
      }),
    }),
  );
  const firstSight = new Histogram();
  let [saidMs, memory] = [clock.nowMs(), empty];
  const played = await play({
    ...{ world, gateway, clock: time, lengthMs, radiusM, ttlMs: ttl },
    async settle() {
      await untilQuiet(gateway);
      memory = await memoryOf(admin); // Afterwards the phones go, and their channels with them.
    },
    onArrival: (tookMs) => firstSight.record(Math.round(tookMs * 1e6)),
    onMap: ({ me, dots }) => {
      for (const { user, ...dot } of dots)
        note({ kind: 'place', map: `user-${me}`, who: `user-${user}`, ...dot }, strategy);
    },
    onProgress(worldMs) {
      if (clock.nowMs() - saidMs < sayEveryMs) return;
      saidMs = clock.nowMs();
      const [done, of] = [worldMs, lengthMs].map((ms) => Math.round(ms / 60_000)) as [number, number];
      emit({ kind: 'progress', done, of, unit: { ko: '분(세상의 시간)', en: 'minutes of the world' } });
    },
  });
  refused.check();
  const subscriptions = await admin.pubsub(
    'NUMSUB',
    ...Array.from({ length: users }, (_, user) => channelOf(user)),
  );
  const byRedis = subscriptions.reduce((sum: number, item) => sum + (typeof item === 'number' ? item : 0), 0);
  return {
    strategy,
    ...dayOf(played),
    firstSight: firstSight.toJSON(),
    redisBytes: memory.heldBytes - empty.heldBytes,
    bufferBytes: memory.bufferBytes - empty.bufferBytes,
    redisCpuMs: (await cpuMs(admin)) - cpuBeforeMs,
    map: played.map,
    audit: { byRedis, byServers: played.counters.channels },
    stoodStillMs: time.stoodStillMs(),
  };
}

/** Nothing has come in or gone out for a while. */
async function untilQuiet({ servers }: Gateway): Promise<void> {
  const passed = () =>
    servers.reduce((sum, server) => {
      const { received, pushed } = server.counters();
      return sum + received + pushed;
    }, 0);
  let before = -1;
  for (let still = 0; still < quietPolls; still += 1) {
    const now = passed();
    if (now !== before) still = 0;
    before = now;
    await wait(pollMs);
  }
}
