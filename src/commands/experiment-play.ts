import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isSkipped } from '../core/act.ts';
import { exitCodes, LabError } from '../core/errors.ts';
import { doneSteps, type Experiment, type Place, triesIn } from '../core/experiment.ts';
import type { AnyLab } from '../core/lab.ts';
import type { Held, RunResult } from '../core/run.ts';
import type { HeldServer } from '../core/service.ts';
import { same, type Text } from '../core/text.ts';
import { openWatch } from '../course/watch.ts';
import { calledAs, typed } from '../render/commands.ts';
import { renderExperiment } from '../render/terminal/experiment.ts';
import { renderHeld } from '../render/terminal/held.ts';
import { keysLine } from '../render/terminal/keys-line.ts';
import type { ExperimentPage } from '../report/experiment-page.ts';
import { mapStrings } from '../report/map-strings.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import { askOnPage, enter } from '../terminal/keys.ts';
import { restartDead, shownOf } from './hold.ts';
import { runOnPage } from './quick-run.ts';

const lookEveryMs = 100;

export interface ExperimentFlags {
  readonly ascii?: boolean;
  readonly color: boolean;
}

/** Runs the act, holds its servers, and ticks what the learner does to them. */
export async function playExperiment(
  io: Io,
  lab: AnyLab,
  experiment: Experiment,
  flags: ExperimentFlags,
): Promise<void> {
  const { act, given = {} } = experiment;
  const wish = { seed: randomInt(2 ** 32), acts: [act], given, predict: async () => null };
  const hold = ({ record }: RunResult, held: Held) => {
    const found = (record.data as Readonly<Record<string, unknown>>)[experiment.act];
    if (isSkipped(found)) throw notHere(found.skipped);
    return atHand(io, lab, experiment, held, flags);
  };
  const ran = await runOnPage(io, lab, { ...wish, hold }, flags);
  if (ran?.error !== undefined) throw ran.error;
}

export interface State {
  readonly done: number;
  readonly hints: number;
  /** What had been tried when the last hint was given; null before the first. */
  readonly triesAtHint: number | null;
  readonly tooSoon: boolean;
  readonly servers: boolean;
}

async function atHand(
  io: Io,
  lab: AnyLab,
  experiment: Experiment,
  held: Held,
  flags: ExperimentFlags,
): Promise<void> {
  const watch = openWatch(experiment, held.servers);
  held.onNote(watch.note);
  await watch.look(); // What was there before the learner came.
  let state: State = { done: 0, hints: 0, triesAtHint: null, tooSoon: false, servers: false };
  for (;;) {
    const draw = () => {
      const page = pageOf(process.stderr, io.lang, flags);
      const shown = state.servers
        ? `${renderHeld(shownOf(held), page)}\n\n${keysLine([keyWords.back, keyWords.quit], page)}\n`
        : renderExperiment(asTyped(lab, experiment, held, state), process.stderr.rows ?? 24, page);
      io.err(`\u001b[H\u001b[2J${shown}`);
    };
    const key = await keyOrTick(io, draw, async () => {
      await watch.look();
      return doneSteps(experiment, watch.seen, state.done) > state.done;
    });
    if (key === 'q' || (key === enter && state.done === experiment.steps.length)) return;
    if (key === 'r') await restartDead(held);
    const tries = triesIn(experiment, watch.seen);
    state = after(key, state, tries, doneSteps(experiment, watch.seen, state.done));
  }
}

/** Pure: what a key changes. Between two hints there has to be a try, and each step begins without one. */
export function after(key: string | null, before: State, tries: number, done: number): State {
  const state = done > before.done ? { ...before, hints: 0, triesAtHint: null } : before;
  if (key === 's') return { ...state, done, servers: !state.servers };
  if (key !== 'h') return { ...state, done, servers: false, tooSoon: false };
  if (state.triesAtHint !== null && tries === state.triesAtHint) return { ...state, done, tooSoon: true };
  return { ...state, done, hints: Math.min(state.hints + 1, 3), triesAtHint: tries, tooSoon: false };
}

