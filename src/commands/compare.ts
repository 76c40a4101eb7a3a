import { basename } from 'node:path';
import { exitCodes, LabError } from '../core/errors.ts';
import { same } from '../core/text.ts';
import { anonymous } from '../course/anonymous.ts';
import { compareRuns, mostRuns } from '../course/compare.ts';
import type { Named } from '../course/compare-tables.ts';
import type { KeptRun } from '../course/kept-run.ts';
import { ownNames } from '../environment.ts';
import { markdownBlock } from '../render/markdown/blocks.ts';
import { visible } from '../render/printable.ts';
import { finished } from '../render/terminal/ascii.ts';
import { renderBlock } from '../render/terminal/blocks.ts';
import { mapStrings } from '../report/map-strings.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import { keptRun } from './kept.ts';

export interface CompareFlags {
  readonly json?: boolean;
  readonly md?: boolean;
  readonly detail?: boolean;
  readonly anonymize?: boolean;
  readonly ascii?: boolean;
  readonly color: boolean;
}

/** `redis-lab compare a.json b.json …`: runs of several people or days, side by side. */
export async function compare(io: Io, which: readonly string[], flags: CompareFlags): Promise<void> {
  if (which.length < 2 || which.length > mostRuns) throw wrongNumber(which.length);
  const loaded = await Promise.all(which.map((one) => keptRun(io, one).catch(sayHowToMakeOne)));
  const twice = loaded.find(({ file }, index) => loaded.findIndex((one) => one.file === file) < index);
  if (twice) throw sameTwice(twice.file);
  const { lab } = loaded[0] as KeptRun;
  const sources = loaded.map(({ file }) => basename(file, '.json'));
  const names = flags.anonymize ? letters(sources) : namesOf(sources);
  const runs: Named[] = loaded.map(({ file, report: { record } }, index) => ({
    file,
    name: names[index] as string,
    source: (flags.anonymize ? names : sources)[index] as string,
    record: flags.anonymize ? anonymous(record, ownNames()) : record,
  }));
  const blocks = mapStrings(compareRuns(lab, runs, flags.detail === true), visible);
  const page = pageOf(process.stdout, io.lang, flags);
  if (flags.json) return await io.out(`${JSON.stringify(blocks, null, 2)}\n`);
  if (flags.md) return await io.out(`${blocks.map((block) => markdownBlock(block, io.lang)).join('\n\n')}\n`);
  const drawn = blocks.map((block) => renderBlock(block, page));
  await io.out(finished(drawn, page));
}

/** Whoever names a file that is not there wants to know where such files come from. */
function sayHowToMakeOne(error: unknown): never {
  const missing = error instanceof LabError && (error.cause as NodeJS.ErrnoException)?.code === 'ENOENT';
  if (!missing) throw error;
  const next = same('redis-lab show last --json > minsu.json');
  throw new LabError(error.exitCode, { ...error.explanation, next }, { cause: error });
}

/** A column's heading has room for a short name; where one is longer, all are letters. */
const longestName = 12;

function namesOf(files: readonly string[]): string[] {
  const fit = files.every((name) => name.length <= longestName) && new Set(files).size === files.length;
  return fit ? [...files] : letters(files);
}

function letters(files: readonly string[]): string[] {
  return files.map((_, index) => String.fromCharCode(0x41 + index));
}

function sameTwice(file: string): LabError {
  return new LabError(exitCodes.usage, {
    what: { ko: `같은 기록이 두 번 있어요: ${file}`, en: `This record is named twice: ${file}` },
    why: { ko: '자신과 비교하면 다른 점이 없어요.', en: 'Nothing differs from itself.' },
    next: same('redis-lab compare last minsu.json'),
  });
}

function wrongNumber(given: number): LabError {
  return new LabError(exitCodes.usage, {
    what: {
      ko: `기록 ${given}개는 비교할 수 없어요.`,
      en: given === 1 ? 'One record is nothing to compare.' : `${given} records cannot be compared.`,
    },
    why: { ko: `둘에서 ${mostRuns}개까지 나란히 볼 수 있어요.`, en: `Two to ${mostRuns} fit side by side.` },
    next: same('redis-lab compare last minsu.json'),
  });
}
