// The table that decides: a new connection each time, one shared, a pool. At most eight rows.
import {
  intervalText,
  type PairedRatio,
  type Row,
  ran,
  same,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { ArmFigures, Cell, PoolTried } from '../data.ts';
import { armOf, perSecondOf, ratioOf, type Wanted } from '../parts/compare.ts';
import { focusOf } from '../parts/focus.ts';
import { threadFresh, threadPool } from '../parts/thread-ratios.ts';
import type { PoolParams } from '../settings.ts';
import { shapeName } from '../words.ts';
import { middleMs } from './columns.ts';
import { armId } from './row-id.ts';

/** An arm that decides, and the new connections beside it. */
interface Deciding {
  readonly id: string;
  readonly name: Text;
  readonly arm: ArmFigures;
  readonly fresh: ArmFigures | undefined;
}

export function decidingArms(data: PoolTried, asked: PoolParams): Deciding[] {
  const { callers } = focusOf(asked);
  const inFocus = (cells: readonly Cell[]) => cells.find((cell) => cell.callers === callers);
  const shapes = inFocus(ran(data.shapes)?.cells ?? []);
  const tls = ran(data.tls)?.cells[0];
  const postgres = inFocus(ran(data.postgres)?.cells ?? []);
  const threads = ran(data.threads)?.lengths[0];
  const redis = (shape: Wanted['shape'], secure = false): Wanted => ({
    shape,
    client: 'ioredis',
    tls: secure,
  });
  return [
    ...(shapes ? armsOf(same('Redis'), shapes, redis('fresh'), [redis('shared'), redis('pool')]) : []),
    // Where all is measured there is room for one row of TLS: its pool, against a new connection with TLS.
    ...(tls
      ? armsOf(same('Redis + TLS'), tls, redis('fresh', true), [redis('pool', true)]).slice(shapes ? 1 : 0)
      : []),
    ...(postgres
      ? armsOf(same('PostgreSQL'), postgres, { shape: 'fresh', client: 'pg' }, [
          { shape: 'pool', client: 'pg' },
        ])
      : []),
    ...(threads ? armsOf({ ko: '스레드', en: 'Threads' }, threads.cell, threadFresh, [threadPool]) : []),
  ];
}

export function comparison(data: PoolTried, asked: PoolParams): TableBlock | null {
  const rows = decidingArms(data, asked).map(rowOf);
  if (rows.length === 0) return null;
  const { callers } = focusOf(asked);
  return {
    kind: 'table',
    id: 'comparison',
    title: {
      ko: `호출자 ${callers}명: 새 연결, 공유, 풀`,
      en: `${callers} callers: a new one each time, one shared, a pool`,
    },
    columns: [
      { id: 'what', title: { ko: '무엇을, 어떻게', en: 'what, and how' } },
      { id: 'p50', title: same('p50'), unit: 'ms' },
      { id: 'per-second', title: { ko: '처리량', en: 'done' }, unit: 'perSecond' },
      { id: 'times', title: { ko: '새 연결의', en: 'times a new one' }, unit: 'ratio' },
      { id: 'interval', title: { ko: '신뢰구간', en: '95% interval' } },
    ],
    rows,
    notes: [
      {
        ko: '배수는 시행마다 짝지은 비율의 기하평균이라, 처리량을 서로 나눈 것과 조금 달라요.',
        en: 'Times: the geometric mean of ratios, trial by trial; not quite the quotient of the figures beside it.',
      },
    ],
  };
}

/** The names of the other tables are too long beside what they are used with, at 60 columns. */
const shorterKo: Readonly<Record<string, string>> = {
  '매번 새 연결': '새 연결',
  '매번 새 스레드': '새 스레드',
  '연결 하나 공유': '연결 공유',
};

function briefName(arm: ArmFigures): Text {
  const { ko, en } = shapeName(arm);
  return { ko: shorterKo[ko] ?? ko, en };
}

function armsOf(what: Text, cell: Cell, base: Wanted, others: readonly Wanted[]): Deciding[] {
  const fresh = armOf(cell, base);
  return [base, ...others].flatMap((wanted) => {
    const arm = armOf(cell, wanted);
    if (!arm) return [];
    const shape = briefName(arm);
    return [
      {
        id: `${what.en.toLowerCase().replaceAll(/\W+/g, '-')}-${armId(arm)}`,
        name: { ko: `${what.ko}: ${shape.ko}`, en: `${what.en}: ${shape.en}` },
        arm,
        fresh,
      },
    ];
  });
}

function rowOf({ id, name, arm, fresh }: Deciding): Row {
  const paired: PairedRatio | null = arm === fresh ? null : ratioOf(arm, fresh);
  return {
    id,
    cells: [name, middleMs(arm.latency), perSecondOf(arm), paired?.ratio ?? null, intervalText(paired)],
  };
}
