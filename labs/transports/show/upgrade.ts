import type { Prediction, Shown, TableBlock, Text, TranscriptBlock } from '../../../src/kit/judge.ts';
import type { UpgradeData } from '../data.ts';
import type { params } from '../settings.ts';
import { forgettingWords } from '../words.ts';

const predict: Prediction<UpgradeData, typeof params> = {
  prompt: {
    ko: 'nginx에 proxy_pass만 적고 Upgrade 헤더를 넘기는 줄을 빠뜨렸어요. 그 nginx로 WebSocket을 열면 어떻게 될까요?',
    en: 'An nginx has proxy_pass, but not the line that hands on the header Upgrade. Somebody opens a WebSocket through it. What happens?',
  },
  choices: [
    {
      id: 'opens',
      label: { ko: '그래도 열려요', en: 'It opens all the same' },
      misconception: {
        ko: 'Upgrade는 바로 다음 홉까지만 가는 헤더(hop-by-hop)예요. nginx는 적어 주지 않으면 다음 서버로 넘기지 않아요.',
        en: 'Upgrade is a hop-by-hop header: it is meant for the next hop only, and nginx hands it on only when told to.',
      },
    },
    {
      id: 'answered',
      label: {
        ko: '서버가 보통 HTTP 요청으로 알고 오류로 응답해요',
        en: 'The server takes it for plain HTTP and answers an error',
      },
    },
    {
      id: 'hangs',
      label: { ko: '응답이 없어서 시간 초과까지 기다려요', en: 'No answer: it hangs until a timeout' },
      misconception: {
        ko: '요청은 서버까지 가요. 업그레이드해 달라는 말만 빠져서, 서버는 보통 요청에 하듯 바로 응답해요.',
        en: 'The request does reach the server. Only the wish to upgrade is missing, so it answers at once as to any request.',
      },
    },
  ],
  hints: {
    concept: {
      ko: '프록시는 받은 헤더를 모두 다음 서버로 넘길까요?',
      en: 'Does a proxy hand every header that it gets on to the next server?',
    },
    pointer: {
      ko: '"nginx가 빠뜨린 것" 표에서 서버가 무엇을 받았는지 보세요.',
      en: 'Look in the table of what nginx forgets at what the server got.',
    },
  },
  answer({ proxied }) {
    const status = proxied.find(({ forgets }) => forgets === 'upgrade')?.status;
    if (status === undefined) return null;
    return status === 101 ? 'opens' : 'answered';
  },
};

export const upgradeShown: Shown<UpgradeData, typeof params> = {
  title: { ko: '업그레이드, 바이트까지', en: 'The upgrade on the wire' },
  aim: {
    ko: 'HTTP 요청 하나가 WebSocket이 되는 과정을 바이트까지 보고, 프록시가 무언가를 빠뜨리면 어떻게 되는지 봐요.',
    en: 'How one HTTP request becomes a WebSocket, down to the byte, and what happens when a proxy forgets something.',
  },
  predict,
  headline({ accept, expected, proxied }) {
    const forgot = proxied.find(({ forgets }) => forgets === 'upgrade');
    const same = accept === expected;
    return {
      ko: `Sec-WebSocket-Accept: 계산한 값과 ${same ? '같음' : '다름'}${forgot ? `. Upgrade를 빠뜨린 nginx: ${forgot.status}` : ''}`,
      en: `Sec-WebSocket-Accept ${same ? 'is' : 'is not'} what the RFC makes of the key${forgot ? `; without Upgrade nginx gives ${forgot.status}` : ''}`,
    };
  },
  show: (data) => [handshake(data), bytesTable(data), ...(data.proxied.length > 0 ? [forgotten(data)] : [])],
};

