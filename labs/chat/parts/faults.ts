// What can happen to a chat: each fault is a value that knows how to begin and how to end.
import { setTimeout as wait } from 'node:timers/promises';
import type { RedisServer } from '../../../src/kit/run.ts';
import type { Fault } from '../data.ts';
import type { Stack, StackOptions } from './stack.ts';

export interface FaultCase {
  readonly fault: Fault;
  /** What the stack must be like for it. */
  readonly stack?: Pick<StackOptions, 'store' | 'config' | 'replica'>;
  /** Milliseconds; or as long as the run's settings say. */
  readonly lastsMs: number | 'absence';
  /** @param sayLong everybody who speaks says something long */
  inject(stack: Stack, sayLong: () => void): Promise<void>;
  heal(stack: Stack): Promise<void>;
}

const nothing = async () => {};

/** In the order in which a run takes them: the first ones teach most. */
export const faultCases: readonly FaultCase[] = [
  { fault: 'none', lastsMs: 0, inject: nothing, heal: nothing },
  {
    fault: 'phones-cut',
    lastsMs: 'absence',
    inject: ({ network }) => network.down(),
    heal: ({ network }) => network.up(),
  },
  {
    fault: 'server-killed',
    lastsMs: 500,
    inject: ({ servers }) => first(servers).kill(),
    heal: ({ servers }) => first(servers).restart(),
  },
  {
    // A replica that lagged is promoted: the end of the history is gone, and its numbers are given out again. No server
    // is left that would remember, and half of the people are away until the numbers have passed the place where they
    // stood.
    fault: 'redis-older',
    stack: { replica: true },
    lastsMs: 1_000,
    async inject({ redis, servers, network, replica }) {
      await replica?.cut();
      await wait(olderByMs);
      await network.down();
      await Promise.all([redis.kill(), ...servers.map((server) => server.kill())]);
      await replica?.promote();
      await Promise.all(servers.map((server) => server.restart()));
    },
    heal: ({ network }) => network.up(),
  },
  {
    // More waits for the servers than Redis keeps for a subscriber (client-output-buffer-limit), and it cuts them. It is
    // frozen for a moment, so that what was said meanwhile goes out at once.
    fault: 'relay-cut',
    lastsMs: 0,
    inject: ({ redis, mode }, sayLong) => (mode === 'sio-streams' ? nothing() : cutRelays(redis, sayLong)),
    heal: nothing,
  },
  {
    fault: 'redis-restarted',
    lastsMs: 500,
    inject: ({ redis }) => redis.kill(),
    heal: ({ redis }) => redis.restart(),
  },
  {
    // It answers nobody, and forgets nothing.
    fault: 'redis-frozen',
    lastsMs: 2_500,
    inject: async ({ redis }) => redis.pause(),
    heal: async ({ redis }) => redis.resume(),
  },
  {
    fault: 'redis-aof',
    lastsMs: 500,
    // Written before anybody hears of it: under everysec a write may wait for an fsync (docs: Persistence).
    stack: { config: { appendonly: 'yes', appendfsync: 'always' } },
    inject: ({ redis }) => redis.kill(),
    heal: ({ redis }) => redis.restart(),
  },
  {
    fault: 'half-open',
    lastsMs: 1500,
    async inject({ network }) {
      healed.set(network, [
        network.add('upstream', { type: 'timeout', timeoutMs: 0 }),
        network.add('downstream', { type: 'timeout', timeoutMs: 0 }),
      ]);
    },
    async heal({ network }) {
      for (const remove of healed.get(network) ?? []) remove();
    },
  },
  {
    fault: 'rolling-deploy',
    lastsMs: 0,
    async inject({ servers }) {
      for (const server of servers) {
        await server.drain();
        await server.restart();
      }
    },
    heal: nothing,
  },
  {
    fault: 'flushed',
    lastsMs: 0,
    async inject({ redis }) {
      const client = await redis.connect('operator');
      await client.flushall();
      client.disconnect();
    },
    heal: nothing,
  },
  {
    fault: 'short-history',
    lastsMs: 500,
    stack: { store: { keep: 5 } },
    inject: ({ network }) => network.down(),
    heal: ({ network }) => network.up(),
  },
  {
    fault: 'balancer-reloaded',
    lastsMs: 0,
    inject: (stack) => stack.reloadBalancer(),
    heal: nothing,
  },
];

/** Its default is 32 MB; less than one long message of each room. */
const limit = 'client-output-buffer-limit';
const tinyLimit = 'pubsub 4096 0 0';
const usualLimit = 'pubsub 33554432 8388608 60';
const longSayMs = 30;
const mostTries = 50;

/** @throws where Redis cuts nobody */
async function cutRelays(redis: RedisServer, sayLong: () => void): Promise<void> {
  const operator = await redis.connect('operator');
  const relays = async () =>
    String(await operator.call('CLIENT', 'LIST', 'TYPE', 'pubsub'))
      .split('\n')
      .map((line) => line.split(' ', 1)[0]);
  const before = await relays();
  await operator.config('SET', limit, tinyLimit);
  for (let tries = 1; ; tries++) {
    redis.pause();
    sayLong();
    await wait(longSayMs);
    redis.resume();
    const now = await relays();
    if (before.some((id) => !now.includes(id))) break;
    if (tries === mostTries) throw new Error('Redis cut no subscriber');
  }
  await operator.config('SET', limit, usualLimit);
  operator.disconnect();
}

const olderByMs = 60;
const healed = new WeakMap<object, (() => void)[]>();

function first<Value>(values: readonly Value[]): Value {
  const [value] = values;
  if (value === undefined) throw new Error('a chat without servers');
  return value;
}