/** A key; null when something came true meanwhile. */
async function keyOrTick(io: Io, draw: () => void, look: () => Promise<boolean>): Promise<string | null> {
  const changed = new AbortController();
  const watching = (async () => {
    while (!changed.signal.aborted) {
      if (await look()) changed.abort();
      await wait(lookEveryMs, undefined, { signal: changed.signal }).catch(() => {});
    }
  })();
  try {
    return await askOnPage(
      io,
      draw,
      ['h', 'r', 's', 'q', enter],
      AbortSignal.any([io.signal, changed.signal]),
    );
  } catch (error) {
    if (io.signal.aborted) return 'q';
    if (changed.signal.aborted) return null;
    throw error;
  } finally {
    changed.abort();
    await watching;
  }
}

/** With commands as they work on this machine. */
function asTyped(lab: AnyLab, experiment: Experiment, { servers }: Held, state: State): ExperimentPage {
  const program = calledAs(process.env);
  return mapStrings(pageFor(lab, experiment, servers, state), (text) => typed(text, { program }));
}

/** The page as things stand. */
export function pageFor(
  lab: AnyLab,
  experiment: Experiment,
  servers: readonly HeldServer[],
  state: State,
): ExperimentPage {
  const { steps, title, hints, learned } = experiment;
  const all: readonly Experiment[] = lab.experiments ?? [];
  const serverOf = (wanted: string) => servers.find(({ name }) => name === wanted) ?? missing(wanted);
  const placeOf = (name: string) => placeIn(serverOf(name));
  const at = placeOf(experiment.on);
  const step = steps[state.done] ?? null;
  const given: readonly Text[] = [hints.concept, hints.pointer, same(hints.command(at, placeOf))];
  return {
    lab: lab.id,
    number: all.indexOf(experiment) + 1,
    of: all.length,
    title,
    login: serverOf(experiment.on).login,
    steps: steps.map(({ task }, index) => ({ task, done: index < state.done })),
    now: step && { command: step.command?.(at, placeOf) ?? null, expect: step.expect },
    hint: step && (state.tooSoon ? tryFirst : (given[state.hints - 1] ?? null)),
    learned: step ? null : learned,
    keys: step ? [keyWords.hint, keyWords.restart, keyWords.servers, keyWords.quit] : [keyWords.leave],
  };
}

function placeIn({ client, url, pid }: HeldServer): Place {
  return { client: client ?? '', url, pid: String(pid() ?? '-') };
}

const keyWords = {
  hint: ['h', { ko: '힌트', en: 'hint' }],
  restart: ['r', { ko: '죽은 서버 다시 켜기', en: 'start a dead server' }],
  servers: ['s', { ko: '서버 정보', en: 'servers' }],
  back: ['s', { ko: '실습으로 돌아가기', en: 'back to the experiment' }],
  quit: ['q', { ko: '나가기', en: 'quit' }],
  leave: ['Enter', { ko: '서버를 끄고 나가기', en: 'take the servers down and leave' }],
} as const satisfies Record<string, readonly [string, Text]>;

const tryFirst: Text = {
  ko: '먼저 한 번 해 보세요. 그다음에 h를 누르면 다음 힌트가 나와요.',
  en: 'Try it once first; then h gives the next hint.',
};

/** The server is not there, for the act was skipped or did without it. */
function notHere(why: Text): LabError {
  return new LabError(exitCodes.programMissing, {
    what: { ko: '이 실습은 지금 할 수 없어요.', en: 'This experiment cannot be done here.' },
    why,
    next: same('redis-lab doctor'),
  });
}

function missing(name: string): never {
  throw notHere({ ko: `${name} 서버가 없어요.`, en: `There is no ${name}.` });
}
