// The names of systems and faults, as a reader sees them, and what each system promises.
import { same, type Text } from '../../src/kit/judge.ts';
import type { BrokerName, FanWay, Fault, LaneWay, OnceWay, ServerId, SystemId } from './data.ts';

export const brokerWords: Record<BrokerName, Text> = {
  redis: same('Redis'),
  'redis-cluster': same('Redis Cluster'),
  rabbitmq: same('RabbitMQ'),
  kafka: same('Kafka'),
};

export const systemWords: Record<SystemId, Text> = {
  pubsub: same('Redis Pub/Sub'),
  'pubsub-sharded': { ko: '샤드 Pub/Sub', en: 'Sharded Pub/Sub' },
  list: { ko: 'Redis 리스트', en: 'Redis list' },
  'streams-off': { ko: 'Streams AOF 없음', en: 'Streams no AOF' },
  'streams-everysec': same('Streams everysec'),
  'streams-always': same('Streams always'),
  'rabbit-transient': same('RabbitMQ no acks'),
  'rabbit-classic': same('RabbitMQ classic'),
  'rabbit-quorum': same('RabbitMQ quorum'),
  'rabbit-stream': same('RabbitMQ stream'),
  'kafka-none': same('Kafka acks=0'),
  'kafka-leader': same('Kafka acks=1'),
  'kafka-all': same('Kafka acks=all'),
  'kafka-idempotent': same('Kafka idempotent'),
};

export const serverWords: Record<ServerId, Text> = {
  redis: same('Redis'),
  'redis-everysec': same('Redis everysec'),
  'redis-always': same('Redis always'),
  'redis-cluster': { ko: 'Redis Cluster 3대', en: 'Redis Cluster of 3' },
  rabbitmq: same('RabbitMQ'),
  kafka: same('Kafka'),
};

export const onceWords: Record<OnceWay, Text> = {
  plain: { ko: '번호를 기억하지 않음', en: 'remembers no ids' },
  redis: { ko: 'Redis가 기억', en: 'Redis remembers' },
  postgres: { ko: 'PostgreSQL이 기억', en: 'PostgreSQL remembers' },
  kafka: { ko: 'Kafka 트랜잭션', en: 'Kafka transaction' },
};

export const laneWords: Record<LaneWay, Text> = {
  'stream-one': { ko: '스트림 하나, 워커 하나', en: 'one stream, one worker' },
  'stream-group': { ko: '그룹의 워커 넷', en: 'stream, group of four' },
  'stream-per-key': { ko: '키마다 스트림', en: 'stream per key' },
  'rabbit-single': { ko: 'RabbitMQ 단독 소비자', en: 'RabbitMQ single active' },
  'rabbit-competing': { ko: 'RabbitMQ 경쟁 소비자', en: 'RabbitMQ competing' },
  'kafka-one': { ko: 'Kafka 파티션 하나', en: 'Kafka, 1 partition' },
  'kafka-keyed': { ko: 'Kafka 파티션 넷', en: 'Kafka, 4 partitions' },
};

export const fanWords: Record<FanWay, Text> = {
  pubsub: same('Redis Pub/Sub'),
  streams: same('Redis Streams'),
  rabbitmq: same('RabbitMQ fanout'),
  kafka: same('Kafka'),
};

/** What "yes" means to a producer, in the words of the manuals. */
export const yesWords: Record<SystemId, Text> = {
  pubsub: {
    ko: '지금 듣는 연결의 버퍼에 넣었다(문서: Pub/Sub)',
    en: 'put into the buffers of who listens now (docs: Pub/Sub)',
  },
  'pubsub-sharded': {
    ko: '채널이 있는 노드에서 지금 듣는 연결의 버퍼에 넣었다(문서: Pub/Sub)',
    en: 'put into the buffers of who listens now at the node of the channel (docs: Pub/Sub)',
  },
  list: { ko: 'Redis의 메모리에 있다(문서: Lists)', en: 'in the memory of Redis (docs: Lists)' },
  'streams-off': { ko: 'Redis의 메모리에 있다(문서: Streams)', en: 'in the memory of Redis (docs: Streams)' },
  'streams-everysec': {
    ko: 'AOF에 썼다. fsync는 1초 안에 한다(문서: Persistence)',
    en: 'written to the AOF; the fsync comes within a second (docs: Persistence)',
  },
  'streams-always': {
    ko: 'AOF에 쓰고 fsync까지 했다(문서: Persistence)',
    en: 'written to the AOF and fsynced (docs: Persistence)',
  },
  'rabbit-transient': {
    ko: '보냈다. 브로커는 아무 말도 하지 않았다(문서: Confirms)',
    en: 'sent; the broker said nothing (docs: Confirms)',
  },
  'rabbit-classic': {
    ko: '브로커가 큐에 저장했다고 확인했다(문서: Confirms)',
    en: 'the broker confirmed that the queue has it (docs: Confirms)',
  },
  'rabbit-quorum': {
    ko: '복제본 과반이 받았다. 여기서는 하나(문서: Quorum queues)',
    en: 'a majority of the replicas has it; here there is one (docs: Quorum queues)',
  },
  'rabbit-stream': {
    ko: '스트림에 덧붙였다고 확인했다(문서: Streams and queues)',
    en: 'confirmed as appended to the stream (docs: Streams and queues)',
  },
  'kafka-none': {
    ko: '보냈다. 브로커는 아무 말도 하지 않았다(문서: Producer configs)',
    en: 'sent; the broker said nothing (docs: Producer configs)',
  },
  'kafka-leader': {
    ko: '리더의 로그에 썼다. fsync는 아니다(문서: Producer configs)',
    en: 'in the log of the leader, not fsynced (docs: Producer configs)',
  },
  'kafka-all': {
    ko: '동기화된 복제본 모두가 받았다. 여기서는 하나(문서: Producer configs)',
    en: 'every replica in sync has it; here there is one (docs: Producer configs)',
  },
  'kafka-idempotent': {
    ko: 'acks=all과 같고, 다시 보낸 것은 한 번만 저장한다(문서: Producer configs)',
    en: 'as acks=all, and what is sent again is stored once (docs: Producer configs)',
  },
};

export const faultWords: Record<Fault, Text> = {
  none: { ko: '장애 없음', en: 'no fault' },
  offline: { ko: '소비자 자리 비움', en: 'consumer away' },
  'consumer-cut': { ko: '소비자 연결 끊김', en: 'consumer cut' },
  'consumer-died': { ko: '확인 전에 죽음', en: 'died before ack' },
  'broker-killed': { ko: '브로커 kill -9', en: 'broker kill -9' },
  'broker-paused': { ko: '브로커 멈춤', en: 'broker paused' },
  'ack-lost': { ko: '응답 유실', en: 'reply lost' },
  slow: { ko: '읽지 않음', en: 'stops reading' },
};

interface Cell {
  readonly system: SystemId;
  readonly fault: Fault;
}

export const cellWords = ({ system, fault }: Cell): Text => ({
  ko: `${systemWords[system].ko}: ${faultWords[fault].ko}`,
  en: `${systemWords[system].en}: ${faultWords[fault].en}`,
});

/** Systems whose makers promise that nothing acknowledged is lost while the process may die. */
export const survivors: readonly SystemId[] = [
  ...(['streams-everysec', 'streams-always'] as const),
  ...(['rabbit-classic', 'rabbit-quorum', 'rabbit-stream'] as const),
  ...(['kafka-leader', 'kafka-all', 'kafka-idempotent'] as const),
];
