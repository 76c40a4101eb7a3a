import { formatFigure, Histogram, ratioText, type Shown, type TableBlock } from '../../../src/kit/judge.ts';
import type { MessagesArm, MessagesData } from '../data.ts';
import { bytesPerMessage, roundTripRatio } from '../judge/messages-figures.ts';
import type { params } from '../settings.ts';

/** From so many times the bytes on it is said to be many times as many. */
const [few, many] = [1.5, 5];

export const messagesShown: Shown<MessagesData, typeof params> = {
  title: { ko: '서버로 보내는 메시지', en: 'Messages to the server' },
  aim: {
    ko: '짧은 메시지를 서버로 보낼 때, 이미 열린 연결의 POST와 WebSocket 프레임이 무엇이 다른지 봐요.',
    en: 'A short message to the server: a POST on a connection that stands already, against a WebSocket frame.',
  },
  predict: {
    prompt: {
      ko: '20바이트짜리 메시지를 서버로 보내요. 연결은 둘 다 이미 열려 있어요(keep-alive). POST는 WebSocket 프레임의 몇 배 바이트를 쓸까요?',
      en: 'A message of 20 bytes goes to the server, over a connection that stands already (keep-alive). How many times the bytes of a WebSocket frame does a POST take?',
    },
    choices: [
      {
        id: 'same',
        label: { ko: '거의 같아요', en: 'About as many' },
        misconception: {
          ko: '연결을 다시 쓰면 TCP 핸드셰이크는 아끼지만, HTTP 헤더는 요청마다 다시 보내고 응답도 헤더를 달고 와요.',
          en: 'A kept connection saves the TCP handshake. The HTTP headers are sent again with each request, and come back with each answer.',
        },
      },
      {
        id: 'few',
        label: { ko: '두세 배', en: 'Two or three times' },
        misconception: {
          ko: '헤더는 가는 쪽에만 있지 않아요. 본문이 없는 응답에도 상태 줄과 헤더가 있어요.',
          en: 'Headers do not only go there: an answer without a body still has a status line and headers.',
        },
      },
      { id: 'many', label: { ko: '다섯 배가 넘어요', en: 'More than five times' } },
    ],
    hints: {
      concept: {
        ko: '요청 하나와 그 응답에는 본문 말고 무엇이 더 있을까요?',
        en: 'What is there in a request and its answer beside the body?',
      },
      pointer: {
        ko: '올린 바이트와 내린 바이트를 나누어 보세요.',
        en: 'Look at the bytes up and the bytes down by themselves.',
      },
    },
    answer(data) {
      const [post, frame] = [bytesPerMessage(data, 'post'), bytesPerMessage(data, 'frame')];
      if (!post || !frame) return null;
      const times = post / frame;
      return times < few ? 'same' : times < many ? 'few' : 'many';
    },
  },
  headline(data) {
    const [post, frame] = (['post', 'frame'] as const).map((way) =>
      formatFigure(bytesPerMessage(data, way) ?? Number.NaN, 'bytes'),
    );
    return {
      ko: `${data.textBytes}바이트 메시지: POST ${post}, WebSocket ${frame}`,
      en: `a message of ${data.textBytes} bytes: POST ${post}, WebSocket ${frame}`,
    };
  },
  show: (data) => [table(data)],
};

const names = {
  post: { ko: 'POST, keep-alive', en: 'POST, keep-alive' },
  frame: { ko: 'WebSocket 프레임', en: 'WebSocket frame' },
} as const;

function table(data: MessagesData): TableBlock {
  const ratio = ratioText(roundTripRatio(data));
  return {
    kind: 'table',
    id: 'messages',
    title: { ko: '한 번에 하나씩 보내고 응답을 기다림', en: 'One after the other, each with its answer' },
    columns: [
      { id: 'way', title: { ko: '방법', en: 'way' } },
      { id: 'messages', title: { ko: '메시지', en: 'messages' }, unit: 'messages' },
      { id: 'p50', title: { ko: '왕복 p50', en: 'round trip p50' }, unit: 'ms' },
      { id: 'up', title: { ko: '올린 바이트', en: 'up, each' }, unit: 'bytes' },
      { id: 'down', title: { ko: '내린 바이트', en: 'down, each' }, unit: 'bytes' },
    ],
    rows: data.arms.map(({ way, roundTrip, trials }) => {
      const sum = (figure: (trial: MessagesArm['trials'][number]) => number) =>
        trials.reduce((total, trial) => total + figure(trial), 0);
      const messages = sum((trial) => trial.messages);
      const p50 = Histogram.fromJSON(roundTrip).percentileOrNull(50);
      return {
        id: way,
        cells: [
          names[way],
          messages,
          p50 === null ? null : p50 / 1e6,
          messages > 0 ? sum((trial) => trial.bytesUp) / messages : null,
          messages > 0 ? sum((trial) => trial.bytesDown) / messages : null,
        ],
      };
    }),
    notes: [
      {
        ko: `왕복 시간은 POST가 프레임의 ${ratio.ko}예요. 기다리는 동안 다음 것을 보내지 않는 닫힌 루프(closed loop)예요.`,
        en: `A POST takes ${ratio.en} the round trip of a frame. A closed loop: while it waits it sends none.`,
      },
    ],
  };
}
