import { formatFigure, formatQuantity, type Shown, type Text } from '../../../src/kit/judge.ts';
import type { ColdArm, ColdData } from '../data.ts';
import { coldArm, coldOverWarm, leftIn, stillThere } from '../parts/cells.ts';
import type { params } from '../settings.ts';
import { intervalText, nothingMeasured, storeWords } from '../words.ts';

const mean = (values: readonly number[]): number | null =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;

export const coldShown: Shown<ColdData, typeof params> = {
  title: { ko: '다시 켠 뒤의 첫 읽기', en: 'After a restart' },
  aim: {
    ko: '다시 켜고, 커널에도 잊어 달라고 해요. 처음 읽을 때와 같은 키를 또 읽을 때를 비교해요.',
    en: 'A restart, and the kernel is asked to forget, too: the first read of a key beside the second.',
  },
  predict: {
    prompt: {
      ko: '다시 켠 다음, 처음 읽는 키가 유난히 느린 쪽은 어디일까요?',
      en: 'After a restart: where is the first read of a key much slower than the second?',
    },
    hints: {
      concept: {
        ko: '데이터를 언제 읽어 두나요? 응답하기 전에 전부? 아니면 누가 달라고 할 때?',
        en: 'When is the data read: all of it before the first reply, or when somebody asks?',
      },
      pointer: { ko: '"처음"과 "다시" 열을 비교해 보세요.', en: 'Compare the columns "first" and "again".' },
    },
    choices: [
      {
        id: 'redis',
        label: { ko: 'Redis예요', en: 'Redis' },
        misconception: {
          ko: 'Redis는 데이터를 모두 읽을 때까지 아무에게도 응답하지 않아요. 그 시간은 다른 열에 있어요.',
          en: 'Redis replies to nobody before it has loaded everything; that time stands in another column.',
        },
      },
      { id: 'disk', label: { ko: 'PostgreSQL이에요', en: 'PostgreSQL' } },
      {
        id: 'none',
        label: { ko: '둘 다 차이가 없어요', en: 'Neither' },
        misconception: {
          ko: '디스크 DB는 누가 읽을 때가 되어서야 그 페이지를 디스크에서 가져와요. 자세히 보기의 표에서 "처음" 열을 보세요.',
          en: 'A disk database reads a page when somebody asks for it: see the column "first".',
        },
      },
    ],
    answer: (data) => {
      const of = (store: 'redis' | 'postgres') => {
        const arm = coldArm(data, store);
        return (arm && coldOverWarm(arm)?.interval) ?? null;
      };
      const [redis, postgres] = [of('redis'), of('postgres')];
      if (!redis || !postgres) return null;
      if (postgres.low > much && redis.low <= much) return 'disk';
      if (redis.low > much && postgres.low <= much) return 'redis';
      return redis.high < much && postgres.high < much ? 'none' : null;
    },
  },
  headline: (data) => {
    const told = data.arms.flatMap((arm) => {
      const ratio = coldOverWarm(arm);
      return ratio ? [`${storeWords[arm.store].en} ${formatFigure(ratio.ratio)}`] : [];
    });
    if (told.length === 0) return nothingMeasured;
    return {
      ko: `첫 읽기는 다시 읽기의 몇 배: ${told.join(', ')}`,
      en: `first read / second, times: ${told.join(', ')}`,
    };
  },
  show: (data) => [
    {
      kind: 'table',
      id: 'cold',
      title: { ko: '다시 켠 뒤', en: 'After a restart' },
      columns: [
        { id: 'store', title: { ko: '저장소', en: 'store' } },
        { id: 'load', title: { ko: '읽어 들임', en: 'loading' }, unit: 'ms' },
        { id: 'cold', title: { ko: '처음', en: 'first' }, unit: 'ms' },
        { id: 'warm', title: { ko: '다시', en: 'again' }, unit: 'ms' },
        { id: 'interval', title: { ko: '처음/다시(배)', en: 'first/again, ×' } },
        { id: 'resident', title: { ko: '커널에 남은 것', en: 'left in cache' }, unit: 'percent' },
      ],
      rows: data.arms.map((arm) => ({
        id: arm.store,
        cells: [
          storeWords[arm.store],
          arm.loadMs && mean(arm.loadMs),
          mean(arm.rounds.map(({ coldMs }) => coldMs)),
          mean(arm.rounds.map(({ warmMs }) => warmMs)),
          intervalText(coldOverWarm(arm)),
          leftIn(arm),
        ],
      })),
      notes: notesOf(data),
    },
  ],
  warnings: ({ leftOut }) =>
    leftOut.map(({ store, why }) => ({
      ko: `${storeWords[store].ko}: 재지 않았어요. ${why.ko}`,
      en: `${storeWords[store].en} was not measured: ${why.en}`,
    })),
};

/** So much slower that it is worth a word: by half. */
const much = 1.5;

function notesOf({ arms, keys }: ColdData): Text[] {
  const disk = arms.filter(({ store }) => store !== 'redis');
  return [
    {
      ko: `키 ${formatFigure(keys, 'count')}개. 읽어 들임: Redis가 아무에게도 응답하지 않고 데이터를 메모리에 올린 시간(서버 로그).`,
      en: `${formatFigure(keys, 'count')} keys. Loading: how long Redis replied to nobody while it read its data (its own log).`,
    },
    dropped(disk),
  ];
}

function dropped(disk: readonly ColdArm[]): Text {
  if (disk.some(({ forgotten }) => forgotten === null))
    return {
      ko: '이 시스템에서는 커널의 페이지 캐시를 비울 수 없었어요. 저장소 자신의 캐시만 비었어요.',
      en: "The kernel's page cache could not be dropped here: only the store's own memory was empty.",
    };
  if (disk.some(stillThere))
    return {
      ko: '커널에 파일을 잊어 달라고 했는데 절반 넘게 남아 있어요(마지막 열). 메모리에만 있는 파일 시스템(tmpfs)은 내보낼 곳이 없어요. 그렇다면 TMPDIR를 디스크에 있는 폴더로 정하세요.',
      en: 'The kernel was asked to forget the files, and still has more than half of them (last column). A file system that is in memory alone (tmpfs) has nowhere to put them: then set TMPDIR to a folder on a disk.',
    };
  const bytes = disk.reduce((sum, { forgotten }) => sum + (forgotten?.fileBytes ?? 0), 0);
  return {
    ko: `크기가 ${formatQuantity(bytes, 'bytes')} 되는 파일들을 페이지 캐시에서 내보냈어요(posix_fadvise). 디스크와 가상 머신의 캐시는 우리가 비울 수 없어요.`,
    en: `Files of ${formatQuantity(bytes, 'bytes')} were dropped from the page cache (posix_fadvise). Caches of the disk and of a virtual machine's host cannot be dropped from here.`,
  };
}
