import type { Text } from '../core/text.ts';
import type { Verdict } from './findings.ts';

/** What a quick run of a lab said, beside what this version of it should say. */
export interface Verified {
  readonly lab: string;
  readonly tookMs: number;
  /** Why the run did not come to its end; null where it did. */
  readonly failed: Text | null;
  readonly checks: readonly {
    readonly claim: string;
    readonly expected: Verdict;
    /** Null for a claim that was not tested: `reason` says why. */
    readonly verdict: Verdict | null;
    readonly reason?: Text;
  }[];
}

/** Too much noise to tell is no difference: the verdict may still be the expected one. */
export function isDifference({ expected, verdict }: Verified['checks'][number]): boolean {
  return verdict !== null && verdict !== 'inconclusive' && verdict !== expected;
}

/** Whether the lab did not do what this version of it should do. */
export function isAstray({ failed, checks }: Verified): boolean {
  return failed !== null || checks.some(isDifference);
}
