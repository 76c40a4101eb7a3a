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
    const p99 = (json: HistogramJson) =>
      formatQuantity((Histogram.fromJSON(json).percentileOrNull(99) ?? Number.NaN) / 1e6, 'ms');
    const opened = open.rejected.length > 0 ? '–' : p99(open.latency);
    return {
      ko: `p99: 닫힌 루프 ${p99(closed.latency)}, 보냈어야 할 때부터 ${opened}`,
      en: `p99 ${p99(closed.latency)} in a closed loop, ${opened} from the intended start`,
    };
  },
  show: (data) => [stallTable(data)],
  warnings: ({ open }) => (open.rejected.length > 0 ? [rejection(open)] : []),
};

function stallTable({ stallMs, closed, open }: StallData): TableBlock {
  const rejected = open.rejected.length > 0;
  const row = (id: string, loop: Text, from: Text, json: HistogramJson, show = true): Row => {
    const latency = Histogram.fromJSON(json);
    const ms = (p: number) => {
      const ns = latency.percentileOrNull(p);
      return ns === null || !show ? null : ns / 1e6;
    };
    return { id, cells: [loop, from, ms(50), ms(99), show ? latency.maxNs / 1e6 : null, json.count] };
  };
  const openName: Text = {
    ko: `열린 루프, ${formatFigure(open.intendedPerSecond, 'count')}/s`,
    en: `open loop, ${formatFigure(open.intendedPerSecond, 'count')}/s`,
  };
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
      { id: 'p50', title: same('p50'), unit: 'ms' },
      { id: 'p99', title: same('p99'), unit: 'ms' },
      { id: 'max', title: { ko: '최대', en: 'max' }, unit: 'ms' },
      { id: 'samples', title: { ko: '표본', en: 'samples' }, unit: 'count' },
    ],
    rows: [
      row(
        'closed',
        { ko: '닫힌 루프, 1명', en: 'closed loop, 1 caller' },
        { ko: '보낸 때 (보정 안 됨)', en: 'the send (uncorrected)' },
        closed.latency,
      ),
      row(
        'open-from-send',
        openName,
        { ko: '보낸 때 (보정 안 됨)', en: 'the send (uncorrected)' },
        open.latencyFromSend,
        !rejected,
      ),
      row(
        'open-from-intended-start',
        openName,
        { ko: '보냈어야 할 때 (보정됨)', en: 'the intended start (corrected)' },
        open.latency,
        !rejected,
      ),
    ],
    notes: [
      {
        ko: '닫힌 루프는 멈춘 동안 요청하지 않아요. 느린 표본은 하나뿐이라 p99에 나타나지 않아요. 그사이에 왔을 사람들을 빼먹는 이 착시가 조율된 누락(coordinated omission)이에요.',
        en: 'The closed loop does not ask while the server stands still: one slow sample, and p99 does not see it. Leaving out everybody who would have come meanwhile is called coordinated omission.',
      },
      ...(rejected ? [leftEmpty] : []),
    ],
  };
}

const leftEmpty: Text = {
  ko: '버린(rejected) 줄은 비워 뒀어요. 이유는 주의할 점에 있어요.',
  en: 'Rejected rows are left empty; the warnings say why.',
};

function rejection({ intendedPerSecond, achievedPerSecond, rejected, sendLag }: StallData['open']): Text {
  const [wanted, achieved] = [intendedPerSecond, achievedPerSecond].map((rate) =>
    formatQuantity(rate, 'perSecond'),
  );
  const lag = formatQuantity(Histogram.fromJSON(sendLag).percentile(99) / 1e6, 'ms');
  return rejected.includes('rate')
    ? {
        ko: `열린 루프는 버렸어요(rejected). ${wanted} 속도로 보내려 했지만 이 컴퓨터는 ${achieved}까지만 해냈어요. --rate를 낮춰 보세요.`,
        en: `The open loop is rejected: ${wanted} was wanted, this machine reached ${achieved}. Try a lower --rate.`,
      }
    : {
        ko: `열린 루프는 버렸어요(rejected): 보내는 쪽이 제때 보내지 못했어요(지연 p99 ${lag}). 다른 프로그램을 닫고 다시 해 보세요.`,
        en: `The open loop is rejected: the generator itself was late (send lag p99 ${lag}). Close other programs and run it again.`,
      };
}
