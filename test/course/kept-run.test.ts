import { describe, expect, it, test } from 'vitest';
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
