// What one operation costs in each way, and what one connection does: where the differences in throughput come from.
import { formatFigure, intervalText, type TableBlock, type Text } from '../../../src/kit/judge.ts';
import type { Cell, Connecting } from '../data.ts';
import { armOf, clientCpuOf, ratioOf, roundTripsOf, type Wanted } from '../parts/compare.ts';
import { clientName, shapeName } from '../words.ts';
import { columns } from './columns.ts';
import { rowId } from './row-id.ts';

/** Only where it was counted: on a private server, straight to it. */
export function costTable(cell: Cell): TableBlock[] {
  const rows = cell.arms.flatMap((arm) => {
    const { cost, operations } = arm;
    if (!cost || operations === 0) return [];
    const each = (total: number | null) => (total === null ? null : total / operations);
    const cpu = [cost.clientCpuUs, cost.serverCpuUs].map(each);
    const calls = [cost.reads, cost.writes].map((total) => each(total)?.toFixed(2) ?? null);
    return [{ id: rowId(cell, arm), cells: [shapeName(arm), clientName(arm), ...cpu, ...calls] }];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'cost',
      title: {
        ko: `요청 하나의 비용, 호출자 ${cell.callers}명`,
        en: `What one operation costs, ${cell.callers} callers`,
      },
      columns: [
        { id: 'connections', title: { ko: '연결을 쓰는 방법', en: 'connections' } },
        columns.client,
        { id: 'client-cpu', title: { ko: 'Node CPU', en: 'Node CPU' }, unit: 'us' },
        { id: 'redis-cpu', title: { ko: 'Redis CPU', en: 'Redis CPU' }, unit: 'us' },
        { id: 'reads', title: { ko: '읽기', en: 'reads' } },
        { id: 'writes', title: { ko: '쓰기', en: 'writes' } },
      ],
      rows,
      notes: [
        {
          ko: '읽기와 쓰기는 요청 하나에 Node가 부른 시스템 호출의 수예요(/proc/self/io). CPU에는 측정 루프도 들어 있어요.',
          en: 'Reads and writes: system calls of Node for one operation (/proc/self/io). The CPU has the measuring loop in it.',
        },
        ...libraryShare(cell),
      ],
    },
  ];
}

const ioredis = (shape: Wanted['shape']): Wanted => ({ shape, client: 'ioredis' });

/** How much of what the pool costs more than the shared connection its library is: the hand-made pool has none. */
function libraryShare(cell: Cell): Text[] {
  const [shared, handMade, pool] = (['shared', 'hand-made-pool', 'pool'] as const).map((shape) =>
    clientCpuOf(armOf(cell, ioredis(shape))),
  );
  if (!shared || !handMade || !pool || handMade <= shared || pool <= handMade) return [];
  const share = formatFigure(Math.round((100 * (pool - handMade)) / (pool - shared)), 'percent');
  return [
    {
      ko: `풀이 연결 하나 공유보다 더 쓰는 Node CPU 가운데 ${share}는 풀 라이브러리(generic-pool)와 직접 만든 풀의 차이예요.`,
      en: `Of the Node CPU that the pool takes more than the shared connection, ${share} is the difference between the pool library (generic-pool) and the hand-made pool.`,
    },
  ];
}

/** Each library beside a bare socket that writes as it does: one write a command, or one for several. */
const floors: readonly (readonly [library: Wanted, floor: Wanted])[] = [
  [ioredis('fresh'), { shape: 'fresh', client: 'raw' }],
  [ioredis('shared'), { shape: 'shared', client: 'raw' }],
  [ioredis('auto-pipelined'), { shape: 'auto-pipelined', client: 'raw' }],
  [
    { shape: 'shared', client: 'node-redis' },
    { shape: 'auto-pipelined', client: 'raw' },
  ],
  [ioredis('hand-made-pool'), { shape: 'pool', client: 'raw' }],
];

export function floorTable(cell: Cell): TableBlock[] {
  const rows = floors.flatMap(([library, floor]) => {
    const [arm, bare] = [armOf(cell, library), armOf(cell, floor)];
    // Without its cost nobody knows how the bare socket wrote: records before revision 3.
    if (!arm?.cost || !bare?.cost) return [];
    const paired = ratioOf(bare, arm);
    return [
      {
        id: rowId(cell, arm),
        cells: [
          shapeName(arm),
          clientName(arm),
          shapeName(bare),
          paired?.ratio ?? null,
          intervalText(paired),
        ],
      },
    ];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'floors',
      title: {
        ko: '라이브러리의 비용: 맨 소켓은 몇 배일까',
        en: "The library's price: a bare socket does how many times as much",
      },
      columns: [
        { id: 'connections', title: { ko: '연결을 쓰는 방법', en: 'connections' } },
        columns.client,
        { id: 'floor', title: { ko: '비교한 맨 소켓', en: 'its bare socket' } },
        { id: 'times', title: { ko: '맨 소켓 / 라이브러리', en: 'bare / library' }, unit: 'ratio' },
        { id: 'interval', title: { ko: '95% 신뢰구간', en: '95% interval' } },
      ],
      rows,
      notes: [
        {
          ko: '쓰는 방법이 같은 것끼리 비교했어요. 요청마다 쓰는지 모아서 쓰는지는 앞 표의 쓰기 열에 있어요.',
          en: 'Each is beside one that writes as it does, a write for each request or one for several: see the column of writes above.',
        },
      ],
    },
  ];
}

const connectingWords: Readonly<Record<Connecting['client'], Text>> = {
  ioredis: { ko: 'ioredis', en: 'ioredis' },
  'ioredis-unchecked': { ko: 'ioredis, INFO 없이', en: 'ioredis, no INFO' },
  'node-redis': { ko: 'node-redis', en: 'node-redis' },
  raw: { ko: '맨 소켓', en: 'raw' },
};

export function connectingTable(connecting: readonly Connecting[]): TableBlock {
  return {
    kind: 'table',
    id: 'connecting',
    title: { ko: '새 연결 하나, 호출자 1명', en: 'One new connection, 1 caller' },
    columns: [
      columns.client,
      { id: 'round-trips', title: { ko: '왕복 횟수', en: 'round trips' }, unit: 'attempts' },
      { id: 'sent', title: { ko: '왕복마다 보낸 것', en: 'sent, trip by trip' } },
      { id: 'p50', title: { ko: '걸린 시간 p50', en: 'took, p50' }, unit: 'ms' },
      { id: 'samples', title: { ko: '표본', en: 'samples' }, unit: 'count' },
    ],
    rows: connecting.map((one) => ({
      id: one.client,
      cells: [connectingWords[one.client], roundTripsOf(one), sentBy(one), one.p50Ms, one.connections],
    })),
    notes: [
      {
        ko: '표의 명령은 중계기로 엿들어 세었고, 그 앞의 TCP 핸드셰이크도 왕복 한 번으로 쳤어요. 시간은 중계기 없이 쟀어요.',
        en: 'The commands were overheard by a relay; the TCP handshake before them counts as one trip. The times were taken without it.',
      },
    ],
  };
}

/** `TCP, HELLO + 2 CLIENT, INFO` */
function sentBy({ trips }: Connecting): string | null {
  if (trips.length === 0) return null;
  const together = (names: readonly string[]) =>
    [...new Set(names)]
      .map((name) => {
        const times = names.filter((other) => other === name).length;
        return times === 1 ? name : `${times} ${name}`;
      })
      .join(' + ');
  return ['TCP', ...trips.map(together)].join(', ');
}
