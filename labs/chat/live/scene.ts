// One room over two servers: kim says a number twice a second, han and lee listen. lee comes by a network that can be cut;
// a server can be killed, and so can the Redis between the servers. The chat is the one with recovery: who was away is
// given what was said meanwhile, or is told that it cannot be had.
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom, type Scene } from '../../../src/kit/run.ts';
import { openPerson, type Person } from '../parts/person.ts';
import { startStack } from '../parts/stack.ts';
import type { ChatContext } from '../settings.ts';
import { ladder } from './ladder.ts';

const sayEveryMs = 500;
const lookEveryMs = 100;
const room = 'lobby';

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
    const enter = (user: string, way: { readonly port: number }): Person => {
      const url = () => `ws://127.0.0.1:${way.port}`;
      const person = openPerson(clock, { user, room, secret: stack.secret, url, chance });
      scope.defer(() => person.close());
      return person;
    };
    const kim = enter('kim', stack.balancer);
    const readers = [enter('han', stack.balancer), enter('lee', stack.network)];
    const watches = readers.map((person) => watch(person, note));
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
    let saidMs = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      if (clock.nowMs() - saidMs >= sayEveryMs && readers.every(({ notebook }) => notebook.upMs.length > 0)) {
        [said, saidMs] = [said + 1, clock.nowMs()];
        for (const { notebook } of readers)
          note({ kind: 'send', msg: String(said), from: 'kim', to: notebook.user, on: room });
        kim.say(said);
      }
      for (const look of watches) look();
      await wait(lookEveryMs, undefined, { signal }).catch(() => {});
    }
  },
};

/** Tells what is new in the notebook of a reader. */
function watch({ notebook }: Person, note: ChatContext['note']): () => void {
  const { user } = notebook;
  const times = new Map<number, number>();
  let [heard, told] = [0, 0];
  return () => {
    for (const { n } of notebook.heard.slice(heard)) {
      times.set(n, (times.get(n) ?? 0) + 1);
      note({ kind: 'recv', msg: String(n), from: 'kim', to: user, on: room, n: times.get(n) ?? 1 });
    }
    for (const { why } of notebook.told.slice(told)) {
      const text = {
        ko: `${user}: 빠진 것이 있을 수 있다는 말을 들음(${why})`,
        en: `${user} is told that something may be missing (${why})`,
      };
      note({ kind: 'mark', id: `told:${user}`, text });
    }
    [heard, told] = [notebook.heard.length, notebook.told.length];
  };
}
