import {
  type BarsBlock,
  formatQuantity,
  Histogram,
  type RowQuality,
  type Shown,
  same,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { FanOutArm, FanOutData } from '../data.ts';
import type { params } from '../settings.ts';
import { publisherWords } from '../words.ts';

export const fanOutShown: Shown<FanOutData, typeof params> = {
  title: { ko: '팬아웃(fan-out)', en: 'Fan-out' },
  aim: {
    ko: '구독자가 늘면 발행에서 수신까지 얼마나 걸리는지 봐요.',
    en: 'How long from publish to receive, as more and more listen.',
  },
  headline: (arms) => {
    const awaited = arms.filter(({ publisher }) => publisher === 'awaits');
    const [few, many] = [awaited[0], awaited.at(-1)];
    const p50 = (arm: FanOutArm | undefined) =>
      arm ? formatQuantity(Histogram.fromJSON(arm.latency).percentile(50) / 1e6, 'ms') : '–';
    return {
      ko: `p50: 구독자 ${few?.subscribers ?? 0}명 ${p50(few)}, ${many?.subscribers ?? 0}명 ${p50(many)}`,
      en: `p50 ${p50(few)} with ${few?.subscribers ?? 0} listening, ${p50(many)} with ${many?.subscribers ?? 0}`,
    };
  },
  show: (arms) => [table(arms), untilTheLast(arms)],
  quality: (arms) =>
    arms.map(
      (arm): RowQuality => ({ row: idOf(arm), name: nameOf(arm), clientBusyShare: arm.clientBusyShare }),
    ),
};

function idOf({ subscribers, publisher }: FanOutArm): string {
  return `${publisher}-${subscribers}`;
}

function nameOf({ subscribers, publisher }: FanOutArm): Text {
  const words = publisherWords[publisher];
  return {
    ko: `구독자 ${subscribers}명(${words.ko})`,
    en: `${subscribers} subscribers (${words.en})`,
  };
}

function table(arms: FanOutData): TableBlock {
  const percentileMs = (histogram: Histogram, p: number) => {
    const ns = histogram.percentileOrNull(p);
    return ns === null ? null : ns / 1e6;
  };
  return {
    kind: 'table',
    id: 'latency',
    title: { ko: '발행에서 수신까지', en: 'From publish to receive' },
    columns: [
      { id: 'publisher', title: { ko: '발행자', en: 'publisher' } },
      { id: 'subscribers', title: { ko: '구독자', en: 'subscribers' }, unit: 'persons' },
      { id: 'p50', title: same('p50'), unit: 'ms' },
      { id: 'p95', title: same('p95'), unit: 'ms' },
      { id: 'p99', title: same('p99'), unit: 'ms' },
      { id: 'deliveries', title: { ko: '전달', en: 'deliveries' }, unit: 'perSecond' },
    ],
    rows: arms.map((arm) => {
      const latency = Histogram.fromJSON(arm.latency);
      return {
        id: idOf(arm),
        cells: [
          publisherWords[arm.publisher],
          arm.subscribers,
          ...[50, 95, 99].map((p) => percentileMs(latency, p)),
          arm.deliveries / (arm.elapsedMs / 1e3),
        ],
      };
    }),
    notes: [
      ...(arms.some((arm) => arm.deliveries < 1_000) ? [tooFewSamples] : []),
      {
        ko: '닫힌 루프(closed loop)예요. 기다리는 발행자는 PUBLISH의 응답을 받아야 다음을 보내요. 파이프라인의 지연에는 줄을 서는 시간까지 들어가요.',
        en: "A closed loop: a publisher that waits sends the next message after PUBLISH's reply. The latency of pipelining includes the time spent in the queue.",
      },
    ],
  };
}

const tooFewSamples: Text = {
  ko: '표본이 모자란 백분위수는 비워 두었어요. p99는 전달 1,000건부터 보여요.',
  en: 'A percentile with too few samples stays empty: p99 is shown from 1,000 deliveries on.',
};

function untilTheLast(arms: FanOutData): BarsBlock {
  return {
    kind: 'bars',
    id: 'last',
    title: { ko: '마지막 구독자가 받기까지(p50)', en: 'Until the last subscriber has it (p50)' },
    unit: 'ms',
    bars: arms
      .filter((arm) => arm.publisher === 'awaits')
      .map((arm) => ({
        id: idOf(arm),
        label: { ko: `구독자 ${arm.subscribers}명`, en: `${arm.subscribers} subscribers` },
        value: Histogram.fromJSON(arm.latencyOfLast).percentile(50) / 1e6,
      })),
  };
}
