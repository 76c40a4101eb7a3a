import {
  type Block,
  formatFigure,
  type Prediction,
  type Shown,
  type TableBlock,
  type Text,
  type TranscriptBlock,
} from '../../../src/kit/judge.ts';
import type { HandshakeArm, HandshakesData, WireStep } from '../data.ts';
import { percentOf } from '../parts/figures.ts';
import type { params } from '../settings.ts';
import { armWords, leftOutFailed, leftOutLacking, leftOutWithout, refusalWords } from '../words.ts';

const predict: Prediction<HandshakesData, typeof params> = {
  prompt: {
    ko: '채팅 앱이 Socket.IO를 기본 설정으로 써요. HTTP polling으로 시작해 요청 여러 개로 연결을 맺는 설정이에요. nginx가 라운드 로빈으로 서버 3대에 나누면 얼마나 연결될까요?',
    en: 'A chat app uses Socket.IO as it comes: it begins with HTTP polling and connects by several requests. nginx deals them to three servers by round robin. How many clients get connected?',
  },
  choices: [
    {
      id: 'all',
      label: { ko: '모두. 어느 서버나 같은 프로그램이니까요', en: 'All: every server runs the same program' },
      misconception: {
        ko: '첫 응답에 든 연결 id는 그 서버의 메모리에만 있어요. 프로그램이 같아도 다른 서버는 그 id를 몰라요.',
        en: 'The connection id in the first answer is in the memory of that server only. The same program elsewhere does not know it.',
      },
    },
    {
      id: 'a-third',
      label: { ko: '3분의 1쯤. 우연히 같은 서버로 가면요', en: 'A third: those who hit the same server' },
      misconception: {
        ko: '한 번만 같은 서버로 가서는 모자라요. 연결을 맺는 요청이 모두 첫 서버로 가야 해요.',
        en: 'To hit it once is not enough: every request of the handshake has to reach the first server.',
      },
    },
    { id: 'hardly-anybody', label: { ko: '거의 아무도', en: 'Hardly anybody' } },
  ],
  answer({ arms }) {
    const turns = arms.find(({ arm }) => arm === 'round_robin');
    const connected = turns ? percentOf(turns.connected, turns.clients) : null;
    if (connected === null) return null;
    if (connected > 90) return 'all';
    if (connected > 20 && connected < 50) return 'a-third';
    return connected <= 20 ? 'hardly-anybody' : null;
  },
};

export const handshakesShown: Shown<HandshakesData, typeof params> = {
  title: { ko: 'Socket.IO의 연결', en: 'Connecting by Socket.IO' },
  aim: {
    ko: '연결된 클라이언트의 비율과, 나머지가 받은 응답을 보세요.',
    en: 'Watch what share of the clients gets connected, and what the others are told.',
  },
  predict,
  headline({ arms }) {
    const share = (name: HandshakeArm) => {
      const arm = arms.find((candidate) => candidate.arm === name);
      return arm ? formatFigure((100 * arm.connected) / arm.clients, 'percent') : null;
    };
    const [turns, hash, cookie] = [share('round_robin'), share('ip_hash'), share('cookie')];
    const parts: readonly Text[] = [
      ...(turns === null ? [] : [{ ko: `라운드 로빈 ${turns}`, en: `${turns} by round robin` }]),
      ...(hash === null ? [] : [{ ko: `ip_hash ${hash}`, en: `${hash} by ip_hash` }]),
      ...(cookie === null ? [] : [{ ko: `쿠키 ${cookie}`, en: `${cookie} by cookie` }]),
    ];
    if (parts.length === 0) {
      return { ko: 'nginx도 HAProxy도 없어서 못 했어요', en: 'nothing: nginx and HAProxy are missing' };
    }
    return {
      ko: `연결됨: ${parts.map(({ ko }) => ko).join(', ')}`,
      en: `connected: ${parts.map(({ en }) => en).join(', ')}`,
    };
  },
  show: (data): Block[] => [
    ...(data.firstRefusal.length > 0 ? [refusalTranscript(data.firstRefusal)] : []),
    ...(data.arms.length > 0
      ? [handshakesTable(data)]
      : data.missing.map((balancer): Block => ({ kind: 'note', text: leftOutWithout(balancer) }))),
  ],
};

function refusalTranscript(steps: readonly WireStep[]): TranscriptBlock {
  return {
    kind: 'transcript',
    id: 'first-refusal',
    title: {
      ko: '라운드 로빈에서 Socket.IO의 첫 요청 두 개',
      en: "Socket.IO's first two requests under round robin",
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

function handshakesTable({ arms, missing, failed, lacking = [] }: HandshakesData): TableBlock {
  return {
    kind: 'table',
    id: 'handshakes',
    title: { ko: 'Socket.IO로 연결된 클라이언트', en: 'Clients connected by Socket.IO' },
    columns: [
      { id: 'method', title: { ko: '분산 방식', en: 'method' } },
      { id: 'tried', title: { ko: '시도한 클라이언트', en: 'tried' }, unit: 'persons' },
      { id: 'connected', title: { ko: '연결된 클라이언트', en: 'connected' }, unit: 'persons' },
      { id: 'share', title: { ko: '비율', en: 'share' }, unit: 'percent' },
      { id: 'refusal', title: { ko: '나머지가 받은 응답', en: 'what most of the others got' } },
    ],
    rows: arms.map(({ arm, clients, connected, refusals }) => ({
      id: arm,
      cells: [
        armWords[arm],
        clients,
        connected,
        percentOf(connected, clients),
        refusals[0] ? refusalWords(refusals[0].answer) : null,
      ],
    })),
    notes: [
      {
        ko: '클라이언트마다 주소가 다르고 한 번씩만 시도했어요(reconnection을 껐어요).',
        en: 'Every client has another address and tries once (reconnection is off).',
      },
      ...missing.map(leftOutWithout),
      ...leftOutFailed(failed),
      ...leftOutLacking(lacking),
    ],
  };
}
