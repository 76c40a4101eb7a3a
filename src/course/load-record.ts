import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { exitCodes, LabError } from '../core/errors.ts';
import { type RunRecord, recordFormatVersion } from '../core/record.ts';
import { systemWords } from '../core/system-words.ts';
import { same } from '../core/text.ts';
import { catalogue } from './labs.ts';
import { cannotRead, readText } from './read-text.ts';
import { runsFolder } from './run-store.ts';

interface Loaded {
  readonly file: string;
  readonly record: RunRecord;
  /** Newer ones that could not be read. */
  readonly passedOver: readonly string[];
}

/**
 * Reads a record: `last` for the newest run that came to its end, the name of a lab for its newest, the id of a run,
 * or a file's path.
 * @throws LabError (usage) when there is none or it is not a record that we can read
 */
export async function loadRecord(which: string): Promise<Loaded> {
  const files = await recordFiles();
  if (which === 'last') return await newestCompleted(files);
  const ofLab = files.filter((file) => file.startsWith(join(runsFolder(), which, '/')));
  if (ofLab.length > 0) return await newestCompleted(ofLab);
  if (catalogue.some(({ id }) => id === which)) throw noRecord(which);
  return await readRecord(files.find((file) => basename(file, '.json') === which) ?? which);
}

/**
 * The records among the files below the folder of runs, newest first: a name begins with the time of its run. One from
 * the future was taken before the clock was set back, and comes last.
 */
async function recordFiles(): Promise<string[]> {
  const files = await readdir(runsFolder(), { recursive: true, withFileTypes: true }).catch(() => []);
  const tomorrow = nameAt(Date.now() + dayMs);
  return files
    .filter((file) => file.isFile() && /^\d{8}-\d{9}-.*\.json$/.test(file.name))
    .sort((a, b) => Number(a.name > tomorrow) - Number(b.name > tomorrow) || (a.name < b.name ? 1 : -1))
    .map((file) => join(file.parentPath, file.name));
}

/** The latest runs of labs that there are, by their files' names: nothing of them is read. */
export async function latestRuns(most: number): Promise<{ id: string; lab: string; startedAt: string }[]> {
  const names = (await recordFiles()).map((file) => ({
    id: basename(file, '.json'),
    lab: basename(dirname(file)),
  }));
  return names
    .filter(({ lab }) => catalogue.some(({ id }) => id === lab))
    .slice(0, most)
    .map(({ id, lab }) => ({ id, lab, startedAt: timeIn(id) }));
}

/** `20261123-031502007-…` as ISO 8601. */
function timeIn(id: string): string {
  return id.replace(/^(....)(..)(..)-(..)(..)(..)(...).*$/, '$1-$2-$3T$4:$5:$6.$7Z');
}

const dayMs = 24 * 60 * 60 * 1000;

/** What the name of a record begins with that was taken then. */
function nameAt(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace(/[-:.Z]/g, '')
    .replace('T', '-');
}

/**
 * A run that failed or was interrupted has nothing to show; only where there is no other it is the one. A file that
 * somebody damaged is passed over, unless it is all there is.
 */
async function newestCompleted(files: readonly string[]): Promise<Loaded> {
  let unfinished: Loaded | undefined;
  let unreadable: unknown;
  const passedOver: string[] = [];
  for (const file of files) {
    const found = await readRecord(file).catch((error: unknown) => {
      unreadable ??= error;
      passedOver.push(file);
    });
    if (found?.record.outcome === 'completed') return { ...found, passedOver };
    if (found) unfinished ??= { ...found, passedOver };
  }
  if (unfinished) return unfinished;
  throw unreadable ?? noRecord();
}

async function readRecord(file: string): Promise<Loaded> {
  return { file, record: parseRecord(file, await readText(file)), passedOver: [] };
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

function parseRecord(file: string, text: string): RunRecord {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw cannotRead(file, systemWords(error));
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
