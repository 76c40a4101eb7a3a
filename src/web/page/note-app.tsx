import { useEffect, useState } from 'preact/hooks';
import type { Lang } from '../../core/text.ts';
import type { Enclosed } from '../page-data.ts';
import { LangSwitch } from './lang-switch.tsx';
import { RunView } from './run-view.tsx';

/** The page that stands by itself: its runs, one under the other. */
export function NoteApp({ enclosed }: { readonly enclosed: Enclosed }) {
  const [lang, setLang] = useState<Lang>(enclosed.lang);
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  return (
    <>
      <header class="top">
        <span class="brand">redis-lab</span>
        <LangSwitch lang={lang} onChange={setLang} />
      </header>
      <main>
        {enclosed.runs.map((run) => (
          <RunView key={run.report.record.id} data={run} lang={lang} short={enclosed.short} />
        ))}
      </main>
    </>
  );
}
