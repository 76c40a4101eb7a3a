// Acts 1 and 2 on Redis: every shape on the loopback, the main ones over a longer network, and one pool after another.
import type { RedisServer } from '../../src/lab-kit.ts';
import { type Cell, fitsATrial, measureCell, type Place } from './cell.ts';
import {
  ioredisAutoPipelined,
  ioredisFresh,
  ioredisOneByOne,
  ioredisPool,
  ioredisShared,
} from './ioredis-shapes.ts';
import { nodeRedisPool, nodeRedisShared } from './node-redis-shapes.ts';
import { rawFresh, rawOneByOne, rawPool, rawShared } from './raw-shapes.ts';
import { roundTripOf } from './round-trip.ts';
import { type Route, routeWith } from './route.ts';
import { focusOf, type PoolContext, type PoolParams } from './settings.ts';
import type { Shape } from './shape.ts';

export interface Knee {
  readonly cell: Cell;
  /** Sizes that were asked for and not measured: a trial that does them justice would take too long. */
  readonly leftOut: readonly number[];
}

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
      ...[ioredisFresh(route, key), rawFresh(route, key)],
      ...[ioredisOneByOne(route, key), rawOneByOne(route, key)],
      ...[ioredisShared(route, key), ioredisAutoPipelined(route, key), nodeRedisShared(route, key)],
      rawShared(route, key),
      ...[
        ioredisPool(route, key, poolSize),
        nodeRedisPool(route, key, poolSize),
        rawPool(route, key, poolSize),
      ],
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
  client.disconnect();
  return key;
}

/** Act 1: every way to use connections, for each number of callers; the main ones again where the network is longer. */
export async function shapes(
  context: PoolContext,
  server: RedisServer,
  key: string,
  arms: RedisArms = redisArms,
): Promise<Cell[]> {
  const { params } = context;
  const focus = focusOf(params);
  const { pool } = focus;
  const cells: Cell[] = [];
  for (const addedMs of inOrder(params.rtt)) {
    const route = await routeWith(context, server, addedMs);
    const roundTrip = await roundTripOf(route, addedMs);
    const all = addedMs === 0 || params.grid;
    for (const callers of all ? inOrder(params.concurrency) : [focus.callers]) {
      const chosen = addedMs === 0 ? arms.every(route, key, callers, pool) : arms.main(route, key, pool);
      cells.push(await measureCell(context, { callers, roundTrip }, chosen));
    }
  }
  return cells;
}

/** As many callers as make a small pool sweat, if they are among those asked for. */
const kneeCallers = 50;

/** Enough for a figure: what is compared by an interval is in act 1. */
export const kneeRounds = 3;

/** Act 2: the same callers and larger and larger pools. Where does it stop getting better? */
export async function knee(context: PoolContext, server: RedisServer, key: string): Promise<Knee[]> {
  const { params } = context;
  const callers = kneeCallersOf(params);
  const knees: Knee[] = [];
  for (const addedMs of inOrder(params.rtt)) {
    const route = await routeWith(context, server, addedMs);
    const place: Place = { callers, roundTrip: await roundTripOf(route, addedMs) };
    const isShort = (poolSize: number) => fitsATrial(params.trial, place, poolSize);
    const sizes = inOrder(params.pool);
    const pools = sizes.filter(isShort).map((size) => ioredisPool(route, key, size));
    knees.push({
      cell: await measureCell(context, place, pools, { rounds: Math.min(kneeRounds, params.rounds) }),
      leftOut: sizes.filter((size) => !isShort(size)),
    });
  }
  return knees;
}

export function kneeCallersOf({ concurrency }: Pick<PoolParams, 'concurrency'>): number {
  return concurrency.reduce((best, value) =>
    Math.abs(value - kneeCallers) < Math.abs(best - kneeCallers) ? value : best,
  );
}

export function inOrder(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
