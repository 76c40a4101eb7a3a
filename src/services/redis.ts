import type { Service } from '../core/service.ts';
import { opensslProgram } from './certificate.ts';
import { useOwn } from './redis-own.ts';
import { startPrivate } from './redis-private.ts';
import { type RedisServer, redisProgram } from './redis-server.ts';
import { parseRedisUrl } from './redis-url.ts';

export { type RedisServer, redisProgram };

export interface RedisOptions {
  /** redis.conf directives for a private server, e.g. `{ appendonly: 'yes' }`. */
  readonly config?: Readonly<Record<string, string>>;
  /** A private server that speaks TLS only, with a certificate made at its start. */
  readonly tls?: boolean;
}

const noPersistence = { save: '', appendonly: 'no' };
export function redis(options: RedisOptions = {}): Service<RedisServer> {
  if (options.tls) {
    return {
      name: 'redis-tls',
      programs: [redisProgram, opensslProgram],
      start: (host) => startPrivate(host, { ...noPersistence, ...options.config }, true),
    };
  }
  return {
    name: 'redis',
    programs: [redisProgram],
    own: {
      variable: 'REDIS_URL',
      label: { ko: '내 Redis에서 실행하기(REDIS_URL)', en: 'use your own Redis (REDIS_URL)' },
    },
    start: (host) => {
      const url = host.external.redis;
      if (url === undefined) return startPrivate(host, { ...noPersistence, ...options.config });
      if (options.config)
        throw new Error('a lab must skip an arm that configures Redis when it is not private');
      return useOwn(host, parseRedisUrl(url));
    },
  };
}
