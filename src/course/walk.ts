// Where a walkthrough is: a pure state that every key leads on from. walk-store.ts keeps it, so that a group goes on where
// it was after whatever happened.
import type { Sureness } from '../core/act.ts';
import { type Step, stepId, type Track } from '../core/track.ts';
import { isSplit, type Votes } from './vote.ts';

/** What is on the screen. `sure` is for one who chose alone; `talk` and `revote` come only where a room was split. */
export type Phase =
  | 'story'
  | 'question'
  | 'sure'
  | 'talk'
  | 'revote'
  | 'run'
  | 'result'
  | 'told'
  | 'why'
  | 'change'
  | 'changed'
  | 'recap'
  | 'end';

/** What is kept of a step. */
export interface Kept {
  readonly chosen?: string;
  readonly sure?: Sureness | null;
  readonly votes?: Votes;
  readonly revotes?: Votes;
  /** What happened, in the words of the group. */
  readonly told?: string;
  /** Hints given, 0 to 3, and whether something was tried since the last one: a line of words, or a run. */
  readonly hints?: number;
  readonly tried?: boolean;
  /** The ids of the runs: as it is, and with the one thing changed. */
  readonly run?: string;
  readonly changedRun?: string;
}

export interface Walk {
  readonly v: 1;
  readonly track: string;
  /** People in the room who vote; null for one who walks alone. */
  readonly people: number | null;
  readonly step: number;
  readonly phase: Phase;
  readonly kept: Readonly<Record<string, Kept>>;
  /** Time in it so far, over all sittings. */
  readonly spentMs: number;
  /** The mark of the process that has it on its screen; null when nobody does. */
  readonly owner: string | null;
}

export function startWalk(track: Track, people: number | null): Walk {
  return { v: 1, track: track.id, people, step: 0, phase: 'story', kept: {}, spentMs: 0, owner: null };
}

/** What somebody left who walked alone, or with others, goes on with these; a room is not asked how sure it is. */
export function inRoom(walk: Walk, people: number): Walk {
  return { ...walk, people, phase: walk.phase === 'sure' ? 'question' : walk.phase };
}

export function stepOf(walk: Walk, track: Track): Step {
  return track.steps[Math.min(walk.step, track.steps.length - 1)] as Step;
}

export function keptOf(walk: Walk, step: Step): Kept {
  return walk.kept[stepId(step)] ?? {};
}

export function keep(walk: Walk, step: Step, what: Kept): Walk {
  const id = stepId(step);
  return { ...walk, kept: { ...walk.kept, [id]: { ...walk.kept[id], ...what } } };
}

/** The phases of a step as things stand. */
function phasesOf(walk: Walk, step: Step, asks: boolean): Phase[] {
  const { votes, chosen } = keptOf(walk, step);
  const sure = walk.people === null && chosen !== undefined;
  const talks = walk.people !== null && votes !== undefined && isSplit(votes);
  return [
    'story',
    ...(asks ? (['question'] as const) : []),
    ...(asks && sure ? (['sure'] as const) : []),
    ...(asks && talks ? (['talk', 'revote'] as const) : []),
    'run',
    'result',
    'told',
    'why',
    ...(step.change ? (['change', 'changed'] as const) : []),
    'recap',
  ];
}

/** @param asks whether the act of a step puts a question */
export function next(walk: Walk, track: Track, asks: (step: Step) => boolean): Walk {
  const step = stepOf(walk, track);
  const phases = phasesOf(walk, step, asks(step));
  const at = phases.indexOf(walk.phase);
  // A phase that the step does not have any more: its beginning.
  const following = phases[at + 1];
  return following && at >= 0 ? { ...walk, phase: following } : skip(walk, track);
}

export function back(walk: Walk, track: Track, asks: (step: Step) => boolean): Walk {
  if (walk.phase === 'end') return { ...walk, phase: 'recap' };
  const step = stepOf(walk, track);
  const phases = phasesOf(walk, step, asks(step));
  // Back over the run, which has no page of its own.
  const before = phases.slice(0, phases.indexOf(walk.phase)).filter((phase) => phase !== 'run');
  const phase = before.at(-1);
  if (phase !== undefined) return { ...walk, phase };
  return walk.step === 0 ? walk : { ...walk, step: walk.step - 1, phase: 'recap' };
}

/** To the next step, or to the end. */
export function skip(walk: Walk, track: Track): Walk {
  const isLast = walk.step >= track.steps.length - 1;
  return isLast ? { ...walk, phase: 'end' } : { ...walk, step: walk.step + 1, phase: 'story' };
}

const mostHints = 3;

/** One hint more; where the last one was not tried yet, nothing changes. */
export function hint(walk: Walk, step: Step): Walk {
  const { hints = 0, tried = false } = keptOf(walk, step);
  if (hints === mostHints || (hints > 0 && !tried)) return walk;
  return keep(walk, step, { hints: hints + 1, tried: false });
}

/** The act once more, as it is or with the one thing changed. */
export function again(walk: Walk, track: Track): Walk {
  const step = stepOf(walk, track);
  if (walk.phase !== 'changed') return { ...keep(walk, step, { tried: true }), phase: 'run' };
  const { changedRun: _, ...kept } = keptOf(walk, step);
  return { ...walk, kept: { ...walk.kept, [stepId(step)]: kept } };
}

/** Whether the act has to run before there is a page to show. */
export function mustRun(walk: Walk, track: Track): boolean {
  if (walk.phase === 'changed') return keptOf(walk, stepOf(walk, track)).changedRun === undefined;
  return walk.phase === 'run';
}

/** Every act of the tracks once, told as the first track tells it. */
export function allTracks(tracks: readonly Track[]): Track {
  const steps = new Map<string, Step>();
  for (const step of tracks.flatMap((track) => track.steps)) {
    if (!steps.has(stepId(step))) steps.set(stepId(step), step);
  }
  return { id: 'all', title: { ko: '모두', en: 'All of them' }, steps: [...steps.values()] };
}
