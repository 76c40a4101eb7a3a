// What a learner has done, as a log of short notes that is folded whenever somebody asks: two runs at once only add to
// it, and a torn line costs itself. Pure; progress-store.ts keeps it on disk.
import type { Sureness } from '../core/act.ts';
import type { Verdict } from '../report/findings.ts';

/** An answer to an act's question. `measured` is the choice that the learner's own run bore out. */
export interface Answer {
  readonly lab: string;
  readonly act: string;
  readonly chosen: string;
  readonly measured: string;
  readonly sure: Sureness | null;
}

interface Stamp {
  readonly v: 1;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export type Note = Stamp & Noted;

/** What there is to note. */
export type Noted =
  | {
      readonly kind: 'ran';
      readonly lab: string;
      readonly verdicts: Readonly<Record<string, Verdict>>;
      readonly tookMs: number;
      /** It had all acts of the lab, those that were skipped among them. */
      readonly whole?: boolean;
    }
  | ({ readonly kind: 'predicted' } & Answer)
  | ({ readonly kind: 'reviewed' } & Answer)
  /** Forgets a lab, or everything. */
  | { readonly kind: 'reset'; readonly lab: string | null };

/** A lab that ran at least once. */
export interface LabProgress {
  readonly ranAt: string;
  readonly tookMs: number;
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** One of the runs was of all acts. */
  readonly whole: boolean;
}

/** A question that was missed once: asked again until it was right after a day, after three and after seven. */
export interface Missed extends Pick<Answer, 'lab' | 'act' | 'measured'> {
  readonly askedAt: string;
  /** How often in a row it was right since it was missed, 0 to 2. */
  readonly rightInARow: number;
}

/** How often an answer of this sureness was given, and how often it was wrong. */
export interface Calibration {
  readonly answers: number;
  readonly wrong: number;
}

export interface Progress {
  readonly labs: ReadonlyMap<string, LabProgress>;
  readonly missed: readonly Missed[];
  readonly calibration: ReadonlyMap<Sureness, Calibration>;
}

/** Days until a missed question comes again, by how often in a row it has been right. */
export const reviewAfterDays = [1, 3, 7] as const;

const dayMs = 24 * 60 * 60 * 1000;

export function progressOf(notes: readonly Note[]): Progress {
  const labs = new Map<string, LabProgress>();
  const missed = new Map<string, Missed>();
  const calibration = new Map<Sureness, Calibration>();
  for (const note of notes) {
    if (note.kind === 'ran') {
      const { verdicts, at, tookMs, whole = false } = note;
      const before = labs.get(note.lab);
      labs.set(note.lab, {
        ranAt: at,
        tookMs,
        verdicts: { ...before?.verdicts, ...verdicts },
        whole: whole || before?.whole === true,
      });
    } else if (note.kind === 'reset') {
      for (const lab of labs.keys()) if (note.lab === null || note.lab === lab) labs.delete(lab);
      for (const [key, { lab }] of missed) if (note.lab === null || note.lab === lab) missed.delete(key);
      if (note.lab === null) calibration.clear();
    } else {
      ask(missed, note);
      if (note.sure === null) continue;
      const { answers, wrong } = calibration.get(note.sure) ?? { answers: 0, wrong: 0 };
      calibration.set(note.sure, { answers: answers + 1, wrong: wrong + (isRight(note) ? 0 : 1) });
    }
  }
  return { labs, missed: [...missed.values()], calibration };
}

/**
 * A lab is done when all its claims have a verdict, whatever the runs were that brought them, or when it ran as a whole:
 * a claim whose server is missing has none then, and nobody can do more here.
 */
export function isDone({ verdicts, whole }: LabProgress, claims: readonly string[]): boolean {
  return whole || (claims.length > 0 && claims.every((claim) => claim in verdicts));
}

export function isRight({ chosen, measured }: Answer): boolean {
  return chosen === measured;
}

function ask(missed: Map<string, Missed>, note: Answer & { readonly at: string }): void {
  const { lab, act, measured, at } = note;
  const key = `${lab}/${act}`;
  const before = missed.get(key);
  if (!isRight(note)) {
    missed.set(key, { lab, act, measured, askedAt: at, rightInARow: 0 });
    return;
  }
  if (!before) return;
  const rightInARow = before.rightInARow + 1;
  if (rightInARow === reviewAfterDays.length) missed.delete(key);
  else missed.set(key, { ...before, measured, askedAt: at, rightInARow });
}

/** When a missed question comes again. */
export function dueAtMs({ askedAt, rightInARow }: Missed): number {
  return Date.parse(askedAt) + (reviewAfterDays[rightInARow] ?? 0) * dayMs;
}

/** Due now. A note from the future was made before the clock was set back: its question is due, too. */
export function dueAmong({ missed }: Progress, nowMs: number): Missed[] {
  return missed.filter((one) => dueAtMs(one) <= nowMs || Date.parse(one.askedAt) > nowMs);
}
