import type { Text } from '../core/text.ts';

const sentences: Record<string, Text> = {
  C01: {
    ko: '메모리 기반이라 디스크 DB보다 수십~수백 배 빠르다',
    en: 'In memory, so tens to hundreds of times faster than a disk database',
  },
  C02: {
    ko: '전원이 꺼지면 데이터가 사라질 수 있고, RDB/AOF로 지킬 수 있다',
    en: 'Power loss can lose data; RDB/AOF can keep it',
  },
  C03: {
    ko: '캐시로 쓰면 DB 부하가 준다',
    en: 'Used as a cache it takes load off the database',
  },
  C04: {
    ko: '세션 저장소로 쓸 수 있다',
    en: 'It can be the session store',
  },
  C05: {
    ko: '풀은 연결 생성 비용을 아낀다',
    en: 'A pool saves the cost of creating connections',
  },
  C06: {
    ko: 'DB 커넥션 풀도 마찬가지다',
    en: 'The same goes for database connection pools',
  },
  C07: {
    ko: '스레드 풀도 마찬가지다',
    en: 'The same goes for thread pools',
  },
  C08: {
    ko: 'WebSocket은 HTTP를 업그레이드해 지속적인 양방향 통신을 한다',
    en: 'WebSocket upgrades HTTP into a lasting two-way channel',
  },
  C09: {
    ko: 'Pub/Sub은 여러 서버의 메시지를 실시간으로 맞춘다',
    en: 'Pub/Sub keeps messages in step across several servers',
  },
  C10: {
    ko: '채널을 구독한 수신자에게 즉시 전달된다',
    en: 'Every subscriber of the channel gets the message at once',
  },
  C11: {
    ko: '저장하지 않으므로 전송이 보장되지 않는다',
    en: 'Nothing is stored, so delivery is not guaranteed',
  },
  C12: {
    ko: '신뢰성이 필요하면 Redis Streams를 쓴다',
    en: 'For reliable delivery use Redis Streams',
  },
  C13: {
    ko: 'MQ는 대량 메시지를 비동기로 안정적으로 처리한다',
    en: 'A message queue processes many messages asynchronously and reliably',
  },
  C14: {
    ko: 'RabbitMQ는 복잡한 라우팅에 강하다',
    en: 'RabbitMQ is strong at complex routing',
  },
  C15: {
    ko: 'Kafka는 초고속, 초대규모 스트리밍에 최적화되어 있다',
    en: 'Kafka is made for very fast, very large streaming',
  },
  C16: {
    ko: 'Pub/Sub만으로 부족하면 Kafka를 써야 한다',
    en: 'Where Pub/Sub is not enough, Kafka is needed',
  },
  C17: {
    ko: '로드밸런서가 분산하면 WebSocket 연결이 끊어진다',
    en: 'Balancing breaks WebSocket connections',
  },
  C18: {
    ko: 'ip_hash, ALB Stickiness는 같은 사용자를 같은 서버에 보낸다',
    en: 'ip_hash and ALB stickiness send the same user to the same server',
  },
  C19: {
    ko: '연결 뒤에는 로드밸런서를 거치지 않는다',
    en: 'After connecting, traffic no longer passes the balancer',
  },
  C20: {
    ko: 'TTL 10분이면 비활성 사용자가 검색에서 자동으로 빠진다',
    en: 'With a 10-minute TTL inactive people drop out of results by themselves',
  },
  C21: {
    ko: '접속할 때 활성 친구의 채널만 구독하면 된다',
    en: 'Subscribing to the friends active at connect time is enough',
  },
  C22: {
    ko: '모든 친구를 구독하면 자원이 낭비된다',
    en: 'Subscribing to all friends wastes resources',
  },
  C23: {
    ko: '활성 친구 구독 + 나를 친구로 하는 활성 사용자가 나를 구독하는 방식이 가장 좋다',
    en: 'Subscribe to active friends and let active people who list me subscribe to me: the best way',
  },
  C24: {
    ko: '채널 1억 개, 초당 1,400만 푸시면 Pub/Sub 서버가 140대 필요하다',
    en: '100 million channels and 14 million pushes a second need 140 Pub/Sub servers',
  },
};

/** The sentences of the study notes, by ids that stay for ever: code, records, tests and guides use them. */
export const claims: Readonly<Record<string, Text>> = sentences;

/** Those that labs from outside the package test. */
export function addClaims(more: Readonly<Record<string, Text>>): void {
  Object.assign(sentences, more);
}
