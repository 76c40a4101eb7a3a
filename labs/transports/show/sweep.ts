import {
  formatFigure,
  formatQuantity,
  intervalText,
  type LinesBlock,
  type Prediction,
  ratioText,
  type Shown,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { RatesData, SweepData } from '../data.ts';
import { type Answer, turningPoint, turningRatio } from '../judge/turning-point.ts';
import type { params } from '../settings.ts';
import { transportWords } from '../words.ts';
import { qualityOf } from './quality.ts';

const predict: Prediction<SweepData, typeof params> = {
  prompt: {
    ko: '물어보는 간격을 늘려요. 이제 업데이트가 얼마나 잦아야 물어보는 쪽이 서버 CPU를 덜 쓸까요?',
    en: 'Asking less often now: how often must updates come for asking to take less CPU of the server?',
  },
  choices: [
    {
      id: 'inverse',
      label: { ko: '간격이 늘어난 만큼 드물어도 돼요', en: 'As much less often as the interval is longer' },
    },
    {
      id: 'same',
      label: { ko: '그대로예요', en: 'As often as before' },
      misconception: {
        ko: '간격이 길면 응답 하나에 업데이트가 더 많이 담겨요. 프레임 여러 개를 응답 하나가 대신해요.',
        en: 'With a longer interval an answer holds more updates: one answer stands for more frames.',
      },
    },
    {
      id: 'more',
      label: { ko: '더 잦아야 해요', en: 'More often' },
      misconception: {
        ko: '덜 물어보면 물어보는 비용이 줄어요. 그러니 더 드문 업데이트에서도 물어보는 쪽이 쌀 수 있어요.',
        en: 'Fewer questions cost less, so asking can be the cheaper way for rarer updates, too.',
      },
    },
  ],
  hints: {
    concept: {
      ko: '응답 하나의 비용은 그 안에 업데이트가 몇 건 들어 있는지에 따라 얼마나 달라질까요?',
      en: 'By how much does the cost of an answer hang on the number of updates in it?',
    },
    pointer: {
      ko: '"응답 하나의 업데이트" 열을 위에서 아래로 읽어 보세요.',
      en: 'Read the column "updates in an answer" from top to bottom.',
    },
  },
  answer(data) {
    const ends = byInterval(data);
    const ratio = ends && turningRatio(ends.longest, ends.shortest);
    if (!ends || !ratio?.interval) return null;
    const { low, high } = ratio.interval;
    const inverse = ends.shortest.intervalMs / ends.longest.intervalMs;
    if (low > 1) return 'more';
    const [isInverse, isSame] = [inverse, 1].map((expected) => low <= expected && expected <= high);
    if (isInverse === isSame) return null;
    return isInverse ? 'inverse' : 'same';
  },
};

export const sweepShown: Shown<SweepData, typeof params> = {
  title: { ko: '다른 간격, 더 많은 사람', en: 'Another interval, more clients' },
  aim: {
    ko: '간격이나 사람 수를 바꾸면 뒤집히는 지점이 어디로 가는지 재요.',
    en: 'Where it turns when the interval or the number of clients is another.',
  },
  predict,
  headline(data) {
    const ends = byInterval(data);
    if (!ends) return unknown;
    const [short, long] = [ends.shortest, ends.longest].map((point) => ({
      every: formatQuantity(point.intervalMs, 'ms'),
      at: atText(turningPoint(point)),
    })) as [Turn, Turn];
    return {
      ko: `물어보기가 CPU를 덜 쓰기 시작하는 업데이트 속도: ${short.every}마다 물으면 ${short.at.ko}, ${long.every}마다 물으면 ${long.at.ko}`,
      en: `asking takes less CPU from: ${short.at.en} asking every ${short.every}, ${long.at.en} every ${long.every}`,
    };
  },
  show: (data) => [...pictures(data), table(data)],
  quality: ({ points }) =>
    points.flatMap((point) =>
      point.cells.map((cell) => {
        const where = nameOf(point);
        const { ko, en } = transportWords[cell.transport];
        const at = formatFigure(cell.rate, 'count');
        const name = { ko: `${ko}, ${where.ko}, 초당 ${at}건`, en: `${en}, ${where.en}, ${at}/s` };
        return qualityOf(idOf(point), name, cell);
      }),
    ),
};

interface Turn {
  readonly every: string;
  readonly at: Text;
}

const unknown: Text = { ko: '이 측정으로는 알 수 없어요', en: 'this run cannot tell' };

/** The ends of the row in which the interval grows and the clients stay. */
function byInterval({ points }: SweepData): { shortest: RatesData; longest: RatesData } | null {
  const same = points.filter(({ clients }) => clients === points[0]?.clients);
  const [shortest, longest] = [same[0], same.at(-1)];
  return shortest && longest && shortest !== longest ? { shortest, longest } : null;
}

function atText({ turns }: Answer): Text {
  if (!turns) return unknown;
  const at = formatFigure(turns.rate, 'count');
  return { ko: `초당 ${at}건`, en: `${at} updates a second` };
}

function idOf({ clients, intervalMs }: RatesData): string {
  return `${clients}:${intervalMs}`;
}

function nameOf({ clients, intervalMs }: RatesData): Text {
  const every = formatQuantity(intervalMs, 'ms');
  return { ko: `${clients}명, ${every}마다`, en: `${clients} clients, every ${every}` };
}

/** Where at least two places were found. */
function pictures(data: SweepData): readonly LinesBlock[] {
  const points = data.points.filter(({ clients }) => clients === data.points[0]?.clients);
  const found = points.map((point) => turningPoint(point).turns);
  const [first] = found;
  if (!first || found.filter((turns) => turns !== null).length < 2) return [];
  return [
    {
      kind: 'lines',
      id: 'turns',
      title: { ko: '뒤집히는 지점, 초당 업데이트', en: 'Where it turns, updates a second' },
      unit: 'perSecond',
      axis: {
        label: { ko: '물어보는 간격', en: 'asking every' },
        unit: 'ms',
        at: points.map(({ intervalMs }) => intervalMs),
      },
      series: [
        {
          id: 'measured',
          label: { ko: '측정', en: 'measured' },
          values: found.map((turns) => turns?.rate ?? null),
        },
        {
          id: 'model',
          label: { ko: '모델: 응답 하나에 늘 같은 수', en: 'model: as many in an answer everywhere' },
          values: points.map(({ intervalMs }) => (first.perAnswer * 1e3) / intervalMs),
        },
      ],
    },
  ];
}

function table(data: SweepData): TableBlock {
  const ends = byInterval(data);
  const ratio = ends && turningRatio(ends.longest, ends.shortest);
  return {
    kind: 'table',
    id: 'places',
    title: { ko: '뒤집히는 지점', en: 'Where it turns' },
    columns: [
      { id: 'where', title: { ko: '사람 수와 간격', en: 'clients, interval' } },
      { id: 'rate', title: { ko: '업데이트', en: 'updates' }, unit: 'perSecond' },
      { id: 'interval', title: { ko: '95% 신뢰구간', en: '95 % interval' } },
      { id: 'held', title: { ko: '응답 하나의 업데이트', en: 'updates in an answer' }, unit: 'count' },
    ],
    rows: data.points.map((point) => {
      const { turns } = turningPoint(point);
      return {
        id: idOf(point),
        cells: [nameOf(point), turns?.rate ?? null, intervalText(turns), turns?.perAnswer ?? null],
      };
    }),
    notes: ends && ratio ? [ratioNote(ends, ratioText(ratio))] : [],
  };
}

function ratioNote(ends: { shortest: RatesData; longest: RatesData }, ratio: Text): Text {
  const times = formatFigure(ends.longest.intervalMs / ends.shortest.intervalMs);
  return {
    ko: `간격이 ${times}배일 때 뒤집히는 속도는 ${ratio.ko}예요.`,
    en: `With ${times} times the interval the rate at which it turns is ${ratio.en}.`,
  };
}
