import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { catalogue } from '../../labs/index.ts';
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import { type RunRecord, recordFormatVersion } from '../core/record.ts';
import { same, type Text } from '../core/text.ts';
import type { Trace } from '../core/trace.ts';
import { writeTrace } from '../replay/read.ts';

/** `$XDG_STATE_HOME/redis-lab/runs`; the XDG specification has relative paths ignored. */
export function runsFolder(): string {
  const state = process.env.XDG_STATE_HOME;
  return join(state && isAbsolute(state) ? state : join(homedir(), '.local', 'state'), 'redis-lab', 'runs');
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

/** With its parents. `recursive` of Node 20 never returns where a parent takes no folder, as /proc does. */
async function makeFolder(folder: string): Promise<void> {
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

/** Writes the record as one JSON file and answers its path. */
export async function saveRecord(record: RunRecord): Promise<string> {
  const file = join(runsFolder(), record.lab, `${record.id}.json`);
  await writeWhole(file, `${JSON.stringify(record)}\n`, { mode: ownersFile });
  return file;
}

/** Writes the trace beside its record and returns its path. */
export async function saveTrace(record: RunRecord, trace: Trace): Promise<string> {
  const file = traceFileOf(join(runsFolder(), record.lab, `${record.id}.json`));
  await writeWhole(file, writeTrace(trace), { mode: ownersFile });
  return file;
}

/** Writes the commands of a run (`--trace`) beside its record and returns the path. */
export async function saveCommands(record: RunRecord, text: string): Promise<string> {
  const file = join(runsFolder(), record.lab, `${record.id}.commands.txt`);
  await writeWhole(file, text, { mode: ownersFile });
  return file;
}

/** The trace that belongs to a record's file. */
export function traceFileOf(recordFile: string): string {
  return recordFile.replace(/\.json$/, '.trace.jsonl');
}

/** All or nothing: a reader never sees half a file, and a full disk leaves no torn one behind. */
export async function writeWhole(
  file: string,
  text: string,
  { advice = stateAdvice, mode }: { readonly advice?: Text; readonly mode?: number } = {},
): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(draft, text, { flag: 'wx', flush: true, mode });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw cannotWrite(dirname(file), error, advice);
  }
}

/**
 * Reads a record: `last` for the newest run that came to its end, the name of a lab for its newest, the id of a run,
 * or a file's path.
 * @throws LabError (usage) when there is none or it is not a record that we can read
 */
export async function loadRecord(which: string): Promise<{ file: string; record: RunRecord }> {
  const names = await recordNames();
  if (which === 'last' || names.some((name) => name.startsWith(`${which}/`))) {
    return await newestCompleted(names.filter((name) => which === 'last' || name.startsWith(`${which}/`)));
  }
  if (catalogue.some(({ id }) => id === which)) throw noRecord(which);
  const named = names.find((name) => name.endsWith(`/${which}.json`));
  return await readRecord(named === undefined ? which : join(runsFolder(), named));
}

/** Each record's file below the folder of runs, newest first: a name begins with the time of its run. */
async function recordNames(): Promise<string[]> {
  const files = await readdir(runsFolder(), { recursive: true }).catch(() => []);
  const byRun = (a: string, b: string) => (nameOf(a) < nameOf(b) ? 1 : -1);
  return files.filter((file) => file.endsWith('.json')).sort(byRun);
}

/** A run that failed or was interrupted has nothing to show; only where there is no other it is the one. */
async function newestCompleted(names: readonly string[]): Promise<{ file: string; record: RunRecord }> {
  const [newest, ...older] = names;
  if (newest === undefined) throw noRecord();
  const first = await readRecord(join(runsFolder(), newest));
  if (first.record.outcome === 'completed') return first;
  for (const name of older) {
    const found = await readRecord(join(runsFolder(), name));
    if (found.record.outcome === 'completed') return found;
  }
  return first;
}

async function readRecord(file: string): Promise<{ file: string; record: RunRecord }> {
  const text = await readFile(file, 'utf8').catch((error) => {
    throw cannotRead(file, same(messageOf(error)));
  });
  return { file, record: parseRecord(file, text) };
}

function noRecord(lab?: string): LabError {
  return new LabError(exitCodes.usage, {
    what: lab
      ? { ko: `이 실험의 기록이 아직 없어요: ${lab}`, en: `There is no record of ${lab} yet.` }
      : { ko: '아직 기록이 없어요.', en: 'There is no record yet.' },
    why: { ko: `찾아본 폴더: ${runsFolder()}`, en: `Looked in ${runsFolder()}` },
    next: same(`redis-lab ${lab ?? 'pubsub'} --quick`),
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function parseRecord(file: string, text: string): RunRecord {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw cannotRead(file, same(messageOf(error)));
  }
  // What `--json` prints holds the record beside the findings; that file is as good.
  const record = (content as { record?: RunRecord } | null)?.record ?? (content as RunRecord | null);
  if (typeof record?.lab !== 'string' || typeof record.formatVersion !== 'number') {
    throw cannotRead(file, {
      ko: 'redis-lab의 실행 기록이 아니에요.',
      en: 'It is not a record of redis-lab.',
    });
  }
  if (record.formatVersion > recordFormatVersion || record.formatVersion < 1) {
    throw cannotRead(file, {
      ko: `기록 형식의 버전(${record.formatVersion})을 이 프로그램은 읽지 못해요. 버전 ${recordFormatVersion}까지 읽어요.`,
      en: `Its format is version ${record.formatVersion}; this program reads up to version ${recordFormatVersion}.`,
    });
  }
  return record;
}

export function cannotRead(file: string, why: Text): LabError {
  return new LabError(exitCodes.usage, {
    what: { ko: `기록을 읽지 못했어요: ${file}`, en: `The record cannot be read: ${file}` },
    why,
    next: same('redis-lab show last'),
  });
}

const stateAdvice: Text = {
  ko: '디스크 공간을 확보하거나, XDG_STATE_HOME으로 쓸 수 있는 폴더를 알려 주세요.',
  en: 'Free some space, or point XDG_STATE_HOME to a folder that can be written.',
};

export function cannotWrite(folder: string, cause: unknown, next: Text): LabError {
  return new LabError(
    exitCodes.runFailed,
    {
      what: { ko: `여기에 쓰지 못했어요: ${folder}`, en: `This cannot be written to: ${folder}` },
      why: same(messageOf(cause)),
      next,
    },
    { cause },
  );
}
