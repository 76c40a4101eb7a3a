// What a Korean sentence must not have, whatever it is about.

/** `0건을`, `0명이`: nobody says so. 0번째 and 10건을 are something else. */
const countedZero = /(?<![\d.,])0\s?(?:건|명|개|번|대)(?:을|를|이|가|도|은|는)(?!\p{Script=Hangul})/u;
const dashedRange = /\d[\d.,]*\s?(?:%|ms|µs|배)?\s?–\s?\d[\d.,]*/;
const ratioSign = / ×/;

export function zeroFaults(korean: string): string[] {
  const found = countedZero.exec(korean)?.[0];
  return found === undefined ? [] : [`'${found}': say '하나도', '한 명도' or '한 번도'`];
}

export function rangeFaults(korean: string): string[] {
  const found = dashedRange.exec(korean)?.[0];
  return found === undefined ? [] : [`'${found}': a range takes '~'`];
}

/** In a sentence a ratio is so many 배; the sign is for tables. */
export function ratioFaults(korean: string): string[] {
  return ratioSign.test(korean) ? ["' ×': say '배'"] : [];
}

/** The number of an act is its place in the list: it changes when another act comes before it. */
export function actNumberFaults(text: string): string[] {
  const found = /\d막(?!대)|\bacts? \d/i.exec(text)?.[0];
  return found === undefined ? [] : [`'${found}': name the act, its number is its place in the list`];
}
