import {
  formatFigure,
  formatQuantity,
  type Prediction,
  type Shown,
  same,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { CutsData, WebSocketsData } from '../data.ts';
import type { params } from '../settings.ts';
import { armWords, leftOutLacking } from '../words.ts';

const predict: Prediction<WebSocketsData, typeof params> = {
  prompt: {
    ko: 'nginx가 라운드 로빈으로 서버 3대에 요청을 나눠요. 그 nginx를 지나는 WebSocket을 열고 메시지를 10번 보내면 메시지는 어디로 갈까요?',
    en: 'nginx deals requests to three servers by round robin. A WebSocket is opened through it and sends ten messages. Where do they go?',
  },
  hints: {
    concept: {
      ko: '로드밸런서가 서버를 고르는 단위는 무엇일까요? 메시지일까요, 요청일까요?',
      en: 'What does the balancer pick a server for: each message, or each request?',
    },
    pointer: {
      ko: '열려 있는 동안과 재접속한 순간을 따로 보세요.',
      en: 'Look at the time while it is open and at the reconnect, apart.',
    },
  },
  choices: [
    {
      id: 'same-server',
      label: { ko: '모두 처음 고른 서버로', en: 'All to the server that was picked first' },
    },
    {
      id: 'in-turn',
      label: { ko: '서버 3대로 번갈아', en: 'To the three servers in turn' },
      misconception: {
        ko: 'nginx는 메시지가 아니라 요청마다 서버를 골라요. 열린 WebSocket은 아직 끝나지 않은 요청 하나예요.',
        en: 'nginx picks a server for a request, not for a message. An open WebSocket is one request that has not ended.',
      },
    },
    {
      id: 'breaks',
      label: { ko: '갈 곳이 바뀌어 연결이 끊겨요', en: 'Nowhere: the connection breaks' },
      misconception: {
        ko: '분산은 열린 연결을 건드리지 않았어요. 서버를 새로 고른 것은 끊고 다시 연결할 때였어요.',
        en: 'Balancing did not touch an open connection. A server was picked anew when somebody connected again.',
      },
    },
  ],
  answer({ connections, framesEach, framesAnswered, framesElsewhere, broken }) {
    if (broken > 0) return 'breaks';
    if (framesElsewhere > 0) return 'in-turn';
    return framesAnswered === connections * framesEach ? 'same-server' : null;
  },
};

export const webSocketsShown: Shown<WebSocketsData, typeof params> = {
  title: { ko: '열린 WebSocket', en: 'Open WebSockets' },
  aim: {
    ko: '연결이 열려 있는 동안과, 끊고 재접속한 뒤를 나눠서 보세요.',
    en: 'Look at the time while a connection is open, and at the moment of coming back, apart.',
  },
  predict,
  headline({ framesAnswered, framesElsewhere, broken }) {
    const [frames, elsewhere, ended] = [framesAnswered, framesElsewhere, broken].map((figure) =>
      formatFigure(figure, 'count'),
    );
    return {
      ko: `메시지 ${frames}개 가운데 다른 서버로 간 것 ${elsewhere}개, 끊긴 연결 ${ended}개`,
      en: `${frames} messages: ${elsewhere} to another server, ${ended} connections broken`,
    };
  },
  show: (data) => [webSocketsTable(data), ...(data.cuts ? [cutsTable(data.cuts)] : [])],
};

function webSocketsTable(data: WebSocketsData): TableBlock {
  const elsewhere = (name: string) => data.returns.find((arm) => arm.method === name)?.elsewhere ?? null;
  const { connections, framesAnswered, framesElsewhere, broken } = data;
  return {
    kind: 'table',
    id: 'web-sockets',
    title: { ko: '진짜 nginx를 지나는 WebSocket', en: 'WebSockets through the real nginx' },
    columns: [
      { id: 'method', title: { ko: '분산 방식', en: 'method' } },
      { id: 'connections', title: { ko: '연결', en: 'connections' }, unit: 'count' },
      { id: 'frames-answered', title: { ko: '응답받은 프레임', en: 'frames answered' }, unit: 'count' },
      {
        id: 'frames-elsewhere',
        title: { ko: '다른 서버로 간 프레임', en: 'frames elsewhere' },
        unit: 'count',
      },
      { id: 'broken', title: { ko: '끊긴 연결', en: 'broken' }, unit: 'count' },
      {
        id: 'elsewhere-on-return',
        title: { ko: '재접속 뒤 다른 서버', en: 'elsewhere on return' },
        unit: 'persons',
      },
    ],
    rows: [
      {
        id: 'round_robin',
        cells: [
          armWords.round_robin,
          connections,
          framesAnswered,
          framesElsewhere,
          broken,
          elsewhere('round_robin'),
        ],
      },
      ...(elsewhere('ip_hash') === null
        ? []
        : [
            { id: 'ip_hash', cells: [armWords.ip_hash, connections, null, null, null, elsewhere('ip_hash')] },
          ]),
    ],
    notes: [
      {
        ko: `라운드 로빈에서 서버 세 대가 연결을 ${data.acceptedBy.join(', ')}개 받았어요.`,
        en: `Under round robin the three servers accepted ${data.acceptedBy.join(', ')} connections.`,
      },
      {
        ko: `프레임이 오가는 동안에도 다른 요청은 서버 세 대로 ${data.requestsMeanwhile.join(', ')}번 나뉘었어요.`,
        en: `While the frames went to and fro, other requests went on being balanced: ${data.requestsMeanwhile.join(', ')}.`,
      },
      ...leftOutLacking(data.lacking ?? []),
    ],
  };
}

/** The cases in which people see a WebSocket cut, or expect it to be. */
function cutsTable({ timeoutMs, silentCutAfterMs, talkingLives, reloaded, limit }: CutsData): TableBlock {
  const time = (ms: number) => formatQuantity(ms, 'ms');
  const count = (value: number) => formatFigure(value, 'count');
  const lives: Text = { ko: '살아 있음', en: 'lives' };
  const ended: Text = { ko: '끊김', en: 'cut' };
  const rows: readonly (readonly [id: string, what: Text, outcome: Text])[] = [
    [
      'silent',
      { ko: '조용한 연결', en: 'a silent one' },
      { ko: `${time(silentCutAfterMs)} 뒤 끊김`, en: `cut after ${time(silentCutAfterMs)}` },
    ],
    ['talking', { ko: '계속 말하는 연결', en: 'one that keeps talking' }, talkingLives ? lives : ended],
    [
      'reload',
      { ko: '설정 다시 읽기(reload)', en: 'a reload' },
      {
        ko: `${count(reloaded.open)}개 중 ${count(reloaded.live)}개 살아 있음`,
        en: `${count(reloaded.live)} of ${count(reloaded.open)} live`,
      },
    ],
    [
      'limit',
      same(`worker_connections ${count(limit.workerConnections)}`),
      {
        ko: `${count(limit.opened)}개까지 열림, 그다음은 거절`,
        en: `${count(limit.opened)} open, the next is refused`,
      },
    ],
  ];
  return {
    kind: 'table',
    id: 'cuts',
    title: { ko: 'nginx가 WebSocket을 끊는 경우', en: 'When nginx cuts a WebSocket' },
    columns: [
      { id: 'case', title: { ko: '경우', en: 'case' } },
      { id: 'outcome', title: { ko: '결과', en: 'what became of it' } },
    ],
    rows: rows.map(([id, what, outcome]) => ({ id, cells: [what, outcome] })),
    notes: [
      {
        ko: `설정한 시간(proxy_read_timeout): ${time(timeoutMs)}. WebSocket 하나가 연결 두 개를 써요.`,
        en: `proxy_read_timeout is ${time(timeoutMs)}. A WebSocket takes two connections.`,
      },
    ],
  };
}
