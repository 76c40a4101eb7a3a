// What a learner can turn, and the servers the lab needs.
import {
  haproxyProgram,
  type LabContext,
  nginxProgram,
  onlyWhen,
  type Params,
  type ParamValues,
  redis,
} from '../../src/kit/run.ts';

export const params = {
  clients: {
    kind: 'int',
    default: 2_000,
    quick: 1_000,
    full: 200_000,
    min: 1,
    max: 10_000_000,
    label: {
      ko: '시나리오마다, --prove에서는 설정마다 보내는 클라이언트 수',
      en: 'clients in each scenario; with --prove, in each configuration',
    },
  },
  connections: {
    kind: 'int',
    default: 120,
    quick: 45,
    full: 600,
    min: 6,
    max: 4_000,
    label: {
      ko: '진짜 로드밸런서를 거치는 연결 수',
      en: 'real connections through a real balancer',
    },
  },
  matrix: {
    kind: 'flag',
    default: false,
    full: true,
    label: {
      ko: '시나리오마다 모든 방식을 비교하는 표 더하기',
      en: 'add a table for every scenario with every strategy',
    },
  },
  prove: {
    kind: 'flag',
    default: false,
    label: {
      ko: '모델을 진짜 nginx, HAProxy와 하나씩 비교하기. 하나라도 다르면 종료 코드 1로 끝나요',
      en: 'compare the model with the real nginx and HAProxy, pick by pick; one mismatch and it exits with 1',
    },
  },
} as const satisfies Params;

/** A proof compares balancers and stores no session: nobody has to have Redis for it. */
export const services = {
  redis: onlyWhen(
    ({ prove }) => prove !== true,
    redis({
      access: {
        commands: ['get', 'set', 'rpush', 'lrange', 'hset', 'hkeys', 'watch', 'multi', 'exec', 'expire'],
      },
    }),
  ),
};

/** Each part that needs one of them is skipped where it is missing. */
export const programs = [nginxProgram, haproxyProgram];

export type StickyParams = ParamValues<typeof params>;
export type StickyContext = LabContext<typeof params, typeof services>;
