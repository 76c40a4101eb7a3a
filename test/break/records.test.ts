import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderAs } from '../../src/commands/output.ts';
import { LabError } from '../../src/core/errors.ts';
import { loadRun } from '../../src/course/kept-run.ts';
import { createRandom, type Random } from '../../src/measure/random.ts';
import { renderHtmlNote } from '../../src/render/html/note.ts';
import { renderNote } from '../../src/render/markdown/note.ts';
import { keptRecords } from '../labs/kept-records.ts';
import { langs, pageOf } from '../render/page.ts';
import { endure } from './endure.ts';

/** What a record never holds, and what a judge may take for something it does. */
const hostile: readonly unknown[] = [
  ...[null, true, false, '', ' ', 'x', '한글', 0, -1, 0.5, 1e-9, 7, 1e9, 2 ** 53, 1e308, -1e308],
  ...[[], {}, [[]], [null], [{}], { ko: 'x' }, { skipped: 1 }, { skipped: { ko: 'x', en: 'y' } }],
  ...['__proto__', 'constructor', '=1+1', '| a | b |', '<script>', '```'],
  ...['\u001b[2J\u001b]0;t\u0007', '\u009b31m', '\u202egnp', 'a\r\nb', '\ud800', 'x'.repeat(100_000)],
  ...[[[1, 1e12]], [[0, 2 ** 31]], Array.from({ length: 10_000 }, () => 1), '1e999'],
];

type Holder = Record<string, unknown>;

/** Goes down a random way, more often into the data, and changes what stands at its end. */
function mutate(record: Holder, random: Random): void {
  const { data } = record;
  let holder = random.int(3) > 0 && typeof data === 'object' && data !== null ? (data as Holder) : record;
  for (;;) {
    const keys = Object.keys(holder);
    if (keys.length === 0) return;
    const key = keys[random.int(keys.length)] as string;
    const value = holder[key];
    const canGoDown = typeof value === 'object' && value !== null;
    if (canGoDown && random.int(5) > 0) holder = value as Holder;
    else {
      change(holder, key, random);
      return;
    }
  }
}

function change(holder: Holder, key: string, random: Random): void {
  const value = holder[key];
  const kind = random.int(6);
  if (kind === 0) delete holder[key];
  else if (kind === 1 && typeof value === 'number') holder[key] = -value;
  else if (kind === 2 && Array.isArray(value)) holder[key] = value.slice(0, random.int(value.length + 1));
  else if (kind === 3 && Array.isArray(value)) holder[key] = [...value, ...value].reverse();
  else holder[key] = structuredClone(hostile[random.int(hostile.length)]);
}

/** As text: numbers that are too large for a number, and now and then a torn or altered file. */
function written(record: unknown, random: Random): string {
  const text = JSON.stringify(record).replaceAll('"1e999"', '1e999');
  const at = random.int(text.length);
  if (random.int(10) === 0) return text.slice(0, at);
  if (random.int(10) === 0) return `${text.slice(0, at)}${text.slice(at + 1)}`;
  return text;
}

/** What a terminal would obey, but for line ends. */
const obeyed = /(?![\r\n])\p{Control}|[\u202a-\u202e\u2066-\u2069]/u;
/** What a program says that had no figure. */
const nothingSaid = /\bNaN\b|\bundefined\b|\[object /;

async function faultsOf(file: string): Promise<string[]> {
  const run = await loadRun(file, 'redis-lab').catch((error: unknown) => error);
  if (run instanceof LabError) {
    const { what, why } = run.explanation;
    return nothingSaid.test(`${what.ko} ${what.en} ${why.ko} ${why.en}`) ? [JSON.stringify(why)] : [];
  }
  if (run instanceof Error) return [`${run.stack}`];
  const { report } = run as Awaited<ReturnType<typeof loadRun>>;
  const pages: Record<string, string> = {};
  for (const lang of langs) {
    for (const format of ['terminal', 'md', 'csv', 'json'] as const)
      pages[`${format} ${lang}`] = await renderAs(format, report, pageOf({ lang }), true);
    pages[`ascii ${lang}`] = await renderAs('terminal', report, pageOf({ lang, ascii: true }), false);
    pages[`note ${lang}`] = renderNote([report], lang, false);
    pages[`html ${lang}`] = renderHtmlNote([report], lang, false);
  }
  return Object.entries(pages).flatMap(([name, page]) => {
    const wrong = obeyed.exec(page) ?? (name.startsWith('json') ? null : nothingSaid.exec(page));
    return wrong
      ? [`${name}: …${JSON.stringify(page.slice(Math.max(0, wrong.index - 80), wrong.index + 40))}`]
      : [];
  });
}

describe.each(keptRecords)('%s, changed at random', (kept) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'break-records-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is shown or refused in every format and language; nothing throws, nothing is obeyed, no figure is missing', {
    timeout: 60_000 * endure,
  }, async () => {
    const random = createRandom(20 + keptRecords.indexOf(kept));
    const text = readFileSync(kept, 'utf8');
    for (let round = 0; round < 8 * endure; round += 1) {
      const record = JSON.parse(text);
      for (let times = 1 + random.int(2); times > 0; times -= 1) mutate(record, random);
      const file = join(folder, `${round}.json`);
      writeFileSync(file, written(record, random));
      expect(await faultsOf(file), `round ${round}`).toEqual([]);
    }
  });
});
