import { useEffect, useState } from 'preact/hooks';
import type { Lang } from '../../core/text.ts';
import { type Enclosed, titleOf } from '../page-data.ts';
import { readPlace, writePlace } from './hash.ts';
import { LangSwitch } from './lang-switch.tsx';
import { RunView } from './run-view.tsx';

/** The page that stands by itself: its runs, one under the other. */
export function NoteApp({ enclosed }: { readonly enclosed: Enclosed }) {
  const [lang, setLang] = useState<Lang>(languageIn(readPlace().lang) ?? enclosed.lang);
  useEffect(() => {
    document.documentElement.lang = lang;
    document.title = titleOf(enclosed.runs, lang);
  }, [lang, enclosed]);
  useEffect(() => {
    // Somebody wrote another address: what it names is shown as if it had been opened.
    const reload = () => location.reload();
    addEventListener('hashchange', reload);
    return () => removeEventListener('hashchange', reload);
  }, []);
  const choose = (chosen: Lang) => {
    setLang(chosen);
    writePlace({ lang: chosen });
  };
  return (
    <>
      <header class="top">
        <span class="brand">redis-lab</span>
        <LangSwitch lang={lang} onChange={choose} />
      </header>
      <main>
        {enclosed.runs.map((run) => (
          <RunView key={run.report.record.id} data={run} lang={lang} short={enclosed.short} />
        ))}
      </main>
    </>
  );
}

function languageIn(place: string | undefined): Lang | undefined {
  return place === 'ko' || place === 'en' ? place : undefined;
}
