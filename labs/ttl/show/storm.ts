import {
  differenceOf,
  formatFigure,
  formatQuantity,
  Histogram,
  type HistogramJson,
  median,
  type PairedRatio,
  pairedRatio,
  type Row,
  type Shown,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { StormData } from '../data.ts';
import type { params } from '../settings.ts';

export const stormShown: Shown<StormData, typeof params> = {
  title: { ko: '한꺼번에 끝나는 키', en: 'Keys that end together' },
  aim: {
    ko: '키 수만 개의 TTL이 같은 순간에 끝날 때, 상관없는 키를 읽는 사람이 얼마나 기다리는지 봐요.',
    en: 'The TTLs of tens of thousands of keys end together: how long does somebody wait who reads another key?',
  },
  predict: {
    prompt: {
      ko: '아무도 읽지 않는 키 수만 개의 TTL이 같은 순간에 끝나요. 그때 상관없는 키 하나를 계속 GET하던 사람은 무엇을 느낄까요?',
      en: 'The TTLs of tens of thousands of keys that nobody reads end at the same moment. Somebody reads one other key on and on. What do they notice?',
    },
    choices: [
      {
        id: 'nothing',
        label: { ko: '아무것도요. 지우기는 뒤에서 해요', en: 'Nothing: it is cleared out in the background' },
        misconception: {
          ko: '순찰은 명령을 처리하는 바로 그 스레드에서 돌아요(expire.c). 순찰이 얼마나 돌았는지와 가장 긴 대기가 표에 있어요.',
          en: 'The patrol runs in the very thread that executes commands (expire.c). How long it ran, and the longest wait, are in the table.',
        },
      },
      { id: 'slower', label: { ko: '응답이 느려져요', en: 'Replies get slower' } },
    ],
    offWhen: ({ storm }) =>
      storm < 10_000
        ? {
            ko: '질문은 키 수만 개를 말하는데, 이번 설정은 더 적어서 채점하지 않았어요.',
            en: 'Not graded: the question speaks of tens of thousands of keys; this run had fewer.',
          }
        : null,
    answer: (data) => {
      const difference = differenceOf(stormOverCalm(data));
      return difference === 'greater' ? 'slower' : difference === 'less' ? 'nothing' : null;
    },
  },
  headline: (data) => {
    const [calm, during] = [merged(data, 'calm'), merged(data, 'storm')].map((one) =>
      formatQuantity(one.meanNs / 1e6, 'ms'),
    );
    return {
      ko: `상관없는 GET의 평균 대기: 끝나기 전 ${calm}, 끝난 직후 ${during}`,
      en: `mean wait of a bystander's GET: ${calm} before the end, ${during} right after`,
    };
  },
  show: (data) => [stormTable(data)],
};

function merged({ trials }: StormData, part: 'calm' | 'storm'): Histogram {
  return Histogram.merged(trials.map((trial) => trial[part]));
}

/** By mean wait, trial by trial: a storm is over after few reads, too few for a percentile each. */
export function stormOverCalm({ trials }: StormData): PairedRatio | null {
  const mean = (json: HistogramJson) => json.sum / json.count;
  return pairedRatio(
    trials
      .filter(({ calm, storm }) => calm.count > 0 && storm.count > 0)
      .map(({ calm, storm }) => [mean(storm), mean(calm)]),
  );
}

function stormTable(data: StormData): TableBlock {
  const keys = formatFigure(data.keys, 'count');
  const paired = stormOverCalm(data);
  const lasted = formatQuantity(median(data.trials.map(({ stormMs }) => stormMs)) ?? Number.NaN, 'ms');
  const row = (part: 'calm' | 'storm', name: Text): Row => {
    const waits = merged(data, part);
    const ms = (p: number) => {
      const ns = waits.percentileOrNull(p);
      return ns === null ? null : ns / 1e6;
    };
    return { id: part, cells: [name, waits.count, waits.meanNs / 1e6, ms(50), ms(99), waits.maxNs / 1e6] };
  };
  const interval = paired?.interval;
  const ratio = formatFigure(paired?.ratio ?? Number.NaN);
  const [low, high] = [interval?.low ?? Number.NaN, interval?.high ?? Number.NaN].map((end) =>
    formatFigure(end),
  );
  return {
    kind: 'table',
    id: 'storm',
    title: {
      ko: `상관없는 GET 하나가 기다린 시간: 키 ${keys}개가 끝날 때`,
      en: `A bystander's GET while ${keys} keys end`,
    },
    columns: [
      { id: 'when', title: { ko: '언제', en: 'when' } },
      { id: 'reads', title: { ko: '읽기', en: 'reads' }, unit: 'attempts' },
      { id: 'mean', title: { ko: '평균', en: 'mean' }, unit: 'ms' },
      { id: 'p50', title: { ko: 'p50', en: 'p50' }, unit: 'ms' },
      { id: 'p99', title: { ko: 'p99', en: 'p99' }, unit: 'ms' },
      { id: 'max', title: { ko: '가장 긴 대기', en: 'longest' }, unit: 'ms' },
    ],
    rows: [
      row('calm', { ko: '끝나기 전', en: 'before the end' }),
      row('storm', { ko: '끝난 직후', en: 'right after' }),
    ],
    notes: [
      {
        ko: `시행마다 평균끼리 나누면 ${ratio}배(95% 신뢰구간 ${low}~${high}배)예요. 키 열에 아홉이 지워지는 데 ${lasted} 걸렸어요.`,
        en: `Mean over mean, trial by trial: ${ratio} × (95 % interval ${low} to ${high}). It took ${lasted} until nine of ten keys were gone.`,
      },
      ...patrolNote(data),
      loopNote(data),
    ],
  };
}

/** Older records lack it. */
function patrolNote({ trials }: StormData): Text[] {
  const patrols = trials.flatMap(({ patrolMs }) => patrolMs ?? []);
  const middle = median(patrols);
  if (middle === null) return [];
  const busy = formatQuantity(middle, 'ms');
  return [
    {
      ko: `그동안 Redis가 순찰하는 데 ${busy} 썼어요(INFO의 expire_cycle_cpu_milliseconds, 시행마다 잰 것의 중앙값).`,
      en: `Redis was on patrol for ${busy} of that time (expire_cycle_cpu_milliseconds of INFO), the median of the trials.`,
    },
  ];
}

function loopNote({ readsPerSecond }: StormData): Text {
  if (readsPerSecond === undefined)
    return {
      ko: '한 번에 하나씩 읽는 닫힌 루프(closed loop)예요. 기다리는 동안에는 다음 읽기를 보내지 않으니, 실제로 몰리는 요청은 더 많이 기다려요.',
      en: 'A closed loop, one read at a time: while it waits it sends none, so requests that keep coming would wait more often.',
    };
  const rate = formatQuantity(readsPerSecond, 'perSecond');
  return {
    ko: `열린 루프(open loop)예요. 읽기는 앞의 응답과 상관없이 ${rate} 속도로 오고, 대기는 왔어야 할 때부터 세요.`,
    en: `An open loop: reads come at ${rate} whatever becomes of those before, and a wait counts from when its read was due.`,
  };
}
