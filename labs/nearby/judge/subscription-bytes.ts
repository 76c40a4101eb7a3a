import { median } from '../../../src/kit/judge.ts';
import type { CostsData } from '../data.ts';

/** Of the first subscriber of a channel: the channel itself comes into being. */
export function firstBytes({ bytesPerSubscription }: CostsData): number | null {
  return bytesPerSubscription[0] ?? null;
}

/** Of each further one. */
export function furtherBytes({ bytesPerSubscription }: CostsData): number | null {
  return median(bytesPerSubscription.slice(1));
}
