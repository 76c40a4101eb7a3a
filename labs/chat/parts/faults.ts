// What can happen to a chat: each fault is a value that knows how to begin and how to end.
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from '../data.ts';
import type { Stack, StackOptions } from './stack.ts';

export interface FaultCase {
  readonly fault: Fault;
  /** What the stack must be like for it. */
  readonly stack?: Pick<StackOptions, 'store' | 'config'>;
  readonly lastsMs: number;
  inject(stack: Stack): Promise<void>;
  heal(stack: Stack): Promise<void>;
}

const nothing = async () => {};

/** In the order in which a run takes them: the first ones teach most. */
export const faultCases: readonly FaultCase[] = [
  { fault: 'none', lastsMs: 0, inject: nothing, heal: nothing },
  {
    fault: 'server-killed',
    lastsMs: 500,
    inject: ({ servers }) => first(servers).kill(),
    heal: ({ servers }) => first(servers).restart(),
  },
  {
    fault: 'phones-cut',
    lastsMs: 1000,
    inject: ({ network }) => network.down(),
    heal: ({ network }) => network.up(),
  },
  {
    // What a failover to a replica that lagged comes to, and an AOF that lost its last second: the end of the history
    // is gone, and its numbers are given out again. No server is left that would remember, and half of the people are
    // away until the numbers have passed the place where they stood.
    fault: 'redis-older',
    lastsMs: 1_000,
    async inject({ redis, servers, network }) {
      const client = await redis.connect('operator');
      await client.save();
      client.disconnect();
      await wait(olderByMs);
      await network.down();
      await Promise.all([redis.kill(), ...servers.map((server) => server.kill())]);
      await redis.restart();
      await Promise.all(servers.map((server) => server.restart()));
    },
    heal: ({ network }) => network.up(),
  },
  {
    fault: 'relay-cut',
    lastsMs: 0,
    async inject({ redis }) {
      const client = await redis.connect('operator');
      await client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      client.disconnect();
    },
    heal: nothing,
  },
  {
    fault: 'redis-restarted',
    lastsMs: 500,
    inject: ({ redis }) => redis.kill(),
    heal: ({ redis }) => redis.restart(),
  },
  {
    fault: 'redis-aof',
    lastsMs: 500,
    stack: { config: { appendonly: 'yes' } },
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

const olderByMs = 60;
const healed = new WeakMap<object, (() => void)[]>();

function first<Value>(values: readonly Value[]): Value {
  const [value] = values;
  if (value === undefined) throw new Error('a chat without servers');
  return value;
}
