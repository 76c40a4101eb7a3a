import type { RunRecord } from '../../src/core/record.ts';
import { same } from '../../src/core/text.ts';
import type { Block, TableBlock } from '../../src/report/blocks.ts';
import type { Findings, Graded } from '../../src/report/findings.ts';
import type { LabIntro, Report } from '../../src/report/report.ts';

const lab: LabIntro = {
  id: 'pubsub',
  title: { ko: '방송은 기다려 주지 않아요', en: 'A broadcast does not wait' },
  question: {
    ko: '구독자가 잠깐 자리를 비운 사이에 발행된 메시지는 어떻게 될까요?',
    en: 'What becomes of messages that are published while a subscriber is away?',
  },
  picture: {
    ko: '발행자 ──PUBLISH──▶ Redis ──▶ 구독자 1\n                          └─▶ 구독자 2 (잠깐 끊겨요)',
    en: 'publisher ──PUBLISH──▶ Redis ──▶ subscriber 1\n                             └─▶ subscriber 2 (away)',
  },
  claims: ['C10', 'C11', 'C12'],
};

const transcript: Block = {
  kind: 'transcript',
  id: 'first-try',
  title: { ko: '첫 구독: 누가 무엇을 보냈을까요', en: 'A first try: who sent what' },
  lines: [
    { connection: '구독자 1', direction: 'sends', line: 'SUBSCRIBE chat:room:1' },
    {
      connection: '구독자 1',
      direction: 'receives',
      line: '1) "subscribe"\n2) "chat:room:1"\n3) (integer) 1',
    },
    {
      connection: 'publisher',
      direction: 'sends',
      line: 'PUBLISH chat:room:1 "점심 먹으러 갈 사람? 열두 시에 정문 앞에서 만나요 | see you at noon"',
    },
    {
      connection: 'publisher',
      direction: 'receives',
      line: '(integer) 2',
      comment: {
        ko: '지금 듣고 있는 구독자가 두 명이라는 뜻이에요. 읽었다는 뜻은 아니에요.',
        en: 'Two subscribers were listening. It does not say that they read it.',
      },
    },
    // A server's reply that tries to clear the screen must stay a text.
    { connection: '구독자 1', direction: 'receives', line: '"\u001b[2J…끝"' },
  ],
};

export const fanOut: TableBlock = {
  kind: 'table',
  id: 'fan-out',
  title: { ko: '구독자가 늘면 전달은 얼마나 걸리나요', en: 'How long delivery takes as subscribers grow' },
  columns: [
    { id: 'subscribers', title: { ko: '구독자', en: 'Subscribers' }, unit: 'persons' },
    { id: 'publisher', title: { ko: '발행 방식', en: 'The publisher' } },
    { id: 'p50', title: same('p50'), unit: 'ms' },
    { id: 'p99', title: same('p99'), unit: 'ms' },
    { id: 'deliveries', title: { ko: '전달', en: 'Deliveries' }, unit: 'perSecond' },
    { id: 'memory', title: { ko: '메모리', en: 'Memory' }, unit: 'bytes' },
  ],
  rows: [
    {
      id: '1',
      cells: [1, { ko: '응답을 기다려요', en: 'waits for each reply' }, 0.0841, 0.21, 11_904.4, 1_572_864],
    },
    {
      id: '10',
      cells: [10, { ko: '응답을 기다려요', en: 'waits for each reply' }, 0.1234, 1.234, 54_321, 2_048],
    },
    {
      id: '50',
      clientBound: true,
      cells: [
        50,
        { ko: '한꺼번에 보내요(파이프라인)', en: 'pipelines' },
        12.34,
        123.4,
        1_234_567,
        10_485_760,
      ],
    },
    {
      id: '200',
      cells: [
        200,
        { ko: '건너뛰었어요: 파일 한도', en: 'skipped: too few files allowed' },
        null,
        null,
        null,
        null,
      ],
    },
  ],
  notes: [
    {
      ko: '전달은 발행한 순간부터 구독자가 받은 순간까지예요. 같은 프로세스의 시계 하나로 쟀어요.',
      en: 'From the moment of publishing to the moment of receiving, by one clock in one process.',
    },
    { ko: '닫힌 루프예요.', en: 'A closed loop.' },
  ],
};

