// What a learner can turn. Redis is always private here: each setting of the AOF is a server of its own, which is killed.
import {
  kafka,
  type LabContext,
  onlyWhen,
  optional,
  type Params,
  type ParamValues,
  postgres,
  rabbitmq,
  redisCluster,
} from '../../src/kit/run.ts';
import type { Fault, SystemId } from './data.ts';

export const systemIds = [
  ...(['pubsub', 'pubsub-sharded', 'list', 'streams-off', 'streams-everysec', 'streams-always'] as const),
  ...(['rabbit-transient', 'rabbit-classic', 'rabbit-quorum', 'rabbit-stream'] as const),
  ...(['kafka-none', 'kafka-leader', 'kafka-all', 'kafka-idempotent'] as const),
] satisfies readonly SystemId[];

export const faultIds = [
  ...(['none', 'offline', 'consumer-cut', 'consumer-died'] as const),
  ...(['broker-killed', 'broker-paused', 'ack-lost', 'slow'] as const),
] satisfies readonly Fault[];

/** Acts that take longer than an answer may: by choice, or with `--full`. */
export const extraIds = ['price', 'once', 'order', 'readers'] as const;

export const params = {
  systems: {
    kind: 'words',
    default: ['all'],
    quick: ['pubsub', 'streams-off', 'streams-everysec', 'rabbit-quorum', 'kafka-all'],
    choices: ['all', ...systemIds],
    label: { ko: '비교할 시스템', en: 'systems to compare' },
  },
  faults: {
    kind: 'words',
    default: ['all'],
    quick: ['none', 'offline', 'consumer-died', 'broker-killed'],
    choices: ['all', ...faultIds],
    label: { ko: '겪어 볼 장애', en: 'faults to try' },
  },
  messages: {
    kind: 'int',
    default: 90,
    quick: 60,
    full: 3_000,
    min: 30,
    max: 100_000,
    label: { ko: '번호를 붙여 보내는 메시지 수', en: 'numbered messages' },
  },
  batches: {
    kind: 'ints',
    default: [1, 100, 1_000],
    quick: [1, 500],
    min: 1,
    max: 10_000,
    label: { ko: '한 번에 보내는 메시지 수', en: 'messages sent at once' },
  },
  also: {
    kind: 'words',
    default: ['none'],
    full: ['all'],
    choices: ['none', 'all', ...extraIds],
    label: { ko: '더 재어 볼 것', en: 'what to measure as well' },
  },
  windows: {
    kind: 'ints',
    default: [1, 10, 100, 1_000],
    quick: [1, 1_000],
    min: 1,
    max: 5_000,
    label: { ko: '응답을 기다리는 메시지 수', en: 'sends under way at a time' },
  },
  idle: {
    kind: 'duration',
    default: 2_000,
    quick: 500,
    min: 100,
    max: 600_000,
    label: { ko: '아무것도 하지 않고 지켜보는 시간', en: 'how long an idle server is watched' },
  },
  readers: {
    kind: 'ints',
    default: [1, 4],
    full: [1, 2, 4, 8],
    min: 1,
    max: 50,
    label: { ko: '같은 메시지를 모두 읽는 소비자 수', en: 'readers that each get every message' },
  },
  rounds: {
    kind: 'int',
    default: 5,
    full: 10,
    min: 1,
    max: 100,
    label: { ko: '시행을 되풀이하는 횟수', en: 'rounds of trials' },
  },
  trial: {
    kind: 'duration',
    default: 100,
    quick: 60,
    full: 400,
    min: 5,
    max: 60_000,
    label: { ko: '시행 하나의 길이', en: 'how long a trial lasts' },
  },
  payload: {
    kind: 'int',
    default: 256,
    min: 16,
    max: 65_536,
    label: { ko: '메시지 크기, 바이트', en: 'message size in bytes' },
  },
} as const satisfies Params;

/** Every arm is a queue of its own, so one virtual host holds them all. */
export const vhost = 'delivery';

type Given = Readonly<Record<string, unknown>>;

/** Asks for one of these, whatever the systems of the matrix are. */
const asksFor =
  (...acts: (typeof extraIds)[number][]) =>
  ({ also }: Given) =>
    (also as readonly string[]).some((one) => one === 'all' || acts.some((act) => act === one));

const wants =
  (prefix: string) =>
  ({ systems }: Given) =>
    (systems as readonly string[]).some((id) => id === 'all' || id.startsWith(prefix));

const either = (one: (given: Given) => boolean, other: (given: Given) => boolean) => (given: Given) =>
  one(given) || other(given);

/** So small that a consumer which stops reading meets it soon; by default it is 32 MB. */
export const smallOutputBuffer = { 'client-output-buffer-limit': 'pubsub 1mb 0 0' };

export const services = {
  cluster: onlyWhen(wants('pubsub-sharded'), optional(redisCluster({ config: smallOutputBuffer }))),
  rabbitmq: onlyWhen(
    either(wants('rabbit'), asksFor('order', 'readers')),
    optional(rabbitmq({ arms: [vhost] })),
  ),
  kafka: onlyWhen(either(wants('kafka'), asksFor('once', 'order', 'readers')), optional(kafka())),
  postgres: onlyWhen(asksFor('once'), optional(postgres())),
};

export type DeliveryParams = ParamValues<typeof params>;
export type DeliveryContext = LabContext<typeof params, typeof services>;
