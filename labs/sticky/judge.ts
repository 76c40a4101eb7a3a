// One function a claim: what the data says about it, with the figures in the sentence.
import { type Check, formatFigure, formatQuantity, Histogram, type Verdict } from '../../src/lab-kit.ts';
import type { HandshakeArm } from './live/handshake-arms.ts';
import type { ModelData } from './model.ts';
import { movedPercent, resultOf } from './model-blocks.ts';
import type { ActsData } from './run.ts';
import type { SessionsArm } from './sessions.ts';
import { refusalWords } from './words.ts';

const count = (value: number) => formatFigure(value, 'count');
const percent = (value: number) => formatFigure(value, 'percent');

/** C04: every server finds the session that any of them wrote, where memories of their own do not. */
export function judgeSessionStore({ sessions, model }: ActsData): Check {
  const arm = (store: SessionsArm['store']) => sessions.find((candidate) => candidate.store === store);
  const [memory, redis] = [arm('memory'), arm('redis')];
  if (!memory || !redis || memory.requests === 0 || redis.requests === 0) return unmeasured('C04');
  const verdict: Verdict =
    redis.found < redis.requests ? 'refuted' : memory.found < memory.requests ? 'held' : 'inconclusive';
  const medianUs = (json: SessionsArm['read']) =>
    formatQuantity(Histogram.fromJSON(json).percentile(50) / 1e3, 'us');
  const [get, set, map] = [medianUs(redis.read), medianUs(redis.write), medianUs(memory.read)];
  const share = percent((100 * memory.found) / memory.requests);
  const turns = resultOf(model, 'steady', 'nginx-round-robin');
  const broken = percent((100 * turns.brokenHandshakes) / turns.handshakes);
  return {
    claim: 'C04',
    verdict,
    evidence: {
      ko: `서버 3대가 번갈아 받으면, 세션이 서버 메모리에 있을 때는 요청의 ${share}만 세션을 찾았고 Redis에 있을 때는 ${count(redis.requests)}번 중 ${count(redis.found)}번 찾았어요. 값은 요청마다 왕복이에요. GET 중앙값 ${get}, SET ${set}(메모리의 Map은 ${map}). 단, Redis 세션도 여러 요청으로 맺는 핸드셰이크는 고치지 못해요. 라운드 로빈에서 ${broken}가 깨져요(모형).`,
      en: `With three servers taking turns, ${share} of the requests found a session kept in a server's memory; kept in Redis, ${count(redis.found)} of ${count(redis.requests)} did. The price is a round trip a request: GET ${get} at the median, SET ${set} (a Map in memory: ${map}). It does not mend a handshake of several requests: under round robin ${broken} of those break (model).`,
    },
  };
}

/** C17: as written it speaks of connections; an open one has to break for it to hold. */
export function judgeOpenConnections({ webSockets, handshakes }: ActsData): Check {
  if (!webSockets) return skippedWithoutNginx('C17');
  const { connections, framesEach, framesAnswered, framesElsewhere, broken } = webSockets;
  const unharmed = broken === 0 && framesElsewhere === 0 && framesAnswered === connections * framesEach;
  const arm = (name: HandshakeArm) => handshakes.find((candidate) => candidate.arm === name);
  const [turns, only] = [arm('round_robin'), arm('websocket-only')];
  const refusal = turns?.refusals[0];
  const said = refusal ? ` (${refusalWords(refusal.answer).en})` : '';
  const away = webSockets.returns.find(({ method }) => method === 'round_robin')?.elsewhere ?? 0;
  return {
    claim: 'C17',
    verdict: unharmed ? 'refuted' : 'held',
    evidence: {
      ko: `라운드 로빈을 하는 진짜 nginx를 지나 WebSocket ${count(connections)}개로 프레임 ${count(framesAnswered)}개를 주고받았어요. 끊긴 연결 ${broken}개, 다른 서버로 간 프레임 ${framesElsewhere}개예요. 깨지는 것은 따로 있어요. polling으로 시작하는 Socket.IO는 ${turns?.clients ?? 0}명 중 ${turns?.connected ?? 0}명이 연결됐고${said.trimStart()}, WebSocket만 쓰면 ${only?.connected ?? 0}명이 연결됐어요. 끊고 다시 온 ${count(connections)}명 중 ${away}명은 다른 서버로 갔어요. 메모리에 둔 상태는 거기에 없어요.`,
      en: `Through a real nginx that does round robin, ${count(connections)} WebSockets carried ${count(framesAnswered)} frames: ${broken} connections broke, ${framesElsewhere} frames went to another server. What breaks is something else. Socket.IO, which begins with polling, connected ${turns?.connected ?? 0} of ${turns?.clients ?? 0}${said}; with WebSocket only, ${only?.connected ?? 0}. And of ${count(connections)} who hung up and came back ${away} were at another server, where the state in memory is not.`,
    },
  };
}

/** Above this share of users on another server, "the same server" is not what happened. */
const sameServerPercent = 1;

