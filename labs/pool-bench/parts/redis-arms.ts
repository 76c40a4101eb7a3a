// The arms on Redis: every shape, or the main ones; and what all acts on Redis begin with.
import type { RedisServer } from '../../../src/kit/run.ts';
import type { PoolParams } from '../settings.ts';
import {
  ioredisAutoPipelined,
  ioredisFresh,
  ioredisHandMadePool,
  ioredisOneByOne,
  ioredisPool,
  ioredisShared,
} from './ioredis-shapes.ts';
import { nodeRedisPool, nodeRedisShared } from './node-redis-shapes.ts';
import { rawBatched, rawFresh, rawPool, rawShared } from './raw-shapes.ts';
import type { Route } from './route.ts';
import type { Shape } from './shape.ts';

/** The arms of an experiment; a test puts others in their place. */
export interface RedisArms {
  every(route: Route, key: string, callers: number, poolSize: number): Shape[];
  main(route: Route, key: string, poolSize: number): Shape[];
}

export const redisArms: RedisArms = {
  every(route, key, callers, poolSize) {
    // A single caller is never in anybody's way: a queue, a pipeline and a raw pool would be one connection again.
    if (callers === 1) {
      return [
        ...[ioredisFresh(route, key), rawFresh(route, key)],
        ...[ioredisShared(route, key), nodeRedisShared(route, key), rawShared(route, key)],
        ioredisPool(route, key, poolSize),
      ];
    }
    return [
      ...[ioredisFresh(route, key), rawFresh(route, key), ioredisOneByOne(route, key)],
      ...[ioredisShared(route, key), rawShared(route, key)],
      ...[ioredisAutoPipelined(route, key), nodeRedisShared(route, key), rawBatched(route, key)],
      ...[ioredisPool(route, key, poolSize), ioredisHandMadePool(route, key, poolSize)],
      ...[nodeRedisPool(route, key, poolSize), rawPool(route, key, poolSize)],
    ];
  },
  main: (route, key, poolSize) => [
    ioredisFresh(route, key),
    ioredisShared(route, key),
    ioredisPool(route, key, poolSize),
  ],
};

/** A value to read, of 16 bytes. */
export async function prepareKey(server: RedisServer): Promise<string> {
  const key = server.key('value');
  const client = await server.connect('setup');
  await client.set(key, '0123456789abcdef', 'EX', 3_600);
  return key;
}

/** As many callers as make a small pool sweat, if they are among those asked for. */
const kneeCallers = 50;

/** Enough for a figure: what is compared by an interval has more. */
export const kneeRounds = 3;

export function kneeCallersOf({ concurrency }: Pick<PoolParams, 'concurrency'>): number {
  return concurrency.reduce((best, value) =>
    Math.abs(value - kneeCallers) < Math.abs(best - kneeCallers) ? value : best,
  );
}
