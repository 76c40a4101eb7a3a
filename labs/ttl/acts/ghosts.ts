// A chat server keeps a list of who is online and dies without a word. Who takes its users off the list?

import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from '../../../src/kit/run.ts';
import type { GhostsData, List, ListData } from '../data.ts';
import { chatServer, type Presence } from '../parts/chat-server.ts';
import { type Command, send, show } from '../parts/commands.ts';
import { type Scale, scaleOf } from '../parts/scale.ts';
import type { TtlContext } from '../settings.ts';

const userCount = 30;
const onlineSet = 'online';
const heartbeatsAlive = 3;
const ttlsAfterCrash = 2;
const looksPerTtl = 100;

export async function ghosts(context: TtlContext): Promise<GhostsData> {
  const { params, services, scope, emit, note } = context;
  const { redis } = services;
  const scale = scaleOf(params);
  const users = Array.from({ length: userCount }, (_, index) => `u${index + 1}`);
  const reader = await redis.connect('reader');
  const presences = presencesOf(scale);
  const server = await scope.start(
    chatServer(
      {
        redis: redis.address,
        users,
        arriveWithinMs: scale.slowHeartbeatMs,
        onlineSet,
        presences: Object.values(presences),
      },
      () => everybodyIsIn(reader),
    ),
  );
  const [user = ''] = users;
  show(context, 'chat-server', ['SADD', onlineSet, user]);
  for (const { prefix, ttlMs } of Object.values(presences))
    show(context, 'chat-server', ['SET', prefix + user, 'online', 'PX', ttlMs]);
  const step = (done: number) => emit({ kind: 'progress', done, of: 2, unit: { ko: '단계', en: 'stages' } });

  const alive = await look(context, reader, users, heartbeatsAlive * scale.slowHeartbeatMs);
  step(1);
  await server.kill();
  show(context, 'reader', ['SCARD', onlineSet], `(integer) ${await reader.scard(onlineSet)}`);
  const dead = await look(context, reader, users, ttlsAfterCrash * scale.presenceTtlMs);
  step(2);
  for (const list of ['set', 'prompt', 'slow'] as const)
    for (const { online } of [dead[0], dead.at(-1)].filter((one) => one !== undefined))
      note({ kind: 'sample', series: 'ghosts', value: online[list] }, list);
  return {
    users: users.length,
    lists: (['set', 'prompt', 'slow'] as const).map((list) => listData(list, users.length, alive, dead)),
    watchedMs: dead.at(-1)?.atMs ?? 0,
  };
}

function presencesOf(scale: Scale): Record<'prompt' | 'slow', Presence> {
  const ttlMs = Math.round(scale.presenceTtlMs);
  return {
    prompt: { prefix: 'alive:prompt:', ttlMs, heartbeatMs: scale.promptHeartbeatMs },
    slow: { prefix: 'alive:slow:', ttlMs, heartbeatMs: scale.slowHeartbeatMs },
  };
}

async function everybodyIsIn(reader: Redis): Promise<void> {
  const online = await reader.scard(onlineSet);
  if (online < userCount) throw new Error(`${online} of ${userCount} users are online`);
}

/** How many each list said were online, at one moment. */
interface Look {
  readonly atMs: number;
  readonly online: Readonly<Record<List, number>>;
}

/** Looks at the lists again and again, for so long. EXISTS with many keys answers how many of them there are. */
async function look(
  context: TtlContext,
  reader: Redis,
  users: readonly string[],
  forMs: number,
): Promise<Look[]> {
  const { params, clock, signal } = context;
  const scale = scaleOf(params);
  const { prompt, slow } = presencesOf(scale);
  const exists = ({ prefix }: Presence): Command => ['EXISTS', ...users.map((user) => prefix + user)];
  const questions: Command[] = [['SCARD', onlineSet], exists(prompt), exists(slow)];
  const fromMs = clock.nowMs();
  const looks: Look[] = [];
  while ((looks.at(-1)?.atMs ?? 0) < forMs) {
    const counts = (await send(reader, questions)).map(Number);
    const [inSet = 0, promptly = 0, slowly = 0] = counts;
    looks.push({ atMs: clock.nowMs() - fromMs, online: { set: inSet, prompt: promptly, slow: slowly } });
    await wait(scale.presenceTtlMs / looksPerTtl, undefined, { signal });
  }
  return looks;
}

function listData(list: List, users: number, alive: readonly Look[], dead: readonly Look[]): ListData {
  const countIn = (one: Look | undefined) => one?.online[list] ?? 0;
  return {
    list,
    looksAlive: alive.length * users,
    foundOffline: alive.reduce((sum, one) => sum + users - countIn(one), 0),
    ghosts: countIn(dead[0]),
    ghostsAtEnd: countIn(dead.at(-1)),
    goneAfterMs: dead.find((one) => countIn(one) === 0)?.atMs ?? null,
  };
}
