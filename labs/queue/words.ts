// The names of the arms, as a reader sees them.
import { same, type Text } from '../../src/kit/judge.ts';
import type { BurstWay, Death, ExchangeKind, Feature, OnFailure, System, Way } from './data.ts';

export const wayWords: Record<Way, Text> = {
  synchronous: { ko: '처리가 끝나면 응답', en: 'replies after the work' },
  queued: { ko: '큐에 넣고 응답', en: 'replies when queued' },
};

export const deathWords: Record<Death, Text> = {
  synchronous: { ko: '처리하고 응답', en: 'works, then replies' },
  'in-memory': { ko: '응답하고 메모리에서', en: 'replies, works in memory' },
  queued: { ko: '큐, 처리 뒤 확인', en: 'queue, acks after work' },
  'before-ack': { ko: '큐, 확인 직전에 죽음', en: 'queue, dies before ack' },
  'acks-early': { ko: '큐, 확인부터 함', en: 'queue, acks first' },
};

export const failureWords: Record<OnFailure, Text> = {
  reject: { ko: 'reject, 그것뿐', en: 'reject, nothing else' },
  requeue: { ko: 'nack, 다시 큐로', en: 'nack, requeue' },
  'delivery-limit': { ko: 'quorum 큐의 한도', en: 'quorum, delivery limit' },
  retry: { ko: '늦춰 재시도, 격리', en: 'retry later, dead letter' },
};

export const kindWords: Record<ExchangeKind, Text> = {
  direct: same('direct'),
  topic: same('topic'),
  fanout: same('fanout'),
  headers: same('headers'),
};

export const burstWords: Record<BurstWay, Text> = {
  'no-confirm': { ko: 'confirm 없이', en: 'without confirms' },
  window: { ko: 'confirm 500건까지', en: 'confirms, 500 at most' },
  'drop-head': { ko: '길이 제한', en: 'maximum length' },
  reject: { ko: '길이 제한, 거절', en: 'maximum, rejects' },
};

export const systemWords: Record<System, Text> = {
  rabbitmq: same('RabbitMQ'),
  streams: same('Redis Streams'),
};

export const featureWords: Record<Feature, Text> = {
  plain: { ko: '넣고, 처리하고, 확인', en: 'in, worked on, acked' },
  dies: { ko: '죽은 워커의 주문', en: 'order of a dead worker' },
  retry: { ko: '늦춰서 재시도', en: 'retry after a while' },
  'dead-letter': { ko: '세 번 실패하면 격리', en: 'dead letter after three' },
  routing: { ko: '넷 가운데 세 곳으로', en: 'to three of four' },
};
