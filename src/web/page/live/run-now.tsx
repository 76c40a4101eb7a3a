import { useContext, useState } from 'preact/hooks';
import { same } from '../../../core/text.ts';
import type { HostVerb, LabCard, SceneNow } from '../../protocol.ts';
import { LangContext, useSay } from '../lang.ts';
import { SceneView } from '../scene/scene-view.tsx';
import { countWords, words as replayWords } from '../words.ts';
import type { ActNow, RunNow } from './live-state.ts';
import { Beside } from './prediction.tsx';
import { ScenePanel } from './scene-panel.tsx';
import { words } from './words.ts';

/** A run while it goes on: its acts, and what its servers and clients have said to each other so far. */
export function RunNowView(props: {
  readonly run: RunNow;
  readonly lab: LabCard | undefined;
  readonly scene: SceneNow | null;
  say(verb: HostVerb): void;
}) {
  const { run, lab, scene, say: tell } = props;
  const say = useSay();
  const [stopping, setStopping] = useState(false);
  const stop = () => {
    setStopping(true);
    tell({ verb: 'stop' });
  };
  return (
    <section aria-busy="true">
      <div class="heading">
        <h1>
          {say(scene ? words.byHand : words.running)}: {say(lab?.title ?? same(run.wish.lab))}
        </h1>
        <button type="button" onClick={stop} disabled={stopping}>
          {say(stopping ? words.stopping : words.stop)}
        </button>
      </div>
      {run.acts.length === 0 && <p role="status">{say(words.nothing)}</p>}
      {!scene && (
        <ol class="acts" aria-live="polite">
          {run.acts.map((act) => (
            <ActNowView key={act.id} act={act} progress={act.headline ? null : run.progress} />
          ))}
        </ol>
      )}
      {run.warnings.map((text) => (
        <p key={text.en} class="soft">
          {say(text)}
        </p>
      ))}
      {!scene && <CountsSoFar counts={run.counts} />}
      <div class={scene ? 'by-hand' : ''}>
        {scene && <ScenePanel scene={scene} say={tell} />}
        {run.trace.events.length > 0 && (
          <SceneView report={run.report} trace={run.trace} live radiusM={scene?.radiusM} />
        )}
      </div>
    </section>
  );
}

/** In the order of a message's life. */
const counted = ['send', 'recv', 'ack', 'drop', 'command', 'state'] as const;

/** All that was noted so far, also what was too much to send. */
function CountsSoFar({ counts }: Pick<RunNow, 'counts'>) {
  const say = useSay();
  const figures = new Intl.NumberFormat(useContext(LangContext));
  return (
    <section>
      <h2>{say(replayWords.soFar)}</h2>
      <dl class="live-counts">
        {/* An act under time notes no messages: a 0 would say that none was sent. */}
        {counted
          .filter((kind) => counts[kind])
          .map((kind) => (
            <div key={kind} class={kind === 'drop' ? 'drop' : ''}>
              <dt>{say(countWords[kind])}</dt>
              <dd>{figures.format(counts[kind] ?? 0)}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

function ActNowView({ act, progress }: { readonly act: ActNow; readonly progress: RunNow['progress'] }) {
  const say = useSay();
  const { title, aim, headline, skipped, prediction } = act;
  return (
    <li class={headline ? 'done' : 'now'}>
      <strong>{say(title)}</strong> {skipped && <span class="soft">({say(words.skipped)})</span>}
      {!headline && aim && <p class="soft">{say(aim)}</p>}
      {!headline && progress && (
        <p>
          <progress value={progress.done} max={progress.of} />{' '}
          <span class="soft">
            {progress.done}/{progress.of} {say(progress.unit)}
          </span>
        </p>
      )}
      {headline && <p>{say(headline)}</p>}
      {prediction && !skipped && <Beside graded={prediction} />}
    </li>
  );
}
