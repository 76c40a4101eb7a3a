import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Lang, Text } from '../../core/text.ts';

/** What a part of the page says beside what the lab says: texts, and those that need a figure. */
export type Words = Readonly<Record<string, Text | ((...figures: number[]) => Text)>>;

/** The language that the page is shown in. */
export const LangContext = createContext<Lang>('en');

/** What takes a text out of both languages. */
export function useSay(): (text: Text) => string {
  const lang = useContext(LangContext);
  return (text) => text[lang];
}
