// What a reader sees of acts 1 and 2.
import { type Block, formatFigure, formatQuantity, type TableBlock, type Text } from '../../src/lab-kit.ts';
import type { ArmFigures, Cell } from './cell.ts';
import { aboutColumns, columns, figuresOf, littlePercent, marked, middleMs, notesOf } from './columns.ts';
import { armOf, harnessShareOf, intervalText, perSecondOf } from './compare.ts';
import { latencyHistogram, throughputBars } from './drawings.ts';
import { poolAgainstFresh, sharedAgainstPool } from './judge-redis.ts';
import type { LoginCost } from './login.ts';
import type { Knee } from './redis-target.ts';
import type { RedisData } from './run.ts';
import { focusOf, type PoolParams } from './settings.ts';
import { networkName, placeName, shapeName } from './words.ts';

export function redisBlocks(redis: RedisData, params: PoolParams, harnessNs: number): Block[] {
  const loopback = redis.shapes.filter(({ roundTrip }) => !roundTrip?.addedMs);
  const longer = redis.shapes.filter(({ roundTrip }) => roundTrip?.addedMs);
  const { callers } = focusOf(params);
  return [
    ...loopback.flatMap((cell, index) => [
      shapesTable(
        cell,
        index === 0 ? [aboutColumns, harnessNote(loopback, harnessNs), ...loginNotes(redis.login)] : [],
      ),
      ...(cell.callers === callers ? drawingsOf(cell) : []),
    ]),
    ...(longer.length > 0 ? [longerTable(longer)] : []),
    ratioTable(redis.shapes),
    ...redis.knee.flatMap(kneeBlocks),
  ];
}

