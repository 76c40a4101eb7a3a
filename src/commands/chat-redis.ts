import { randomBytes } from 'node:crypto';
import { exitCodes, LabError } from '../core/errors.ts';
import type { Scope } from '../core/scope.ts';
import { startOwnGuard } from '../services/own-guard.ts';
import { redis } from '../services/redis.ts';
import { removeAllWith } from '../services/redis-cleanup.ts';
import { connectRedis } from '../services/redis-client.ts';
import { redisCluster } from '../services/redis-cluster.ts';
import { connectCluster } from '../services/redis-cluster-client.ts';
import { identify } from '../services/redis-identity.ts';
import { parseRedisUrl, type RedisAddress, showAddress } from '../services/redis-url.ts';

export interface RedisFlags {
  /** The learner's own: a Redis, or any node of a cluster. */
  readonly redis?: string;
  /** A private one of three. */
  readonly cluster?: true;
}

/** Where the servers of a chat find their Redis, and what stands before their keys. */
export interface ChatRedis {
  readonly redis: RedisAddress | readonly RedisAddress[];
  readonly store: { readonly prefix?: string };
}

export async function openChatRedis(scope: Scope, { redis: url, cluster }: RedisFlags): Promise<ChatRedis> {
  if (url !== undefined) return await openOwn(scope, parseRedisUrl(url));
  if (cluster) return { redis: (await scope.start(redisCluster())).addresses, store: {} };
  return { redis: (await scope.start(redis())).address, store: {} };
}

/** The first with scripts that name their keys (`#!lua`) and with sharded Pub/Sub. */
const oldestMajor = 7;

/** All keys have a beginning that is this chat's alone, and go with it, also when it is killed. */
async function openOwn(scope: Scope, address: RedisAddress): Promise<ChatRedis> {
  const client = await connectRedis(address, 'redis-lab', {}, null);
  const { mode, version } = await identify(client);
  client.disconnect();
  if (version !== null && Number.parseInt(version, 10) < oldestMajor) throw tooOld(address, version);
  const nodes = mode === 'cluster' ? await mastersOf(address) : [address];
  const prefix = `redis-lab:chat-${randomBytes(6).toString('hex')}:`;
  for (const node of nodes) {
    const guard = startOwnGuard(node, prefix);
    scope.defer(async () => {
      const cleaner = await connectRedis(node, 'redis-lab', {}, null).catch(() => null);
      if (!cleaner) return guard.takeOver();
      await removeAllWith(cleaner, prefix);
      cleaner.disconnect();
      guard.done();
    });
  }
  return { redis: mode === 'cluster' ? nodes : address, store: { prefix } };
}

async function mastersOf(address: RedisAddress): Promise<RedisAddress[]> {
  const cluster = await connectCluster([address], 'redis-lab');
  const masters = cluster
    .nodes('master')
    .map(({ options: { host = address.host, port = address.port } }) => ({
      ...address,
      host,
      port,
    }));
  cluster.disconnect();
  return masters;
}

function tooOld(address: RedisAddress, version: string): LabError {
  return new LabError(exitCodes.usage, {
    what: {
      ko: `${showAddress(address)} 서버(${version})로는 채팅을 할 수 없어요.`,
      en: `The Redis at ${showAddress(address)} (${version}) cannot hold the chat.`,
    },
    why: {
      ko: '스크립트 첫 줄의 #!lua는 Redis 7.0에서 생겼어요(문서: EVAL).',
      en: 'Scripts that begin with #!lua came with Redis 7.0 (docs: EVAL).',
    },
    next: { ko: 'Redis 7 이상이나 Valkey를 쓰세요.', en: 'Use Redis 7 or later, or Valkey.' },
  });
}
