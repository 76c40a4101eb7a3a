// The ratio of a run to the first one, arm by arm: of two samples that are no pairs, and only of like with like.
import type { AnyLab, TrialsOfArm } from '../core/lab.ts';
import type { RunRecord } from '../core/record.ts';
import { same, type Text } from '../core/text.ts';
import { unpairedRatio } from '../measure/stats.ts';
import type { Block, Row } from '../report/blocks.ts';
import { intervalText } from '../report/ratio.ts';
import type { Named } from './compare-tables.ts';

/** For each further run a table of ratios, or the reason why there is none. */
export function ratios({ trials }: AnyLab, [first, ...others]: readonly Named[]): Block[] {
  if (!first || !trials) return [noRatio(notTimed)];
  return others.map((other) => {
    const names = `${other.name} / ${first.name}`;
    const rows = ratioRows(trials, first.record, other.record);
    const none = whyNone(first, other, rows);
    return none === null ? ratioTable(names, trials.figure, rows) : noRatio(none, `${names}: `);
  });
}

function ratioTable(names: string, figure: Text, rows: readonly Row[]): Block {
  return {
    kind: 'table',
    id: `ratios/${names.replace(' / ', '/')}`,
    title: { ko: `${names}: ${figure.ko}`, en: `${names}: ${figure.en}` },
    columns: [
      { id: 'arm', title: { ko: '경우', en: 'arm' } },
      { id: 'ratio', title: same(names), unit: 'ratio' },
      { id: 'interval', title: { ko: '95% 신뢰구간', en: '95% interval' } },
      { id: 'trials', title: { ko: '시행', en: 'trials' } },
    ],
    rows,
    notes: [unpaired],
  };
}

function ratioRows(trials: NonNullable<AnyLab['trials']>, first: RunRecord, other: RunRecord): Row[] {
  const armsOf = ({ data, params }: RunRecord): readonly TrialsOfArm[] =>
    trials.of(data as never, params as never);
  const others = armsOf(other);
  return armsOf(first).flatMap((base) => {
    const arm = others.find(({ id }) => id === base.id);
    const found = arm && unpairedRatio(arm.values, base.values);
    if (!found?.interval) return [];
    return [
      {
        id: base.id,
        cells: [base.name, found.ratio, intervalText(found), `${arm?.values.length} / ${base.values.length}`],
      },
    ];
  });
}

/** Settings, lab and revision are alike, else nothing would be compared at all. */
function whyNone(first: Named, other: Named, rows: readonly Row[]): Text | null {
  const [a, b] = [first.record, other.record];
  const [one, two] = [a.environment, b.environment];
  if (one.cpu !== two.cpu || one.cores !== two.cores) {
    return {
      ko: `CPU가 달라요(${one.cpu}, 코어 ${one.cores}개 / ${two.cpu}, 코어 ${two.cores}개).`,
      en: `their CPUs differ (${one.cpu}, cores: ${one.cores} / ${two.cpu}, cores: ${two.cores}).`,
    };
  }
  if (a.toolVersion !== b.toolVersion) {
    return {
      ko: `redis-lab의 버전이 달라요(${a.toolVersion} / ${b.toolVersion}).`,
      en: `they were taken by two versions of redis-lab (${a.toolVersion} / ${b.toolVersion}).`,
    };
  }
  const busy = [first, other].filter(({ record: { quiet } }) => quiet?.quiet === false);
  if (busy.length > 0) {
    const names = busy.map(({ name }) => name).join(', ');
    return {
      ko: `컴퓨터가 다른 작업으로 바빴던 실행이에요(${names}). 조용할 때 다시 실행해 보세요.`,
      en: `the machine was busy with other work (${names}). Run it again when it is quiet.`,
    };
  }
  return rows.length > 0
    ? null
    : {
        ko: '양쪽에 시행이 다섯 번 이상 있는 경우가 없어요.',
        en: 'no arm has five trials or more in both.',
      };
}

function noRatio(why: Text, names = ''): Block {
  return {
    kind: 'note',
    text: { ko: `${names}배수를 셈하지 않았어요. ${why.ko}`, en: `${names}no ratios, for ${why.en}` },
  };
}

const notTimed: Text = { ko: '이 실험은 시행을 되풀이해 재지 않아요.', en: 'this lab times no trials.' };

const unpaired: Text = {
  ko: '두 실행의 시행은 서로 짝이 아니에요. 신뢰구간은 두 실행 안의 흔들림만 담아요. 그사이 컴퓨터가 바빴거나 뜨거웠어도 배수가 1에서 벗어나니, 여러 번 실행해서 비교하세요. 1이 들어 있으면 다르다고 할 수 없어요.',
  en: 'Trials of two runs are no pairs. The interval holds what varied within the runs; a machine that was busier or hotter in one of them moves the ratio, too: compare several runs. An interval that holds 1 shows no difference.',
};
