import {
  formatFigure,
  formatQuantity,
  intervalText,
  median,
  pairedRatio,
  type Shown,
  type TableBlock,
} from '../../../src/kit/judge.ts';
import type { RestartArm, RestartData } from '../data.ts';
import type { params } from '../settings.ts';
import { sourceWords } from '../words.ts';

const sizesOf = ({ arms }: RestartData) => [...new Set(arms.map(({ keys }) => keys))];
const armOf = ({ arms }: RestartData, source: string, keys: number) =>
  arms.find((arm) => arm.source === source && arm.keys === keys);

/** How many times as long as the snapshot it takes to load, start by start. */
function againstSnapshot(data: RestartData, arm: RestartArm | undefined) {
  const rdb = arm && armOf(data, 'rdb', arm.keys);
  if (!arm || !rdb || arm === rdb) return null;
  // Redis tells a start in whole milliseconds: of the smallest there is nothing to divide by.
  return pairedRatio(
    arm.loadMs.flatMap((ms, start): [number, number][] => {
      const theirs = rdb.loadMs[start] ?? 0;
      return ms > 0 && theirs > 0 ? [[ms, theirs]] : [];
    }),
  );
}

export const restartShown: Shown<RestartData, typeof params> = {
  title: { ko: '다시 켜기', en: 'Starting again' },
  aim: {
    ko: '같은 데이터를 RDB와 AOF에서 읽어 들여요. 그동안은 아무도 응답을 받지 못해요.',
    en: 'The same data is loaded from an RDB and from an AOF. Nobody is served meanwhile.',
  },
  predict: {
    prompt: {
      ko: '키마다 세 번씩 썼어요. 같은 데이터를 AOF에서 읽어 들이면 RDB에서보다 얼마나 걸릴까요?',
      en: 'Each key was written three times. How long does it take to load the same data from the AOF, beside the RDB?',
    },
    hints: {
      concept: {
        ko: '하나는 결과를 적은 파일이고, 하나는 한 일을 모두 적은 파일이에요.',
        en: 'One file holds what there was in the end, the other all that was done.',
      },
      pointer: {
        ko: '파일의 크기와 읽는 시간을 나란히 보세요. 다시 쓴 AOF도요.',
        en: 'Put file size and loading time side by side; the rewritten AOF as well.',
      },
    },
    choices: [
      {
        id: 'same',
        label: { ko: '비슷해요. 데이터가 같으니까요', en: 'About as long: the data is the same' },
        misconception: {
          ko: 'AOF를 읽는 것은 적힌 명령을 처음부터 다시 실행하는 일이에요(문서: Persistence).',
          en: 'To load an AOF is to run all its commands again, from the first (docs: Persistence).',
        },
      },
      { id: 'longer', label: { ko: 'AOF가 더 오래 걸려요', en: 'The AOF takes longer' } },
      {
        id: 'shorter',
        label: {
          ko: 'RDB가 더 오래 걸려요. 압축을 풀어야 하니까요',
          en: 'The RDB takes longer: it is compressed',
        },
        misconception: {
          ko: 'RDB에는 키마다 마지막 값 하나만 있어요. 자세히 보기의 표에서 파일의 크기를 비교해 보세요.',
          en: 'An RDB holds one value a key, the last one: compare the sizes of the files.',
        },
      },
    ],
    answer: (data) => {
      const interval = againstSnapshot(data, armOf(data, 'aof', Math.max(...sizesOf(data))))?.interval;
      if (!interval) return null;
      if (interval.low > 1.25) return 'longer';
      if (interval.high < 0.8) return 'shorter';
      return interval.low > 0.8 && interval.high < 1.25 ? 'same' : null;
    },
  },
  headline: (data) => {
    const keys = Math.max(...sizesOf(data));
    const [rdb, aof] = [armOf(data, 'rdb', keys), armOf(data, 'aof', keys)];
    const [fast, slow] = [median(rdb?.loadMs ?? []), median(aof?.loadMs ?? [])];
    if (fast === null || slow === null) return { ko: '재지 못했어요', en: 'nothing was measured' };
    const [count, rdbMs, aofMs] = [
      formatFigure(keys, 'count'),
      formatQuantity(fast, 'ms'),
      formatQuantity(slow, 'ms'),
    ];
    return {
      ko: `키 ${count}개: RDB에서 ${rdbMs}, AOF에서 ${aofMs}`,
      en: `${count} keys: ${rdbMs} from the RDB, ${aofMs} from the AOF`,
    };
  },
  show: (data) => sizesOf(data).map((keys) => tableOf(data, keys)),
};

function tableOf(data: RestartData, keys: number): TableBlock {
  const count = formatFigure(keys, 'count');
  return {
    kind: 'table',
    id: `restart-${keys}`,
    title: { ko: `키 ${count}개를 읽어 들이기`, en: `Loading ${count} keys` },
    columns: [
      { id: 'source', title: { ko: '파일', en: 'file' } },
      { id: 'bytes', title: { ko: '크기', en: 'size' }, unit: 'bytes' },
      { id: 'load', title: { ko: '읽기', en: 'loading' }, unit: 'ms' },
      { id: 'ratio', title: { ko: '/ RDB', en: '/ RDB' }, unit: 'ratio' },
      { id: 'interval', title: { ko: '95% 신뢰구간', en: '95% interval' } },
      { id: 'fork', title: { ko: 'fork로 멈춤', en: 'stopped for the fork' }, unit: 'ms' },
    ],
    rows: data.arms
      .filter((arm) => arm.keys === keys)
      .map((arm) => {
        const ratio = againstSnapshot(data, arm);
        return {
          id: arm.source,
          cells: [
            sourceWords[arm.source],
            arm.bytes,
            median(arm.loadMs),
            ratio?.ratio ?? null,
            intervalText(ratio),
            arm.forkUs === null ? null : arm.forkUs / 1000,
          ],
        };
      }),
    notes: [
      {
        ko: `키마다 ${data.writesPerKey}번 썼어요. 읽기는 서버의 로그가 말한 시간(DB loaded from …)의 중앙값이에요.`,
        en: `Each key was written ${data.writesPerKey} times. Loading is by the server's own log (DB loaded from …), the median.`,
      },
      {
        ko: 'fork로 멈춤: 스냅샷이나 다시 쓰기를 시작하며 Redis가 아무 일도 못 한 시간이에요(latest_fork_usec).',
        en: 'stopped for the fork: how long Redis did nothing when a snapshot or a rewrite began (latest_fork_usec).',
      },
    ],
  };
}
