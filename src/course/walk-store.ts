import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { objectIn } from './read-text.ts';
import { makeFolder, runsFolder, stateAdvice } from './run-store.ts';
import type { Walk } from './walk.ts';
import { writeWhole } from './write-whole.ts';

function walksFolder(): string {
  return join(dirname(runsFolder()), 'walkthrough');
}

function fileOf(track: string): string {
  return join(walksFolder(), `${track}.json`);
}

/** @throws LabError, or the system's error, where the folder takes none */
export async function saveWalk(walk: Walk): Promise<void> {
  await makeFolder(walksFolder());
  await writeWhole(fileOf(walk.track), `${JSON.stringify(walk)}\n`, 0o600, stateAdvice);
}

export type Loaded =
  | { readonly walk: Walk }
  | { readonly walk: null; readonly why: 'none' | 'later' }
  /** It could not be read, and lies there now. */
  | { readonly walk: null; readonly why: 'damaged'; readonly aside: string };

/** Where the track was left. A file of a later version stays as it is, a damaged one is set aside. */
export async function loadWalk(track: string): Promise<Loaded> {
  const text = await readFile(fileOf(track), 'utf8').catch(() => null);
  if (text === null) return { walk: null, why: 'none' };
  const saved = objectIn(text);
  if (typeof saved?.v === 'number' && saved.v > 1) return { walk: null, why: 'later' };
  if (saved !== null && isWalk(saved) && saved.track === track) return { walk: saved };
  const aside = `${fileOf(track)}.damaged`;
  return await rename(fileOf(track), aside).then(
    () => ({ walk: null, why: 'damaged', aside }),
    () => ({ walk: null, why: 'none' }), // A folder that takes no change.
  );
}

/** What was saved of all tracks, the last one first. */
export async function savedWalks(): Promise<Walk[]> {
  const names = (await readdir(walksFolder()).catch(() => [])).filter((name) => name.endsWith('.json'));
  const dated = await Promise.all(
    names.map(async (name) => ({
      name,
      ms: (await stat(join(walksFolder(), name)).catch(() => null))?.mtimeMs ?? 0,
    })),
  );
  const texts = await Promise.all(
    dated
      .sort((a, b) => b.ms - a.ms)
      .map(({ name }) => readFile(join(walksFolder(), name), 'utf8').catch(() => '')),
  );
  return texts.map(objectIn).filter((saved) => saved !== null && isWalk(saved)) as Walk[];
}

const phases: readonly unknown[] = [
  'story',
  'question',
  'sure',
  'talk',
  'revote',
  'run',
  'result',
  'told',
  'why',
  'change',
  'changed',
  'recap',
  'end',
] satisfies Walk['phase'][];

function isWalk(saved: Record<string, unknown>): saved is Record<string, unknown> & Walk {
  return (
    saved.v === 1 &&
    typeof saved.track === 'string' &&
    (saved.people === null || (isCount(saved.people) && saved.people !== 0)) &&
    isCount(saved.step) &&
    phases.includes(saved.phase) &&
    saved.kept instanceof Object &&
    Object.values(saved.kept).every(isKept) &&
    typeof saved.spentMs === 'number' &&
    (saved.owner === null || typeof saved.owner === 'string')
  );
}

function isKept(kept: unknown): boolean {
  if (!(kept instanceof Object)) return false;
  const { chosen, sure, told, run, changedRun, votes, revotes, hints, tried } = kept as Record<
    string,
    unknown
  >;
  const isHinted =
    (hints === undefined || isCount(hints)) && (tried === undefined || typeof tried === 'boolean');
  const isText = (value: unknown) => value === undefined || typeof value === 'string';
  const areVotes = (value: unknown) => value === undefined || (Array.isArray(value) && value.every(isCount));
  const isSure = sure === undefined || sure === null || [1, 2, 3].includes(sure as number);
  return (
    isSure && isHinted && [chosen, told, run, changedRun].every(isText) && [votes, revotes].every(areVotes)
  );
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}
