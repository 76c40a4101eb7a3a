import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Trace } from '../../../core/trace.ts';
import { type Slice, slicesOf, tellingSlice, withShown } from '../../../replay/slices.ts';
import type { Report } from '../../../report/report.ts';
import { readPlace, writePlace } from '../hash.ts';
import { useSay } from '../lang.ts';
import { words } from '../words.ts';
import { Announcer } from './announcer.tsx';
import { Chooser } from './chooser.tsx';
import { Counts } from './counts.tsx';
import { Diagram } from './diagram.tsx';
import { Feed } from './feed.tsx';
import { touch } from './keys.ts';
import type { Lit } from './lit.ts';
import { Maps } from './maps.tsx';
import { isModel, nameOfAct, nameOfArm, radiusOf } from './names.ts';
import { openScene } from './scene.ts';
import { Stage } from './stage.tsx';
import { Stamp } from './stamp.tsx';
import { summaryOf } from './summary.ts';
import { Transport } from './transport.tsx';
import { useOwnPlayer } from './use-own-player.ts';
import { useReducedMotion } from './use-reduced-motion.ts';
import './scene.css';

/** The replay of a run: an act or an arm of it, another beside it if wanted, and one clock for both. */
export function SceneView(props: {
  report: Report;
  trace: Trace;
  live: boolean;
  /** Of maps of which the report knows nothing yet. */
  radiusM?: number | undefined;
}) {
  const { report, trace, live, radiusM } = props;
  const { id } = report.record;
  const slices = useMemo(() => slicesOf(trace), [trace]);
  const [chosen, choose] = useState(() => placeOf(slices, id));
  const slice = chosen?.slice ?? (live ? latestAct(trace) : tellingSlice(trace, slices));
  const beside = chosen?.beside ?? null;
  if (!slice) return null;
  return (
    <Scenes {...{ report, trace, live, radiusM, slice, beside }}>
      {(slices.length > 1 || report.findings?.acts.length !== 1) && (
        <Chooser
          {...{ report, slice, beside }}
          header={trace.header}
          slices={withShown(slices, slice)}
          onChoose={(slice, beside) => {
            choose({ slice, beside });
            writePlace({ record: id, lab: report.lab.id, act: slice.act, arm: slice.arm, t: null });
            writePlace({ with: beside?.arm ?? null });
          }}
        />
      )}
    </Scenes>
  );
}

function Scenes(props: {
  report: Report;
  trace: Trace;
  live: boolean;
  radiusM: number | undefined;
  slice: Slice;
  beside: Slice | null;
  children: ComponentChildren;
}) {
  const { report, trace, live, radiusM, slice, beside, children } = props;
  const say = useSay();
  const still = useReducedMotion();
  const [lit, setLit] = useState<Lit>(null);
  const key = JSON.stringify([slice, beside]);
  // A slice is what it says, not which object says it.
  const first = useMemo(() => openScene(trace, slice), [trace, key]);
  const scenes = useMemo(() => (beside ? [first, openScene(trace, beside)] : [first]), [trace, first, key]);
  const player = useOwnPlayer(scenes, report.record.id, key, live);
  const isMap = first.trace.events.some(({ kind }) => kind === 'place');
  const names = scenes.map((scene) => say(nameOfArm(report, trace.header, scene.slice)));
  const own = { player, lit, onLit: setLit };
  const title = live ? words.live : words.replay;
  const stages = (
    <div class={scenes.length > 1 ? 'stages two' : 'stages'}>
      {scenes.map((scene, place) => (
        <figure key={scene.slice.arm}>
          {scenes.length > 1 && <figcaption>{names[place]}</figcaption>}
          {isMap ? (
            <Maps scene={scene} player={player} radiusM={radiusM ?? radiusOf(report, scene.slice.act)} />
          ) : (
            <Stage scene={scene} {...own} />
          )}
        </figure>
      ))}
    </div>
  );
  // Where motion is not wanted the diagram comes first: it stands still.
  const diagrams = !isMap && scenes.map((scene) => <Diagram key={scene.slice.arm} scene={scene} {...own} />);
  return (
    <section
      class="scene"
      aria-label={say(title)}
      onPointerDown={() => touch(player)}
      onFocusIn={() => touch(player)}
    >
      <header>
        <h2>{say(title)}</h2>
        <Stamp record={report.record} isModel={isModel(report, slice.act)} live={live} />
      </header>
      {children}
      <p class="chosen">{[say(nameOfAct(report, slice.act)), ...names].join(' · ')}</p>
      {still && diagrams}
      {!still && stages}
      <Transport player={player} still={still} summary={(us) => summaryOf(first, us)} />
      <Announcer scene={first} player={player} />
      {still && stages}
      <div class="below">
        <div>
          {!still && diagrams}
          <Counts scenes={scenes} names={names} player={player} />
        </div>
        <Feed scene={first} {...own} />
      </div>
    </section>
  );
}

/** The slices that the address names; null where it names none of this run. */
function placeOf(slices: readonly Slice[], record: string): { slice: Slice; beside: Slice | null } | null {
  const place = readPlace();
  if (place.record !== record) return null;
  const find = (arm: string | undefined) =>
    slices.find((slice) => slice.act === place.act && slice.arm === (arm ?? null));
  const slice = find(place.arm);
  return slice ? { slice, beside: (place.with && find(place.with)) || null } : null;
}

/** What happens now, where the run goes on. */
function latestAct({ events }: Trace): Slice | undefined {
  const act = events.at(-1)?.act;
  return act === undefined ? undefined : { act, arm: null };
}
