// The names of strategies and arms, as a reader sees them.
import { same, type Text } from '../../src/kit/judge.ts';
import type { BalancerName, HandshakeArm, NotUp, Store } from './data.ts';
import { upgradeRefused } from './parts/live/handshake-arms.ts';
import { type StrategyName, strategyNames } from './parts/strategy-names.ts';

/** Stands behind a name, and says how far the model can be trusted. */
const marks: Readonly<Record<StrategyName['basis'], Text>> = {
  picks: same(''),
  shares: { ko: ' (비율)', en: ' (shares)' },
  documented: { ko: ' (문서)', en: ' (docs)' },
};

export function strategyName(id: string): Text {
  const known = strategyNames.find((strategy) => strategy.id === id);
  if (!known) return same(id); // A record may be older than a name.
  const { ko, en } = marks[known.basis];
  return { ko: known.name + ko, en: known.name + en };
}

export const trustNotes: readonly Text[] = [
  {
    ko: '(문서)가 붙은 줄은 문서의 규칙으로 만들었고, 진짜와 비교하지 않았어요.',
    en: '(docs): built from the documented rules, and not compared with the real one.',
  },
  {
    ko: '나머지 줄은 진짜 nginx, HAProxy와 같은 서버를 고르도록 만들었어요. 정말 그런지는 redis-lab sticky --prove로 비교해요.',
    en: 'The other rows are built to pick the very server that the real nginx or HAProxy picks: redis-lab sticky --prove compares them.',
  },
];

export const sharesNote: Text = {
  ko: '(비율)이 붙은 줄은 진짜도 무작위로 고르는 방식이에요. 누가 갔는지가 아니라 얼마나 갔는지만 맞아요.',
  en: '(shares): the real one draws by chance of its own, so only how many went where is right, not who.',
};

export const storeWords: Readonly<Record<Store, Text>> = {
  memory: { ko: '서버마다 자기 메모리', en: "each server's memory" },
  redis: { ko: '함께 쓰는 Redis', en: 'one Redis for all' },
};

export const armWords: Readonly<Record<HandshakeArm, Text>> = {
  round_robin: same('nginx round robin'),
  least_conn: same('nginx least_conn'),
  ip_hash: same('nginx ip_hash'),
  consistent: same('nginx hash consistent'),
  'websocket-only': { ko: 'nginx, WebSocket만', en: 'nginx, WebSocket only' },
  cookie: { ko: 'HAProxy 쿠키', en: 'HAProxy cookie' },
  'cookie-no-jar': { ko: 'HAProxy 쿠키 미저장', en: 'HAProxy cookie, not kept' },
};

/** `400 {"code":1,"message":"Session ID unknown"}` as `400 Session ID unknown`. */
export function refusalWords(answer: string): Text {
  if (answer === upgradeRefused) return { ko: 'WebSocket 업그레이드 거절', en: 'WebSocket upgrade refused' };
  return same(answer.replace(/\{.*"message":"([^"]*)".*\}/, '$1'));
}

/** Why arms of this balancer are not in a table. */
export function leftOutWithout(balancer: BalancerName): Text {
  return {
    ko: `${balancer} 프로그램이 없어서 그 줄은 뺐어요. --install을 붙이면 설치하고 실행해요.`,
    en: `${balancer} is missing, so its rows are left out. With --install it is installed first.`,
  };
}

/** Below a table: whose rows are not there though it is installed, in its own words. */
export function leftOutFailed(failed: readonly NotUp[] = []): Text[] {
  return failed.map(({ balancer, why }) => ({
    ko: `${balancer}의 줄은 뺐어요. ${why.ko}`,
    en: `The rows of ${balancer} are left out. ${why.en}`,
  }));
}

/** Below a table: what this build of nginx could not be asked. */
export function leftOutLacking(modules: readonly string[]): Text[] {
  if (modules.length === 0) return [];
  const names = modules.join(', ');
  return [
    {
      ko: `이 nginx에는 모듈이 없어서 그 줄은 뺐어요: ${names}.`,
      en: `This nginx was built without ${names}; the rows that need it are left out.`,
    },
  ];
}

/** Why the other acts are left out of a run with --prove, and the proof out of one without. */
export const onlyProof: Text = {
  ko: '--prove를 붙이면 모델의 증명만 해요.',
  en: 'With --prove only the proof of the model is done.',
};
export const onlyWithProve: Text = {
  ko: '--prove를 붙이면 해요.',
  en: '--prove runs it.',
};