/** C18: held if neither ip_hash nor the ALB's cookie sends a user elsewhere in what happens every day. */
export function judgeSameServer(model: ModelData): Check {
  const moved = (scenario: string, strategy: string) => movedPercent(resultOf(model, scenario, strategy));
  const [hash, cookie, alb] = ['nginx-ip-hash', 'haproxy-cookie-insert', 'alb-duration-cookie'] as const;
  const quiet = Math.max(moved('steady', hash), moved('steady', alb));
  const counterexamples = [
    moved('phones', hash),
    moved('scale-in-4-3', hash),
    moved('scale-out-3-4', hash),
    moved('no-cookies', alb),
  ];
  const holds = quiet <= sameServerPercent && counterexamples.every((share) => share <= sameServerPercent);
  const network = formatFigure(resultOf(model, 'one-network', hash).maxOverMean ?? 0);
  const nat = formatFigure(resultOf(model, 'nat', hash).maxOverMean ?? 0);
  const share = (scenario: string, strategy: string) => percent(moved(scenario, strategy));
  return {
    claim: 'C18',
    verdict: holds ? 'held' : 'refuted',
    evidence: {
      ko: `아무 일도 없는 날에는 맞아요(ip_hash에서 옮겨진 사용자 ${share('steady', hash)}). 하지만 ip_hash가 보는 것은 사용자가 아니라 주소예요. 휴대폰의 주소가 바뀌면 ${share('phones', hash)}, 서버를 4대에서 3대로 줄이면 ${share('scale-in-4-3', hash)}, 4대로 늘리면 ${share('scale-out-3-4', hash)}가 다른 서버로 가요. /24 네트워크 하나가 오면 가장 바쁜 서버가 평균의 ${network}배, NAT 주소 하나를 같이 쓰는 사무실이 오면 ${nat}배를 맡아요(서버 3대에서 3배는 한 대가 전부예요). 쿠키(HAProxy insert)는 같은 세 경우에 ${share('phones', cookie)}, ${share('scale-in-4-3', cookie)}, ${share('scale-out-3-4', cookie)}예요. ALB의 쿠키도 클라이언트가 저장하지 않으면 ${share('no-cookies', alb)}가 옮겨져요(문서의 규칙). 모두 모형의 수치이고, ALB를 뺀 나머지는 --prove가 진짜와 견줘요.`,
      en: `On a quiet day, yes (ip_hash moved ${share('steady', hash)} of the users). But ip_hash looks at the address, not at the user: ${share('phones', hash)} go elsewhere when phones change address, ${share('scale-in-4-3', hash)} when 4 servers become 3, ${share('scale-out-3-4', hash)} when 3 become 4. A whole /24 leaves the busiest server with ${network} times the mean, an office behind one NAT address with ${nat} times (3 of three servers: all of it on one). A cookie (HAProxy insert) does better: ${share('phones', cookie)}, ${share('scale-in-4-3', cookie)}, ${share('scale-out-3-4', cookie)} in the same three. The cookie of an ALB moves ${share('no-cookies', alb)} of the clients that do not keep it (documented rules). These are figures of the model; all but the ALB's are proved by --prove.`,
    },
  };
}

/** C19: refuted when the balancer is seen in the path in all four ways. */
export function judgeInThePath({ inThePath }: ActsData): Check {
  if (!inThePath) return skippedWithoutNginx('C19');
  const { ends, carried, frameBytes, paused, killed } = inThePath;
  const [none] = carried;
  const counted = carried.every(
    ({ frames, bytes }) => bytes - (none?.bytes ?? 0) === (frames - (none?.frames ?? 0)) * frameBytes,
  );
  const controlWorks =
    ends.direct.client === ends.direct.peer && paused.directAnswers > 0 && killed.directAnswers > 0;
  const seen = [
    ends.balanced.client !== ends.balanced.peer,
    counted,
    paused.balancedAnswers === 0 && paused.afterResume > 0,
    killed.clientSawEnd && killed.serverSawEnd,
  ];
  const verdict: Verdict = !controlWorks
    ? 'inconclusive'
    : seen.every(Boolean)
      ? 'refuted'
      : seen.some(Boolean)
        ? 'inconclusive'
        : 'held';
  const last = carried.at(-1);
  return {
    claim: 'C19',
    verdict,
    evidence: {
      ko: `프레임은 모두 nginx를 지나요. 서버가 보는 상대는 클라이언트(${ends.balanced.client})가 아니라 nginx가 연 연결(${ends.balanced.peer})이에요. 프레임 ${last?.frames ?? 0}개를 나른 연결에서 nginx가 보낸 바이트는 하나도 나르지 않은 연결보다 ${count((last?.bytes ?? 0) - (none?.bytes ?? 0))}바이트 많았어요. nginx를 멈춘 동안 대답은 ${paused.balancedAnswers}개(서버로 바로 간 연결은 ${paused.directAnswers}개), 죽이자 연결이 양쪽에서 ${killed.clientSawEnd && killed.serverSawEnd ? '끝났어요' : '끝나지 않았어요'}.`,
      en: `Every frame passes nginx. The server's peer is not the client (${ends.balanced.client}) but a connection that nginx opened (${ends.balanced.peer}). On a connection with ${last?.frames ?? 0} frames nginx sent ${count((last?.bytes ?? 0) - (none?.bytes ?? 0))} bytes more than on one with none. While nginx was stopped ${paused.balancedAnswers} answers came (${paused.directAnswers} on a connection straight to the server); when it was killed the connection ${killed.clientSawEnd && killed.serverSawEnd ? 'ended at both sides' : 'did not end'}.`,
    },
  };
}

function skippedWithoutNginx(claim: string): Check {
  return {
    claim,
    verdict: 'inconclusive',
    evidence: {
      ko: 'nginx가 없어서 건너뛰었어요. 진짜 로드밸런서 없이 판정하지 않아요.',
      en: 'Skipped: nginx is missing. Without a real balancer there is nothing to judge.',
    },
  };
}

function unmeasured(claim: string): Check {
  return {
    claim,
    verdict: 'inconclusive',
    evidence: { ko: '측정된 요청이 없어요.', en: 'No request was measured.' },
  };
}
