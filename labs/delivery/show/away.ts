// What is not here, and how to get it.
import type { Block } from '../../../src/kit/judge.ts';
import type { MatrixData } from '../data.ts';
import { brokerWords } from '../words.ts';

export function away(missing: MatrixData['missing']): Block[] {
  return missing.map(({ broker, skipped }) => ({
    kind: 'note',
    text: {
      ko: `${brokerWords[broker].ko}: ${skipped.ko}`,
      en: `${brokerWords[broker].en}: ${skipped.en}`,
    },
  }));
}
