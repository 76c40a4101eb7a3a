import {
  formatFigure,
  formatQuantity,
  Histogram,
  type Judged,
  judgeOf,
  ran,
  type Text,
  type Verdict,
} from '../../../src/kit/judge.ts';
import type { HandshakesArm, RaceData, SessionsArm, StickyTried, Store } from '../data.ts';
import type { params } from '../settings.ts';

/** Held when every server finds the session that any of them wrote, where memories of their own do not. */
export const sessionStore = judgeOf<StickyTried, typeof params>()(['sessions'], 'held', (data) => {
  const arm = (store: Store) => data.sessions.find((candidate) => candidate.store === store);
  const [memory, redis] = [arm('memory'), arm('redis')];
  if (!memory || !redis || Math.min(memory.requests, redis.requests) < fewestRequests)
    return unmeasured(redis);
  const verdict: Verdict =
    redis.found < redis.requests ? 'refuted' : memory.found < memory.requests ? 'held' : 'inconclusive';
  const share = { memory: foundShare(memory), redis: foundShare(redis) };
  const turns = ran(data.handshakes)?.arms.find(({ arm }) => arm === 'round_robin');
  const race = ran(data.race);
  return {
    verdict,
    evidence: {
      headline: {
        ko: `세션을 찾은 요청은 서버 메모리에서 ${share.memory}, Redis에서 ${share.redis}예요.`,
        en: `${share.memory} of the requests found a session in memory, ${share.redis} in Redis.`,
      },
      points: [
        foundInRedis(redis),
        costOf(redis, memory),
        ...(race ? overlapping(race) : []),
        ...(turns && turns.connected < turns.clients ? [handshakeApart(turns)] : []),
      ],
    },
  };
});

/** Fewer requests of returning users than this decide nothing. */
const fewestRequests = 10;

function unmeasured(redis: SessionsArm | undefined): Judged {
  const why = redis?.refused;
  return {
    verdict: 'inconclusive',
    evidence: {
      headline: {
        ko: `판단하기에는 측정된 요청이 모자라요${why ? `(${why})` : ''}.`,
        en: `Too few requests were measured to tell${why ? ` (${why})` : ''}.`,
      },
      points: [],
    },
  };
}

function foundShare({ found, requests }: SessionsArm): string {
  return formatFigure((100 * found) / requests, 'percent');
}

function foundInRedis({ found, requests }: SessionsArm): Text {
  const [all, some] = [formatFigure(requests, 'count'), formatFigure(found, 'count')];
  return {
    ko:
      found === 0
        ? `서버 3대가 번갈아 받은 요청 ${all}번 가운데 한 번도 Redis에서 세션을 찾지 못했어요.`
        : `서버 3대가 번갈아 받은 요청 ${all}번 가운데 ${some}번이 Redis에서 세션을 찾았어요.`,
    en: `With three servers taking turns, ${some} of ${all} requests found their session in Redis.`,
  };
}

function costOf(redis: SessionsArm, memory: SessionsArm): Text {
  const medianUs = (json: SessionsArm['read']) =>
    formatQuantity(Histogram.fromJSON(json).percentile(50) / 1e3, 'us');
  const [get, set, map] = [medianUs(redis.read), medianUs(redis.write), medianUs(memory.read)];
  return {
    ko: `비용은 요청마다 왕복이에요. 중앙값으로 GET은 ${get}, SET은 ${set} 걸렸고, 메모리의 Map은 ${map} 걸렸어요.`,
    en: `The price is a round trip: at the median GET ${get}, SET ${set} (a Map in memory: ${map}).`,
  };
}

/** What the store does not do: two requests of one user that overlap. */
function overlapping({ arms }: RaceData): Text[] {
  const arm = (way: string) => arms.find((candidate) => candidate.way === way);
  const [whole, one] = [arm('get-set'), arm('one-command')];
  if (!whole || !one || whole.items === 0 || one.items === 0) return [];
  const [items, lost, also] = [whole.items, whole.items - whole.kept, one.items - one.kept].map((figure) =>
    formatFigure(figure, 'count'),
  );
  return [
    {
      ko: `겹친 두 요청이 GET, SET으로 담은 물건 ${items}개 가운데 ${whole.kept === whole.items ? '잃은 것은 없어요' : `${lost}개를 잃었어요`}. 명령 하나(RPUSH)로는 ${one.kept === one.items ? '하나도 잃지 않았어요' : `${also}개를 잃었어요`}.`,
      en: `Overlapping requests lost ${lost} of ${items} things by GET and SET, ${also} by one command (RPUSH).`,
    },
  ];
}

/** What a store of sessions is not for: the id of a handshake is in the memory of one server. */
function handshakeApart({ clients, connected }: HandshakesArm): Text {
  const [all, some] = [formatFigure(clients, 'count'), formatFigure(connected, 'count')];
  return {
    ko: `Socket.IO의 핸드셰이크 id는 세션이 아니라 서버 한 대의 메모리에 있어요. 라운드 로빈에서 ${all}명 가운데 ${connected === 0 ? '한 명도 연결되지 못했어요' : `${some}명이 연결됐어요`}.`,
    en: `The id of a Socket.IO handshake is no session but in one server's memory: under round robin ${some} of ${all} connected.`,
  };
}
