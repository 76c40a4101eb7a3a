import type { ActFindings } from '../report/findings.ts';

/** Of acts that were skipped for one reason the first speaks for all: returns them, and for the others none. */
export function skippedAlike(act: ActFindings, acts: readonly ActFindings[]): readonly ActFindings[] {
  const alike = acts.filter(({ skipped }) => skipped !== null && skipped.en === act.skipped?.en);
  return alike[0] === act ? alike : [];
}
