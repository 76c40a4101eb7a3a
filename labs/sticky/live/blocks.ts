// What a reader sees of the acts with real balancers.
import { type Block, formatFigure, type TableBlock, type Text } from '../../../src/lab-kit.ts';
import { percentOf } from '../percent.ts';
import { armWords, refusalWords } from '../words.ts';
import type { WireStep } from './first-refusal.ts';
import type { HandshakesArm } from './handshake-arms.ts';
import type { InThePathData } from './in-the-path.ts';
import type { WebSocketsData } from './web-sockets.ts';

export function webSocketsTable(data: WebSocketsData): TableBlock {
  const elsewhere = (name: string) => data.returns.find((arm) => arm.method === name)?.elsewhere ?? null;
  return {
    kind: 'table',
    title: { ko: '3막  진짜 nginx를 지나는 WebSocket', en: 'Act 3  WebSockets through the real nginx' },
    columns: [
      { title: { ko: '분산 방식', en: 'method' } },
      { title: { ko: '연결', en: 'connections' }, unit: 'count' },
      { title: { ko: '주고받은 프레임', en: 'frames answered' }, unit: 'count' },
      { title: { ko: '다른 서버로 간 프레임', en: 'frames elsewhere' }, unit: 'count' },
      { title: { ko: '끊긴 연결', en: 'broken' }, unit: 'count' },
      { title: { ko: '다시 와서 다른 서버', en: 'elsewhere on return' }, unit: 'count' },
    ],
    rows: [
      [
        armWords.round_robin,
        data.connections,
        data.framesAnswered,
        data.framesElsewhere,
        data.broken,
        elsewhere('round_robin'),
      ],
      [armWords.ip_hash, data.connections, null, null, null, elsewhere('ip_hash')],
    ],
    notes: [
      {
        ko: `서버마다 ${data.acceptedBy.join(', ')}개씩 받았고, 프레임이 오가는 동안에도 다른 요청은 계속 나뉘었어요(${data.requestsMeanwhile.join(', ')}).`,
        en: `The servers accepted ${data.acceptedBy.join(', ')} of them, and while the frames went to and fro other requests went on being balanced (${data.requestsMeanwhile.join(', ')}).`,
      },
    ],
  };
}

export function refusalTranscript(steps: readonly WireStep[]): Block {
  return {
    kind: 'transcript',
    title: {
      ko: '4막  Socket.IO의 핸드셰이크를 가까이서: 라운드 로빈',
      en: "Act 4  Socket.IO's handshake from near: round robin",
    },
    lines: steps.flatMap(({ sent, message, status, body, server }) => [
      { connection: 'client', direction: 'sends' as const, line: `${brief(sent)}\n${message}`.trimEnd() },
      {
        connection: `server ${server + 1}`,
        direction: 'receives' as const,
        line: `${status} ${shorten(body)}`,
        comment: status === 200 ? knows : knowsNot,
      },
    ]),
  };
}

const knows: Text = { ko: '이 id는 이 서버만 알아요.', en: 'Only this server knows the id.' };
const knowsNot: Text = {
  ko: '다른 서버예요. 그런 id는 들어 본 적이 없어요.',
  en: 'Another server: it has never heard of that id.',
};

/** The second request says again what the first one said; only its id is new. */
function brief(request: string): string {
  return request.replace('EIO=4&transport=polling&', '…&');
}

const mostCharacters = 42;

function shorten(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`;
}

export function handshakesTable(arms: readonly HandshakesArm[]): TableBlock {
  return {
    kind: 'table',
    title: { ko: '4막  Socket.IO로 연결된 클라이언트', en: 'Act 4  Clients connected by Socket.IO' },
    columns: [
      { title: { ko: '분산 방식', en: 'method' } },
      { title: { ko: '시도', en: 'tried' }, unit: 'count' },
      { title: { ko: '연결됨', en: 'connected' }, unit: 'count' },
      { title: { ko: '비율', en: 'share' }, unit: 'percent' },
      { title: { ko: '나머지가 받은 대답', en: 'what most of the others got' } },
    ],
    rows: arms.map(({ arm, clients, connected, refusals }) => [
      armWords[arm],
      clients,
      connected,
      percentOf(connected, clients),
      refusals[0] ? refusalWords(refusals[0].answer) : null,
    ]),
    notes: [
      {
        ko: '클라이언트마다 주소가 다르고, 한 번씩만 시도했어요. 실제 앱은 되풀이해서 시도해요.',
        en: 'Every client has another address and tries once; an application would try again.',
      },
    ],
  };
}

export function inThePathBlocks({ ends, carried, frameBytes, paused, killed }: InThePathData): Block[] {
  const ended = { ko: '끝남', en: 'ended' };
  const lives = { ko: '살아 있음', en: 'lives' };
  return [
    {
      kind: 'table',
      title: { ko: '5막  연결된 뒤의 로드밸런서', en: 'Act 5  The balancer after connecting' },
      columns: [
        { title: { ko: '본 것', en: 'what we looked at' } },
        { title: { ko: 'nginx를 지나는 연결', en: 'through nginx' } },
        { title: { ko: '서버로 바로 가는 연결', en: 'straight to the server' } },
      ],
      rows: [
        [{ ko: '클라이언트의 주소', en: "the client's address" }, ends.balanced.client, ends.direct.client],
        [{ ko: '서버가 보는 상대', en: 'whom the server sees' }, ends.balanced.peer, ends.direct.peer],
        [
          { ko: 'nginx를 멈춘(SIGSTOP) 동안의 대답', en: 'answers while nginx is stopped (SIGSTOP)' },
          String(paused.balancedAnswers),
          String(paused.directAnswers),
        ],
        [
          { ko: 'nginx를 죽인(SIGKILL) 뒤', en: 'after nginx is killed (SIGKILL)' },
          killed.clientSawEnd && killed.serverSawEnd ? ended : lives,
          killed.directAnswers > 0 ? lives : ended,
        ],
      ],
    },
    {
      kind: 'table',
      title: { ko: '5막  nginx의 접근 로그에 적힌 바이트', en: "Act 5  Bytes in nginx's access log" },
      columns: [
        { title: { ko: '연결이 나른 프레임', en: 'frames on the connection' }, unit: 'count' },
        { title: { ko: 'nginx가 보낸 바이트', en: 'bytes nginx sent' }, unit: 'count' },
        { title: { ko: '프레임 하나에', en: 'bytes a frame' }, unit: 'count' },
      ],
      rows: carried.map(({ frames, bytes }) => [
        frames,
        bytes,
        frames === 0 ? null : (bytes - (carried[0]?.bytes ?? 0)) / frames,
      ]),
      notes: [
        {
          ko: `프레임 하나는 머리 2바이트를 더해 ${formatFigure(frameBytes, 'count')}바이트예요.`,
          en: `A frame is ${formatFigure(frameBytes, 'count')} bytes, the 2 of its head included.`,
        },
      ],
    },
  ];
}
