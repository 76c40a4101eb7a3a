// The screen of Ana: four friends on the move, two location servers and a real Redis between them. Whom the servers
// subscribe to can be changed, a friend can come later, and an app can die without a goodbye.
import { setTimeout as wait } from 'node:timers/promises';
import type { Scene, Text } from '../../../src/kit/run.ts';
import { radiusM } from '../parts/places.ts';
import type { NearbyContext } from '../settings.ts';
import { type Friend, friends, ladder } from './ladder.ts';
import { openScreen } from './screen.ts';
import { startTown, type Town } from './town.ts';
import { openWalk } from './walk.ts';

const tickMs = 500;
const ana = 0;
const idOf = (who: Friend) => 1 + friends.indexOf(who);

export const scene: Scene<NearbyContext> = {
  aim: {
    ko: '아나의 화면이에요. 친구들이 돌아다니며 0.5초마다 위치를 알리고, 원은 반경 5마일이에요. 누가 보이고, 누가 접속했는데도 안 보이는지 보세요.',
    en: 'The screen of Ana. Her friends move and report twice a second; the ring is a radius of 5 miles. Watch whom it shows, and who is there and is not shown.',
  },
  pokes: [
    { id: 'ride-out', label: { ko: '댄, 멀리 가기', en: 'Dan rides away' } },
    { id: 'ride-back', label: { ko: '댄, 돌아오기', en: 'Dan rides back' } },
    { id: 'come', label: { ko: '에마 접속하기', en: 'Emma connects' } },
    { id: 'leave', label: { ko: '에마 나가기', en: 'Emma leaves' } },
    {
      id: 'active-reverse',
      label: { ko: '역방향 구독으로 서버 다시 켜기', en: 'Servers with the reverse subscription' },
    },
    {
      id: 'active',
      label: { ko: '접속할 때만 구독하는 서버로', en: 'Servers that subscribe on connecting only' },
    },
    { id: 'kill', label: { ko: '보의 앱 죽이기(인사 없이)', en: 'Kill the app of Bo, without a goodbye' } },
    { id: 'back', label: { ko: '보의 앱 다시 켜기', en: 'Start the app of Bo again' } },
    { id: 'kill-redis', label: { ko: 'Redis 죽이기(SIGKILL)', en: 'Kill Redis (SIGKILL)' } },
    { id: 'restart-redis', label: { ko: 'Redis 다시 켜기', en: 'Start Redis again' } },
  ],
  ladder,
  radiusM,
  async run(context, offer) {
    const { services, signal, note } = context;
    const walk = openWalk();
    const screen = openScreen(note, (user) => friends[user - 1] as Friend);
    const here = new Set<Friend>(['bo', 'chloe', 'dan']);
    let town = await settle('active');

    /** Servers from scratch. Everybody connects again, and Ana last: she finds the others there. */
    async function settle(strategy: 'active' | 'active-reverse'): Promise<Town> {
      const next = await startTown(context, strategy);
      screen.clear();
      for (const who of here) next.connect(idOf(who), walk.placeOf(who));
      await next.untilKnown([...here].map(idOf));
      next.connect(ana, walk.middle, screen.hear);
      return next;
    }

    const mark = (id: string, text: Text) => note({ kind: 'mark', id, text });
    const settleWith = (strategy: 'active' | 'active-reverse', text: Text) => async () => {
      town.close();
      town = await settle(strategy);
      mark(strategy, text);
    };
    const enter = (who: Friend) => {
      if (here.has(who)) return;
      here.add(who);
      town.connect(idOf(who), walk.placeOf(who));
    };
    offer({
      'ride-out': () => walk.ride('dan', 'out'),
      'ride-back': () => walk.ride('dan', 'back'),
      come() {
        if (here.has('emma')) return;
        mark('come', { ko: '에마: 접속함', en: 'Emma connects' });
        enter('emma');
      },
      leave() {
        if (here.delete('emma')) town.leave(idOf('emma'));
      },
      'active-reverse': settleWith('active-reverse', { ko: '역방향 구독', en: 'the reverse subscription' }),
      active: settleWith('active', { ko: '접속할 때만 구독', en: 'subscribed on connecting only' }),
      kill() {
        if (here.delete('bo')) note({ kind: 'state', actor: 'bo', state: 'dead' });
      },
      back() {
        note({ kind: 'state', actor: 'bo', state: 'up' });
        enter('bo');
      },
      'kill-redis': () => services.redis.kill(),
      'restart-redis': () => services.redis.restart(),
    });
    while (!signal.aborted) {
      walk.step();
      town.report(ana, walk.middle);
      for (const who of here) town.report(idOf(who), walk.placeOf(who));
      town.sweep();
      screen.look(walk.middle, (who) => (here.has(who) ? walk.placeOf(who) : null));
      await wait(tickMs, undefined, { signal }).catch(() => {});
    }
  },
};
