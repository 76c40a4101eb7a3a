// The words that the lessons use before a newcomer has met them. One or two sentences each, and the lab that shows it.
import type { Lang, Text } from '../core/text.ts';

export interface Term {
  readonly term: Text;
  /** What it means, in one or two sentences that need no other entry. */
  readonly meaning: Text;
  /** The lab, or the lab and its act, that shows it. */
  readonly shownBy: string;
}

/** By id: what `[[id]]` in a guide and `redis-lab glossary <id>` name. */
export const glossary: Readonly<Record<string, Term>> = {
  ack: {
    term: { ko: '확인(ack)', en: 'acknowledge (ack)' },
    meaning: {
      ko: '받은 쪽이 처리를 마쳤다고 알리는 것이에요. 확인이 오지 않은 메시지는 다시 배달할 수 있어요.',
      en: 'The receiver says that it is done with a message. One that was not acknowledged can be delivered again.',
    },
    shownBy: 'pubsub streams',
  },
  'active-expiry': {
    term: { ko: '주기적 만료(active expiry)', en: 'active expiry' },
    meaning: {
      ko: 'Redis가 아무도 읽지 않는 만료된 키를 조금씩 골라 지우는 일이에요. 한 번에 쓰는 시간에 한도가 있어요.',
      en: 'Redis picks expired keys that nobody reads, a few at a time, and deletes them. It spends a limited time on it.',
    },
    shownBy: 'ttl lag',
  },
  aof: {
    term: { ko: 'AOF(Append Only File)', en: 'AOF (append only file)' },
    meaning: {
      ko: 'Redis가 쓰기 명령을 차례로 적어 두는 파일이에요. 다시 켜지면 이 파일을 처음부터 실행해 데이터를 되살려요.',
      en: 'A file to which Redis appends every write. After a restart it runs the file again to have its data back.',
    },
    shownBy: 'pubsub streams',
  },
  arm: {
    term: { ko: '갈래(arm)', en: 'arm' },
    meaning: {
      ko: '비교하는 방법 하나예요. "풀 없이"와 "풀 8개"는 두 갈래예요.',
      en: 'One of the ways that are compared: "no pool" and "a pool of 8" are two arms.',
    },
    shownBy: 'pool-bench shapes',
  },
  'at-least-once': {
    term: { ko: '최소 한 번(at least once)', en: 'at least once' },
    meaning: {
      ko: '메시지가 사라지지는 않지만 두 번 올 수 있는 배달 방식이에요.',
      en: 'A delivery that loses nothing, and may bring a message twice.',
    },
    shownBy: 'pubsub streams',
  },
  'at-most-once': {
    term: { ko: '최대 한 번(at most once)', en: 'at most once' },
    meaning: {
      ko: '메시지가 두 번 오지는 않지만 사라질 수 있는 배달 방식이에요. 보내고 나면 아무도 기억하지 않아요.',
      en: 'A delivery that brings nothing twice, and may lose a message: once it is sent nobody remembers it.',
    },
    shownBy: 'delivery matrix',
  },
  backpressure: {
    term: { ko: '역압(backpressure)', en: 'backpressure' },
    meaning: {
      ko: '받는 쪽이 감당하지 못할 때 보내는 쪽이 느려지거나 거절당하게 하는 것이에요. 없으면 어딘가에 끝없이 쌓여요.',
      en: 'Who sends is slowed down, or refused, when who receives cannot keep up. Without it things pile up somewhere, without end.',
    },
    shownBy: 'queue burst',
  },
  binding: {
    term: { ko: '바인딩(binding)', en: 'binding' },
    meaning: {
      ko: '교환기가 어떤 메시지를 어느 큐에 넣을지 정한 규칙이에요. 라우팅 키나 헤더로 골라요.',
      en: 'A rule of an exchange: which messages go into which queue, by routing key or by headers.',
    },
    shownBy: 'queue routing',
  },
  'cache-aside': {
    term: { ko: '캐시 어사이드(cache-aside)', en: 'cache-aside' },
    meaning: {
      ko: '먼저 캐시를 보고, 없으면 DB에서 읽어 복사본을 캐시에 넣는 방식이에요. 쓰는 쪽은 DB에 쓰고 복사본을 지워요.',
      en: 'A reader looks into the cache first; where nothing is there it reads the database and leaves a copy. A writer writes to the database and deletes the copy.',
    },
    shownBy: 'memory-vs-disk cache',
  },
  'closed-loop': {
    term: { ko: '닫힌 루프(closed loop)', en: 'closed loop' },
    meaning: {
      ko: '응답이 와야 다음 요청을 보내는 부하예요. 서버가 멈추면 요청도 멈춰서, 느린 시간이 기록에 적게 남아요.',
      en: 'A load that sends the next request after the last reply. When the server stops, so do the requests, and the slow time is hardly recorded.',
    },
    shownBy: 'pool-bench stall',
  },
  'confidence-interval': {
    term: { ko: '95% 신뢰구간(confidence interval)', en: '95 % interval' },
    meaning: {
      ko: '이 방법으로 만든 범위 100개 가운데 95개쯤이 참값을 담아요. 비율의 범위에 1이 들어 있으면 어느 쪽이 나은지 말할 수 없어요.',
      en: 'Of a hundred ranges made this way about 95 hold the true value. A range of ratios that holds 1 names no winner.',
    },
    shownBy: 'pool-bench shapes',
  },
  'connection-pool': {
    term: { ko: '커넥션 풀(connection pool)', en: 'connection pool' },
    meaning: {
      ko: '미리 열어 둔 연결 몇 개를 돌려 쓰는 것이에요. 요청마다 연결을 새로 만드는 비용을 아껴요.',
      en: 'A few open connections that are lent out again and again, to save making one for each request.',
    },
    shownBy: 'pool-bench shapes',
  },
  'consistent-hash': {
    term: { ko: '일관된 해싱(consistent hashing)', en: 'consistent hashing' },
    meaning: {
      ko: '서버가 하나 빠져도 그 서버에 있던 사용자만 자리를 옮기게 나누는 방법이에요.',
      en: 'A way to share out users so that, when a server goes, only that server’s users move.',
    },
    shownBy: 'sticky',
  },
  'consumer-group': {
    term: { ko: '소비자 그룹(consumer group)', en: 'consumer group' },
    meaning: {
      ko: '스트림 하나를 여러 소비자가 나눠 읽는 묶음이에요. 어디까지 누가 읽었는지 Redis가 기억해요.',
      en: 'Consumers that share the entries of one stream. Redis remembers who was given what.',
    },
    shownBy: 'pubsub streams',
  },
  'coordinated-omission': {
    term: { ko: '조율된 누락(coordinated omission)', en: 'coordinated omission' },
    meaning: {
      ko: '서버가 멈춘 동안 보내려던 요청을 보내지 않아서, 가장 나쁜 시간이 측정에서 빠지는 것이에요.',
      en: 'While the server is stalled the load sends nothing, so the worst times are missing from the measurement.',
    },
    shownBy: 'pool-bench stall',
  },
  'dead-letter-queue': {
    term: { ko: '데드 레터 큐(dead letter queue)', en: 'dead letter queue' },
    meaning: {
      ko: '처리하지 못한 메시지를 따로 모아 두는 큐예요. 사람이 보고 고치거나 다시 보내요.',
      en: 'A queue for messages that could not be processed, set apart for somebody to look at and send again.',
    },
    shownBy: 'queue failure',
  },
  drain: {
    term: { ko: '드레인(drain)', en: 'drain' },
    meaning: {
      ko: '새 사용자는 받지 않고, 있던 사용자만 끝까지 모시다가 서버를 내리는 것이에요.',
      en: 'A server takes no new users and serves those it has, until it can be taken away.',
    },
    shownBy: 'sticky',
  },
  epoch: {
    term: { ko: '에포크(epoch)', en: 'epoch' },
    meaning: {
      ko: '번호가 이어지는 한 시기의 이름이에요. 기록을 잃으면 새 에포크를 시작해서, 예전 번호로 이어받을 수 없게 해요.',
      en: 'The name of a stretch of time in which numbers go on. Where history was lost a new one begins, so that nobody goes on from an old number.',
    },
    shownBy: 'chat faults',
  },
  'ephemeral-port': {
    term: { ko: '임시 포트(ephemeral port)', en: 'ephemeral port' },
    meaning: {
      ko: '밖으로 연결할 때 운영체제가 빌려주는 번호예요. 수가 정해져 있어서 다 쓰면 새 연결을 만들지 못해요.',
      en: 'The number that the system lends to an outgoing connection. There are only so many; without one no connection can be made.',
    },
    shownBy: 'pool-bench failures',
  },
  exchange: {
    term: { ko: '교환기(exchange)', en: 'exchange' },
    meaning: {
      ko: 'RabbitMQ에서 발행된 메시지를 받아, 바인딩을 보고 큐에 나눠 넣는 곳이에요. 스스로는 아무것도 보관하지 않아요.',
      en: 'Where RabbitMQ takes what is published and hands it to queues by their bindings. It keeps nothing itself.',
    },
    shownBy: 'queue routing',
  },
  'fan-out': {
    term: { ko: '팬아웃(fan-out)', en: 'fan-out' },
    meaning: {
      ko: '메시지 하나를 여러 수신자에게 복사해 보내는 것이에요. 수신자가 늘면 그만큼 복사도 늘어요.',
      en: 'One message is copied to many receivers. With more receivers there are more copies.',
    },
    shownBy: 'pubsub fan-out',
  },
  fsync: {
    term: { ko: 'fsync', en: 'fsync' },
    meaning: {
      ko: '쓴 내용을 디스크까지 내려 보내고 기다리는 시스템 호출이에요. 이것이 끝나야 전원이 꺼져도 남아요.',
      en: 'The system call that waits until what was written is on the disk. Only then does it outlive a power cut.',
    },
    shownBy: 'pool-bench postgres',
  },
  'full-jitter': {
    term: { ko: 'full jitter', en: 'full jitter' },
    meaning: {
      ko: '재시도할 때 0부터 상한 사이에서 기다릴 시간을 무작위로 고르는 방법이에요. 모두가 같은 순간에 몰리지 않아요.',
      en: 'A retry waits for a random time between zero and a bound, so that not all come back at the same moment.',
    },
    shownBy: 'chat herd',
  },
  'half-open': {
    term: { ko: '반열림(half-open)', en: 'half-open' },
    meaning: {
      ko: '한쪽이 말없이 사라져서, 다른 쪽만 아직 열려 있다고 알고 있는 연결이에요.',
      en: 'A connection whose one end vanished without a word, while the other still takes it for open.',
    },
    shownBy: 'transports tunnel',
  },
  'group-commit': {
    term: { ko: '그룹 커밋(group commit)', en: 'group commit' },
    meaning: {
      ko: '여러 쓰기를 모아서 한 번에 디스크로 내리는 것이에요. 디스크를 기다리는 값을 나눠 내요.',
      en: 'Several writes are brought to the disk together: they share the price of waiting for it.',
    },
    shownBy: 'persistence price',
  },
  handshake: {
    term: { ko: '핸드셰이크(handshake)', en: 'handshake' },
    meaning: {
      ko: '연결을 시작할 때 두 쪽이 주고받는 인사예요. 왕복할 때마다 왕복 시간(RTT)이 들어요.',
      en: 'What two sides exchange before a connection is of use. Each exchange costs a round trip.',
    },
    shownBy: 'pool-bench shapes',
  },
  'hop-by-hop': {
    term: { ko: '홉 단위 헤더(hop-by-hop)', en: 'hop-by-hop' },
    meaning: {
      ko: '바로 다음 기계까지만 뜻이 있는 HTTP 헤더예요. 프록시는 따로 적어 주지 않으면 넘기지 않아요.',
      en: 'Said of an HTTP header that is meant for the next machine only. A proxy does not hand it on unless told to.',
    },
    shownBy: 'transports upgrade',
  },
  idempotent: {
    term: { ko: '멱등(idempotent)', en: 'idempotent' },
    meaning: {
      ko: '두 번 해도 한 번 한 것과 결과가 같다는 뜻이에요. 같은 메시지가 두 번 와도 괜찮아져요.',
      en: 'Doing it twice leaves the same as doing it once, so a message that comes twice does no harm.',
    },
    shownBy: 'pubsub streams',
  },
  'ip-hash': {
    term: { ko: 'ip_hash', en: 'ip_hash' },
    meaning: {
      ko: 'nginx가 클라이언트 주소의 앞 세 숫자로 서버를 고르는 방법이에요. 출석번호를 반 수로 나눈 나머지와 비슷해요.',
      en: 'nginx picks the server by the first three numbers of the client’s address, as a class is picked by a number modulo the classes.',
    },
    shownBy: 'sticky',
  },
  'keyspace-event': {
    term: { ko: '키 이벤트(keyspace notification)', en: 'keyspace notification' },
    meaning: {
      ko: '키가 바뀌거나 만료될 때 Redis가 Pub/Sub으로 알리는 메시지예요. 듣는 사람이 없으면 사라져요.',
      en: 'A Pub/Sub message that Redis sends when a key changes or expires. With nobody listening it is gone.',
    },
    shownBy: 'ttl lag',
  },
  knee: {
    term: { ko: '꺾이는 지점(knee)', en: 'knee' },
    meaning: {
      ko: '더 늘려도 처리량이 더 늘지 않기 시작하는 곳이에요.',
      en: 'The point from which more no longer brings more throughput.',
    },
    shownBy: 'pool-bench knee',
  },
  lease: {
    term: { ko: '리스(lease)', en: 'lease' },
    meaning: {
      ko: '"아직 살아 있어요"라는 표시를 정해진 시간 동안만 빌려 두는 것이에요. 갱신하지 않으면 끝나고, 다른 쪽이 그것을 보고 알아요.',
      en: 'A sign of life that is held for a limited time. Who does not renew it loses it, and others can see that.',
    },
    shownBy: 'chat ghosts',
  },
  'littles-law': {
    term: { ko: '리틀의 법칙(Little’s law)', en: 'Little’s law' },
    meaning: {
      ko: '동시에 진행 중인 요청 수 = 초당 요청 수 × 요청 하나가 걸리는 시간이에요. 측정이 서로 맞는지 확인할 때 써요.',
      en: 'Requests in progress = requests per second × time of one request. It tells whether figures agree with each other.',
    },
    shownBy: 'pool-bench knee',
  },
  'load-balancer': {
    term: { ko: '로드 밸런서(load balancer)', en: 'load balancer' },
    meaning: {
      ko: '앞에서 요청을 받아 여러 서버에 나눠 주는 프로그램이에요.',
      en: 'A program in front that takes requests and shares them out among servers.',
    },
    shownBy: 'sticky',
  },
  'long-polling': {
    term: { ko: '롱 폴링(long polling)', en: 'long polling' },
    meaning: {
      ko: '소식이 생길 때까지 서버가 응답을 미루는 HTTP 요청이에요. 응답을 받으면 바로 다시 요청해요.',
      en: 'An HTTP request whose reply waits until there is news. Then the client asks again at once.',
    },
    shownBy: 'sticky',
  },
  nat: {
    term: { ko: 'NAT', en: 'NAT' },
    meaning: {
      ko: '공인 주소 하나를 여러 사람이 나눠 쓰게 하는 장치예요. 서버에는 모두 같은 사람처럼 보여요.',
      en: 'It lets many people share one public address. To a server they look like one.',
    },
    shownBy: 'sticky',
  },
  'open-loop': {
    term: { ko: '열린 루프(open loop)', en: 'open loop' },
    meaning: {
      ko: '응답을 기다리지 않고 정해진 시각에 보내는 부하예요. 실제 사용자에 더 가까워요.',
      en: 'A load that sends at set times, whether or not replies have come: more like real users.',
    },
    shownBy: 'pool-bench stall',
  },
  'output-buffer': {
    term: { ko: '출력 버퍼(output buffer)', en: 'output buffer' },
    meaning: {
      ko: '아직 보내지 못한 응답이 연결마다 쌓이는 서버의 메모리예요. 한도를 넘으면 Redis가 연결을 끊어요.',
      en: 'Server memory where a connection’s replies wait to be sent. Beyond a limit Redis closes the connection.',
    },
    shownBy: 'pubsub slow',
  },
  'page-cache': {
    term: { ko: '페이지 캐시(page cache)', en: 'page cache' },
    meaning: {
      ko: '커널이 파일의 내용을 담아 두는 메모리예요. 프로그램이 죽어도 남지만, 전원이 꺼지면 사라져요.',
      en: 'Memory of the kernel that holds what is in files. It outlives the program, not a power cut.',
    },
    shownBy: 'persistence kill',
  },
  partition: {
    term: { ko: '파티션(partition)', en: 'partition' },
    meaning: {
      ko: '토픽을 나눈 조각이에요. 순서는 조각 안에서만 지켜지고, 한 그룹에서는 조각 하나를 소비자 하나가 읽어요.',
      en: 'A part of a topic. Order holds within a part, and of a group one consumer reads each part.',
    },
    shownBy: 'delivery speed',
  },
  percentile: {
    term: { ko: '백분위수(p50, p99)', en: 'percentile (p50, p99)' },
    meaning: {
      ko: 'p99가 10 ms라면 요청 100개 가운데 99개는 10 ms 안에 끝났어요. p50은 가운데 값이에요.',
      en: 'With a p99 of 10 ms, 99 of 100 requests took no longer. p50 is the middle one.',
    },
    shownBy: 'pubsub fan-out',
  },
  'permessage-deflate': {
    term: { ko: 'permessage-deflate', en: 'permessage-deflate' },
    meaning: {
      ko: 'WebSocket 메시지를 압축하는 확장이에요. 연결마다 사전이 따로 있어서, 받는 사람 수만큼 다시 압축해요.',
      en: 'The extension that compresses WebSocket messages. Each connection has its own dictionary, so one message is compressed again for every receiver.',
    },
    shownBy: 'transports stream',
  },
  pipeline: {
    term: { ko: '파이프라인(pipeline)', en: 'pipeline' },
    meaning: {
      ko: '응답을 기다리지 않고 명령을 이어서 보내는 것이에요. 왕복 시간을 여러 명령이 나눠 써요.',
      en: 'Commands are sent without waiting for the replies, so that many share one round trip.',
    },
    shownBy: 'pubsub fan-out',
  },
  'poison-message': {
    term: { ko: '독 메시지(poison message)', en: 'poison message' },
    meaning: {
      ko: '받을 때마다 처리에 실패하는 메시지예요. 계속 다시 배달하면 다른 메시지까지 막아요.',
      en: 'A message whose processing fails every time. Delivered again and again it holds up the others.',
    },
    shownBy: 'queue failure',
  },
  prefetch: {
    term: { ko: 'prefetch', en: 'prefetch' },
    meaning: {
      ko: '소비자가 확인하지 않고 미리 받아 둘 수 있는 메시지의 최대 수예요.',
      en: 'How many messages a consumer may hold that it has not acknowledged yet.',
    },
    shownBy: 'queue workers',
  },
  'proxy-buffering': {
    term: { ko: '프록시 버퍼링(proxy buffering)', en: 'proxy buffering' },
    meaning: {
      ko: '프록시가 서버의 응답을 모았다가, 버퍼가 차거나 응답이 끝나면 보내는 것이에요.',
      en: 'A proxy collects what a server answers, and sends it on when its buffer is full or the answer has ended.',
    },
    shownBy: 'transports buffering',
  },
  'pub-sub': {
    term: { ko: '발행/구독(Pub/Sub)', en: 'Pub/Sub' },
    meaning: {
      ko: '채널에 보내면 그 순간 구독 중인 연결 모두가 받아요. 생방송처럼, 보관하지 않아요.',
      en: 'What is sent to a channel goes to every connection that listens at that moment. Like a live broadcast, it is kept nowhere.',
    },
    shownBy: 'pubsub',
  },
  'quorum-queue': {
    term: { ko: 'quorum 큐', en: 'quorum queue' },
    meaning: {
      ko: '여러 노드에 복제하고, 과반이 받아야 확인하는 RabbitMQ의 큐예요. 다시 배달하는 횟수도 제한할 수 있어요.',
      en: 'A queue of RabbitMQ that is copied to several nodes and confirms when most have it. It can limit redeliveries.',
    },
    shownBy: 'delivery matrix',
  },
  rdb: {
    term: { ko: 'RDB(스냅샷)', en: 'RDB (snapshot)' },
    meaning: {
      ko: 'Redis가 어느 순간의 데이터를 통째로 적은 파일이에요. 그 뒤에 쓴 것은 없어요.',
      en: 'A file with all that Redis held at one moment, and nothing of what was written after it.',
    },
    shownBy: 'persistence kill',
  },
  'rolling-deploy': {
    term: { ko: '롤링 배포(rolling deploy)', en: 'rolling deploy' },
    meaning: {
      ko: '서버를 하나씩 차례로 새 버전으로 바꾸는 배포예요.',
      en: 'Servers are replaced by the new version one after the other.',
    },
    shownBy: 'sticky',
  },
  'round-robin': {
    term: { ko: '라운드 로빈', en: 'round robin' },
    meaning: {
      ko: '서버를 순서대로 돌아가며 고르는 방법이에요.',
      en: 'Servers are picked in turn.',
    },
    shownBy: 'sticky',
  },
  rtt: {
    term: { ko: '왕복 시간(RTT)', en: 'round-trip time (RTT)' },
    meaning: {
      ko: '요청이 갔다가 응답이 돌아오기까지, 네트워크에서만 쓰는 시간이에요.',
      en: 'How long a request and its reply are on the network.',
    },
    shownBy: 'pool-bench shapes',
  },
  'session-store': {
    term: { ko: '세션 저장소(session store)', en: 'session store' },
    meaning: {
      ko: '로그인 정보를 서버 밖에 두는 곳이에요. 어느 서버가 요청을 받아도 같은 정보를 읽어요.',
      en: 'Where logins are kept outside of the servers, so that any of them can serve any user.',
    },
    shownBy: 'sticky',
  },
  'short-polling': {
    term: { ko: '숏 폴링(short polling)', en: 'short polling' },
    meaning: {
      ko: '일정한 간격으로 새 소식이 있는지 물어보는 방식이에요. 없어도 바로 응답이 와요.',
      en: 'Asking at a fixed interval whether there is news. The answer comes at once, also when there is none.',
    },
    shownBy: 'transports stream',
  },
  'single-active-consumer': {
    term: { ko: '단독 소비자(single active consumer)', en: 'single active consumer' },
    meaning: {
      ko: 'RabbitMQ의 큐 설정이에요. 소비자가 여럿 붙어도 하나만 메시지를 받고, 그 소비자가 떠나면 다음 소비자가 이어받아요.',
      en: 'A setting of a queue of RabbitMQ. Of many consumers one gets the messages; when it leaves, the next one takes over.',
    },
    shownBy: 'delivery order',
  },
  sse: {
    term: { ko: 'SSE(Server-Sent Events)', en: 'SSE (Server-Sent Events)' },
    meaning: {
      ko: '끝나지 않는 HTTP 응답 하나로 서버가 이벤트를 계속 보내는 방식이에요. 브라우저가 저절로 재연결해요.',
      en: 'One HTTP answer that does not end, over which a server sends events. A browser reconnects by itself.',
    },
    shownBy: 'transports stream',
  },
  stale: {
    term: { ko: '오래된 응답(stale)', en: 'stale' },
    meaning: {
      ko: '이미 사실이 아닌 것을 알려 주는 응답이에요.',
      en: 'A reply that tells what is no longer so.',
    },
    shownBy: 'ttl',
  },
  stampede: {
    term: { ko: '캐시 스탬피드(stampede)', en: 'cache stampede' },
    meaning: {
      ko: '복사본이 만료된 순간에 많은 사람이 한꺼번에 같은 쿼리를 돌리는 것이에요.',
      en: 'A copy expires, and all who come at that moment run the same query at once.',
    },
    shownBy: 'memory-vs-disk stampede',
  },
  'sticky-session': {
    term: { ko: '스티키 세션(sticky session)', en: 'sticky session' },
    meaning: {
      ko: '같은 사용자의 요청을 계속 같은 서버로 보내는 것이에요. 쿠키나 주소로 알아봐요.',
      en: 'A user’s requests keep going to the same server, known by a cookie or an address.',
    },
    shownBy: 'sticky',
  },
  streams: {
    term: { ko: '스트림(Redis Streams)', en: 'Redis Streams' },
    meaning: {
      ko: '메시지를 순서대로 보관하는 Redis의 자료형이에요. 다시 보기처럼, 나중에 온 사람도 읽을 수 있어요.',
      en: 'A Redis type that keeps messages in order. As with a recording, who comes later can still read them.',
    },
    shownBy: 'pubsub streams',
  },
  'thread-pool': {
    term: { ko: '스레드 풀(thread pool)', en: 'thread pool' },
    meaning: {
      ko: '미리 만들어 둔 스레드 몇 개가 작업을 나눠 하는 것이에요.',
      en: 'A few threads that were made beforehand share the tasks.',
    },
    shownBy: 'pool-bench threads',
  },
  'time-wait': {
    term: { ko: 'TIME_WAIT', en: 'TIME_WAIT' },
    meaning: {
      ko: '먼저 닫은 쪽이 늦게 오는 패킷에 대비해 연결의 번호를 한동안 잡아 두는 상태예요.',
      en: 'After closing first, a side holds the connection’s numbers for a while, in case packets come late.',
    },
    shownBy: 'pool-bench failures',
  },
  trial: {
    term: { ko: '시행(trial)', en: 'trial' },
    meaning: {
      ko: '갈래 하나를 한 번 재는 것이에요. 여러 번 재야 우연인지 알 수 있어요.',
      en: 'One timed repetition of an arm. Only several of them tell chance from difference.',
    },
    shownBy: 'pool-bench shapes',
  },
  ttl: {
    term: { ko: 'TTL(time to live)', en: 'TTL (time to live)' },
    meaning: {
      ko: '키의 유통기한이에요. 지나면 읽을 수 없지만, 메모리에서 치우는 것은 나중 일이에요.',
      en: 'A key’s best-before date. Afterwards it cannot be read; clearing it out of memory comes later.',
    },
    shownBy: 'ttl',
  },
  upgrade: {
    term: { ko: '업그레이드(HTTP 101)', en: 'upgrade (HTTP 101)' },
    meaning: {
      ko: 'HTTP 연결을 그대로 WebSocket 연결로 바꾸는 응답이에요.',
      en: 'The reply that turns an HTTP connection into a WebSocket.',
    },
    shownBy: 'sticky web-sockets',
  },
  websocket: {
    term: { ko: 'WebSocket', en: 'WebSocket' },
    meaning: {
      ko: '양쪽이 아무 때나 보낼 수 있는 연결이에요. 한 번 열리면 같은 서버와 이어져 있어요.',
      en: 'A connection on which either side sends at any time. Once open it stays with one server.',
    },
    shownBy: 'sticky web-sockets',
  },
};

/** The entry that `[[…]]` in a guide names: its id, or the term in that language, with its gloss in brackets or without. */
export function entryNamed(name: string, lang: Lang): [id: string, entry: Term] | null {
  const wanted = name.toLowerCase();
  const names = (id: string, { term }: Term) => [id, term[lang], term[lang].replace(/\s*\(.*\)$/, '')];
  return (
    Object.entries(glossary).find(([id, entry]) =>
      names(id, entry).some((one) => one.toLowerCase() === wanted),
    ) ?? null
  );
}

/** The entries that a word may mean: by id, or a part of the term in either language. */
export function entriesLike(word: string): [id: string, entry: Term][] {
  const wanted = word.toLowerCase();
  const all = Object.entries(glossary);
  const exact = all.filter(([id, { term }]) =>
    [id, term.ko, term.en].some((name) => name.toLowerCase() === wanted),
  );
  if (exact.length > 0) return exact;
  return all.filter(([id, { term }]) =>
    [id, term.ko, term.en].some((name) => name.toLowerCase().includes(wanted)),
  );
}
