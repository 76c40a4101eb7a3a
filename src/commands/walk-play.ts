import type { AnyAct, Sureness } from '../core/act.ts';
import type { AnyLab } from '../core/lab.ts';
import type { RunRecord } from '../core/record.ts';
import type { Text } from '../core/text.ts';
import type { Step, Track } from '../core/track.ts';
import { again, back, hint, keep, keptOf, mustRun, next, skip, stepOf, type Walk } from '../course/walk.ts';
import { saveWalk } from '../course/walk-store.ts';
import { monotonicClock } from '../measure/clock.ts';
import { calledAs, typed } from '../render/commands.ts';
import { paragraph } from '../render/terminal/text.ts';
import { renderWalkPage } from '../render/terminal/walk.ts';
import { sureness } from '../render/words.ts';
import { mapStrings } from '../report/map-strings.ts';
import { markOf } from '../services/process-mark.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import { askOnPage, enter } from '../terminal/keys.ts';
import { askLine, isQuit } from '../terminal/line.ts';
import { notKept, notKeptLine } from './not-kept.ts';
import { askVotes, talk } from './walk-ask.ts';
import { mayHint } from './walk-hints.ts';
import { foundIn, perform, savedRecord } from './walk-run.ts';
import type { Scene } from './walk-scene.ts';
import { viewOf } from './walk-view.ts';

type Acts = ReadonlyMap<Step, { readonly lab: AnyLab; readonly act: AnyAct }>;
interface Flags {
  readonly ascii?: boolean;
  readonly color: boolean;
}

/** Page after page until `q`. Where it is is saved before each page: a kill costs nothing. */
export async function playWalk(io: Io, from: Walk, track: Track, acts: Acts, flags: Flags): Promise<void> {
  const startedMs = monotonicClock.nowMs();
  const store = (now: Walk) => saveWalk(now).catch((error) => notKept(io, error));
  // What ran in this sitting is shown also where its record could not be kept.
  const made = new Map<string, RunRecord>();
  const asks = (step: Step) => acts.get(step)?.act.predict !== undefined;
  let walk: Walk = { ...from, owner: markOf(process.pid) };
  const spent = () => from.spentMs + monotonicClock.nowMs() - startedMs;
  try {
    for (;;) {
      await store({ ...walk, spentMs: spent() });
      const step = stepOf(walk, track);
      const { lab, act } = acts.get(step) as { lab: AnyLab; act: AnyAct };
      if (mustRun(walk, track)) {
        const record = await perform(io, walk, step, lab, flags);
        if (record === null) return;
        made.set(record.id, record);
        const { id: run } = record;
        const kept = keep(walk, step, walk.phase === 'run' ? { run } : { changedRun: run });
        walk = walk.phase === 'run' ? next(kept, track, asks) : kept;
        continue;
      }
      const { run, changedRun } = keptOf(walk, step);
      const found = async (id: string | undefined) =>
        id === undefined ? null : foundIn(lab, step, made.get(id) ?? (await savedRecord(id)));
      const scene = {
        walk,
        track,
        act,
        found: await found(run),
        changed: await found(changedRun),
        spentMs: spent(),
      };
      const draw = () => drawPage(io, scene, flags);
      const hints = mayHint(scene, keptOf(walk, step));
      const after = await input(io, walk, track, act, { asks, hints }, draw);
      if (after === null) return;
      walk = after;
    }
  } finally {
    await store({ ...walk, spentMs: spent(), owner: null });
    // Also after Ctrl-C and an act that failed; not where nothing is kept to go on with.
    io.err(walk.phase === 'end' || notKeptLine(io) !== null ? '\n' : `${goOnWith(track)[io.lang]}\n`);
  }
}

/** What leads back, for who has left in the middle. */
function goOnWith({ id }: Track): Text {
  const command = typed(`redis-lab walkthrough --track ${id}`, { program: calledAs(process.env) });
  return { ko: `\n\n  여기서 이어서 하기: ${command}`, en: `\n\n  Go on from here: ${command}` };
}

/** As large as the terminal is now. */
function drawPage(io: Io, scene: Scene, flags: Flags): void {
  const page = pageOf(process.stderr, io.lang, flags);
  const line = notKeptLine(io);
  const below = line === null ? '' : `\n\n${paragraph(line, page.columns)}`;
  const rows = (process.stderr.rows ?? 24) - below.split('\n').length + 1;
  const program = calledAs(process.env);
  const view = mapStrings(viewOf(scene), (text) => typed(text, { program }));
  io.err(`\u001b[H\u001b[2J${renderWalkPage(view, rows, page)}${below}`);
}

/** The walk after a key; null to leave. */
async function input(
  io: Io,
  walk: Walk,
  track: Track,
  act: AnyAct,
  { asks, hints }: { readonly asks: (step: Step) => boolean; readonly hints: boolean },
  draw: () => void,
): Promise<Walk | null> {
  const step = stepOf(walk, track);
  const choices = act.predict?.choices ?? [];
  const alone = walk.people === null;
  const digits = digitsOf(walk, choices.length);
  const keys = [enter, 'b', 'r', 's', 'q', ...(hints ? ['h'] : []), ...digits];
  const key = walk.phase === 'talk' ? await talk(io, draw, keys) : await askOnPage(io, draw, keys);
  switch (key) {
    case 'q':
      return null;
    case 'b':
      return back(walk, track, asks);
    case 's':
      return skip(walk, track);
    case 'h':
      return hint(walk, step);
    case 'r':
      return keptOf(walk, step).run === undefined ? walk : again(walk, track);
    case enter:
      break;
    default:
      return next(answered(walk, step, act, Number(key)), track, asks);
  }
  if (!alone && (walk.phase === 'question' || walk.phase === 'revote')) {
    const votes = await askVotes(io, choices.length, walk.people ?? 0);
    if (votes === null) return walk;
    if (votes === 'quit') return null;
    return next(keep(walk, step, walk.phase === 'question' ? { votes } : { revotes: votes }), track, asks);
  }
  if (walk.phase === 'told') {
    const told = await askLine(io, '\n  > ');
    if (isQuit(told)) return null;
    return next(told === '' ? walk : keep(walk, step, { told, tried: true }), track, asks);
  }
  return walk.phase === 'end' ? null : next(walk, track, asks);
}

/** The keys that answer what stands on the page. */
function digitsOf({ phase, people }: Walk, choices: number): string[] {
  if (people !== null) return [];
  const answers = phase === 'question' ? choices : phase === 'sure' ? sureness.length : 0;
  return Array.from({ length: answers }, (_, index) => `${index + 1}`);
}

/** What a digit says: which choice, or how sure. */
function answered(walk: Walk, step: Step, act: AnyAct, digit: number): Walk {
  if (walk.phase === 'sure') return keep(walk, step, { sure: digit as Sureness });
  const chosen = act.predict?.choices[digit - 1]?.id;
  return chosen === undefined ? walk : keep(walk, step, { chosen, sure: null });
}
