import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderAs } from '../../src/commands/output.ts';
import { LabError } from '../../src/core/errors.ts';
import { loadRun } from '../../src/course/kept-run.ts';
import { createRandom, type Random } from '../../src/measure/random.ts';
import { htmlHead, htmlSections } from '../../src/render/html/note.ts';
import { renderNote } from '../../src/render/markdown/note.ts';
import { pageData } from '../../src/web/page-data.ts';
import { keptRecords } from '../labs/kept-records.ts';
import { langs, pageOf } from '../render/page.ts';
import { endure } from './endure.ts';
import { damaged, type Holder, mutate, nothingSaid, obeyed } from './mutations.ts';

/** More often somewhere in the data than elsewhere. */
function mutateRecord(record: Holder, random: Random): void {
  const { data } = record;
  const inData = random.int(3) > 0 && typeof data === 'object' && data !== null;
  mutate(inData ? (data as Holder) : record, random);
}

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
  }
  const shown = pageData(report, null).report;
  pages.html = htmlHead(shown) + htmlSections(shown, false);
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
      for (let times = 1 + random.int(2); times > 0; times -= 1) mutateRecord(record, random);
      const file = join(folder, `${round}.json`);
      writeFileSync(file, damaged(JSON.stringify(record), random));
      expect(await faultsOf(file), `round ${round}`).toEqual([]);
    }
  });
});