const away: Block = {
  kind: 'timeline',
  id: 'gap',
  title: { ko: '자리를 비운 동안의 메시지', en: 'The messages sent meanwhile' },
  axis: { label: { ko: '메시지 번호', en: 'message id' }, first: 1, last: 120 },
  lanes: [
    {
      id: 'cut',
      label: { ko: 'Pub/Sub, 연결이 끊긴 구독자', en: 'Pub/Sub, cut off' },
      spans: [
        { first: 1, last: 40, mark: 'delivered' },
        { first: 41, last: 80, mark: 'lost' },
        { first: 81, last: 120, mark: 'delivered' },
      ],
    },
    {
      id: 'streams',
      label: { ko: '스트림, 소비자 그룹', en: 'Streams, a group' },
      spans: [
        { first: 1, last: 120, mark: 'delivered' },
        { first: 57, last: 57, mark: 'duplicated' },
      ],
    },
  ],
};

const bars: Block = {
  kind: 'bars',
  id: 'lost',
  title: { ko: '잃어버린 메시지', en: 'Messages lost' },
  unit: 'messages',
  bars: [
    { id: 'cut', label: { ko: 'Pub/Sub, 연결이 끊긴 구독자', en: 'Pub/Sub, cut off' }, value: 40 },
    { id: 'slow', label: { ko: 'Pub/Sub, 느린 구독자', en: 'Pub/Sub, slow' }, value: 1_234 },
    { id: 'streams', label: { ko: '스트림', en: 'Streams' }, value: 0 },
  ],
};

const note: Block = {
  kind: 'note',
  text: {
    ko: '느린 구독자는 서버가 먼저 끊어요. 메모리를 지키려고 client-output-buffer-limit 값을 넘긴 연결을 닫기 때문이에요.',
    en: 'The server cuts off a slow subscriber to protect its memory: client-output-buffer-limit is the line.',
  },
};

/** What somebody chose before the act that it is about, and what came out. */
export const prediction: Graded = {
  prompt: {
    ko: '구독자가 자리를 비운 동안 발행된 메시지는 어떻게 될까요?',
    en: 'What becomes of the messages sent meanwhile?',
  },
  chosen: { ko: '다시 연결되면 한꺼번에 도착해요', en: 'They arrive all at once after the reconnect' },
  measured: { ko: '사라져요', en: 'They are gone' },
  right: false,
  misconception: {
    ko: '클라이언트가 자동으로 다시 구독하니 빠진 메시지도 따라올 것 같지만, 다시 구독하는 것은 채널 이름뿐이에요. Redis는 지나간 메시지를 가지고 있지 않아요.',
    en: 'The client subscribes again by itself, so it seems that the gap should come back too. Only the channel is subscribed again: Redis no longer has the messages.',
  },
  off: null,
};

const comparison: TableBlock = {
  kind: 'table',
  id: 'comparison',
  title: { ko: '자리를 비웠다 돌아온 구독자', en: 'A subscriber who was away' },
  columns: [
    { id: 'way', title: { ko: '보내는 방법', en: 'Sent by' } },
    { id: 'received', title: { ko: '받음', en: 'Received' }, unit: 'messages' },
    { id: 'lost', title: { ko: '유실', en: 'Lost' }, unit: 'messages' },
    { id: 'twice', title: { ko: '두 번 받음', en: 'Received twice' }, unit: 'messages' },
  ],
  rows: [
    { id: 'cut', cells: [{ ko: 'Pub/Sub, 연결이 끊긴 구독자', en: 'Pub/Sub, cut off' }, 80, 40, 0] },
    { id: 'slow', cells: [{ ko: 'Pub/Sub, 느린 구독자', en: 'Pub/Sub, slow' }, 3_766, 1_234, 0] },
    { id: 'streams', cells: [{ ko: '스트림, 소비자 그룹', en: 'Streams, a group' }, 120, 0, 1] },
  ],
};

