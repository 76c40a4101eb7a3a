import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { RunRecord } from '../core/record.ts';
import type { Text } from '../core/text.ts';
import type { Trace } from '../core/trace.ts';
import { writeTrace } from '../replay/read.ts';
import { cannotWrite, sweepDrafts, writeWhole } from './write-whole.ts';

/** `$XDG_STATE_HOME/redis-lab/runs`; the XDG specification has relative paths ignored. */
export function runsFolder(): string {
  const state = process.env.XDG_STATE_HOME;
  return join(state && isAbsolute(state) ? state : join(home(), '.local', 'state'), 'redis-lab', 'runs');
}

/** What HOME says; where that is no path, what the system's list of users says. */
function home(): string {
  const named = homedir();
  return isAbsolute(named) ? named : userInfo().homedir;
}

/** A record names the machine, its user's folders and servers: it is for them alone. */
const ownersFolder = 0o700;
const ownersFile = 0o600;

/**
 * Makes the folder of a lab's records before the experiment: better to fail now than after the work.
 * @throws LabError when it cannot be made or written
 */
export async function prepareStore(lab: string): Promise<void> {
  const folder = join(runsFolder(), lab);
  try {
    await makeFolder(folder);
    await closeToOthers(dirname(runsFolder()));
  } catch (error) {
    throw cannotWrite(folder, error, stateAdvice);
  }
}

/** With its parents, for their owner alone. `recursive` of Node 20 never returns where a parent takes no folder, as /proc does. */
export async function makeFolder(folder: string): Promise<void> {
  const make = (path: string) => mkdir(path, { mode: ownersFolder });
  try {
    await make(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      await makeFolder(dirname(folder));
      // Another run may have made it meanwhile.
      await make(folder).catch((reason) => {
        if (codeOf(reason) !== 'EEXIST') throw reason;
      });
    } else if (codeOf(error) !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** What an earlier version left open to everybody. The top folder is closed last: closed, it says that all is done. */
async function closeToOthers(top: string): Promise<void> {
  if (((await stat(top)).mode & 0o077) === 0) return;
  for (const entry of await readdir(top, { recursive: true, withFileTypes: true })) {
    if (!entry.isDirectory() && !entry.isFile()) continue;
    const mode = entry.isDirectory() ? ownersFolder : ownersFile;
    await chmod(join(entry.parentPath, entry.name), mode).catch(() => {}); // Gone meanwhile, or not ours to close.
  }
  await chmod(top, ownersFolder);
}

/** The record first: a disk that is full costs the trace before it costs the record. Returns the record's path. */
export async function saveRun(record: RunRecord, trace: Trace): Promise<string> {
  const file = await saveRecord(record);
  await saveTrace(record, trace);
  return file;
}

/** Writes the record as one JSON file and returns its path. What an earlier run left half written goes. */
async function saveRecord(record: RunRecord): Promise<string> {
  const file = await save(record, 'json', `${JSON.stringify(record)}\n`);
  await sweepDrafts(dirname(file), (await stat(file)).mtimeMs - abandonedMs).catch(() => {});
  return file;
}

/** A draft is whole within moments; one of this age belongs to a run that was killed. */
const abandonedMs = 60_000;

/** Writes the trace beside its record and returns its path. */
async function saveTrace(record: RunRecord, trace: Trace): Promise<string> {
  return await save(record, 'trace.jsonl', writeTrace(trace));
}

/** Writes the commands of a run (`--trace`) beside its record and returns the path. */
export async function saveCommands(record: RunRecord, text: string): Promise<string> {
  return await save(record, 'commands.txt', text);
}

async function save({ lab, id }: RunRecord, ending: string, text: string): Promise<string> {
  const file = join(runsFolder(), lab, `${id}.${ending}`);
  await writeWhole(file, text, ownersFile, stateAdvice);
  return file;
}

/** The trace that belongs to a record's file. */
export function traceFileOf(recordFile: string): string {
  return recordFile.replace(/\.json$/, '.trace.jsonl');
}

export const stateAdvice: Text = {
  ko: '디스크 공간을 확보하거나, XDG_STATE_HOME으로 쓸 수 있는 폴더를 알려 주세요.',
  en: 'Free some space, or point XDG_STATE_HOME to a folder that can be written.',
};
