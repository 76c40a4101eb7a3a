import type { Lang } from '../../core/text.ts';

const names: readonly (readonly [Lang, string])[] = [
  ['ko', '한국어'],
  ['en', 'English'],
];

export function LangSwitch({ lang, onChange }: { readonly lang: Lang; onChange(lang: Lang): void }) {
  return (
    <fieldset class="choice" aria-label="언어 / Language">
      {names.map(([one, name]) => (
        <button key={one} type="button" lang={one} aria-pressed={one === lang} onClick={() => onChange(one)}>
          {name}
        </button>
      ))}
    </fieldset>
  );
}
