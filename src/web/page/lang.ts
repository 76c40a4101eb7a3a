import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Lang, Text } from '../../core/text.ts';

/** The language that the page is shown in. */
export const LangContext = createContext<Lang>('en');

/** What takes a text out of both languages. */
export function useSay(): (text: Text) => string {
  const lang = useContext(LangContext);
  return (text) => text[lang];
}
