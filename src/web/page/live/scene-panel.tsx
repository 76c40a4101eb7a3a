import type { HostVerb, SceneNow } from '../../protocol.ts';
import { useSay } from '../lang.ts';
import { words } from './words.ts';

/** A world to be broken by hand: what can be done to it, and what to make happen. */
export function ScenePanel({ scene, say: tell }: { readonly scene: SceneNow; say(verb: HostVerb): void }) {
  const say = useSay();
  const next = scene.rungs.findIndex(({ learned }) => learned === null);
  return (
    <section class="scene-panel">
      <p>{say(scene.aim)}</p>
      <div class="pokes">
        {scene.pokes.map(({ id, label }) => (
          <button key={id} type="button" disabled={!scene.isReady} onClick={() => tell({ verb: 'poke', id })}>
            {say(label)}
          </button>
        ))}
      </div>
      <h2>{say(words.ladder)}</h2>
      <ol class="ladder" aria-live="polite">
        {scene.rungs.map(({ task, learned }, index) => (
          <li key={task.en} class={learned ? 'done' : index === next ? 'now' : 'soft'}>
            <span aria-hidden="true">{learned ? '☑' : '☐'}</span> {say(task)}
            {learned && <p>{say(learned)}</p>}
          </li>
        ))}
      </ol>
      {next < 0 && <p>{say(words.allDone)}</p>}
    </section>
  );
}
