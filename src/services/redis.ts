import type { Access, Service } from '../core/service.ts';
import { opensslProgram } from './certificate.ts';
import { type RedisServer, redisProgram } from './redis-server.ts';

export { type RedisServer, redisProgram };

export interface RedisOptions {
  /** redis.conf directives for a private server, e.g. `{ appendonly: 'yes' }`. */
  readonly config?: Readonly<Record<string, string>>;
  /** A private server that speaks TLS only, with a certificate made at its start. */
  readonly tls?: boolean;
  /** What the lab asks of the learner's own Redis: `doctor --acl` prints it, and a test runs the lab with no more. */
  readonly access?: Access;
}

const noPersistence = { save: '', appendonly: 'no' };

/** What starts it is loaded then: a lab says its first words before. */
export function redis(options: RedisOptions = {}): Service<RedisServer> {
  const config = { ...noPersistence, ...options.config };
  if (options.tls) {
    return {
      name: 'redis-tls',
      programs: [redisProgram, opensslProgram],
      start: async (host) =>
        await (await import('./redis-private.ts')).startPrivate(host, config, { tls: true }),
    };
  }
  return {
    name: 'redis',
    programs: [redisProgram],
    own: {
      variable: 'REDIS_URL',
      label: { ko: '내 Redis에서 실행하기(REDIS_URL)', en: 'use your own Redis (REDIS_URL)' },
      ...(options.access ? { access: options.access } : {}),
      check: async (url) => void (await import('./redis-url.ts')).parseRedisUrl(url),
    },
    start: async (host) => {
      const url = host.external.redis;
      if (url === undefined) return await (await import('./redis-private.ts')).startPrivate(host, config);
      if (options.config)
        throw new Error('a lab must skip an arm that configures Redis when it is not private');
      const [{ useOwn }, { parseRedisUrl }] = [
        await import('./redis-own.ts'),
        await import('./redis-url.ts'),
      ];
      return await useOwn(host, parseRedisUrl(url));
    },
  };
}
