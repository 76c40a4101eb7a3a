// What holds for every lab that ran: its data is plain JSON, its tables fit a screen, and each of its judges can fail.
import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../../core/errors.ts';
import type { Judge, Turned } from '../../core/judge.ts';
import type { AnyLab } from '../../core/lab.ts';
import type { RunRecord } from '../../core/record.ts';
import type { Text } from '../../core/text.ts';
import type { TableBlock } from '../../report/blocks.ts';
import type { Findings } from '../../report/findings.ts';
import { findingsOf } from '../findings.ts';
import { type Fault, faultsAt } from './fault.ts';
import { findingsFaults } from './lab.ts';

type Data = Readonly<Record<string, unknown>>;

const mostColumns = 6;
const mostRows = 8;

const notJson: Text = {
  ko: 'JSON으로 썼다가 다시 읽으면 달라져요',
  en: 'is not the same when it was written as JSON and read again',
};

/**
 * What is wrong with a run that came to its end.
 * @param turned what test.ts of the lab exports under that name
 */
export function runFaults(lab: AnyLab, record: RunRecord<Data>, turned: unknown): Fault[] {
  const kept = JSON.parse(JSON.stringify(record.data)) as Data;
  if (!isDeepStrictEqual(kept, record.data)) return faultsAt(lab.id, 'data', [notJson]);
  try {
    const findings = findingsOf(lab, { ...record, data: kept });
    return [
      ...findingsFaults(lab.id, findings),
      ...findings.untested.flatMap(({ claim, reason }) =>
        faultsAt(lab.id, `judges.${claim}`, [
          { ko: `검증하지 않았어요. ${reason.ko}`, en: `was not tested: ${reason.en}` },
        ]),
      ),
      ...tablesFaults(lab.id, findings),
      ...turnedFaults(lab, kept, record, (turned ?? {}) as Turned<Data>),
    ];
  } catch (error) {
    const why = messageOf(error);
    return faultsAt(lab.id, 'record', [
      { ko: `판정하거나 보여 줄 수 없어요: ${why}`, en: `cannot be judged and shown: ${why}` },
    ]);
  }
}

const noTable: Text = { ko: '판정의 근거가 되는 표가 없어요', en: 'there is no table that decides' };

function tablesFaults(id: string, { acts, comparison }: Findings): Fault[] {
  if (comparison === null) return faultsAt(id, 'comparison', [noTable]);
  const tables = acts.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'table'));
  const tooMany =
    comparison.rows.length > mostRows
      ? [{ ko: `${mostRows}줄보다 길어요`, en: `has more than ${mostRows} rows` }]
      : [];
  return [
    ...faultsAt(id, 'comparison', tooMany),
    ...[comparison, ...tables].flatMap((table) => faultsAt(id, `table ${table.id}`, tableFaults(table))),
  ];
}

function tableFaults({ columns, rows }: TableBlock): Text[] {
  const ids = [columns, rows].flatMap((list) => twice(list.map(({ id }) => id)));
  const uneven = rows.filter(({ cells }) => cells.length !== columns.length);
  return [
    ...(columns.length > mostColumns
      ? [{ ko: `열이 ${mostColumns}개보다 많아요`, en: `has more than ${mostColumns} columns` }]
      : []),
    ...ids.map((one) => ({ ko: `'${one}' id가 두 번 나와요`, en: `the id '${one}' is given twice` })),
    ...uneven.map(({ id, cells }) => ({
      ko: `'${id}' 줄의 칸은 ${cells.length}개인데 열은 ${columns.length}개예요`,
      en: `row '${id}' has ${cells.length} cells for ${columns.length} columns`,
    })),
  ];
}

function twice(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

/** A check that cannot fail checks nothing. */
function turnedFaults(lab: AnyLab, data: Data, { params }: RunRecord, turned: Turned<Data>): Fault[] {
  return Object.entries(lab.judges as Record<string, Judge<Data>>).flatMap(([claim, judge]) => {
    const verdictOf = (changed: Data) => judge.judge(changed, params as never).verdict;
    const changes = Object.entries(turned[claim] ?? {});
    const wrong = changes.flatMap(([wanted, change]) => {
      const verdict = verdictOf(change(structuredClone(data)));
      return verdict === wanted
        ? []
        : [
            {
              ko: `'${wanted}' 판정이 나와야 할 변경에서 '${verdict}' 판정이 나와요`,
              en: `the change for '${wanted}' leads to '${verdict}'`,
            },
          ];
    });
    const measured = verdictOf(data);
    const none = changes.every(([wanted]) => wanted === measured)
      ? [
          {
            ko: `'${measured}' 판정을 다른 판정으로 바꾸는 데이터 변경이 없어요`,
            en: `has no change to the data that turns '${measured}' into another verdict`,
          },
        ]
      : [];
    return faultsAt(lab.id, `test.ts: ${claim}`, [...wrong, ...none]);
  });
}