function shapesTable(cell: Cell, notes: readonly Text[]): TableBlock {
  const place = placeName(cell);
  return {
    kind: 'table',
    title: { ko: `1막  ${place.ko}`, en: `Act 1  ${place.en}` },
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

function harnessNote(cells: readonly Cell[], harnessNs: number): Text {
  const shares = cells.flatMap((cell) => cell.arms.map((arm) => harnessShareOf(harnessNs, arm)));
  const share = formatFigure(Number((100 * Math.max(...shares)).toPrecision(2)), 'percent');
  return {
    ko: `측정 도구(harness) 자신이 쓴 시간은 가장 빠른 줄에서 ${share}예요.`,
    en: `The harness itself took ${share} of the time, in the fastest row.`,
  };
}

function loginNotes(login: LoginCost | null | undefined): Text[] {
  if (!login) return [];
  const [withPassword, plain] = [login.withPasswordMs, login.plainMs].map((ms) =>
    formatQuantity(Number(ms.toPrecision(2)), 'ms'),
  );
  return [
    {
      ko: `연결할 때마다 비밀번호로 로그인해요. HELLO 한 번에 ${withPassword}, 비밀번호 없는 HELLO는 ${plain} 걸렸어요(각각 ${login.pairs}번의 중앙값).`,
      en: `Every connection logs in with a password. A HELLO with it took ${withPassword}, one without it ${plain} (medians of ${login.pairs} each).`,
    },
  ];
}

function drawingsOf(cell: Cell): Block[] {
  const compared = (['fresh', 'shared', 'pool'] as const).flatMap((shape) => {
    const arm = armOf(cell, { shape, client: 'ioredis' });
    return arm && arm.operations > 0 ? [arm] : [];
  });
  const bars = throughputBars(cell, {
    ko: '처리량. 진한 막대는 가장 느린 시행까지, 선 끝은 가장 빠른 시행',
    en: 'Throughput; solid up to the slowest trial, the line ends at the fastest',
  });
  const histogram = latencyHistogram(compared, {
    ko: '지연의 분포. 오른쪽으로 갈수록 몇 배씩 느려요',
    en: 'Where the latencies lie; to the right it gets slower by factors',
  });
  return compared.length > 0 ? [bars, histogram] : [bars];
}

function longerTable(cells: readonly Cell[]): TableBlock {
  return {
    kind: 'table',
    title: { ko: '1막  네트워크가 길어지면 (ioredis)', en: 'Act 1  Over a longer network (ioredis)' },
    columns: [
      { title: { ko: '왕복', en: 'round trip' }, unit: 'ms' },
      { title: { ko: '호출자', en: 'callers' } },
      { title: { ko: '방법', en: 'connections' } },
      columns.p50,
      columns.perSecond,
      columns.little,
    ],
    rows: cells.flatMap((cell) =>
      cell.arms.map((arm) => [
        cell.roundTrip?.measuredMs ?? null,
        people(cell),
        marked(arm, shapeName(arm)),
        middleMs(arm.latency),
        perSecondOf(arm),
        littlePercent(cell, arm),
      ]),
    ),
    notes: [
      {
        ko: '왕복 시간은 프록시로 늘렸고, 표의 값은 PING으로 잰 것이에요. TCP 악수는 프록시가 바로 받아 주므로, 진짜 네트워크에서는 새 연결이 한 왕복을 더 써요.',
        en: 'A proxy makes the round trip longer; shown is what PING measured. The proxy answers the TCP handshake at once: on a real network a new connection costs one round trip more.',
      },
    ],
  };
}

function people({ callers }: Cell): Text {
  return { ko: `${callers}명`, en: `${callers}` };
}

/** The comparisons themselves: paired round by round, with the interval that decides. */
function ratioTable(cells: readonly Cell[]): TableBlock {
  const interval = { ko: '95% 구간', en: '95% interval' };
  return {
    kind: 'table',
    title: { ko: '몇 배일까 (ioredis)', en: 'How many times (ioredis)' },
    columns: [
      { title: { ko: '호출자', en: 'callers' } },
      { title: { ko: '왕복', en: 'round trip' }, unit: 'ms' },
      { title: { ko: '풀 / 새 연결', en: 'pool / new' }, unit: 'ratio' },
      { title: interval },
      { title: { ko: '함께 / 풀', en: 'shared / pool' }, unit: 'ratio' },
      { title: interval },
    ],
    rows: cells.map((cell) => {
      const [pool, shared] = [poolAgainstFresh(cell), sharedAgainstPool(cell)];
      const ratios = [pool?.ratio ?? null, intervalText(pool), shared?.ratio ?? null, intervalText(shared)];
      return [people(cell), cell.roundTrip?.measuredMs ?? null, ...ratios];
    }),
    notes: [
      {
        ko: '처리량의 비율을 시행마다 짝지어 구했어요. 구간에 1이 들어 있으면 어느 쪽이 나은지 말하지 않아요.',
        en: 'Ratios of throughput, trial by trial. An interval that holds 1 names no winner.',
      },
    ],
  };
}

function kneeBlocks({ cell, leftOut }: Knee): Block[] {
  if (!cell.roundTrip || cell.arms.length === 0) return [];
  const network = networkName(cell.roundTrip);
  const title = {
    ko: `2막  풀의 크기, 호출자 ${cell.callers}명 (${network.ko})`,
    en: `Act 2  Pool size, ${cell.callers} callers (${network.en})`,
  };
  return kneeOf(cell, title, [busyConnections(cell, cell.roundTrip.measuredMs), ...leftOutNote(leftOut)]);
}

/** A table and a drawing of pool sizes: for Redis and for PostgreSQL. */
export function kneeOf(cell: Cell, title: Text, notes: readonly Text[]): Block[] {
  const table: TableBlock = {
    kind: 'table',
    title,
    columns: [
      { title: { ko: '풀의 크기', en: 'pool size' }, unit: 'count' },
      columns.p50,
      columns.p99,
      columns.perSecond,
      columns.little,
    ],
    rows: cell.arms.map((arm) => [arm.poolSize, ...figuresOf(cell, arm)]),
    notes,
  };
  const drawn = { ko: '풀의 크기와 처리량', en: 'Pool size and throughput' };
  return [table, throughputBars(cell, drawn, shapeName)];
}

/** Whoever would enlarge a pool wants more than this part of the best for it. */
const nearlyAsGood = 0.9;

/** The smallest pool that gets nearly as much done as the best one. */
export function smallestGoodPool(cell: Cell): ArmFigures | null {
  const best = Math.max(...cell.arms.map((arm) => perSecondOf(arm) ?? 0));
  return cell.arms.find((arm) => (perSecondOf(arm) ?? 0) >= nearlyAsGood * best) ?? null;
}

function busyConnections(cell: Cell, roundTripMs: number): Text {
  const knee = smallestGoodPool(cell);
  const perSecond = (knee && perSecondOf(knee)) ?? 0;
  if (!knee || perSecond === 0) return { ko: '잰 것이 없어요.', en: 'Nothing was measured.' };
  const short = (value: number) => formatFigure(Number(value.toPrecision(2)));
  const [trip, underWay] = [short(roundTripMs), short((perSecond * roundTripMs) / 1e3)];
  const rate = formatQuantity(perSecond, 'perSecond');
  return {
    ko: `무릎(knee)은 ${knee.poolSize}개: 가장 나은 풀의 90%를 해내는 가장 작은 크기예요. Little의 법칙으로 ${rate} × ${trip} ms = 네트워크 위의 요청은 한때에 ${underWay}개예요.`,
    en: `The knee is at ${knee.poolSize}, the smallest pool with 90% of the best one's throughput. By Little's law ${rate} × ${trip} ms = ${underWay} requests on the network at a time.`,
  };
}

function leftOutNote(leftOut: readonly number[]): Text[] {
  if (leftOut.length === 0) return [];
  const list = leftOut.join(', ');
  return [
    {
      ko: `크기 ${list}: 줄이 길어서 짧은 시행으로는 제대로 잴 수 없어 뺐어요. --trial을 늘리면 재요.`,
      en: `Left out, because the queue is too long for a short trial: ${list}. A longer --trial measures them.`,
    },
  ];
}
