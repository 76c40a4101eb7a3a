import type { RowQuality, Text } from '../../../src/kit/judge.ts';
import type { Windows } from '../data.ts';

/** How far a row that rests on these trials can be trusted. */
export function qualityOf(row: string, name: Text, { trials, failed, firstFailure }: Windows): RowQuality {
  return {
    row,
    name,
    clientBusyShare: Math.max(0, ...trials.map(({ clientBusyShare }) => clientBusyShare)),
    ...(firstFailure === null
      ? {}
      : { failed: { trials: failed, of: failed + trials.length, reason: firstFailure } }),
  };
}