export const findings: Findings = {
  checks: [
    {
      claim: 'C10',
      sentence: {
        ko: '채널을 구독한 모두에게 즉시 전달된다',
        en: 'Every subscriber of the channel gets the message at once',
      },
      verdict: 'held',
      evidence: {
        headline: {
          ko: '구독자 50명이 메시지 5,000건을 모두 받았고, 절반은 12.3 ms 안에 도착했어요.',
          en: 'All 50 subscribers got all 5,000 messages, half of them within 12.3 ms.',
        },
        points: [
          { ko: '구독자 한 명: p99 0.21 ms', en: 'One subscriber: p99 0.21 ms' },
          { ko: '구독자 50명: p99 123 ms', en: '50 subscribers: p99 123 ms' },
        ],
      },
    },
    {
      claim: 'C11',
      sentence: {
        ko: '끊긴 구독자도 다시 연결되면 빠진 메시지를 받는다',
        en: 'A subscriber that was cut off gets what it missed',
      },
      verdict: 'refuted',
      evidence: {
        headline: {
          ko: '메시지 120건 가운데 41–80번이 사라졌고, 다시 연결된 뒤에도 돌아오지 않았어요.',
          en: 'Of 120 messages ids 41–80 were lost, and did not come back after the reconnect.',
        },
        points: [
          {
            ko: '발행자는 그동안에도 오류를 하나도 받지 않았어요. PUBLISH의 응답이 2에서 1로 줄었을 뿐이에요.',
            en: 'The publisher met no error meanwhile: only the reply to PUBLISH fell from 2 to 1.',
          },
        ],
      },
    },
    {
      claim: 'C12',
      sentence: { ko: '스트림은 Pub/Sub보다 느리다', en: 'Streams are slower than Pub/Sub' },
      verdict: 'inconclusive',
      evidence: {
        headline: {
          ko: '스트림이 9.8배(95% 신뢰구간 0.9~18배) 걸렸지만, 구간이 1을 포함해요.',
          en: 'Streams took 9.8 × as long, but the 95% interval (0.9 ×–18 ×) holds 1.',
        },
        points: [],
      },
    },
  ],
  untested: [
    {
      claim: 'C13',
      sentence: {
        ko: '클러스터에서는 모든 노드에 메시지가 퍼진다',
        en: 'In a cluster a message goes to every node',
      },
      reason: { ko: 'redis-server 7 이상이 필요해요.', en: 'It takes redis-server 7 or later.' },
    },
  ],
  acts: [
    {
      id: 'channel',
      number: 1,
      title: { ko: '채널', en: 'The channel' },
      headline: {
        ko: '듣고 있던 구독자 두 명이 같은 메시지를 받았어요.',
        en: 'Both subscribers that listened got the message.',
      },
      skipped: null,
      prediction: null,
      blocks: [transcript],
    },
    {
      id: 'fan-out',
      number: 2,
      title: { ko: '팬아웃(fan-out)', en: 'Fan-out' },
      headline: {
        ko: '구독자가 50명이면 메시지 절반이 12.3 ms 안에 도착했어요.',
        en: 'With 50 subscribers half of the messages arrived within 12.3 ms.',
      },
      skipped: null,
      prediction: null,
      blocks: [fanOut],
    },
    {
      id: 'away',
      number: 3,
      title: { ko: '자리 비움', en: 'Away' },
      headline: {
        ko: '끊긴 동안 발행된 메시지 40건이 사라졌어요.',
        en: 'The 40 messages sent meanwhile are gone.',
      },
      skipped: null,
      prediction,
      blocks: [away, bars, note],
    },
    {
      id: 'cluster',
      number: 4,
      title: { ko: '클러스터', en: 'The cluster' },
      headline: null,
      skipped: { ko: 'redis-server 7 이상이 필요해요.', en: 'It takes redis-server 7 or later.' },
      prediction: null,
      blocks: [],
    },
  ],
  comparison,
  warnings: [
    {
      ko: '측정 도구 자신이 시간의 14%를 썼어요. 작은 차이는 믿지 마세요.',
      en: 'The harness itself took 14% of the time: do not trust small differences.',
    },
    {
      ko: '시행 5번 가운데 1번이 실패해서 결과에서 뺐어요.',
      en: '1 of 5 trials failed and was left out.',
    },
  ],
  why: {
    ko: 'Pub/Sub은 메시지를 저장하지 않고 나눠 주기만 해요. 스트림은 소비자가 확인(XACK)할 때까지 누구에게 줬는지 기억해요.',
    en: 'Pub/Sub stores nothing, it only hands out. A stream keeps the message and remembers who has it until they acknowledge it.',
  },
  caveat: {
    ko: '서버와 클라이언트가 한 컴퓨터에 있어요. 실제 네트워크의 지연은 들어 있지 않아요.',
    en: 'Server and clients share one computer. The delay of a real network is not in these figures.',
  },
  discuss: {
    ko: '사라진 40건이 결제 알림이었다면 누가 알아챌까요?',
    en: 'Had the 40 lost been payment notices, who would have noticed?',
  },
};

