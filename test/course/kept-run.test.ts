import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { loadRun } from '../../src/course/kept-run.ts';
import { renderJson } from '../../src/render/json.ts';
import { renderReport } from '../../src/render/terminal/report.ts';
import { keptRecords } from '../labs/kept-records.ts';
import { langs, pageOf } from '../render/page.ts';
import { schemaErrors } from '../schema.ts';

test('there is a kept record of every lab', () => {
  for (const { id } of catalogue)
    expect(
      keptRecords.some((file) => file.includes(`/${id}/`)),
      id,
    ).toBe(true);
});

describe('a record of 16 MB', () => {
  const threads = (times: number) => {
    const record = JSON.parse(readFileSync('test/labs/pool-bench/record.r3.json', 'utf8'));
    const { lengths } = record.data.threads;
    record.data.threads.lengths = Array.from({ length: times }, () => lengths).flat();
    return record;
  };
  const written = (record: unknown) => {
    const file = join(mkdtempSync(join(tmpdir(), 'kept-run-')), 'record.json');
    onTestFinished(() => rmSync(dirname(file), { recursive: true }));
    writeFileSync(file, JSON.stringify(record));
    return file;
  };

  it('with a hundred thousand rows is refused before it is judged, which would take a minute', async () => {
    const refused = loadRun(written(threads(1_500)), 'redis-lab');
    await expect(refused).rejects.toMatchObject({
      explanation: { why: { en: expect.stringMatching(/ \/data$/) } },
    });
  });

  it('with as many figures, but only the rows of a run, is judged', async () => {
    const record = threads(1);
    const { rounds } = record.data.threads.lengths[0].cell.arms[0];
    record.data.threads.lengths[0].cell.arms[0].rounds = Array.from({ length: 100_000 }, () => rounds).flat();
    const { report } = await loadRun(written(record), 'redis-lab');
    expect(report.findings?.acts.find(({ id }) => id === 'threads')).toMatchObject({ skipped: null });
  });
});

describe.each(keptRecords)('%s', (file) => {
  it('is judged and shown in both languages, none of its acts left out', async () => {
    const { report } = await loadRun(file, 'redis-lab');
    for (const { id, skipped } of report.findings?.acts ?? [])
      expect(skipped?.en ?? '', id).not.toMatch(/cannot be read/);
    expect(report.findings?.checks.length).toBeGreaterThan(0);
    for (const lang of langs) {
      const shown = renderReport(report, pageOf({ lang }), true);
      for (const { claim } of report.findings?.checks ?? []) expect(shown).toContain(claim);
    }
  });

  it('of another revision says so, once', async () => {
    const { report, lab } = await loadRun(file, 'redis-lab');
    const said = report.findings?.warnings.filter(({ en }) => en.startsWith('A record of revision'));
    expect(said).toHaveLength(report.record.labRevision === lab.revision ? 0 : 1);
  });

  it('has a unit for every column that holds figures, and ids that a program can go by', async () => {
    const { acts = [], comparison = null } = (await loadRun(file, 'redis-lab')).report.findings ?? {};
    const blocks = [...acts.flatMap((act) => act.blocks), ...(comparison ? [comparison] : [])];
    for (const block of blocks.filter((one) => one.kind === 'table')) {
      for (const [index, { id, unit }] of block.columns.entries()) {
        expect(id).toMatch(/^[\w.:-]+$/);
        const figures = block.rows.filter(({ cells }) => typeof cells[index] === 'number');
        if (figures.length > 0) expect(unit, `${block.id} ${id}`).toBeDefined();
      }
    }
  });

  it('is a document as the schema says, and not when a part of it is missing or of another kind', async () => {
    const { report } = await loadRun(file, 'redis-lab');
    const document = JSON.parse(renderJson(report));
    expect(schemaErrors(document)).toEqual([]);
    for (const part of Object.keys(document.record)) {
      expect(
        schemaErrors({ ...document, record: { ...document.record, [part]: undefined } }),
        part,
      ).not.toEqual([]);
    }
    const [act] = Object.keys(document.record.data) as [string];
    const data = { ...document.record.data, [act]: 'all went well' };
    expect(schemaErrors({ ...document, record: { ...document.record, data } })).not.toEqual([]);
    expect(schemaErrors({ ...document, findings: { ...document.findings, checks: null } })).not.toEqual([]);
  });
});
