import {
  formatFigure,
  formatQuantity,
  Histogram,
  judgeOf,
  ran,
  type Text,
  type Verdict,
} from '../../../src/kit/judge.ts';
import type { SessionsArm, StickyTried, Store } from '../data.ts';
import { brokenPercent, resultOf } from '../parts/figures.ts';
import type { params } from '../settings.ts';

/** Held when every server finds the session that any of them wrote, where memories of their own do not. */
export const sessionStore = judgeOf<StickyTried, typeof params>()(['sessions'], 'held', (data) => {
  const arm = (store: Store) => data.sessions.find((candidate) => candidate.store === store);
  const [memory, redis] = [arm('memory'), arm('redis')];
  if (!memory || !redis || memory.requests === 0 || redis.requests === 0) return unmeasured;
  const verdict: Verdict =
    redis.found < redis.requests ? 'refuted' : memory.found < memory.requests ? 'held' : 'inconclusive';
  const share = { memory: foundShare(memory), redis: foundShare(redis) };
  const model = ran(data.model);
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
        ...(model ? [notMended(brokenPercent(resultOf(model, 'steady', 'nginx-round-robin')))] : []),
      ],
    },
  };
});

const unmeasured = {
  verdict: 'inconclusive',
  evidence: { headline: { ko: '측정된 요청이 없어요.', en: 'No request was measured.' }, points: [] },
} as const;

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

function notMended(brokenPercent: number | null): Text {
  const share = formatFigure(brokenPercent ?? Number.NaN, 'percent');
  return {
    ko: `여러 요청으로 맺는 핸드셰이크는 Redis 세션으로도 고치지 못해요. 라운드 로빈에서 ${share}가 깨져요(모델).`,
    en: `It does not mend a handshake of several requests: under round robin ${share} of those break (model).`,
  };
}
