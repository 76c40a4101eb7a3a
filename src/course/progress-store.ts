import { appendFile, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Note, Noted } from './progress.ts';
import { objectIn } from './read-text.ts';
import { makeFolder, runsFolder } from './run-store.ts';

/** `$XDG_STATE_HOME/redis-lab/progress.jsonl`: a note a line. */
export function progressFile(): string {
  return join(dirname(runsFolder()), 'progress.jsonl');
}

/** More than a lifetime of study; beyond it is no log of ours. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Adds notes in one write, so that two runs at once do not tear each other's. Each begins on a line of its own, also
 * after a torn one.
 * @throws the system's error where the folder takes none
 */
export async function addNotes(at: Date, what: readonly Noted[]): Promise<void> {
  await makeFolder(dirname(progressFile()));
  const stamp = { v: 1, at: at.toISOString() } as const;
  const text = what.map((noted) => `\n${JSON.stringify({ ...stamp, ...noted } satisfies Note)}\n`).join('');
  await appendFile(progressFile(), text, { mode: 0o600 });
}

interface NotesRead {
  readonly notes: Note[];
  /** Lines that are no notes, of any version. */
  readonly torn: number;
  /** Where the file lies now that held nothing else. */
  readonly setAside: string | null;
}

/** The notes that can be read: those of a newer version and torn lines are passed over. A damaged file is set aside. */
export async function readNotes(): Promise<NotesRead> {
  const text = await readBounded(progressFile());
  if (text === null) return { notes: [], torn: 0, setAside: null };
  const lines = text.split('\n').filter((line) => line !== '');
  const notes = lines.flatMap((line) => parse(line) ?? []);
  const later = lines.filter(isFromLater).length;
  const torn = lines.length - notes.length - later;
  if (torn === 0 || notes.length + later > 0) return { notes, torn, setAside: null };
  const aside = `${progressFile()}.damaged`;
  // Not where somebody else did, or the folder takes no change.
  const setAside = await rename(progressFile(), aside).then(
    () => aside,
    () => null,
  );
  return { notes, torn: setAside === null ? torn : 0, setAside };
}

/** Null where there is none. */
async function readBounded(file: string): Promise<string | null> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return null;
  try {
    const { size } = await handle.stat();
    // The end is what counts; a first line that is cut is left out.
    const { buffer, bytesRead } = await handle.read({
      buffer: Buffer.alloc(Math.min(size, mostBytes)),
      position: Math.max(0, size - mostBytes),
    });
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    return size > mostBytes ? text.slice(text.indexOf('\n') + 1) : text;
  } catch {
    return null; // A folder, a device.
  } finally {
    await handle.close();
  }
}

/** Null for what is no note of this version. */
function parse(line: string): Note | null {
  const note = objectIn(line);
  if (note?.v !== 1 || typeof note.at !== 'string' || Number.isNaN(Date.parse(note.at))) return null;
  const areTexts = (...names: string[]) => names.every((name) => typeof note[name] === 'string');
  switch (note.kind) {
    case 'ran':
      return areTexts('lab') && note.verdicts instanceof Object ? (note as unknown as Note) : null;
    case 'predicted':
    case 'reviewed':
      return areTexts('lab', 'act', 'chosen', 'measured') ? (note as unknown as Note) : null;
    case 'reset':
      return note.lab === null || areTexts('lab') ? (note as unknown as Note) : null;
    default:
      return null;
  }
}

function isFromLater(line: string): boolean {
  const version = objectIn(line)?.v;
  return typeof version === 'number' && version > 1;
}
