import type { Redis } from 'ioredis';

/** What a server says of itself (INFO server); the fields that it does not tell are null. */
export interface RedisIdentity {
  /** `redis`, `valkey` …: the record and its reader go by it. */
  readonly name: string;
  readonly version: string | null;
  readonly mode: 'standalone' | 'sentinel' | 'cluster' | null;
}

/** Servers that answer as a Redis of some version does, and say beside it who they are. */
const kinds = ['valkey', 'dragonfly', 'keydb', 'kvrocks'] as const;

/** @param info the reply of INFO server */
export function identityOf(info: string): RedisIdentity {
  const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? null;
  const kind =
    kinds.find((one) => field(`${one}_version`) !== null || field('server_name') === one) ?? 'redis';
  const mode = field(`${kind}_mode`) ?? field('redis_mode');
  return {
    name: kind,
    version: (field(`${kind}_version`) ?? field('redis_version'))?.replace(/^df-v/, '') ?? null,
    mode: mode === 'standalone' || mode === 'sentinel' || mode === 'cluster' ? mode : null,
  };
}

/** A user who may not ask (ACL) is told nothing, and that is no reason to stop. */
export async function identify(client: Redis): Promise<RedisIdentity> {
  return identityOf(await client.info('server').catch(() => ''));
}
