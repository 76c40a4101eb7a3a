import type { AnyLab } from '../src/core/lab.ts';
import type { Text } from '../src/core/text.ts';

/** A lab before it is loaded: `--help` and the menu read this list, and Node starts faster without the labs. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title: Text;
  /** What a learner should set aside: the run, its details and the lesson. */
  readonly minutes: number;
  /** Where a lab from outside the package lies. */
  readonly folder?: string;
  load(): Promise<{ default: AnyLab }>;
}

/** The labs in teaching order. */
export const catalogue: readonly CatalogueEntry[] = [
  {
    id: 'pubsub',
    title: { ko: 'Pub/Sub: 지금 듣는 사람에게만', en: 'Pub/Sub: only to those who listen now' },
    minutes: 15,
    load: () => import('./pubsub/index.ts'),
  },
  {
    id: 'ttl',
    title: { ko: 'TTL: 저절로 사라지는 것과 아닌 것', en: 'TTL: what goes by itself, and what does not' },
    minutes: 15,
    load: () => import('./ttl/index.ts'),
  },
  {
    id: 'sticky',
    title: {
      ko: '스티키 세션: 같은 사용자는 같은 서버로?',
      en: 'Sticky sessions: the same user to the same server?',
    },
    minutes: 20,
    load: () => import('./sticky/index.ts'),
  },
  {
    id: 'pool-bench',
    title: {
      ko: '풀: 얼마나 아끼고, 얼마나 커야 할까',
      en: 'Pools: how much they save, how large to make them',
    },
    minutes: 20,
    load: () => import('./pool-bench/index.ts'),
  },
  {
    id: 'transports',
    title: { ko: '전송 방식: 물어볼까, 알려 줄까', en: 'Transports: asking, or being told' },
    minutes: 20,
    load: () => import('./transports/index.ts'),
  },
  {
    id: 'chat',
    title: { ko: '채팅: 여러 서버, 하나의 방', en: 'Chat: one room over several servers' },
    minutes: 20,
    load: () => import('./chat/index.ts'),
  },
  {
    id: 'nearby',
    title: { ko: '가까운 친구: 누구를 구독할까', en: 'Nearby friends: whom to subscribe to' },
    minutes: 20,
    load: () => import('./nearby/index.ts'),
  },
  {
    id: 'queue',
    title: { ko: '메시지 큐: 맡기고, 잃지 않기', en: 'Message queues: hand it over, lose nothing' },
    minutes: 20,
    load: () => import('./queue/index.ts'),
  },
  {
    id: 'delivery',
    title: { ko: '배달: 무엇을 잃고, 무엇이 두 번 올까', en: 'Delivery: what is lost, what comes twice' },
    minutes: 25,
    load: () => import('./delivery/index.ts'),
  },
  {
    id: 'persistence',
    title: { ko: '영속성: OK 다음에 남는 것', en: 'Persistence: what is left after OK' },
    minutes: 20,
    load: () => import('./persistence/index.ts'),
  },
  {
    id: 'memory-vs-disk',
    title: { ko: '메모리와 디스크: 정말 수십 배일까', en: 'Memory and disk: is it tens of times?' },
    minutes: 20,
    load: () => import('./memory-vs-disk/index.ts'),
  },
];

/** What a study group does in an hour. */
export const loadTracks = () => import('./tracks/index.ts');
