// Every way to use connections, on the loopback and over a longer network.
import {
  type Block,
  formatFigure,
  formatQuantity,
  intervalText,
  type Shown,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { Cell, LoginCost, ShapesData } from '../data.ts';
import { fastest, poolAgainstFresh, sharedAgainstPool } from '../judge/redis-pool.ts';
import { armOf, harnessShareOf, perSecondOf } from '../parts/compare.ts';
import { focusOf } from '../parts/focus.ts';
import type { params } from '../settings.ts';
import { armName, placeName, shapeName, wasDistant } from '../words.ts';
import { aboutColumns, columns, middleMs } from './columns.ts';
import { connectTable } from './connect-table.ts';
import { connectingTable, costTable, floorTable } from './cost-table.ts';
import { latencyHistogram, throughputBars } from './drawings.ts';
import { qualityOf } from './quality.ts';
import { placeId, rowId } from './row-id.ts';

export const shapesShown: Shown<ShapesData, typeof params> = {
  title: { ko: '연결을 쓰는 방법', en: 'Ways to connect' },
  aim: {
    ko: '매번 새로 연결할 때, 풀에서 빌릴 때, 하나를 공유할 때 얼마나 해내는지 봐요.',
    en: 'A new connection each time, a pool, one shared: how much does each get done?',
  },
  predict: {
    prompt: {
      ko: '호출자 여덟이 한 컴퓨터의 Redis에 동시에 GET을 보내요. 같은 시간에 가장 많이 해내는 것은 어느 쪽일까요?',
      en: 'Eight callers send GET to a Redis on the same machine. Which way gets the most done in the same time?',
    },
    hints: {
      concept: {
        ko: 'GET 하나가 하는 일과 연결 하나를 여는 일을 나눠서 생각해 보세요.',
        en: 'Tell apart what one GET takes and what opening a connection takes.',
      },
      pointer: {
        ko: '명령 하나의 비용 표에서 시스템 콜과 CPU를 방법마다 비교해 보세요.',
        en: 'In the table of what one operation costs, compare system calls and CPU.',
      },
    },
    choices: [
      {
        id: 'fresh',
        label: {
          ko: '요청마다 새 연결. 서로 기다릴 일이 없으니까요',
          en: 'A new connection each: nobody waits for anybody',
        },
        misconception: {
          ko: '기다리지 않는 대신 모두가 핸드셰이크와 로그인 비용을 매번 치러요. 그 비용이 GET 하나보다 훨씬 커요.',
          en: 'Nobody waits, but everybody pays for handshake and login every time, and that costs far more than a GET.',
        },
      },
      {
        id: 'shared',
        label: {
          ko: '연결 하나를 공유. 응답을 기다리지 않고 계속 보내요',
          en: 'One connection for all, requests one after the other without waiting',
        },
      },
      {
        id: 'pool',
        label: {
          ko: '연결 여덟 개짜리 풀. 연결이 많을수록 빠르니까요',
          en: 'A pool of eight: more connections are faster',
        },
        misconception: {
          ko: '연결마다 요청을 하나씩 실으면 요청 하나를 읽고 쓰는 시스템 호출과 CPU가 늘어요. 자세히 보기의 "요청 하나의 비용" 표에서 비교해 보세요.',
          en: 'With one request on each connection, an operation takes more system calls and CPU: compare them in the table "What one operation costs" of the details.',
        },
      },
    ],
    offWhen: ({ concurrency, pool, rtt }, data) =>
      concurrency.includes(8) && pool.includes(8) && rtt.includes(0)
        ? wasDistant(data?.cells.map(({ roundTrip }) => roundTrip) ?? [])
        : {
            ko: '질문은 같은 컴퓨터의 호출자 8명과 연결 8개짜리 풀을 말하는데, 이번 설정은 달라서 채점하지 않았어요.',
            en: 'Not graded: the question speaks of 8 callers and a pool of 8 on one machine; this run had others.',
          },
    answer: ({ cells }, asked) => fastest(cells, asked),
  },
  headline: ({ cells }, asked) => {
    const { callers } = focusOf(asked);
    const cell = cells.find((one) => one.callers === callers);
    const pool = (cell && poolAgainstFresh(cell)?.ratio) ?? Number.NaN;
    const shared = (cell && sharedAgainstPool(cell)?.ratio) ?? Number.NaN;
    const [poolTimes, sharedTimes] = [pool, shared].map((ratio) => formatFigure(ratio));
    return {
      ko: `풀은 새 연결의 ${poolTimes}배, 연결 하나 공유는 풀의 ${sharedTimes}배`,
      en: `pool ${poolTimes} × a new connection, one shared ${sharedTimes} × the pool`,
    };
  },
  show: ({ cells, harnessNs, login, connecting }, asked) => {
    const loopback = cells.filter(({ roundTrip }) => !roundTrip?.addedMs);
    const longer = cells.filter(({ roundTrip }) => roundTrip?.addedMs);
    const { callers } = focusOf(asked);
    return [
      ...loopback.flatMap((cell, index) => [
        connectTable(
          cell,
          'shapes',
          null,
          index === 0 ? [...aboutColumns(cells), harnessNote(loopback, harnessNs), ...loginNotes(login)] : [],
        ),
        ...(cell.callers === callers ? [...drawingsOf(cell), ...costTable(cell), ...floorTable(cell)] : []),
      ]),
      ...(connecting ? [connectingTable(connecting)] : []),
      ...(longer.length > 0 ? [longerTable(longer)] : []),
      ratioTable(cells),
    ];
  },
  quality: ({ cells, harnessNs }) => qualityOf(cells, harnessNs),
  warnings: ({ cells }) => cells.flatMap(countedOtherwise),
};

/** The server counts the same operations: where it counted others, somebody is wrong. */
function countedOtherwise(cell: Cell): Text[] {
  return cell.arms.flatMap((arm) => {
    const served = arm.cost?.served ?? arm.operations;
    if (served === arm.operations) return [];
    const [ours, theirs] = [arm.operations, served].map((count) => formatFigure(count, 'count'));
    const [name, place] = [armName(arm), placeName(cell)];
    return [
      {
        ko: `${name.ko}, ${place.ko}: 루프가 센 GET은 ${ours}개인데 Redis가 센 것은 ${theirs}개예요. 이 줄은 믿지 마세요.`,
        en: `${name.en}, ${place.en}: the loop counted ${ours} GETs, Redis ${theirs}. Do not trust this row.`,
      },
    ];
  });
}

function harnessNote(cells: readonly Cell[], harnessNs: number): Text {
  const shares = cells.flatMap((cell) => cell.arms.map((arm) => harnessShareOf(harnessNs, arm)));
  const share = formatFigure(Number((100 * Math.max(...shares)).toPrecision(2)), 'percent');
  return {
    ko: `측정 도구(harness) 자신이 쓴 시간은 가장 빠른 줄에서 ${share}예요.`,
    en: `The harness itself took ${share} of the time, in the fastest row.`,
  };
}

function loginNotes(login: LoginCost | null): Text[] {
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
  const ofOneClient = cell.arms.filter(({ client, operations }) => client === 'ioredis' && operations > 0);
  const bars = throughputBars(ofOneClient, 'throughput', {
    ko: 'ioredis의 처리량. 진한 막대는 가장 느린 시행까지, 선 끝은 가장 빠른 시행',
    en: 'Throughput of ioredis; solid up to the slowest trial, the line ends at the fastest',
  });
  const histogram = latencyHistogram(compared, {
    ko: 'ioredis의 지연 분포. 오른쪽으로 갈수록 몇 배씩 느려요',
    en: 'Where the latencies of ioredis lie; to the right it gets slower by factors',
  });
  return compared.length > 0 ? [bars, histogram] : [bars];
}

function longerTable(cells: readonly Cell[]): TableBlock {
  return {
    kind: 'table',
    id: 'longer-network',
    title: { ko: '네트워크가 길어지면 (ioredis)', en: 'Over a longer network (ioredis)' },
    columns: [
      { id: 'connections', title: { ko: '방법', en: 'connections' } },
      { id: 'round-trip', title: { ko: '왕복 시간', en: 'round trip' }, unit: 'ms' },
      { id: 'callers', title: { ko: '호출자', en: 'callers' }, unit: 'persons' },
      columns.p50,
      columns.perSecond,
    ],
    rows: cells.flatMap((cell) =>
      cell.arms.map((arm) => ({
        id: rowId(cell, arm),
        cells: [
          shapeName(arm),
          cell.roundTrip?.measuredMs ?? null,
          cell.callers,
          middleMs(arm.latency),
          perSecondOf(arm),
        ],
      })),
    ),
    notes: [
      {
        ko: '왕복 시간은 프록시로 늘렸고, 표에는 PING으로 잰 시간을 적었어요. TCP 핸드셰이크는 프록시가 바로 받아 주므로, 진짜 네트워크에서는 새 연결이 한 번 더 오가요(RFC 9293).',
        en: 'A proxy makes the round trip longer; shown is what PING measured. The proxy answers the TCP handshake at once: on a real network a new connection costs one round trip more (RFC 9293).',
      },
    ],
  };
}

/** The comparisons themselves: paired round by round, with the interval that decides. */
function ratioTable(cells: readonly Cell[]): TableBlock {
  const interval = { ko: '95% 신뢰구간', en: '95% interval' };
  return {
    kind: 'table',
    id: 'ratios',
    title: { ko: '몇 배일까 (ioredis)', en: 'How many times (ioredis)' },
    columns: [
      { id: 'callers', title: { ko: '호출자', en: 'callers' }, unit: 'persons' },
      { id: 'round-trip', title: { ko: '왕복 시간', en: 'round trip' }, unit: 'ms' },
      { id: 'pool-to-new', title: { ko: '풀 / 새 연결', en: 'pool / new' }, unit: 'ratio' },
      { id: 'pool-interval', title: interval },
      { id: 'shared-to-pool', title: { ko: '공유 / 풀', en: 'shared / pool' }, unit: 'ratio' },
      { id: 'shared-interval', title: interval },
    ],
    rows: cells.map((cell) => {
      const [pool, shared] = [poolAgainstFresh(cell), sharedAgainstPool(cell)];
      const ratios = [pool?.ratio ?? null, intervalText(pool), shared?.ratio ?? null, intervalText(shared)];
      return { id: placeId(cell), cells: [cell.callers, cell.roundTrip?.measuredMs ?? null, ...ratios] };
    }),
    notes: [
      {
        ko: '신뢰구간에 1이 들어 있으면 어느 쪽이 나은지 말하지 않아요.',
        en: 'An interval that holds 1 names no winner.',
      },
    ],
  };
}
