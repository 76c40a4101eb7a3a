import {
  formatFigure,
  median,
  type PairedRatio,
  pairedRatio,
  type Shown,
  type TableBlock,
} from '../../../src/kit/judge.ts';
import type { HistoryArm, HistoryData, Keeping } from '../data.ts';
import type { params } from '../settings.ts';
import { keepingWords } from '../words.ts';

export const historyShown: Shown<HistoryData, typeof params> = {
  title: { ko: '지나온 길', en: 'The way behind' },
  aim: {
    ko: '위치를 스트림에도 남기면 보고 한 건의 비용과 메모리가 얼마나 늘어나는지 봐요.',
    en: 'Positions go into a stream as well: what does that add to a report, and what does it hold?',
  },
  predict: {
    prompt: {
      ko: '지나온 길을 스트림에 남겨요. 위치 서버마다 스트림 하나에 모두 넣을 때와 사용자마다 하나씩 둘 때, 한 사람의 최근 100건을 보려면 무엇을 읽어야 할까요?',
      en: 'The way behind is kept in streams: one for each location server, or one for each user. What has to be read for the newest 100 positions of one person?',
    },
    choices: [
      {
        id: 'same',
        label: { ko: '둘 다 100건쯤', en: 'About 100 either way' },
        misconception: {
          ko: '스트림은 시간 순서로만 읽을 수 있어요. 서버의 스트림에는 다른 사람의 위치가 섞여 있어요.',
          en: 'A stream is read in the order of time, and in that of a server the positions of others lie in between.',
        },
      },
      {
        id: 'server',
        label: { ko: '서버의 스트림은 몇 배 더', en: 'Several times as many in a server’s' },
      },
      {
        id: 'user',
        label: { ko: '사용자의 스트림이 몇 배 더', en: 'Several times as many in a user’s' },
        misconception: {
          ko: '사용자의 스트림에는 그 사람의 위치만 있어서, 끝에서부터 필요한 만큼만 읽으면 돼요.',
          en: 'In a user’s stream there is nobody else: one reads from its end as many as one wants.',
        },
      },
    ],
    answer: (data) => {
      const [server, user] = [readOf(data, 'by-server'), readOf(data, 'by-user')];
      if (!server || !user) return null;
      if (server > 2 * user) return 'server';
      return user > 2 * server ? 'user' : 'same';
    },
  },
  headline: (data) => {
    const [user, server] = (['by-user', 'by-server'] as const).map((keeping) =>
      formatFigure(readOf(data, keeping) ?? Number.NaN, 'count'),
    );
    return {
      ko: `한 사람의 길에 읽은 위치: 사용자별 ${user}개, 서버별 ${server}개`,
      en: `read for one person's way: ${user} in a user's stream, ${server} in a server's`,
    };
  },
  show: (data) => [table(data)],
};

const armOf = (data: HistoryData, keeping: Keeping): HistoryArm | undefined =>
  data.arms.find((arm) => arm.keeping === keeping);

const readOf = (data: HistoryData, keeping: Keeping) => armOf(data, keeping)?.readForOne;

/** How many times the processor time of Redis that a report takes without a history. */
function dearer(data: HistoryData, keeping: Keeping): PairedRatio | null {
  const [without, kept] = [armOf(data, 'none'), armOf(data, keeping)];
  const pairs = (kept?.trials ?? []).flatMap(({ cpuMs }, round): [number, number][] => {
    const other = without?.trials[round]?.cpuMs ?? 0;
    return cpuMs > 0 && other > 0 ? [[cpuMs, other]] : [];
  });
  return pairedRatio(pairs);
}

function intervalOf(found: PairedRatio | null): string | null {
  const { low, high } = found?.interval ?? {};
  return low === undefined || high === undefined ? null : `${formatFigure(low)}–${formatFigure(high)}`;
}

function table(data: HistoryData): TableBlock {
  return {
    kind: 'table',
    id: 'history',
    title: { ko: '길을 남기는 비용', en: 'What keeping the way takes' },
    columns: [
      { id: 'keeping', title: { ko: '남기는 곳', en: 'kept in' } },
      { id: 'cpu', title: { ko: '보고당 Redis CPU', en: 'Redis CPU a report' }, unit: 'us' },
      { id: 'times', title: { ko: '안 남길 때 대비', en: 'against none' }, unit: 'ratio' },
      { id: 'interval', title: { ko: '95% 신뢰구간', en: '95% interval' } },
      { id: 'bytes', title: { ko: '위치당 메모리', en: 'memory a position' }, unit: 'bytes' },
      { id: 'read', title: { ko: '한 사람 길에 읽음', en: 'read for one person' }, unit: 'count' },
    ],
    rows: data.arms.map((arm) => {
      const more = arm.keeping === 'none' ? null : dearer(data, arm.keeping);
      return {
        id: arm.keeping,
        cells: [
          keepingWords[arm.keeping],
          median(arm.trials.map(({ cpuMs, reports }) => (1e3 * cpuMs) / reports)),
          more?.ratio ?? null,
          intervalOf(more),
          arm.kept === 0 ? null : arm.bytes / arm.kept,
          arm.kept === 0 ? null : arm.readForOne,
        ],
      };
    }),
    notes: [
      {
        ko: `사용자 ${data.users}명의 위치를 MAXLEN ~ ${data.keep}(서버의 스트림 ${data.streams}개는 그 사람 수만큼)으로 잘라요. ~는 조금 더 남겨요(docs: XADD).`,
        en: `Positions of ${data.users} users, cut by MAXLEN ~ ${data.keep} a user (the ${data.streams} streams of the servers by as many times that); ~ keeps some more (docs: XADD).`,
      },
      {
        ko: '보고 한 건은 SET과 PUBLISH이고, 남길 때는 XADD가 더해져요. 비율은 짝지은 시행의 비율이에요.',
        en: 'A report is SET and PUBLISH, and XADD where it is kept. The ratio is that of paired trials.',
      },
    ],
  };
}
