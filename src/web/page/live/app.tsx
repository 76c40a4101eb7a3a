import { useEffect, useState } from 'preact/hooks';
import type { Lang } from '../../../core/text.ts';
import type { LivePage } from '../../protocol.ts';
import { Phone } from '../group/phone.tsx';
import { LangContext } from '../lang.ts';
import { LangSwitch } from '../lang-switch.tsx';
import { HostApp } from './host-app.tsx';
import './live.css';

/** The demo beside its server: the host's page, or the page of a phone. */
export function LiveApp() {
  const page = JSON.parse(document.getElementById('live')?.textContent ?? '{}') as LivePage;
  const [lang, setLang] = useState<Lang>(page.live === 'voter' ? languageOfReader(page.lang) : page.lang);
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  return (
    <LangContext.Provider value={lang}>
      <header class="top">
        <span class="brand">redis-lab</span>
        <LangSwitch lang={lang} onChange={setLang} />
      </header>
      {page.live === 'voter' ? <Phone /> : <HostApp open={page.open ?? null} lang={lang} />}
    </LangContext.Provider>
  );
}

/** A phone speaks what its owner does, where we speak it too. */
function languageOfReader(otherwise: Lang): Lang {
  const [first = ''] = navigator.languages;
  return first.startsWith('ko') ? 'ko' : first.startsWith('en') ? 'en' : otherwise;
}
