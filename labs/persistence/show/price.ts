import {
  differenceOf,
  formatFigure,
  Histogram,
  intervalText,
  type Shown,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { PriceArm, PriceData } from '../data.ts';
import { callersOf, perSecondOf, priceOf, ratioOf, spreadOf } from '../parts/compare.ts';
import type { params } from '../settings.ts';
import { settingWords } from '../words.ts';

export const priceShown: Shown<PriceData, typeof params> = {
  title: { ko: '비용', en: 'The price' },
  aim: {
    ko: '같은 쓰기를 설정마다 번갈아 해 봐요. 얼마나 느려지는지, 호출자가 늘면 어떤지 봐요.',
    en: 'The same writes under each setting, turn about: how much slower, and what do more callers change?',
  },
  predict: {
    prompt: {
      ko: 'AOF always는 쓰기마다 디스크를 기다려요. 호출자가 1명에서 50명으로 늘면 always의 처리량은 어떻게 될까요?',
      en: 'AOF always waits for the disk at each write. Callers grow from 1 to 50. What becomes of its throughput?',
    },
    hints: {
      concept: {
        ko: 'fsync 한 번은 파일에 쓴 것을 모두 내려요. 한 번에 몇 건이 함께 내려갈 수 있을까요?',
        en: 'One fsync brings down all that was written to the file. How many writes can share it?',
      },
      pointer: {
        ko: 'always 줄의 처리량을 호출자 1명과 50명일 때 비교해 보세요.',
        en: 'Compare the throughput of always with 1 caller and with 50.',
      },
    },
    choices: [
      {
        id: 'same',
        label: { ko: '그대로예요. 디스크가 한계니까요', en: 'It stays: the disk is the limit' },
        misconception: {
          ko: 'Redis는 이벤트 루프 한 바퀴에 받은 쓰기를 모아 쓰고 fsync를 한 번만 해요(그룹 커밋). 많이 모일수록 비용을 여럿이 나눠 내요.',
          en: 'Redis writes what came in one turn of its event loop together and syncs once (group commit): they share it.',
        },
      },
      {
        id: 'less',
        label: { ko: '줄어요. 서로 기다리니까요', en: 'It falls: they wait for each other' },
        misconception: {
          ko: '기다리는 동안 온 쓰기들은 다음 fsync 한 번으로 같이 내려가요.',
          en: 'Writes that come while one waits share the next fsync.',
        },
      },
      { id: 'more', label: { ko: '몇 배로 늘어요', en: 'It grows several times' } },
    ],
    offWhen: ({ concurrency }) =>
      concurrency.includes(1) && concurrency.includes(50)
        ? null
        : {
            ko: '질문은 호출자 1명과 50명을 비교하는데, 이번 설정은 달라서 채점하지 않았어요.',
            en: 'Not graded: the question compares 1 caller with 50; this run had others.',
          },
    answer: (data) => {
      const grown = ratioOf(priceOf(data, 'aof-always', 50), priceOf(data, 'aof-always', 1));
      const interval = grown?.interval;
      if (!interval) return null;
      if (interval.low > 2) return 'more';
      if (interval.high < 1) return 'less';
      return interval.high < 2 ? 'same' : null;
    },
  },
  headline: (data) => {
    const shares = callersOf(data).flatMap((callers) => {
      const always = priceOf(data, 'aof-always', callers);
      const [perSecond, ratio] = [
        always && perSecondOf(always),
        ratioOf(always, priceOf(data, 'none', callers)),
      ];
      return ratio && perSecond != null ? [{ callers, perSecond: formatFigure(perSecond), ratio }] : [];
    });
    if (shares.length === 0) return { ko: '재지 못했어요', en: 'nothing was measured' };
    const told = ({ callers, perSecond, ratio }: (typeof shares)[number]) => {
      const share =
        differenceOf(ratio) === 'inconclusive'
          ? { ko: '저장 안 함과 다른지 알 수 없음', en: 'cannot tell it from no saving' }
          : {
              ko: `저장 안 함의 ${formatFigure(ratio.ratio)}배`,
              en: `${formatFigure(ratio.ratio)} × of no saving`,
            };
      return {
        ko: `호출자 ${callers}명이면 초당 ${perSecond}건(${share.ko})`,
        en: `callers ${callers}: ${perSecond}/s (${share.en})`,
      };
    };
    return {
      ko: `always: ${shares.map((share) => told(share).ko).join(', ')}`,
      en: `always, ${shares.map((share) => told(share).en).join(', ')}`,
    };
  },
  show: (data) => callersOf(data).map((callers) => tableOf(data, callers)),
  quality: ({ arms }) =>
    arms.map(({ setting, callers, clientBusyShare, operations, elapsedMs, latency, failed }) => ({
      row: rowId(setting, callers),
      name: {
        ko: `${settingWords[setting].ko}, 호출자 ${callers}명`,
        en: `${settingWords[setting].en}, callers: ${callers}`,
      },
      clientBusyShare,
      ...(operations > 0 ? { littleDeviation: latency.sum / 1e6 / elapsedMs / callers - 1 } : {}),
      ...(failed ? { failed } : {}),
    })),
};

const rowId = (setting: string, callers: number) => `${setting}-${callers}`;

function tableOf(data: PriceData, callers: number): TableBlock {
  const arms = data.arms.filter((arm) => arm.callers === callers);
  return {
    kind: 'table',
    id: `price-${callers}`,
    title: {
      ko: `호출자 ${callers}명이 쓸 때`,
      en: callers === 1 ? 'One caller writes' : `${callers} callers write`,
    },
    columns: [
      { id: 'setting', title: { ko: '설정', en: 'setting' } },
      { id: 'p50', title: { ko: 'p50', en: 'p50' }, unit: 'ms' },
      { id: 'p99', title: { ko: 'p99', en: 'p99' }, unit: 'ms' },
      { id: 'throughput', title: { ko: '처리량', en: 'done' }, unit: 'perSecond' },
      { id: 'ratio', title: { ko: '/ 저장 안 함', en: '/ nothing' }, unit: 'ratio' },
      { id: 'interval', title: { ko: '95% 신뢰구간', en: '95% interval' } },
    ],
    rows: arms.map((arm) => {
      const latency = Histogram.fromJSON(arm.latency);
      const ms = (p: number) => {
        const ns = latency.percentileOrNull(p);
        return ns === null ? null : ns / 1e6;
      };
      const ratio = arm.setting === 'none' ? null : ratioOf(arm, priceOf(data, 'none', callers));
      return {
        id: rowId(arm.setting, callers),
        cells: [
          settingWords[arm.setting],
          ms(50),
          ms(99),
          perSecondOf(arm),
          ratio?.ratio ?? null,
          intervalText(ratio),
        ],
      };
    }),
    notes: [
      {
        ko: '처리량: 시행들의 중앙값. 닫힌 루프: 호출자마다 연결이 하나씩 있고, 응답을 받은 뒤에 다음 것을 보내요.',
        en: 'done: in the middle trial. A closed loop: each caller has a connection of its own and sends its next write after the reply.',
      },
      ...apartNotes(arms),
    ],
  };
}

/** The median hides that trials of one setting came out in two heaps. */
function apartNotes(arms: readonly PriceArm[]): Text[] {
  const spreads = arms.flatMap((arm) => {
    const spread = spreadOf(arm);
    return spread && spread.most > 2 * spread.least ? [{ setting: arm.setting, ...spread }] : [];
  });
  const [widest] = spreads.sort((a, b) => b.most / b.least - a.most / a.least);
  if (!widest) return [];
  const [least, most] = [widest.least, widest.most].map((figure) => formatFigure(figure));
  const { ko, en } = settingWords[widest.setting];
  return [
    {
      ko: `같은 설정인데 시행끼리 두 배 넘게 벌어진 줄이 있어요(${ko}: 초당 ${least}~${most}건). 신뢰구간이 1을 품은 줄은 판단하지 않아요.`,
      en: `Trials of one and the same setting lie more than 2 × apart (${en}: ${least} to ${most} a second). Where the interval holds 1 nothing is said.`,
    },
  ];
}
