// A channel that goes on: somebody publishes three times a second, two listen. One of them listens over a network that
// can be cut; Redis itself can be stopped, killed and started again.
//
// Who has lost what is decided as everywhere in this lab: a connection delivers in order, so when a later number is
// here, the earlier ones that are not will not come any more.
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom, proxy, type Scene } from '../../../src/kit/run.ts';
import type { PubsubContext } from '../settings.ts';
import { ladder } from './ladder.ts';

const publishEveryMs = 350;
const subscribers = ['subscriber-1', 'subscriber-2'] as const;

export const scene: Scene<PubsubContext> = {
  aim: {
    ko: '발행자가 번호를 붙여 계속 발행하고, 구독자 두 명이 들어요. 구독자 2만 끊을 수 있는 네트워크 뒤에 있어요.',
    en: 'Numbered messages, one after the other, and two who listen. Subscriber 2 alone sits behind a network that you can cut.',
  },
  pokes: [
    { id: 'cut', label: { ko: '구독자 2의 네트워크 끊기', en: 'Cut the network of subscriber 2' } },
    { id: 'heal', label: { ko: '네트워크 잇기', en: 'Heal the network' } },
    { id: 'pause', label: { ko: 'Redis 멈추기(SIGSTOP)', en: 'Pause Redis (SIGSTOP)' } },
    { id: 'resume', label: { ko: 'Redis 다시 움직이기(SIGCONT)', en: 'Resume Redis (SIGCONT)' } },
    { id: 'kill', label: { ko: 'Redis 죽이기(SIGKILL)', en: 'Kill Redis (SIGKILL)' } },
    { id: 'restart', label: { ko: 'Redis 다시 켜기', en: 'Start Redis again' } },
  ],
  ladder,
  async run({ services: { redis }, scope, signal, seed, note }, offer) {
    const network = await scope.start(proxy({ upstream: redis, random: createRandom(seed).next }));
    const channel = redis.key('live');
    const publisher = await redis.connect('publisher', { reconnect: true, untraced: true });
    const waiting = new Map<string, Set<number>>(subscribers.map((name) => [name, new Set()]));
    const way = (id: number, to: string) => ({ msg: String(id), from: 'publisher', to, on: channel });

    for (const name of subscribers) {
      const line = name === 'subscriber-2' ? { through: network } : {};
      const client = await redis.connect(name, { reconnect: true, untraced: true, ...line });
      client.on('message', (_, text) => heard(name, Number(text)));
      await client.subscribe(channel);
    }

    function heard(name: string, id: number): void {
      const open = waiting.get(name) ?? new Set();
      for (const earlier of [...open].filter((one) => one < id)) {
        open.delete(earlier);
        note({ kind: 'drop', why: 'lost', ...way(earlier, name) });
      }
      open.delete(id);
      note({ kind: 'recv', ...way(id, name) });
    }

    async function publish(id: number): Promise<void> {
      for (const name of subscribers) {
        waiting.get(name)?.add(id);
        note({ kind: 'send', ...way(id, name) });
      }
      try {
        await publisher.publish(channel, String(id));
        note({ kind: 'ack', ...way(id, 'redis') });
      } catch {
        // Redis did not answer: what the publisher can know is that nobody told it of a delivery.
        for (const name of subscribers)
          if (waiting.get(name)?.delete(id)) note({ kind: 'drop', why: 'refused', ...way(id, name) });
      }
    }

    offer({
      cut: () => network.down(),
      heal: () => network.up(),
      pause: () => redis.pause(),
      resume: () => redis.resume(),
      kill: () => redis.kill(),
      restart: () => redis.restart(),
    });
    for (let id = 1; !signal.aborted; id += 1) {
      void publish(id);
      await wait(publishEveryMs, undefined, { signal }).catch(() => {});
    }
  },
};
