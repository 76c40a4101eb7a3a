// What a Korean sentence must not have, whatever it is about.
import type { Text } from '../../core/text.ts';

/** `0건을`, `0명이`: nobody says so. 0번째 and 10건을 are something else. */
const countedZero = /(?<![\d.,])0\s?(?:건|명|개|번|대)(?:을|를|이|가|도|은|는)(?!\p{Script=Hangul})/u;
const dashedRange = /\d[\d.,]*\s?(?:%|ms|µs|배)?\s?–\s?\d[\d.,]*/;
const ratioSign = / ×/;

export function zeroFaults(korean: string): Text[] {
  const found = countedZero.exec(korean)?.[0];
  return found === undefined ? [] : [sayInstead(found, "'하나도', '한 명도', '한 번도'")];
}

export function rangeFaults(korean: string): Text[] {
  const found = dashedRange.exec(korean)?.[0];
  return found === undefined
    ? []
    : [{ ko: `'${found}': 범위는 '~'로 써요`, en: `'${found}': a range takes '~'` }];
}

/** In a sentence a ratio is so many 배; the sign is for tables. */
export function ratioFaults(korean: string): Text[] {
  return ratioSign.test(korean) ? [sayInstead(' ×', "'배'")] : [];
}

/** The number of an act is its place in the list: it changes when another act comes before it. */
export function actNumberFaults(text: string): Text[] {
  const found = /\d막(?!대)|\bacts? \d/i.exec(text)?.[0];
  return found === undefined
    ? []
    : [
        {
          ko: `'${found}': 번호는 목록의 순서예요. 막의 이름으로 써요`,
          en: `'${found}': name the act, its number is its place in the list`,
        },
      ];
}

/** @param say what stands in its place, in quotes */
export function sayInstead(found: string, say: string): Text {
  return { ko: `'${found}': 이렇게 써요: ${say}`, en: `'${found}': say ${say}` };
}
