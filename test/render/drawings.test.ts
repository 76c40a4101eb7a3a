import { describe, expect, test } from 'vitest';
import { renderCsv } from '../../src/render/csv.ts';
import { mergeBins } from '../../src/render/histogram-bins.ts';
import { renderMarkdown } from '../../src/render/markdown/page.ts';
import { renderBlock } from '../../src/render/terminal/blocks.ts';
import type { BarsBlock, HistogramBlock } from '../../src/report/blocks.ts';
import { withBlocks } from './fixture.ts';
import { linesWiderThan, notAsciiNorHangul, pageOf } from './page.ts';

const histogram: HistogramBlock = {
  kind: 'histogram',
  id: 'latency',
  title: { ko: '지연', en: 'Latency' },
  unit: 'ms',
  edges: Array.from({ length: 41 }, (_, at) => 0.01 * 1.26 ** at),
  series: [
    {
      id: 'shared',
      label: { ko: '연결 하나 공유', en: 'shared' },
      counts: Array.from({ length: 40 }, (_, at) => (at === 5 ? 1_000 : at === 30 ? 1 : 0)),
    },
    { id: 'fresh', label: { ko: '새 연결', en: 'fresh' }, counts: Array.from({ length: 40 }, (_, at) => at) },
  ],
};

const bars: BarsBlock = {
  kind: 'bars',
  id: 'throughput',
  title: { ko: '처리량', en: 'Throughput' },
  unit: 'perSecond',
  bars: [
    { id: 'pool', label: { ko: '풀', en: 'pool' }, value: 50, low: 25, high: 100 },
    { id: 'shared', label: { ko: '연결 하나 공유', en: 'shared' }, value: 80, low: 80, high: 80 },
  ],
};

describe('whiskers', () => {
  test('solid up to the low end, shaded up to the figure, a line to the high end', () => {
    const [pool, shared] = renderBlock(bars, pageOf({ lang: 'en' }))
      .split('\n')
      .slice(2);
    const drawn = /(▇+)(▒+)(─+┤)$/.exec(pool ?? '');
    const [solid = 0, shaded = 0, line = 0] = drawn?.slice(1).map((part) => part.length) ?? [];
    expect(Math.abs(solid - shaded)).toBeLessThanOrEqual(1);
    expect(Math.abs(line - 2 * solid)).toBeLessThanOrEqual(2);
    expect(shared).toMatch(/80 {2}▇+$/);
  });

  test('stand beside the figure in Markdown and CSV', () => {
    expect(renderMarkdown(withBlocks(bars), 'en')).toContain('| pool | 50 | 25 | 100 |');
    const csv = renderCsv(withBlocks(bars), 'en');
    expect(csv).toContain('act,throughput,pool,low,perSecond,25');
    expect(csv).toContain('act,throughput,shared,high,perSecond,80');
  });
});

describe('a histogram', () => {
  test.each([80, 60, 40])('fits a page of %i columns, and one sample is not nothing', (columns) => {
    const shown = renderBlock(histogram, pageOf({ columns }));
    expect(linesWiderThan(columns, shown)).toEqual([]);
    const shared = shown.split('\n').find((line) => line.includes('하나')) ?? '';
    expect(shared).toMatch(/█ +▁/);
    expect(shown).toMatch(/┴─+┴/);
  });

  test('on an ASCII page the heights are letters that look heavier', () => {
    const shown = renderBlock(histogram, pageOf({ ascii: true }));
    expect(shown.replace(/[─┴]/g, '-')).not.toMatch(notAsciiNorHangul);
    expect(shown).toContain('@');
  });

  test('merging bins loses no sample', () => {
    for (const most of [1, 3, 7, 39, 40, 100]) {
      const merged = mergeBins(histogram, most);
      expect(merged.edges.length - 1).toBeLessThanOrEqual(most);
      expect(merged.edges[0]).toBe(histogram.edges[0]);
      expect(merged.edges.at(-1)).toBe(histogram.edges.at(-1));
      for (const [index, { counts }] of merged.series.entries()) {
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        expect(counts).toHaveLength(merged.edges.length - 1);
        expect(sum(counts)).toBe(sum(histogram.series[index]?.counts ?? []));
      }
    }
  });

  test('has every bin in CSV and a dozen in Markdown', () => {
    const lines = renderCsv(withBlocks(histogram), 'en').split('\r\n');
    expect(lines.filter((line) => line.includes(',samples,count,'))).toHaveLength(80);
    const markdown = renderMarkdown(withBlocks(histogram), 'en');
    expect(markdown.split('\n').filter((line) => /^\| [\d.]+ \|/.test(line)).length).toBeLessThanOrEqual(12);
  });
});
