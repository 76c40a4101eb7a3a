import {
  differenceOf,
  formatFigure,
  formatQuantity,
  Histogram,
  type Prediction,
  ratioText,
  type Shown,
  type TableBlock,
} from '../../../src/kit/judge.ts';
import type { StreamArm, StreamData } from '../data.ts';
import {
  armOf,
  bytesOf,
  cpuOf,
  type FigureOf,
  perSecond,
  perUpdate,
  streamRatio,
  sumOf,
} from '../judge/stream-figures.ts';
import type { params } from '../settings.ts';
import { streamWords } from '../words.ts';
import { qualityOf } from './quality.ts';

const predict: Prediction<StreamData, typeof params> = {
  prompt: {
    ko: '80바이트쯤 되는 채팅 메시지를 WebSocket으로 보내요. permessage-deflate 압축을 켜면 무엇이 달라질까요?',
    en: 'Chat messages of about 80 bytes go out by WebSocket. What changes when permessage-deflate compresses them?',
  },
  choices: [
    {
      id: 'both',
      label: { ko: '바이트도 서버 CPU도 줄어요', en: 'Fewer bytes, and less CPU of the server' },
      misconception: {
        ko: '보낼 바이트가 줄어도 압축하는 일이 더 커요. 연결마다 따로 압축해야 해서 받는 사람 수만큼 늘어요.',
        en: 'Fewer bytes to send do not make up for the compressing, which is done again for each connection.',
      },
    },
    {
      id: 'trade',
      label: { ko: '바이트는 줄고 서버 CPU는 늘어요', en: 'Fewer bytes, but more CPU of the server' },
    },
    {
      id: 'nothing',
      label: { ko: '너무 짧아서 바이트가 줄지 않아요', en: 'Too short: no fewer bytes' },
      misconception: {
        ko: '메시지마다 새로 압축하지 않고 앞의 메시지를 사전으로 이어서 써요(context takeover). 그래서 짧아도 줄어요.',
        en: 'It keeps the messages before as its dictionary (context takeover), so short ones get smaller, too.',
      },
    },
  ],
  hints: {
    concept: {
      ko: '압축은 메시지마다 한 번 할까요, 받는 사람마다 한 번 할까요?',
      en: 'Is a message compressed once, or once for each who gets it?',
    },
    pointer: {
      ko: '마지막 두 줄의 바이트와 CPU를 비교해 보세요.',
      en: 'Compare the bytes and the CPU of the last two rows.',
    },
  },
  answer(data) {
    const [bytes, cpu] = [bytesOf, cpuOf].map((figure) => deflatedTo(data, figure));
    if (bytes === 'greater') return 'nothing';
    if (bytes === 'inconclusive' || cpu === 'inconclusive') return null;
    return cpu === 'greater' ? 'trade' : 'both';
  },
  ruledOut: (data) => (deflatedTo(data, bytesOf) === 'less' ? ['nothing'] : []),
};

/** What compressing does to a figure. */
function deflatedTo(data: StreamData, figure: FigureOf) {
  return differenceOf(streamRatio(data, 'websocket-deflate', 'websocket', figure));
}

export const streamShown: Shown<StreamData, typeof params> = {
  title: { ko: '같은 업데이트, 다섯 가지 방법', en: 'The same updates, five ways' },
  aim: {
    ko: '같은 업데이트를 같은 클라이언트에게 보낼 때 지연, 요청, 바이트, 서버 CPU가 어떻게 다른지 봐요.',
    en: 'What the same updates to the same clients take: latency, requests, bytes, CPU of the server.',
  },
  predict,
  headline(data) {
    const [plain, deflated] = (['websocket', 'websocket-deflate'] as const).map((id) =>
      formatFigure(perUpdate(armOf(data, id)?.trials ?? [], bytesOf) ?? Number.NaN, 'bytes'),
    );
    const cpu = ratioText(streamRatio(data, 'websocket-deflate', 'websocket', cpuOf));
    return {
      ko: `압축하면 업데이트 하나에 ${plain} → ${deflated}, 서버 CPU는 ${cpu.ko}`,
      en: `compressed, an update takes ${plain} → ${deflated}, server CPU ${cpu.en}`,
    };
  },
  show: (data) => [streamTable(data), trafficTable(data), webTransport],
  quality: ({ arms }) => arms.map((arm) => qualityOf(arm.arm, streamWords[arm.arm], arm)),
};

function msOf(arm: StreamArm | undefined, percent: number): number | null {
  const ns = arm ? Histogram.fromJSON(arm.latency).percentileOrNull(percent) : null;
  return ns === null ? null : ns / 1e6;
}

