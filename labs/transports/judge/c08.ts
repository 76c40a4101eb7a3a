// C08: "WebSocket upgrades HTTP into a lasting two-way channel". Three things have to be seen. It begins as HTTP and is
// upgraded by the book; messages go both ways, also unasked; and it lasts: while updates flow nobody asks or connects again.
import {
  formatFigure,
  formatQuantity,
  Histogram,
  judgeOf,
  ran,
  ratioText,
  type Text,
  type Verdict,
} from '../../../src/kit/judge.ts';
import type { MessagesData, StreamArm, StreamData, TransportsTried, UpgradeData } from '../data.ts';
import type { params } from '../settings.ts';
import { roundTripRatio } from './messages-figures.ts';
import { armOf, bytesOf, perUpdate, streamRatio, sumOf } from './stream-figures.ts';
import { turningPoint } from './turning-point.ts';

const count = (value: number) => formatFigure(value, 'count');

/** Fewer updates than this may all have come by chance. */
const enoughUpdates = 30;

export const lastingChannel = judgeOf<TransportsTried, typeof params>()(
  ['upgrade', 'stream'],
  'held',
  ({ upgrade, stream, messages, cheaper }) => {
    const arm = armOf(stream, 'websocket');
    const found = ran(cheaper);
    return {
      verdict: verdictOf(upgrade, arm, stream.clients),
      evidence: {
        headline: headlineOf(upgrade, arm, stream.clients),
        points: [
          ...bytesPoint(stream),
          ...latencyPoint(stream),
          ...messagesPoint(ran(messages)),
          ...(found ? turningPointText(turningPoint(found), found.intervalMs) : []),
        ],
      },
    };
  },
);

function isUpgraded({ response, accept, expected }: UpgradeData): boolean {
  return /^HTTP\/1\.1 101 /.test(response) && accept === expected;
}

/** FIN and text, and no mask: an answer of the server. */
function isTwoWay({ reply, unasked }: UpgradeData): boolean {
  return reply[0] === 0x81 && ((reply[1] ?? 0x80) & 0x80) === 0 && unasked;
}

/** Connections beside those that everybody began with, and requests while the updates flowed. */
function startedAgain({ trials }: StreamArm, clients: number): number {
  return sumOf(trials, ({ connections, requests }) => connections - clients + requests);
}

function verdictOf(upgrade: UpgradeData, arm: StreamArm | undefined, clients: number): Verdict {
  const [due, arrived] = [
    sumOf(arm?.trials ?? [], (trial) => trial.due),
    sumOf(arm?.trials ?? [], (trial) => trial.arrived),
  ];
  if (!isUpgraded(upgrade) || !isTwoWay(upgrade)) return 'refuted';
  if (!arm || due < enoughUpdates) return 'inconclusive';
  if (startedAgain(arm, clients) > 0 || arrived < due) return 'refuted';
  return 'held';
}

function headlineOf(upgrade: UpgradeData, arm: StreamArm | undefined, clients: number): Text {
  if (!isUpgraded(upgrade))
    return {
      ko: '응답이 101이 아니거나, Sec-WebSocket-Accept가 RFC 6455로 계산한 값과 달랐어요.',
      en: 'The answer was no 101, or its Sec-WebSocket-Accept not what RFC 6455 makes of the key.',
    };
  if (!isTwoWay(upgrade))
    return {
      ko: '101 뒤에 서버가 프레임에 응답하지 않았거나, 먼저 말하지 않았어요.',
      en: 'After the 101 the server did not answer a frame, or never spoke first.',
    };
  const trials = arm?.trials ?? [];
  const [due, arrived, again] = [
    sumOf(trials, (trial) => trial.due),
    sumOf(trials, (trial) => trial.arrived),
    arm ? startedAgain(arm, clients) : 0,
  ].map(count);
  return {
    ko: `101로 한 번 업그레이드한 연결에 업데이트 ${due}건 가운데 ${arrived === '0' ? '하나도 오지 않았어요' : `${arrived}건이 왔어요`}. 그동안 다시 묻거나 연결한 일은 ${again === '0' ? '한 번도 없었어요' : `${again}번 있었어요`}.`,
    en: `After one 101 each, ${arrived} of ${due} updates came; asked or connected again: ${again === '0' ? 'never' : again}.`,
  };
}

function bytesPoint(stream: StreamData): Text[] {
  const [asked, pushed] = (['poll', 'websocket'] as const).map((id) =>
    perUpdate(armOf(stream, id)?.trials ?? [], bytesOf),
  );
  if (asked === null || asked === undefined || pushed === null || pushed === undefined) return [];
  const ratio = ratioText(streamRatio(stream, 'poll', 'websocket', bytesOf));
  const [poll, socket] = [asked, pushed].map((bytes) => formatFigure(bytes, 'bytes'));
  return [
    {
      ko: `업데이트 하나에 숏 폴링은 WebSocket의 ${ratio.ko} 바이트를 썼어요(${poll} 대 ${socket}).`,
      en: `An update took ${poll} by short polling and ${socket} by WebSocket: ${ratio.en}.`,
    },
  ];
}

function latencyPoint(stream: StreamData): Text[] {
  const p50 = (id: 'poll' | 'sse' | 'websocket') => {
    const arm = armOf(stream, id);
    return arm && arm.latency.count > 0
      ? formatQuantity(Histogram.fromJSON(arm.latency).percentile(50) / 1e6, 'ms')
      : null;
  };
  const [poll, sse, socket] = [p50('poll'), p50('sse'), p50('websocket')];
  if (!poll || !sse || !socket) return [];
  return [
    {
      ko: `지연(p50)은 숏 폴링 ${poll}, SSE ${sse}, WebSocket ${socket}였어요.`,
      en: `Latency (p50): short polling ${poll}, SSE ${sse}, WebSocket ${socket}.`,
    },
  ];
}

function messagesPoint(messages: MessagesData | null): Text[] {
  if (!messages) return [];
  const ratio = ratioText(roundTripRatio(messages));
  return [
    {
      ko: `서버로 보낸 메시지의 왕복 시간은 POST가 WebSocket의 ${ratio.ko}였어요.`,
      en: `A message to the server and back took by POST ${ratio.en} as long as by WebSocket.`,
    },
  ];
}

function turningPointText(answer: ReturnType<typeof turningPoint>, intervalMs: number): Text[] {
  if (!answer.turns) return [];
  const [rate, updates, every] = [
    formatFigure(answer.turns.rate, 'count'),
    formatFigure(answer.turns.perAnswer),
    formatQuantity(intervalMs, 'ms'),
  ];
  return [
    {
      ko: `서버 CPU는 초당 업데이트가 ${rate}건쯤 넘으면 ${every}마다 물어보는 쪽이 덜 썼어요(응답 하나에 약 ${updates}건).`,
      en: `From about ${rate} updates a second on, asking every ${every} took less CPU (${updates} updates an answer).`,
    },
  ];
}
