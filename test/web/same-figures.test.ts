// What the page says of a run is what `--json` prints of it: read back out of the page's HTML, figure by figure.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import type { RunRecord } from '../../src/core/record.ts';
import { reportOf } from '../../src/course/catalogue.ts';
import { htmlSections } from '../../src/render/html/note.ts';
import { renderJson } from '../../src/render/json.ts';
import type { Block, TableBlock } from '../../src/report/blocks.ts';
import type { Findings } from '../../src/report/findings.ts';
import { pageData } from '../../src/web/page-data.ts';
import { keptRecords } from '../labs/kept-records.ts';

type Lang = 'ko' | 'en';

const kept = await Promise.all(
  keptRecords.map(async (file) => {
    const record: RunRecord = JSON.parse(readFileSync(file, 'utf8'));
    const entry = catalogue.find(({ id }) => id === record.lab);
    if (!entry) throw new Error(`${file} is of no lab`);
    const report = reportOf(entry, (await entry.load()).default, record, file);
    const { findings }: { findings: Findings } = JSON.parse(renderJson(report));
    return { file, findings, html: htmlSections(pageData(report, null).report, false) };
  }),
);

const entities = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

/** As a reader of this language sees it: without what only helps to break a line. */
function textIn(html: string, lang: Lang): string {
  const other = lang === 'ko' ? 'en' : 'ko';
  const own = html.replace(new RegExp(`<span lang="${other}">[^<]*</span>`, 'g'), '');
  return plain(entities(own.replace(/<[^>]*>/g, '')));
}

function plain(text: string): string {
  return text
    .replace(/\u2060/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

interface Shown {
  readonly caption: string;
  readonly rows: readonly (readonly string[])[];
}

function tablesIn(html: string, lang: Lang): Shown[] {
  return html.split('<figure>').flatMap((part) => {
    const table = /^<figcaption>(.*?)<\/figcaption><div class="wide.*?<tbody>(.*?)<\/tbody>/s.exec(part);
    if (!table) return [];
    const [, caption = '', body = ''] = table;
    const rows = [...body.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
      [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => textIn(cell, lang)),
    );
    return [{ caption: textIn(caption, lang), rows }];
  });
}

const sizes = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;

/** The figure that a text gives, and how far from it what it stands for may lie. */
function read(text: string): { value: number; within: number } | null {
  const [, digits = '', , fraction = ''] = /^([−-]?[\d,]+(\.(\d+))?)/.exec(text) ?? [];
  if (digits === '') return null;
  const size = Object.entries(sizes).find(([name]) => text.includes(name))?.[1] ?? 1;
  const value = Number(digits.replaceAll(',', '').replace('−', '-'));
  // Three figures are enough for a reader.
  return {
    value: value * size,
    within: Math.max((0.5 / 10 ** fraction.length) * size, Math.abs(value) * size * 0.005),
  };
}

function expectCell(cell: TableBlock['rows'][number]['cells'][number], text: string, lang: Lang): void {
  if (cell === null) expect(text).not.toMatch(/\d/);
  else if (typeof cell !== 'number')
    expect(text.replace(/ \*$/, '')).toBe(plain(typeof cell === 'string' ? cell : cell[lang]));
  else {
    const { value, within } = read(text) ?? { value: Number.NaN, within: 0 };
    expect(Math.abs(value - cell), `${text} for ${cell}`).toBeLessThanOrEqual(within * 1.000_001);
  }
}

describe.each(kept)('$file', ({ findings, html }) => {
  const blocks: readonly Block[] = [
    ...(findings.comparison ? [findings.comparison] : []),
    ...findings.acts.flatMap((act) => act.blocks),
  ];
  const tables = blocks.filter((block) => block.kind === 'table');

  it.each(['ko', 'en'] as const)('every cell of every table is on the page (%s)', (lang) => {
    const shown = tablesIn(html, lang);
    let figures = 0;
    for (const { title, rows } of tables) {
      const at = shown.findIndex(
        (one) => one.caption === plain(title[lang]) && one.rows.length === rows.length,
      );
      expect(at, title[lang]).toBeGreaterThanOrEqual(0);
      const [table] = shown.splice(at, 1);
      for (const [line, { cells }] of rows.entries())
        for (const [place, cell] of cells.entries()) {
          expectCell(cell, table?.rows[line]?.[place] ?? 'no such cell', lang);
          if (typeof cell === 'number') figures += 1;
        }
    }
    expect(figures).toBeGreaterThan(40);
  });

  it.each(['ko', 'en'] as const)('and so is every verdict, and what each act came to (%s)', (lang) => {
    const said = textIn(html, lang);
    for (const { claim, evidence } of findings.checks) {
      expect(said).toContain(claim);
      expect(said).toContain(plain(evidence.headline[lang]));
    }
    for (const { headline } of findings.acts) if (headline) expect(said).toContain(plain(headline[lang]));
  });
});

it('there is a run of each lab', () => {
  const labs = new Set(keptRecords.map((file) => file.split('/')[2]));
  expect([...labs].sort()).toEqual(catalogue.map(({ id }) => id).sort());
});

it.each([
  ['6,300', 6_300, true],
  ['6,301', 6_260, false],
  ['901 KiB', 922_680, true],
  ['31.9 MiB', 33_421_520, true],
  ['31.9 MiB', 33_921_520, false],
  ['−0.25', -0.251, true],
  ['7.88%', 7.8817, true],
  ['', 0, false],
])('read back, %s is %d: %s', (text, value, isRight) => {
  const check = () => expectCell(value, text, 'en');
  if (isRight) check();
  else expect(check).toThrow();
});
