// The names of strategies and arms, as a reader sees them.
import { same, type Text } from '../../src/lab-kit.ts';
import { type HandshakeArm, upgradeRefused } from './live/handshake-arms.ts';
import type { Store } from './sessions.ts';
import { strategyNamed } from './strategies.ts';

const shortNames: Readonly<Record<string, string>> = {
  'nginx-round-robin': 'nginx round robin',
  'nginx-hash': 'nginx hash',
  'nginx-hash-consistent': 'nginx hash consistent',
  'nginx-sticky-cookie': 'nginx sticky cookie',
  'haproxy-roundrobin': 'HAProxy roundrobin',
  'haproxy-leastconn': 'HAProxy leastconn',
  'haproxy-source': 'HAProxy source',
  'haproxy-source-consistent': 'HAProxy source consistent',
  'haproxy-cookie-insert': 'HAProxy cookie insert',
  'alb-duration-cookie': 'ALB lb_cookie',
  'alb-application-cookie': 'ALB app_cookie',
};

/** What stands behind a name, and says how far the model can be trusted. */
const marks = {
  picks: same(''),
  shares: { ko: ' (비율)', en: ' (shares)' },
  documented: { ko: ' (문서)', en: ' (docs)' },
} as const;

export function strategyName(id: string): Text {
  const { balancer, directive, basis } = strategyNamed(id);
  const name = shortNames[id] ?? `${balancer} ${directive}`;
  return { ko: name + marks[basis].ko, en: name + marks[basis].en };
}

export const trustNotes: readonly Text[] = [
  {
    ko: '(문서)는 문서에 적힌 규칙으로 만들었고, 진짜와 견주지 않았어요. 나머지는 진짜 nginx, HAProxy가 고르는 바로 그 서버를 골라요. redis-lab sticky --prove가 보여 줘요.',
    en: '(docs): built from the documented rules, not validated. The others pick the very server that the real nginx or HAProxy picks; redis-lab sticky --prove shows it.',
  },
];

export const sharesNote: Text = {
  ko: '(비율)은 진짜도 무작위로 고르는 방식이라, 누가 어디로 갔는지가 아니라 얼마나 갔는지만 맞아요.',
  en: '(shares): the real one draws by chance of its own, so only how many went where is right, not who.',
};

export const storeWords: Readonly<Record<Store, Text>> = {
  memory: { ko: '서버마다 자기 메모리(Map)', en: "each server's memory (Map)" },
  redis: { ko: '함께 쓰는 Redis', en: 'one Redis for all' },
};

export const armWords: Readonly<Record<HandshakeArm, Text>> = {
  round_robin: same('nginx round robin'),
  least_conn: same('nginx least_conn'),
  ip_hash: same('nginx ip_hash'),
  consistent: same('nginx hash consistent'),
  'websocket-only': { ko: 'nginx round robin, WebSocket만', en: 'nginx round robin, WebSocket only' },
  cookie: { ko: 'HAProxy 쿠키', en: 'HAProxy cookie' },
  'cookie-no-jar': { ko: 'HAProxy 쿠키, 저장하지 않는 클라이언트', en: 'HAProxy cookie, client keeps none' },
};

/** `400 {"code":1,"message":"Session ID unknown"}` as `400 Session ID unknown`. */
export function refusalWords(answer: string): Text {
  if (answer === upgradeRefused)
    return { ko: 'WebSocket 업그레이드를 거절당함', en: 'the WebSocket upgrade was refused' };
  return same(answer.replace(/\{.*"message":"([^"]*)".*\}/, '$1'));
}
