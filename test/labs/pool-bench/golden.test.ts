import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../../src/render/csv.ts';
import { renderMarkdown } from '../../../src/render/markdown.ts';
import { renderIntro, renderReport } from '../../../src/render/terminal.ts';
import { langs, linesWiderThan, notAsciiNorHangul, pageOf } from '../../render/page.ts';
import { report } from './fixture.ts';

// `npx vitest run test/labs/pool-bench/golden -u` writes the golden files anew; read what changed before you keep it.
describe.each(langs)('the report of a fixed record, in %s', (lang) => {
  const screen = (columns: number, ascii = false) => {
    const page = pageOf({ lang, columns, ascii });
    return renderIntro(report.lab, page) + renderReport(report, page);
  };

  it.each([80, 60])('at %i columns', async (columns) => {
    await expect(screen(columns)).toMatchFileSnapshot(`golden/report.${lang}.${columns}.txt`);
    expect(linesWiderThan(columns, screen(columns))).toEqual([]);
  });

  it('in ASCII every sign has a likeness', () => {
    expect(screen(80, true)).not.toMatch(notAsciiNorHangul);
  });

  it('as Markdown', async () => {
    await expect(renderMarkdown(report, lang)).toMatchFileSnapshot(`golden/report.${lang}.md.txt`);
  });

  it('as CSV', async () => {
    await expect(renderCsv(report, lang)).toMatchFileSnapshot(`golden/report.${lang}.csv`);
  });

  it('no table has more than six columns', () => {
    for (const block of report.findings?.blocks ?? []) {
      if (block.kind === 'table') expect(block.columns.length, block.title.en).toBeLessThanOrEqual(6);
    }
  });
});
