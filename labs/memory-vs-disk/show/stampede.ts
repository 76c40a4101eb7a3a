import { formatFigure, formatQuantity, Histogram, type Shown, same } from '../../../src/kit/judge.ts';
import type { StampedeData } from '../data.ts';
import { queriesPerRound, queriesRatio, wayOf } from '../parts/saved.ts';
import type { params } from '../settings.ts';
import { intervalText, nothingMeasured, wayWords } from '../words.ts';

export const stampedeShown: Shown<StampedeData, typeof params> = {
  title: { ko: '뜨거운 키의 만료', en: 'A hot key expires' },
  aim: {
    ko: '모두가 읽는 글 목록의 복사본이 만료돼요. 그 순간에 온 사람들은 무엇을 하나요?',
    en: 'The copy of a list that everybody reads expires. What do those do who come just then?',
  },
  predict: {
    prompt: {
      ko: '초당 2,000명이 같은 키를 읽고, 값을 만드는 쿼리는 몇 밀리초가 걸려요. 키가 한 번 만료되면 그 쿼리는 몇 번 실행될까요?',
      en: '2,000 people a second read one key; the query that makes its value takes some milliseconds. The key expires once. How often does the query run?',
    },
    hints: {
      concept: {
        ko: '쿼리가 도는 동안 온 사람도 캐시에서 아무것도 찾지 못해요.',
        en: 'Who comes while the query runs finds nothing in the cache, either.',
      },
      pointer: {
        ko: '"아무것도 안 함" 줄의 쿼리 수를 보세요.',
        en: 'Look at the queries of the row "nothing".',
      },
    },
    choices: [
      {
        id: 'once',
        label: { ko: '한 번. 처음 온 사람이 채우니까요', en: 'Once: who comes first fills it' },
        misconception: {
          ko: '처음 온 사람이 채울 때까지, 그다음 사람들도 비어 있는 캐시를 봐요.',
          en: 'Until the first one has filled it, the others find it empty as well.',
        },
      },
      { id: 'several', label: { ko: '여러 번', en: 'Several times' } },
      {
        id: 'everybody',
        label: { ko: '읽는 사람마다 한 번씩', en: 'Once for each reader' },
        misconception: {
          ko: '누군가 채우고 나면 다시 캐시에서 읽어요. 읽기와 쿼리를 비교해 보세요.',
          en: 'Once somebody has filled it, it is read again: compare reads and queries.',
        },
      },
    ],
    answer: (data) => {
      const arm = wayOf(data, 'nothing');
      const [queries, reads] = [arm ? queriesPerRound(arm) : null, readsPerRound(arm)];
      if (queries === null || reads === null) return null;
      if (queries > reads * 0.8) return 'everybody';
      return queries > 2 ? 'several' : 'once';
    },
  },
  headline: (data) => {
    const told = data.arms.flatMap((arm) => {
      const queries = queriesPerRound(arm);
      return queries === null ? [] : [{ way: wayWords[arm.way], queries: formatFigure(queries) }];
    });
    if (told.length === 0) return nothingMeasured;
    return {
      ko: `만료 한 번에 실행된 쿼리(번): ${told.map(({ way, queries }) => `${way.ko} ${queries}`).join(', ')}`,
      en: `queries a round: ${told.map(({ way, queries }) => `${way.en} ${queries}`).join(', ')}`,
    };
  },
  show: (data) => {
    const lock = wayOf(data, 'lock');
    return [
      {
        kind: 'table',
        id: 'stampede',
        title: { ko: '복사본이 만료될 때', en: 'When the copy expires' },
        columns: [
          { id: 'way', title: { ko: '방법', en: 'way' } },
          { id: 'queries', title: { ko: '쿼리', en: 'queries' } },
          { id: 'interval', title: { ko: '/ 락(배)', en: '/ lock, ×' } },
          { id: 'at-once', title: { ko: '한꺼번에', en: 'at once' }, unit: 'count' },
          { id: 'p50', title: same('p50'), unit: 'ms' },
          { id: 'p99', title: same('p99'), unit: 'ms' },
        ],
        rows: data.arms.map((arm) => {
          const latency = Histogram.fromJSON(arm.latency);
          const ms = (p: number) => {
            const ns = latency.percentileOrNull(p);
            return ns === null ? null : ns / 1e6;
          };
          const queries = queriesPerRound(arm);
          return {
            id: arm.way,
            cells: [
              wayWords[arm.way],
              queries === null ? null : formatFigure(queries),
              arm.way === 'lock' || !lock ? null : intervalText(queriesRatio(arm, lock)),
              arm.atOnce,
              ms(50),
              ms(99),
            ],
          };
        }),
        notes: [
          {
            ko: `쿼리: ${formatQuantity(data.roundMs, 'ms')} 동안의 수, 시행의 평균. 초당 ${formatFigure(data.perSecond, 'count')}명이 읽고, TTL은 ${formatQuantity(data.ttlMs, 'ms')}, 쿼리는 혼자일 때 ${formatQuantity(data.queryMs, 'ms')} 걸려요.`,
            en: `Queries: in ${formatQuantity(data.roundMs, 'ms')}, the mean of the rounds. ${formatFigure(data.perSecond, 'count')} readers a second, a TTL of ${formatQuantity(data.ttlMs, 'ms')}, and the query takes ${formatQuantity(data.queryMs, 'ms')} when nobody else asks.`,
          },
          {
            ko: '미리 갱신: 만료가 가까울수록, 쿼리가 오래 걸릴수록 한 사람이 먼저 새로 만들 확률이 커져요(XFetch, Vattani 2015). 락 없이 확률만 써요.',
            en: 'Early refresh: the nearer the end and the slower the query, the likelier that one reader makes it anew (XFetch, Vattani 2015). It draws lots, without a lock.',
          },
        ],
      },
    ];
  },
};

function readsPerRound(arm: StampedeData['arms'][number] | undefined): number | null {
  if (!arm || arm.rounds.length === 0) return null;
  return arm.rounds.reduce((sum, { reads }) => sum + reads, 0) / arm.rounds.length;
}
