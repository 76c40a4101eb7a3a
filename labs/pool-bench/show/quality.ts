import type { RowQuality, Text } from '../../../src/kit/judge.ts';
import type { Cell } from '../data.ts';
import { auditOf, harnessShareOf } from '../parts/compare.ts';
import { armName, placeName } from '../words.ts';
import { rowId } from './row-id.ts';

/** How far each row of these cells can be trusted. */
export function qualityOf(
  cells: readonly Cell[],
  harnessNs: number,
  idOf: typeof rowId = rowId,
): RowQuality[] {
  return cells.flatMap((cell) =>
    cell.arms.map((arm): RowQuality => {
      const [first] = arm.failed;
      const audit = auditOf(cell, arm);
      const trials = arm.failed.length;
      return {
        row: idOf(cell, arm),
        name: nameOf(armName(arm), placeName(cell)),
        clientBusyShare: arm.busyShare,
        harnessShare: harnessShareOf(harnessNs, arm),
        ...(audit ? { littleDeviation: audit.deviation } : {}),
        ...(first ? { failed: { trials, of: trials + arm.rounds.length, reason: first.reason } } : {}),
      };
    }),
  );
}

function nameOf(arm: Text, place: Text): Text {
  return { ko: `${arm.ko}, ${place.ko}`, en: `${arm.en}, ${place.en}` };
}
