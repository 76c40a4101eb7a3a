import { useContext } from 'preact/hooks';
import { LangContext, useSay } from '../lang.ts';
import type { Host } from './use-host.ts';
import { words } from './words.ts';

/** The labs in teaching order, and what was run last. */
export function Catalogue({ host, choose }: { readonly host: Host; choose(lab: string): void }) {
  const say = useSay();
  const lang = useContext(LangContext);
  const when = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' });
  const titleOf = (lab: string) => host.labs.find(({ id }) => id === lab)?.title;
  return (
    <>
      <h2>{say(words.labs)}</h2>
      <ul class="cards">
        {host.labs.map(({ id, title, minutes, question }) => (
          <li key={id}>
            <button type="button" class="card" onClick={() => choose(id)}>
              <strong>{say(title)}</strong>
              <span class="soft">
                {id} · {minutes}
                {say(words.minutes)}
              </span>
              <span>{say(question)}</span>
            </button>
          </li>
        ))}
      </ul>
      <h2>{say(words.kept)}</h2>
      {host.kept.length === 0 && <p class="soft">{say(words.noneKept)}</p>}
      <ul class="plain">
        {host.kept.map(({ run, lab, startedAt }) => (
          <li key={run}>
            <button type="button" class="link" onClick={() => host.say({ verb: 'open', run })}>
              {when.format(new Date(startedAt))} · {say(titleOf(lab) ?? { ko: lab, en: lab })}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
