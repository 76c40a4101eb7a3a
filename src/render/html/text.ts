import type { Lang, Text } from '../../core/text.ts';

/** Text that HTML must not take for markup, also inside an attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Both languages; the page shows one of them. What is the same in both stands once. */
export function both(text: Text | ((lang: Lang) => string)): string {
  const [ko, en] = (['ko', 'en'] as const).map((lang) =>
    escaped(typeof text === 'function' ? text(lang) : text[lang]),
  );
  return ko === en ? (ko ?? '') : `<span lang="ko">${ko}</span><span lang="en">${en}</span>`;
}
