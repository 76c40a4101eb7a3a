// Numbered messages, and who got which: acts 3 and 5 send them in three parts, the middle one while the
// receiver is away.
import { type DeliveryHistory, type IdRuns, toRuns } from '../../src/lab-kit.ts';
import type { SlowData } from './slow.ts';

export interface Parts {
  readonly before: readonly number[];
  readonly away: readonly number[];
  readonly after: readonly number[];
}

export function thirds(count: number): Parts {
  const third = Math.floor(count / 3);
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  return { before: ids.slice(0, third), away: ids.slice(third, 2 * third), after: ids.slice(2 * third) };
}

/** Both ends of an arm, kept as it happens. */
export interface Notebook {
  readonly sent: number[];
  readonly acknowledged: number[];
  readonly received: number[];
  history(): DeliveryHistory;
}

export function openNotebook(): Notebook {
  const sent: number[] = [];
  const acknowledged: number[] = [];
  const received: number[] = [];
  return {
    sent,
    acknowledged,
    received,
    history: () => ({
      sent: toRuns(sent),
      acknowledged: toRuns(acknowledged),
      unknown: [],
      received: toRuns(received),
    }),
  };
}

/** The ids that were sent while the receiver was away. */
export function gapOf(parts: Parts): IdRuns {
  return toRuns(parts.away);
}

/** Act 4 in the same words. PUBLISH answered for every message, so all of them count as acknowledged. */
export function slowHistory({ published, received }: SlowData): DeliveryHistory {
  const all = [[1, published]] as const;
  return { sent: all, acknowledged: all, unknown: [], received };
}