function handshake(data: UpgradeData): TranscriptBlock {
  const lines = (text: string) => text.trimEnd().split('\r\n').join('\n');
  return {
    kind: 'transcript',
    id: 'handshake',
    title: { ko: '요청 하나와 101', en: 'One request and 101' },
    lines: [
      { connection: 'client', direction: 'sends', line: lines(data.request) },
      {
        connection: 'client',
        direction: 'receives',
        line: lines(data.response),
        comment: {
          ko: `RFC 6455 1.3대로 base64(sha1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))을 계산하면 ${data.expected}`,
          en: `RFC 6455, 1.3: base64(sha1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")) makes ${data.expected}`,
        },
      },
      {
        connection: 'client',
        direction: 'sends',
        line: hex(data.frame),
        comment: { ko: `"${data.text}", 마스크를 씌운 프레임`, en: `"${data.text}" in a masked frame` },
      },
      {
        connection: 'client',
        direction: 'receives',
        line: hex(data.reply),
        comment: { ko: '서버의 프레임에는 마스크가 없어요', en: 'a frame of the server has no mask' },
      },
    ],
  };
}

function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** The client's first frame, taken apart. */
function bytesTable({ frame, text, unmaskedCode }: UpgradeData): TableBlock {
  const mask = frame.slice(2, 6);
  const payload = frame.slice(6);
  const unmasked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  const rows: readonly (readonly [id: string, bytes: readonly number[], means: Text])[] = [
    ['first', frame.slice(0, 1), { ko: 'FIN = 1, opcode 1(텍스트)', en: 'FIN = 1, opcode 1 (text)' }],
    [
      'second',
      frame.slice(1, 2),
      { ko: `MASK = 1, 길이 ${(frame[1] ?? 0) & 0x7f}`, en: `MASK = 1, length ${(frame[1] ?? 0) & 0x7f}` },
    ],
    ['mask', mask, { ko: '마스킹 키', en: 'masking key' }],
    [
      'payload',
      payload,
      { ko: `키와 XOR하면 ${hex(unmasked)}: "${text}"`, en: `XOR the key: ${hex(unmasked)}, "${text}"` },
    ],
  ];
  return {
    kind: 'table',
    id: 'frame',
    title: { ko: '첫 프레임의 바이트', en: 'The first frame, byte by byte' },
    columns: [
      { id: 'bytes', title: { ko: '바이트', en: 'bytes' } },
      { id: 'means', title: { ko: '뜻', en: 'meaning' } },
    ],
    rows: rows.map(([id, bytes, means]) => ({ id, cells: [hex(bytes), means] })),
    notes: [
      unmaskedCode === null
        ? {
            ko: '마스크 없이 보낸 프레임에 서버는 연결을 닫지 않았어요.',
            en: 'The server did not close the connection for a frame without a mask.',
          }
        : {
            ko: `마스크 없이 보내면 서버가 종료 코드 ${unmaskedCode}번으로 연결을 닫았어요. 마스크는 비밀을 위한 것이 아니라, 중간의 프록시가 프레임을 HTTP로 잘못 읽지 않게 하는 장치예요(RFC 6455 10.3).`,
            en: `For a frame without a mask the server closed with code ${unmaskedCode}. The mask hides nothing: it keeps proxies on the way from reading a frame as HTTP (RFC 6455, 10.3).`,
          },
    ],
  };
}

function forgotten({ proxied }: UpgradeData): TableBlock {
  return {
    kind: 'table',
    id: 'forgotten',
    title: { ko: 'nginx가 빠뜨린 것', en: 'What nginx forgets' },
    columns: [
      { id: 'forgets', title: { ko: '빠뜨린 것', en: 'forgotten' } },
      { id: 'status', title: { ko: '상태 코드', en: 'status' } },
      { id: 'server-got', title: { ko: '서버가 받은 것', en: 'what the server got' } },
    ],
    rows: proxied.map(({ forgets, status, serverGot }) => ({
      id: forgets,
      cells: [forgettingWords[forgets], `${status}`, serverGot],
    })),
    notes: proxied.some(({ forgets, status }) => forgets === 'http-1.1' && status === 101)
      ? [withHttp10]
      : [],
  };
}

const withHttp10: Text = {
  ko: 'HTTP/1.1을 빠뜨린 nginx는 서버에 HTTP/1.0으로 말했지만, 이 서버는 그래도 업그레이드했어요. RFC 6455 4.2.1은 HTTP/1.1을 요구하니, 다른 서버는 거절할 수 있어요.',
  en: 'Without HTTP/1.1 nginx spoke HTTP/1.0 to the server, which upgraded all the same. RFC 6455, 4.2.1, asks for HTTP/1.1: another server may refuse.',
};
