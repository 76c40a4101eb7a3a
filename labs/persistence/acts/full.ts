// Redis as a session store whose memory is used up. Whom does it hit? One server for each policy, all at the same time.
import { type Redis, redisOnDisk, until } from '../../../src/kit/run.ts';
import type { FullArm, FullData, Policy } from '../data.ts';
import { directives } from '../parts/directives.ts';
import type { PersistenceContext } from '../settings.ts';

const policies: readonly Policy[] = [
  'noeviction',
  'allkeys-lru',
  'volatile-lru',
  'volatile-ttl',
  'allkeys-random',
];
const [settings, active] = [200, 200];
const roomBytes = 2 * 1024 * 1024;
const batch = 100;
const session = 'x'.repeat(300);
const ttlSeconds = 1_800;
/** Redis tells idle times by the second (LRU_CLOCK_RESOLUTION): below that all are alike. */
const idleSeconds = 1;
const withinMs = 20_000;
const what = { ko: '쉬는 세션', en: 'sessions that rest' };

export async function full(context: PersistenceContext): Promise<FullData> {
  return { arms: await Promise.all(policies.map((policy) => fill(context, policy))) };
}

async function fill({ scope, signal }: PersistenceContext, policy: Policy): Promise<FullArm> {
  const server = await scope.start(redisOnDisk({ ...directives.none, 'maxmemory-policy': policy }));
  const client = await server.connect('web', { untraced: true });
  const usedBytes = async () => Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))?.[1]);
  const most = (await usedBytes()) + roomBytes;

  await setMany(client, 'setting', 1, settings);
  await setMany(client, 'active', 1, active, ttlSeconds);
  let idle = 0;
  // Up to where one more batch would not fit.
  while ((await usedBytes()) < most - roomBytes / 20) {
    await setMany(client, 'idle', idle + 1, batch, ttlSeconds);
    idle += batch;
  }
  await until(async () => Number(await client.object('IDLETIME', `idle:${idle}`)) >= idleSeconds, {
    signal,
    what,
    withinMs,
  });
  // Somebody who is there reads their session, and it lives for another half an hour.
  const touch = client.pipeline();
  for (let n = 1; n <= active; n++) touch.get(`active:${n}`).expire(`active:${n}`, ttlSeconds);
  await touch.exec();
  await client.config('SET', 'maxmemory', most);

  const signIns = Math.floor(idle / 3);
  const refusals: string[] = [];
  for (let from = 1; from <= signIns; from += batch)
    refusals.push(...(await setMany(client, 'new', from, Math.min(batch, signIns - from + 1), ttlSeconds)));
  const lost = async (name: string, count: number) => count - (await existing(client, name, count));
  return {
    policy,
    settings,
    settingsLost: await lost('setting', settings),
    active,
    activeLost: await lost('active', active),
    idle,
    idleLost: await lost('idle', idle),
    signIns,
    refused: refusals.length,
    said: refusals[0] ?? null,
  };
}

/** @returns what the server said to those that it refused */
async function setMany(
  client: Redis,
  name: string,
  first: number,
  count: number,
  seconds?: number,
): Promise<string[]> {
  const pipeline = client.pipeline();
  for (let n = first; n < first + count; n++) {
    if (seconds === undefined) pipeline.set(`${name}:${n}`, session);
    else pipeline.set(`${name}:${n}`, session, 'EX', seconds);
  }
  return ((await pipeline.exec()) ?? []).flatMap(([error]) => (error ? [error.message] : []));
}

async function existing(client: Redis, name: string, count: number): Promise<number> {
  const keys = Array.from({ length: count }, (_, index) => `${name}:${index + 1}`);
  return await client.exists(...keys);
}
