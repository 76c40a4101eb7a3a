// A particle has two forms, and which one is right depends on the last sound of the word before it. After a placeholder
// nobody knows that word when the sentence is written.

import type { Text } from '../../core/text.ts';

const afterPlaceholder =
  /\$\{((?:[^{}]|\{[^{}]*\})*)\}(은|는|이|가|을|를|과|와|으로|로|이에요|예요|이라는|라는)(?!\p{Script=Hangul})/gu;

/** A percent is read 퍼센트 and a ratio 배: what follows takes the form after a vowel. */
const endsInVowel = /^(?:\w+\.)*(?:share|percent|ratio)\b/i;
const afterVowel: readonly string[] = ['는', '가', '를', '와', '로', '예요', '라는'];

export interface KnownParticle {
  readonly snippet: string;
  /** Why the particle is right whatever the value is. */
  readonly reason: string;
}

/** Placeholders whose last sound is known. */
export const knownParticles: readonly KnownParticle[] = [];

/** The particles of one line of code that may not fit what comes before them. */
export function particleFaults(line: string, known = knownParticles): Text[] {
  return [...line.matchAll(afterPlaceholder)].flatMap(([snippet, value = '', particle = '']) => {
    const fits =
      (endsInVowel.test(value.trim()) && afterVowel.includes(particle)) ||
      known.some((one) => one.snippet === snippet);
    return fits
      ? []
      : [
          {
            ko: `'${snippet}': 값에 따라 조사가 어색할 수 있어요. 사이에 명사를 넣어요`,
            en: `'${snippet}': the particle may not fit the value; put a noun between them`,
          },
        ];
  });
}

/** Entries of the list that stand for nothing in the sources any more. */
export function staleParticles(sources: readonly string[], known = knownParticles): string[] {
  return known
    .filter(({ snippet }) => !sources.some((source) => source.includes(snippet)))
    .map(({ snippet }) => snippet);
}
