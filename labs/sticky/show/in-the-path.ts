import {
  formatFigure,
  type Prediction,
  type Shown,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { InThePathData } from '../data.ts';
import type { params } from '../settings.ts';

const predict: Prediction<InThePathData, typeof params> = {
  prompt: {
    ko: 'nginx를 지나는 WebSocket이 열렸어요. 이제 서버는 그대로 두고 nginx 프로세스만 멈춘 다음(SIGSTOP) 메시지를 보내요. 응답은 어떻게 될까요?',
    en: 'A WebSocket stands, opened through nginx. Now only the nginx process is stopped (SIGSTOP), not the server, and a message is sent. What about the answer?',
  },
  choices: [
    {
      id: 'comes',
      label: { ko: '그대로 와요. 연결은 이미 맺어졌으니까요', en: 'It comes: the connection stands already' },
      misconception: {
        ko: '연결은 둘이에요. 클라이언트와 nginx, nginx와 서버가 따로 맺었고, nginx가 둘 사이에서 바이트를 옮겨요.',
        en: 'There are two connections, one from the client to nginx and one from nginx to the server. nginx carries the bytes between them.',
      },
    },
    {
      id: 'waits',
      label: { ko: 'nginx가 다시 움직일 때까지 오지 않아요', en: 'It waits until nginx goes on' },
    },
    {
      id: 'breaks',
      label: { ko: '연결이 바로 끊겨요', en: 'The connection breaks at once' },
      misconception: {
        ko: '멈춘 프로세스의 연결은 운영체제가 지켜요. 끊기는 것은 프로세스가 죽었을 때예요.',
        en: 'The system keeps the connections of a stopped process. They end when the process is killed.',
      },
    },
  ],
  answer({ paused }) {
    if (paused.directAnswers === 0) return null; // The server itself was silent: it says nothing about nginx.
    if (paused.balancedAnswers > 0) return 'comes';
    return paused.afterResume > 0 ? 'waits' : 'breaks';
  },
};

export const inThePathShown: Shown<InThePathData, typeof params> = {
  title: { ko: '연결된 뒤의 nginx', en: 'After connecting' },
  aim: {
    ko: 'nginx를 지나는 연결과 서버로 바로 가는 연결을 나란히 보세요.',
    en: 'Compare the connection through nginx with one straight to the server.',
  },
  predict,
  headline({ paused, killed }) {
    const answers = formatFigure(paused.balancedAnswers, 'count');
    const ended = killed.clientSawEnd && killed.serverSawEnd;
    return {
      ko: `nginx가 멈추면 ${paused.balancedAnswers === 0 ? '응답 없음' : `응답 ${answers}개`}, 죽으면 연결 ${ended ? '끝' : '유지'}`,
      en: `nginx stopped: ${paused.balancedAnswers === 0 ? 'no answer' : `${answers} answers`}; killed: the connection ${ended ? 'ends' : 'lives'}`,
    };
  },
  show: (data) => [pathTable(data), bytesTable(data)],
};

function pathTable({ ends, paused, killed }: InThePathData): TableBlock {
  const ended: Text = { ko: '끝남', en: 'ended' };
  const lives: Text = { ko: '살아 있음', en: 'lives' };
  return {
    kind: 'table',
    id: 'path',
    title: { ko: '연결된 뒤의 로드밸런서', en: 'The balancer after connecting' },
    columns: [
      { id: 'observation', title: { ko: '관찰', en: 'what we looked at' } },
      { id: 'balanced', title: { ko: 'nginx를 지나는 연결', en: 'through nginx' } },
      { id: 'direct', title: { ko: '서버로 바로 간 연결', en: 'straight to the server' } },
    ],
    rows: [
      {
        id: 'client',
        cells: [
          { ko: '클라이언트의 주소', en: "the client's address" },
          ends.balanced.client,
          ends.direct.client,
        ],
      },
      {
        id: 'peer',
        cells: [{ ko: '서버가 보는 상대', en: 'whom the server sees' }, ends.balanced.peer, ends.direct.peer],
      },
      {
        id: 'stopped',
        cells: [
          { ko: 'nginx 정지 중 응답', en: 'answers, nginx stopped' },
          String(paused.balancedAnswers),
          String(paused.directAnswers),
        ],
      },
      {
        id: 'killed',
        cells: [
          { ko: 'nginx 종료 뒤 연결', en: 'after nginx is killed' },
          killed.clientSawEnd && killed.serverSawEnd ? ended : lives,
          killed.directAnswers > 0 ? lives : ended,
        ],
      },
    ],
    notes: [
      {
        ko: '정지는 SIGSTOP, 종료는 SIGKILL이에요.',
        en: 'It is stopped with SIGSTOP and killed with SIGKILL.',
      },
    ],
  };
}

function bytesTable({ carried, frameBytes }: InThePathData): TableBlock {
  return {
    kind: 'table',
    id: 'bytes',
    title: { ko: 'nginx의 접근 로그에 적힌 바이트', en: "Bytes in nginx's access log" },
    columns: [
      { id: 'frames', title: { ko: '나른 프레임', en: 'frames on the connection' }, unit: 'count' },
      { id: 'bytes', title: { ko: 'nginx가 보낸 양', en: 'sent by nginx' }, unit: 'bytes' },
      { id: 'bytes-per-frame', title: { ko: '프레임 하나에', en: 'for one frame' }, unit: 'bytes' },
    ],
    rows: carried.map(({ frames, bytes }) => ({
      id: `frames-${frames}`,
      cells: [frames, bytes, frames === 0 ? null : (bytes - (carried[0]?.bytes ?? 0)) / frames],
    })),
    notes: [
      {
        ko: `프레임 하나는 헤더 2바이트를 더해 ${formatFigure(frameBytes, 'count')}바이트예요.`,
        en: `A frame is ${formatFigure(frameBytes, 'count')} bytes, the 2 of its head included.`,
      },
    ],
  };
}
