// What a reader sees of TLS, PostgreSQL and threads.
import type { Block, TableBlock, Text } from '../../src/lab-kit.ts';
import type { Cell } from './cell.ts';
import { aboutColumns, columns, figuresOf, marked, middleMs, notesOf } from './columns.ts';
import { intervalText } from './compare.ts';
import type { PostgresData } from './postgres-target.ts';
import { kneeOf, smallestGoodPool } from './redis-blocks.ts';
import { freshAgainstInline, poolAgainstInline, threadPoolAgainstFresh } from './thread-ratios.ts';
import type { ThreadsData } from './threads-target.ts';
import { placeName } from './words.ts';

/** Arms with the time to connect beside them. */
function connectTable(cell: Cell, name: Text, notes: readonly Text[]): TableBlock {
  const place = placeName(cell);
  return {
    kind: 'table',
    title: { ko: `${name.ko}  ${place.ko}`, en: `${name.en}  ${place.en}` },
    columns: [
      { title: { ko: '연결을 쓰는 방법', en: 'connections' } },
      { title: { ko: '연결 p50', en: 'connect p50' }, unit: 'ms' },
      columns.p50,
      columns.p99,
      columns.perSecond,
      columns.little,
    ],
    rows: cell.arms.map((arm) => [marked(arm), middleMs(arm.connect), ...figuresOf(cell, arm)]),
    notes: [...notes, ...notesOf([cell])],
  };
}

export function tlsBlocks(cells: readonly Cell[]): Block[] {
  const name = { ko: 'TLS가 없을 때와 있을 때', en: 'Without TLS and with it' };
  return cells.map((cell, index) => connectTable(cell, name, index === 0 ? [aboutColumns] : []));
}

export function postgresBlocks({ cells, knee, contended }: PostgresData): Block[] {
  const name = { ko: 'PostgreSQL', en: 'PostgreSQL' };
  const title = {
    ko: `PostgreSQL 풀의 크기, 호출자 ${knee.callers}명`,
    en: `PostgreSQL pool size, ${knee.callers} callers`,
  };
  const smallest = smallestGoodPool(knee);
  const note: Text = {
    ko: `가장 나은 풀의 90%를 해내는 가장 작은 크기는 ${smallest?.poolSize ?? '–'}개예요. 연결 하나가 서버 프로세스 하나라서, 코어보다 훨씬 많은 연결은 서로 CPU를 다퉈요.`,
    en: `The smallest pool with 90% of the best one's throughput is ${smallest?.poolSize ?? '–'}. A connection is a process of the server: many more of them than cores fight for the CPU.`,
  };
  return [
    ...cells.map((cell, index) => connectTable(cell, name, index === 0 ? [aboutColumns] : [])),
    ...kneeOf(knee, title, [note]),
    contendedTable(contended),
  ];
}

function contendedTable(cell: Cell): TableBlock {
  return {
    kind: 'table',
    title: {
      ko: `PostgreSQL: 호출자 ${cell.callers}명이 모두 같은 행을 고치면`,
      en: `PostgreSQL: ${cell.callers} callers all change the same row`,
    },
    columns: [
      { title: { ko: '풀의 크기', en: 'pool size' }, unit: 'count' },
      columns.p50,
      columns.p99,
      columns.perSecond,
      columns.little,
    ],
    rows: cell.arms.map((arm) => [arm.poolSize, ...figuresOf(cell, arm)]),
    notes: [
      {
        ko: '행 하나는 한 번에 한 트랜잭션만 고칠 수 있어요. 연결이 많으면 일꾼이 느는 것이 아니라 잠금(lock)을 기다리는 프로세스가 늘어요.',
        en: 'A row can be changed by one transaction at a time: more connections are not more workers, only more processes that wait for the lock.',
      },
    ],
  };
}

export function threadsBlocks({ cores, lengths }: ThreadsData): Block[] {
  return [threadsTable(cores, lengths), threadRatios(lengths)];
}

function threadsTable(cores: number, lengths: ThreadsData['lengths']): TableBlock {
  return {
    kind: 'table',
    title: {
      ko: `스레드: 코어 ${cores}개, 호출자 ${lengths[0]?.cell.callers ?? 0}명`,
      en: `Threads: ${cores} cores, ${lengths[0]?.cell.callers ?? 0} callers`,
    },
    columns: [
      { title: { ko: '일의 길이', en: 'task' }, unit: 'ms' },
      { title: { ko: '방법', en: 'way' } },
      { title: { ko: '스레드 시작 p50', en: 'start p50' }, unit: 'ms' },
      columns.p50,
      columns.perSecond,
      columns.little,
    ],
    rows: lengths.flatMap(({ taskMs, cell }) =>
      cell.arms.map((arm) => {
        const [p50 = null, , perSecond = null, little = null] = figuresOf(cell, arm);
        return [taskMs, marked(arm), middleMs(arm.connect), p50, perSecond, little];
      }),
    ),
    notes: [
      {
        ko: '일은 같은 계산을 같은 횟수만큼 해요. 길이는 메인 스레드에서 가장 빨랐을 때의 시간이에요. 그 자리에서 하면 다른 요청이 모두 기다려요.',
        en: 'A task is the same arithmetic the same number of times; its length is what it takes at best in the main thread. On the spot, all other requests wait for it.',
      },
    ],
  };
}

function threadRatios(lengths: ThreadsData['lengths']): TableBlock {
  const interval = { ko: '95% 구간', en: '95% interval' };
  return {
    kind: 'table',
    title: { ko: '스레드: 몇 배일까', en: 'Threads: how many times' },
    columns: [
      { title: { ko: '일의 길이', en: 'task' }, unit: 'ms' },
      { title: { ko: '풀 / 새 스레드', en: 'pool / new thread' }, unit: 'ratio' },
      { title: interval },
      { title: { ko: '새 스레드 / 그 자리', en: 'new thread / on the spot' }, unit: 'ratio' },
      { title: { ko: '풀 / 그 자리', en: 'pool / on the spot' }, unit: 'ratio' },
    ],
    rows: lengths.map(({ taskMs, cell }) => {
      const pool = threadPoolAgainstFresh(cell);
      const others = [freshAgainstInline(cell)?.ratio ?? null, poolAgainstInline(cell)?.ratio ?? null];
      return [taskMs, pool?.ratio ?? null, intervalText(pool), ...others];
    }),
  };
}
