import {
  formatFigure,
  formatQuantity,
  judgeOf,
  ran,
  type Text,
  type Verdict,
} from '../../../src/kit/judge.ts';
import type { CutsData, HandshakeArm, HandshakesArm, StickyTried, WebSocketsData } from '../data.ts';
import type { params } from '../settings.ts';
import { refusalWords } from '../words.ts';

const count = (value: number) => formatFigure(value, 'count');

/** With fewer WebSockets than this, what happened to them may be chance. */
const fewestConnections = 30;
/** When fewer than this break, balancing is not what breaks them: it picks a server for every one. */
const breaksShare = 0.1;

/** As it is written it speaks of connections: open ones have to break for it to hold. */
export const openConnections = judgeOf<StickyTried, typeof params>()(['web-sockets'], 'refuted', (data) => {
  const found = data['web-sockets'];
  const unharmed = harmed(found) === 0;
  const arms = ran(data.handshakes)?.arms ?? [];
  const arm = (name: HandshakeArm) => arms.find((candidate) => candidate.arm === name);
  const [turns, only] = [arm('round_robin'), arm('websocket-only')];
  return {
    verdict: verdictOf(found),
    evidence: {
      headline: unharmed ? unharmedHeadline(found) : harmedHeadline(found),
      points: [
        {
          ko: `그동안에도 진짜 nginx는 라운드 로빈으로 다른 요청을 서버 세 대에 ${found.requestsMeanwhile.join(', ')}번 나눴어요.`,
          en: `Meanwhile a real nginx went on with round robin for other requests: ${found.requestsMeanwhile.join(', ')}.`,
        },
        ...(found.cuts ? [silence(found.cuts), reloadAndLimit(found.cuts)] : []),
        ...(turns ? [pollingFirst(turns)] : []),
        ...(only ? [webSocketOnly(only)] : []),
        ...onReturn(found),
      ],
    },
  };
});

/** WebSockets that broke, and frames that went astray or had no answer. */
function harmed({
  connections,
  framesEach,
  framesAnswered,
  framesElsewhere,
  broken,
}: WebSocketsData): number {
  return broken + framesElsewhere + (connections * framesEach - framesAnswered);
}

function verdictOf(found: WebSocketsData): Verdict {
  if (found.connections < fewestConnections) return 'inconclusive';
  if (harmed(found) === 0) return 'refuted';
  const astray = found.framesElsewhere / found.framesEach;
  return (found.broken + astray) / found.connections >= breaksShare ? 'held' : 'inconclusive';
}

/** The cases in which people do see a WebSocket cut. */
function silence({ timeoutMs, silentCutAfterMs, talkingLives }: CutsData): Text {
  const [limit, cut] = [formatQuantity(timeoutMs, 'ms'), formatQuantity(silentCutAfterMs, 'ms')];
  return {
    ko: `nginx가 끊은 것은 조용한 연결이에요. proxy_read_timeout이 ${limit}일 때 ${cut} 만에 끊겼어요. 계속 말한 연결은 ${talkingLives ? '살아 있었어요' : '함께 끊겼어요'}.`,
    en: `What nginx cut was a silent one: after ${cut} with proxy_read_timeout ${limit}. One that kept talking ${talkingLives ? 'lived' : 'was cut, too'}.`,
  };
}

function reloadAndLimit({ reloaded, limit }: CutsData): Text {
  const [open, live, places, opened] = [
    reloaded.open,
    reloaded.live,
    limit.workerConnections,
    limit.opened,
  ].map(count);
  return {
    ko: `설정을 다시 읽은 뒤에도 열린 연결 ${open}개 가운데 ${reloaded.live === 0 ? '남은 것은 없었어요' : `${live}개가 살아 있었어요`}. worker_connections ${places}개에는 WebSocket ${opened}개만 들어갔어요.`,
    en: `After a reload ${live} of ${open} open ones lived. Into ${places} worker_connections went ${opened} WebSockets.`,
  };
}

function unharmedHeadline({ connections, framesAnswered }: WebSocketsData): Text {
  return {
    ko: `WebSocket ${count(connections)}개가 프레임 ${count(framesAnswered)}개를 주고받았고, 하나도 끊기지 않았어요.`,
    en: `${count(connections)} WebSockets carried ${count(framesAnswered)} frames, and not one broke or strayed.`,
  };
}

function harmedHeadline(found: WebSocketsData): Text {
  const { connections, framesEach, framesAnswered, framesElsewhere, broken } = found;
  if (broken > 0)
    return {
      ko: `WebSocket ${count(connections)}개 가운데 ${count(broken)}개가 끊겼어요.`,
      en: `Of ${count(connections)} WebSockets ${count(broken)} broke.`,
    };
  if (framesElsewhere > 0)
    return {
      ko: `프레임 ${count(framesElsewhere)}개가 다른 서버로 갔어요.`,
      en: `${count(framesElsewhere)} frames went to another server.`,
    };
  const unanswered = count(connections * framesEach - framesAnswered);
  return {
    ko: `프레임 ${unanswered}개에 응답이 없었어요.`,
    en: `${unanswered} frames had no answer.`,
  };
}

function pollingFirst({ clients, connected, refusals }: HandshakesArm): Text {
  const refusal = refusals[0] ? refusalWords(refusals[0].answer) : null;
  return {
    ko: `polling으로 시작하는 Socket.IO는 라운드 로빈에서 ${connectedKo(clients, connected)}${refusal ? `(${refusal.ko})` : ''}.`,
    en: `Socket.IO, which begins with polling, connected ${count(connected)} of ${count(clients)} under round robin${refusal ? ` (${refusal.en})` : ''}.`,
  };
}

function webSocketOnly({ clients, connected }: HandshakesArm): Text {
  return {
    ko: `WebSocket만 쓰는 Socket.IO는 ${connectedKo(clients, connected)}.`,
    en: `Socket.IO with WebSocket only connected ${count(connected)} of ${count(clients)}.`,
  };
}

function connectedKo(clients: number, connected: number): string {
  if (connected === 0) return `${count(clients)}명 가운데 한 명도 연결되지 못했어요`;
  return `${count(clients)}명 가운데 ${count(connected)}명이 연결됐어요`;
}

function onReturn({ connections, returns }: WebSocketsData): Text[] {
  const away = returns.find(({ method }) => method === 'round_robin')?.elsewhere;
  if (away === undefined) return [];
  const all = count(connections);
  return [
    {
      ko:
        away === 0
          ? `끊고 재접속한 ${all}명은 모두 같은 서버로 갔어요.`
          : `끊고 재접속한 ${all}명 가운데 ${count(away)}명은 다른 서버로 갔어요.`,
      en: `Of ${all} who hung up and came back ${count(away)} were at another server.`,
    },
  ];
}
