// The server stands still for a moment: who notices?
import {
  formatFigure,
  formatQuantity,
  Histogram,
  type HistogramJson,
  type Row,
  type Shown,
  same,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { StallData } from '../data.ts';
import type { params } from '../settings.ts';

export const stallShown: Shown<StallData, typeof params> = {
  title: { ko: '잠깐 멈춘 서버', en: 'A short stall' },
  aim: {
    ko: '서버가 잠깐 멈췄을 때 측정 방법마다 그 멈춤이 얼마나 보이는지 봐요.',
    en: 'The server stands still for a moment: which way of measuring notices?',
  },
  predict: {
    prompt: {
      ko: '호출자 한 명이 응답을 받을 때마다 다음 GET을 보내며 지연을 재요. 그사이 서버가 한 번 멈췄다 돌아와요. 이 호출자의 p99는 어떨까요?',
      en: 'One caller sends a GET, waits for the reply, sends the next, and measures the latency. The server stands still once in that time. What does its p99 show?',
    },
    choices: [
      {
        id: 'shows',
        label: { ko: '멈춘 시간만큼 커져요', en: 'It is as long as the stall' },
        misconception: {
          ko: '멈춘 동안 이 호출자는 요청을 하나만 보내요. 느린 표본이 하나뿐이라 수천 개 가운데 1%에도 들지 못해요.',
          en: 'While the server stands still this caller has one request under way. One slow sample among thousands is not one per cent.',
        },
      },
      { id: 'hides', label: { ko: '거의 그대로예요', en: 'Hardly anything' } },
    ],
    offWhen: ({ stall }) =>
      stall > 0
        ? null
        : { ko: '서버를 멈추지 않아서 채점하지 않았어요.', en: 'Not graded: the server was not stopped.' },
    answer: ({ stallMs, closed }) => {
      const p99Ns = Histogram.fromJSON(closed.latency).percentileOrNull(99);
      if (p99Ns === null) return null;
      const p99Ms = p99Ns / 1e6;
      return p99Ms < stallMs / 10 ? 'hides' : p99Ms > stallMs / 2 ? 'shows' : null;
    },
  },
  headline: ({ closed, open }) => {
    const p99 = p99Of(closed.latency);
    return isRejected(open)
      ? {
          ko: `닫힌 루프의 p99는 ${p99}, 정해진 속도로 보내는 쪽은 재지 못했어요`,
          en: `p99 ${p99} in a closed loop; at a fixed rate it could not be measured`,
        }
      : {
          ko: `p99: 닫힌 루프 ${p99}, 보냈어야 할 때부터 재면 ${p99Of(open.latency)}`,
          en: `p99 ${p99} in a closed loop, ${p99Of(open.latency)} from when each was due`,
        };
  },
  show: (data) => [stallTable(data)],
  warnings: ({ open }) => (isRejected(open) ? [rejection(open)] : []),
};

function p99Of(json: HistogramJson): string {
  return formatQuantity((Histogram.fromJSON(json).percentileOrNull(99) ?? Number.NaN) / 1e6, 'ms');
}

function stallTable({ stallMs, closed, open, paced }: StallData): TableBlock {
  const rejected = isRejected(open);
  const slowFromMs = stallMs / 2;
  const row = (id: string, loop: Text, from: Text, json: HistogramJson, show = true): Row => {
    const latency = Histogram.fromJSON(json);
    const p99 = latency.percentileOrNull(99);
    const figures = [
      p99 === null ? null : p99 / 1e6,
      latency.maxNs / 1e6,
      json.count,
      stallMs > 0 ? slowerThan(latency, slowFromMs) : null,
    ];
    return { id, cells: [loop, from, ...(show ? figures : figures.map(() => null))] };
  };
  const rate = `${formatFigure(open.intendedPerSecond, 'count')}/s`;
  const openName: Text = paced
    ? { ko: `${paced.callers}명이 ${rate}`, en: `${paced.callers} callers, ${rate}` }
    : { ko: `열린 루프, ${rate}`, en: `open loop, ${rate}` };
  const fromSend: Text = { ko: '보낸 때', en: 'the send' };
  return {
    kind: 'table',
    id: 'stall',
    title: {
      ko: `서버가 ${formatQuantity(stallMs, 'ms')} 동안 멈췄어요`,
      en: `The server stood still for ${formatQuantity(stallMs, 'ms')}`,
    },
    columns: [
      { id: 'loop', title: { ko: '루프', en: 'loop' } },
      { id: 'counted-from', title: { ko: '언제부터 쟀나', en: 'counted from' } },
      { id: 'p99', title: same('p99'), unit: 'ms' },
      { id: 'max', title: { ko: '최대', en: 'max' }, unit: 'ms' },
      { id: 'samples', title: { ko: '표본', en: 'samples' }, unit: 'count' },
      { id: 'slow', title: { ko: '느린 표본', en: 'slow ones' }, unit: 'count' },
    ],
    rows: [
      row('closed', { ko: '1명, 응답마다', en: '1 caller, one by one' }, fromSend, closed.latency),
      row('open-from-send', openName, fromSend, paced?.latencyFromSend ?? open.latencyFromSend, !rejected),
      row(
        'open-from-intended-start',
        openName,
        { ko: '보냈어야 할 때', en: 'when it was due' },
        open.latency,
        !rejected,
      ),
    ],
    notes: [
      ...(stallMs > 0 ? [slowNote(slowFromMs)] : []),
      ...(paced ? [pacedNote] : []),
      ...(rejected ? [leftEmpty] : []),
    ],
  };
}

function slowerThan(latency: Histogram, ms: number): number {
  let faster = 0;
  for (const { count, highestNs } of latency.buckets()) if (highestNs < ms * 1e6) faster = count;
  return latency.count - faster;
}

function slowNote(slowFromMs: number): Text {
  const from = formatQuantity(slowFromMs, 'ms');
  return {
    ko: `느린 표본은 멈춘 시간의 절반(${from})보다 오래 걸린 것이에요. p99에는 전체의 1%를 넘을 때만 보여요.`,
    en: `Slow ones took longer than half the stall (${from}); p99 shows them only when they are more than 1% of all.`,
  };
}

const pacedNote: Text = {
  ko: '같은 요청들을 두 번 쟀어요. 앞 요청에 막혀 제때 못 나간 시간을 빼먹는 것이 조율된 누락(coordinated omission)이에요.',
  en: 'The same requests, counted twice. Leaving out the time in which a request was due and the one before still held it up is called coordinated omission.',
};

const leftEmpty: Text = {
  ko: '버린(rejected) 줄은 비워 뒀어요. 이유는 주의할 점에 있어요.',
  en: 'Rejected rows are left empty; the warnings say why.',
};

/** Whoever could not be sent at all (too many were waiting) is an error. */
function isRejected({ rejected, errors }: StallData['open']): boolean {
  return rejected.length > 0 || errors > 0;
}

function rejection(open: StallData['open']): Text {
  const { intendedPerSecond, achievedPerSecond, perSecond, rejected, sendLag, errors } = open;
  const reached = errors > 0 ? perSecond : achievedPerSecond;
  const [wanted, achieved] = [intendedPerSecond, reached].map((rate) => formatQuantity(rate, 'perSecond'));
  const lag = formatQuantity(Histogram.fromJSON(sendLag).percentile(99) / 1e6, 'ms');
  return rejected.includes('rate') || errors > 0
    ? {
        ko: `정해진 속도로 보낸 결과는 버렸어요(rejected). ${wanted} 속도로 보내려 했지만 이 컴퓨터는 ${achieved}까지만 해냈어요. --rate를 낮춰 보세요.`,
        en: `What was sent at a fixed rate is rejected: ${wanted} was wanted, this machine reached ${achieved}. Try a lower --rate.`,
      }
    : {
        ko: `정해진 속도로 보낸 결과는 버렸어요(rejected): 보내는 쪽이 제때 보내지 못했어요(지연 p99 ${lag}). 다른 프로그램을 닫고 다시 해 보세요.`,
        en: `What was sent at a fixed rate is rejected: the generator itself was late (send lag p99 ${lag}). Close other programs and run it again.`,
      };
}
