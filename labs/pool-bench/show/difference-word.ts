import { differenceOf, type PairedRatio } from '../../../src/kit/judge.ts';

/** Which of two came out larger; null where the interval names no winner. */
export function differenceWord(paired: PairedRatio | null, greater: string, less: string): string | null {
  const difference = differenceOf(paired);
  return difference === 'inconclusive' ? null : difference === 'greater' ? greater : less;
}
