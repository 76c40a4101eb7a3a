// What a reader sees of act 4.
import type { TableBlock } from '../../src/lab-kit.ts';
import type { GhostsData, ListData } from './ghosts.ts';
import type { Scale } from './scale.ts';
import { listWords, msCell, seconds } from './words.ts';

export function ghostsTable({ users, lists, watchedMs }: GhostsData, { speed }: Scale): TableBlock {
  const watched = seconds(watchedMs * speed);
  const gone = ({ goneAfterMs }: ListData) =>
    goneAfterMs === null ? { ms: watchedMs, moreThan: true } : { ms: goneAfterMs, moreThan: false };
  return {
    kind: 'table',
    title: {
      ko: `4막  유령: 접속자 ${users}명인 서버를 kill -9`,
      en: `Act 4  Ghosts: kill -9 of a server with ${users} users`,
    },
    columns: [
      { title: { ko: '접속자 목록', en: 'online list' } },
      { title: { ko: '살아 있는데 꺼져 보임', en: 'alive, seen offline' }, unit: 'percent' },
      { title: { ko: '죽은 직후 유령', en: 'ghosts at death' }, unit: 'count' },
      { title: { ko: '끝까지 남은 유령', en: 'ghosts at the end' }, unit: 'count' },
      { title: { ko: '유령이 사라지기까지', en: 'until no ghost' }, unit: 'ms' },
      { title: { ko: '실제로는', en: 'in real time' } },
    ],
    rows: lists.map((list) => {
      const { ms, moreThan } = gone(list);
      const real = seconds(ms * speed);
      const sign = moreThan ? '>' : '';
      return [
        listWords[list.list],
        (100 * list.foundOffline) / list.looksAlive,
        list.ghosts,
        list.ghostsAtEnd,
        msCell(gone(list)),
        { ko: sign + real.ko, en: sign + real.en },
      ];
    }),
    notes: [
      {
        ko: `서버가 죽은 뒤 실제 시간으로 ${watched.ko} 지켜봤어요. 서버는 진짜 프로세스라 kill -9 뒤에는 SREM 한 줄도 보내지 못해요.`,
        en: `Watched for ${watched.en} of real time after the crash. The server is a real process: after kill -9 it sends no SREM.`,
      },
    ],
  };
}
