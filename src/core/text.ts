/** The languages every sentence exists in. */
export type Lang = 'ko' | 'en';

/** One short text in both languages, written beside its use: a missing one does not compile. */
export interface Text {
  readonly ko: string;
  readonly en: string;
}

/** A text that reads the same in both languages: a command, a program's name, a figure. */
export function same(text: string): Text {
  return { ko: text, en: text };
}
