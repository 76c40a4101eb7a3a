// One room over two servers: kim says a number twice a second, han and lee listen. lee comes by a network that can be cut;
// a server can be killed, and so can the Redis between the servers. The chat is the one with recovery: who was away is
// given what was said meanwhile, or is told that it cannot be had.
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom, type Scene } from '../../../src/kit/run.ts';
import { openPerson, type PersonOptions } from '../parts/person.ts';
import { startStack } from '../parts/stack.ts';
import type { ChatContext } from '../settings.ts';
import { ladder } from './ladder.ts';
import { readerOf, room } from './reader.ts';

const sayEveryMs = 500;

export const scene: Scene<ChatContext> = {
  aim: {
    ko: 'kim이 번호를 계속 말하고 han과 lee가 들어요. 서버는 두 대이고, lee만 끊을 수 있는 네트워크로 들어와 있어요.',
    en: 'kim says one number after the other, han and lee listen. There are two servers, and lee alone comes by a network that you can cut.',
  },
  pokes: [
    { id: 'cut', label: { ko: 'lee의 네트워크 끊기', en: 'Cut the network of lee' } },
    { id: 'heal', label: { ko: '네트워크 잇기', en: 'Heal the network' } },
    { id: 'kill-server', label: { ko: '서버 1 죽이기(SIGKILL)', en: 'Kill server 1 (SIGKILL)' } },
    { id: 'restart-server', label: { ko: '서버 1 다시 켜기', en: 'Start server 1 again' } },
    { id: 'kill-redis', label: { ko: 'Redis 죽이기(SIGKILL)', en: 'Kill Redis (SIGKILL)' } },
    { id: 'restart-redis', label: { ko: 'Redis 다시 켜기', en: 'Start Redis again' } },
  ],
  ladder,
  async run(context, offer) {
    const { clock, scope, seed, signal, note } = context;
    const stack = await startStack(context, { mode: 'recovery', servers: 2 });
    const chance = createRandom(seed).next;
    const enter = (
      user: string,
      way: { readonly port: number },
      more: Pick<PersonOptions, 'onNews'> = {},
    ) => {
      const url = () => `ws://127.0.0.1:${way.port}`;
      const person = openPerson(clock, { user, room, secret: stack.secret, url, chance, ...more });
      scope.defer(() => person.close());
      return person;
    };
    const kim = enter('kim', stack.balancer);
    const readers = [
      readerOf((onNews) => enter('han', stack.balancer, { onNews }), note),
      readerOf((onNews) => enter('lee', stack.network, { onNews }), note),
    ];
    const [first] = stack.servers;
    if (!first) throw new Error('two servers were asked for');

    offer({
      cut: () => stack.network.down(),
      heal: () => stack.network.up(),
      'kill-server': () => first.kill(),
      'restart-server': () => first.restart(),
      'kill-redis': () => stack.redis.kill(),
      'restart-redis': () => stack.redis.restart(),
    });
    let said = 0;
    while (!signal.aborted) {
      if (readers.every(({ notebook }) => notebook.upMs.length > 0)) {
        said += 1;
        for (const { notebook } of readers)
          note({ kind: 'send', msg: String(said), from: 'kim', to: notebook.user, on: room });
        kim.say(said);
      }
      await wait(sayEveryMs, undefined, { signal }).catch(() => {});
    }
  },
};
