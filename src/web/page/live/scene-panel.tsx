import { useEffect, useRef } from 'preact/hooks';
import type { HostVerb, RungNow, SceneNow } from '../../protocol.ts';
import { useSay } from '../lang.ts';
import { Ask, Beside } from './prediction.tsx';
import { words } from './words.ts';

/** A world to be broken by hand: what to make happen, one after the other, and what can be done to it. */
export function ScenePanel({ scene, say: tell }: { readonly scene: SceneNow; say(verb: HostVerb): void }) {
  const say = useSay();
  const { aim, pokes, rungs, of, isReady } = scene;
  const done = rungs.filter(({ learned }) => learned).length;
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (panel.current) showNow(panel.current);
  }, [done]);
  return (
    <section class="scene-panel" ref={panel}>
      <p>{say(aim)}</p>
      <h2>
        {say(words.ladder)}{' '}
        <small class="soft">
          {done}/{of}
        </small>
      </h2>
      <ol class="ladder" aria-live="polite">
        {rungs.map((rung, at) => (
          <RungView
            key={at}
            rung={rung}
            name={`rung-${at}`}
            isLatest={at === done - 1}
            choose={(choice) => tell({ verb: 'predict', rung: at, choice })}
          />
        ))}
      </ol>
      {done === of && <p>{say(words.allDone)}</p>}
      <div class="pokes">
        {pokes.map(({ id, label }) => (
          <button key={id} type="button" disabled={!isReady} onClick={() => tell({ verb: 'poke', id })}>
            {say(label)}
          </button>
        ))}
      </div>
    </section>
  );
}

/** What is asked now is not behind the buttons, which keep their place: nobody looks for it there. */
function showNow(panel: HTMLElement): void {
  const [now, pokes] = ['.now', '.pokes'].map((part) => panel.querySelector(part)?.getBoundingClientRect());
  if (!now || !pokes) return;
  const hidden = Math.min(now.bottom - pokes.top, now.top - panel.getBoundingClientRect().top);
  if (hidden > 0) panel.scrollTop += Math.ceil(hidden);
}

function RungView(props: {
  readonly rung: RungNow;
  readonly name: string;
  /** Of those that are done: the others are folded, so that what can be done stays in sight. */
  readonly isLatest: boolean;
  choose(choice: string | null): void;
}) {
  const { rung, name, isLatest, choose } = props;
  const { task, question, chosen, learned, graded } = rung;
  const say = useSay();
  if (!learned)
    return (
      <li class="now">
        <span aria-hidden="true">☐</span> <b>{say(task)}</b>
        {question && <Ask name={name} question={question} chosen={chosen} choose={choose} />}
      </li>
    );
  return (
    <li class="done">
      <details open={isLatest}>
        <summary>
          <span aria-hidden="true">☑</span> {say(task)}
        </summary>
        {question && <p class="soft">{say(question.prompt)}</p>}
        {graded && <Beside graded={graded} />}
        <p>{say(learned)}</p>
      </details>
    </li>
  );
}