const record: RunRecord = {
  formatVersion: 2,
  id: '20261123-031502123-pubsub-2a',
  lab: 'pubsub',
  labRevision: 1,
  toolVersion: '0.1.0',
  startedAt: '2026-11-23T03:15:02.123Z',
  preset: 'default',
  params: { subscribers: [1, 10, 50] },
  seed: 42,
  predictions: { away: 'later' },
  environment: {
    cpu: 'AMD Ryzen™ 7 5800U',
    cores: 8,
    memoryBytes: 16 * 1024 ** 3,
    os: 'linux 6.1',
    node: 'v20.20.2',
    loadAverage: [0.1, 0.2, 0.3],
  },
  quiet: { quiet: true, reasons: [], probe: { load: 0.03, steal: 0, jitterMs: 1.2 } },
  servers: [
    { name: 'redis', version: '7.0.15', args: ['redis-server', '--port', '40001'] },
    { name: 'redis', version: '7.0.15', args: ['redis-server', '--port', '40002'] },
  ],
  timings: { totalMs: 2_345.6, acts: [{ id: 'channel', tookMs: 12.3 }] },
  outcome: 'completed',
  error: null,
  data: { away: { received: 80 } },
};

export const report: Report = {
  lab,
  record,
  findings,
  recordFile: '/home/learner/.local/state/redis-lab/runs/pubsub/20261123-031502123-pubsub-2a.json',
  program: 'redis-lab',
  tryNext: [
    {
      command: 'redis-lab pubsub --subscribers 1,50,200',
      look: {
        ko: '구독자가 늘 때 p99가 어디서 꺾이는지 보세요.',
        en: 'See where p99 bends as subscribers grow.',
      },
    },
    {
      command: 'redis-lab pubsub --messages 1000 --gap 5',
      look: { ko: '아주 짧은 끊김에도 빈 번호가 생기나요?', en: 'Does even a very short cut leave a gap?' },
    },
  ],
  nextLab: { id: 'queue', title: { ko: '줄을 서는 메시지', en: 'Messages in a queue' } },
};

/** The report of a run whose one act shows nothing but these blocks. */
export function withBlocks(...blocks: readonly Block[]): Report {
  const act = { ...findings.acts[0], id: 'act', blocks } as Findings['acts'][number];
  return { ...report, findings: { ...findings, comparison: null, acts: [act] } };
}

export const failedReport: Report = {
  ...report,
  findings: null,
  record: {
    ...record,
    outcome: 'failed',
    data: null,
    error: {
      what: { ko: '실험 도중에 Redis가 꺼졌어요.', en: 'Redis went away during the experiment.' },
      why: { ko: '프로세스가 신호 9로 끝났어요.', en: 'The process was ended by signal 9.' },
      next: { ko: '다시 실행해 보세요: redis-lab pubsub', en: 'Run it again: redis-lab pubsub' },
    },
  },
};

export const abortedReport: Report = {
  ...report,
  findings: null,
  record: { ...record, outcome: 'aborted', data: null },
};
