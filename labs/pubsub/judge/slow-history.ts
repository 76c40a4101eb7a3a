import type { DeliveryHistory, SlowData } from '../data.ts';

/** The slow subscriber in the words of the others. PUBLISH replied for every message: all of them count as acknowledged. */
export function slowHistory({ published, received }: SlowData): DeliveryHistory {
  const all = [[1, published]] as const;
  return { sent: all, acknowledged: all, unknown: [], received };
}