/** The table that decides, with what its columns mean. */
export function streamTable(data: StreamData): TableBlock {
  const { arms, rate, clients, intervalMs } = data;
  const every = formatQuantity(intervalMs, 'ms');
  // Short trials have too few samples for a p99: a column without a figure would only ask what is wrong.
  const percentiles = arms.some((arm) => msOf(arm, 99) !== null) ? [50, 99] : [50];
  const named = percentiles.map((percent) => `p${percent}`).join(', ');
  return {
    kind: 'table',
    id: 'stream',
    title: {
      ko: `초당 업데이트 ${formatFigure(rate, 'count')}건을 ${formatFigure(clients, 'count')}명에게, 폴링은 ${every}마다`,
      en: `${formatFigure(rate, 'count')} updates a second to ${formatFigure(clients, 'count')} clients, polling every ${every}`,
    },
    columns: [
      { id: 'transport', title: { ko: '전송 방식', en: 'transport' } },
      ...percentiles.map((percent) => ({
        id: `p${percent}`,
        title: { ko: `p${percent}`, en: `p${percent}` },
        unit: 'ms' as const,
      })),
      { id: 'requests', title: { ko: '요청', en: 'requests' }, unit: 'perSecond' },
      { id: 'bytes', title: { ko: '바이트/업데이트', en: 'bytes/update' }, unit: 'bytes' },
      { id: 'cpu', title: { ko: 'CPU/업데이트', en: 'CPU/update' }, unit: 'us' },
    ],
    rows: arms.map((arm) => ({
      id: arm.arm,
      cells: [
        streamWords[arm.arm],
        ...percentiles.map((percent) => msOf(arm, percent)),
        perSecond(arm.trials, ({ requests }) => requests),
        perUpdate(arm.trials, bytesOf),
        perUpdate(arm.trials, cpuOf),
      ],
    })),
    notes: [
      {
        ko: '지연: 업데이트가 나가기로 한 순간부터 클라이언트가 받을 때까지예요. 서버 타이머가 늦은 1~2 ms도 들어 있어요. p99는 표본이 1,000개는 있어야 나와요.',
        en: `${named}: from the moment at which an update was due to its arrival, the 1 to 2 ms of a late timer in the server included. A p99 takes 1,000 samples.`,
      },
      {
        ko: 'CPU: 서버는 프로세스가 따로라서, 서버가 쓴 것만이에요.',
        en: 'CPU: of the server alone, which is a process of its own.',
      },
      {
        ko: '바이트: 클라이언트와 nginx 사이의 양방향이고 헤더도 세요. 브라우저는 쿠키 같은 헤더를 더 보내서 폴링이 더 커져요.',
        en: 'bytes: both ways between the clients and nginx, headers included. A browser sends more headers (cookies), which makes polling dearer still.',
      },
    ],
  };
}

function trafficTable(data: StreamData): TableBlock {
  const bytes = ratioText(streamRatio(data, 'websocket-deflate', 'websocket', bytesOf));
  const cpu = ratioText(streamRatio(data, 'websocket-deflate', 'websocket', cpuOf));
  return {
    kind: 'table',
    id: 'traffic',
    title: { ko: '오간 것', en: 'What went to and fro' },
    columns: [
      { id: 'transport', title: { ko: '전송 방식', en: 'transport' } },
      { id: 'arrived', title: { ko: '도착', en: 'arrived' }, unit: 'messages' },
      { id: 'empty', title: { ko: '빈 응답', en: 'empty answers' }, unit: 'percent' },
      { id: 'up', title: { ko: '올린 바이트', en: 'up, an update' }, unit: 'bytes' },
      { id: 'down', title: { ko: '내린 바이트', en: 'down, an update' }, unit: 'bytes' },
      { id: 'connecting', title: { ko: '연결 비용', en: 'connecting' }, unit: 'bytes' },
    ],
    rows: data.arms.map(({ arm, trials }) => {
      const requests = sumOf(trials, (trial) => trial.requests);
      const empty = sumOf(trials, (trial) => trial.empty);
      const connections = sumOf(trials, (trial) => trial.connections);
      return {
        id: arm,
        cells: [
          streamWords[arm],
          sumOf(trials, (trial) => trial.arrived),
          requests > 0 ? (100 * empty) / requests : null,
          perUpdate(trials, ({ bytesUp }) => bytesUp),
          perUpdate(trials, ({ bytesDown }) => bytesDown),
          connections > 0 ? sumOf(trials, (trial) => trial.connectBytes) / connections : null,
        ],
      };
    }),
    notes: [
      {
        ko: '연결 비용: 연결 하나를 열 때 오간 바이트예요. 폴링에서는 첫 요청과 응답이에요.',
        en: 'connecting: the bytes of opening one connection; with polling its first request and answer.',
      },
      {
        ko: `permessage-deflate를 켜면 바이트는 껐을 때의 ${bytes.ko}, 서버 CPU는 ${cpu.ko}만큼 들었어요.`,
        en: `With permessage-deflate the bytes are ${bytes.en}, the CPU of the server ${cpu.en} of those without.`,
      },
    ],
  };
}

const webTransport = {
  kind: 'note',
  text: {
    ko: 'WebTransport는 재지 않았어요. HTTP/3(QUIC) 위에서 도는데 Node에는 구현이 없고, nginx도 WebTransport를 프록시하지 못해요. 문서에서 가져온 내용이고, 여기서 잰 것이 아니에요.',
    en: 'WebTransport was not measured: it runs over HTTP/3 (QUIC), Node has none, and nginx does not proxy it. That comes from their documentation, not from this run.',
  },
} as const;
