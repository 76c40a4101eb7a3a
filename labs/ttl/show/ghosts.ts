import type { Shown, TableBlock } from '../../../src/kit/judge.ts';
import type { GhostsData, ListData } from '../data.ts';
import { realMs, type Scale, scaleOf } from '../parts/scale.ts';
import type { params } from '../settings.ts';
import { listWords, msCell, seconds } from '../words.ts';

export const ghostsShown: Shown<GhostsData, typeof params> = {
  title: { ko: '유령 친구', en: 'Ghosts' },
  aim: {
    ko: '서버가 말없이 죽으면 접속자 목록에 누가 남는지 봐요.',
    en: 'A server dies without a word: who stays on the list of those online?',
  },
  predict: {
    prompt: {
      ko: '채팅 서버가 접속자를 Redis의 SET에 넣고, 나갈 때 SREM으로 빼요. 서버가 kill -9로 죽으면 그 서버의 접속자들은 목록에서 어떻게 될까요?',
      en: 'A chat server puts its users into a SET of Redis and takes them out with SREM when they leave. It is killed with -9. What becomes of its users on the list?',
    },
    hints: {
      concept: {
        ko: '연결이 끊겨도 데이터는 남아요. 누가 치우기로 되어 있었나요?',
        en: 'A connection ends, its data stays. Who was to take it away?',
      },
      pointer: {
        ko: '서버가 죽은 뒤에 세 목록의 수가 어떻게 달라지는지 보세요.',
        en: 'See how the three lists differ after the server has died.',
      },
    },
    choices: [
      {
        id: 'go-at-once',
        label: { ko: '연결이 끊기니 바로 빠져요', en: 'They go at once: the connection is gone' },
        misconception: {
          ko: 'Redis는 누가 그 멤버를 넣었는지 기억하지 않아요. 연결이 끊겨도 데이터는 그대로예요.',
          en: 'Redis does not remember who added a member. A connection that ends leaves its data behind.',
        },
      },
      {
        id: 'go-later',
        label: { ko: '잠시 뒤에 저절로 빠져요', en: 'They go by themselves after a while' },
        misconception: {
          ko: '저절로 빠지는 것은 TTL이 붙은 키뿐이에요. SET의 멤버에는 TTL이 없어요.',
          en: 'Only what has a TTL goes by itself. The members of a SET have none.',
        },
      },
      { id: 'stay', label: { ko: '누가 빼 줄 때까지 남아요', en: 'They stay until somebody removes them' } },
    ],
    answer: ({ lists }) => {
      const set = lists.find(({ list }) => list === 'set');
      if (!set) return null;
      if (set.ghosts === 0) return 'go-at-once';
      return set.ghostsAtEnd === 0 ? 'go-later' : 'stay';
    },
  },
  headline: ({ users, lists }) => {
    const left = (name: ListData['list']) => lists.find(({ list }) => list === name)?.ghostsAtEnd ?? 0;
    return {
      ko: `끝까지 남은 유령: SET ${left('set')}/${users}명, TTL ${left('prompt') === 0 ? '없음' : `${left('prompt')}명`}`,
      en: `ghosts at the end: ${left('set')} of ${users} in a SET, ${left('prompt')} with a TTL`,
    };
  },
  show: (data, asked) => [ghostsTable(data, scaleOf(asked))],
};

function ghostsTable({ users, lists, watchedMs }: GhostsData, scale: Scale): TableBlock {
  const real = (ms: number, apps: number) =>
    seconds(Math.round(realMs(ms, Math.min(ms, apps), scale) / 100) * 100);
  const watched = real(watchedMs, 2 * scale.presenceTtlMs);
  const gone = ({ goneAfterMs }: ListData) =>
    goneAfterMs === null ? { ms: watchedMs, moreThan: true } : { ms: goneAfterMs, moreThan: false };
  return {
    kind: 'table',
    id: 'ghosts',
    title: {
      ko: `접속자 ${users}명인 서버를 kill -9 (키의 TTL 60초)`,
      en: `kill -9 of a server with ${users} users`,
    },
    columns: [
      { id: 'list', title: { ko: '접속자 목록', en: 'online list' } },
      {
        id: 'seen-offline',
        title: { ko: '접속 중인데 오프라인', en: 'alive, seen offline' },
        unit: 'percent',
      },
      { id: 'ghosts-at-death', title: { ko: '죽은 직후 유령', en: 'ghosts at death' }, unit: 'persons' },
      { id: 'ghosts-at-end', title: { ko: '끝까지 남은 유령', en: 'ghosts at the end' }, unit: 'persons' },
      { id: 'until-gone', title: { ko: '유령이 사라지기까지', en: 'until no ghost' }, unit: 'ms' },
      { id: 'real-time', title: { ko: '실제로는', en: 'in real time' } },
    ],
    rows: lists.map((list) => {
      const { ms, moreThan } = gone(list);
      // What lies beyond a TTL is the time that a look takes: it is ours, and is not sped up.
      const inReality = moreThan ? watched : real(ms, scale.presenceTtlMs);
      const sign = moreThan ? '>' : '';
      const cells = [
        listWords[list.list],
        (100 * list.foundOffline) / list.looksAlive,
        list.ghosts,
        list.ghostsAtEnd,
        msCell(gone(list)),
        { ko: sign + inReality.ko, en: sign + inReality.en },
      ];
      return { id: list.list, cells };
    }),
    notes: [
      {
        ko: `서버가 죽은 뒤 실제 시간으로 ${watched.ko} 지켜봤어요. 서버는 진짜 프로세스라 kill -9 뒤에는 SREM 한 줄도 보내지 못해요.`,
        en: `Watched for ${watched.en} of real time after the crash. The server is a real process: after kill -9 it sends no SREM.`,
      },
    ],
  };
}
