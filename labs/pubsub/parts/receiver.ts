// A subscriber, and the ways in which it goes and returns.
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom, proxy, type Redis } from '../../../src/kit/run.ts';
import type { Absence } from '../data.ts';
import type { PubsubContext } from '../settings.ts';

/** How long nothing passes in the silence that heals: a train in a tunnel, in a hurry. */
const silenceMs = 250;

type ConnectOptions = Parameters<PubsubContext['services']['redis']['connect']>[1];

export interface Receiver {
  leave(): Promise<void>;
  comeBack(): Promise<void>;
}

/** @param arrived is told of each message by its number */
export async function openReceiver(
  context: PubsubContext,
  absence: Absence,
  channel: string,
  arrived: (id: number) => void,
): Promise<Receiver> {
  const { redis } = context.services;
  const listen = async (options?: ConnectOptions) => {
    const subscriber = await redis.connect('subscriber', options);
    subscriber.on('message', (_, text) => arrived(Number(text)));
    await subscriber.subscribe(channel);
    return subscriber;
  };
  if (absence !== 'stays' && absence !== 'disconnects') return behindNetwork(context, absence, listen);
  const subscriber = await listen();
  if (absence === 'stays') return { leave: async () => {}, comeBack: async () => {} };
  return {
    leave: async () => subscriber.disconnect(),
    comeBack: async () => void (await listen()),
  };
}

async function behindNetwork(
  { services, scope, signal, seed }: PubsubContext,
  absence: 'cut' | 'silent-heals' | 'silent',
  listen: (options: ConnectOptions) => Promise<Redis>,
): Promise<Receiver> {
  const network = await scope.start(proxy({ upstream: services.redis, random: createRandom(seed).next }));
  const subscriber = await listen({ through: network, reconnect: true });
  const up = async () => {
    const back = new Promise<void>((resolve) => subscriber.once('ready', () => resolve()));
    await network.up();
    await back;
  };
  let heal = () => {};
  const silence = async () => {
    const removals = (['upstream', 'downstream'] as const).map((direction) =>
      network.add(direction, { type: 'timeout', timeoutMs: 0 }),
    );
    heal = () => removals.forEach((remove) => void remove());
  };
  const ways = {
    cut: { leave: () => network.down(), comeBack: up },
    // Nobody gave the connection up: what was held on the way goes on, as TCP would send it again.
    'silent-heals': {
      leave: silence,
      async comeBack() {
        await wait(silenceMs, undefined, { signal });
        heal();
      },
    },
    // Somebody notices at last that the line is dead (a keep-alive, a NAT that timed out) and gives it up.
    silent: {
      leave: silence,
      async comeBack() {
        await network.down();
        heal();
        await up();
      },
    },
  };
  return ways[absence];
}
