import { describe, expect, test } from 'vitest';
import { renderCsv } from '../../src/render/csv.ts';
import { mergeBins } from '../../src/render/histogram-bins.ts';
import { htmlBlock } from '../../src/render/html/blocks.ts';
import { renderMarkdown } from '../../src/render/markdown/page.ts';
import { renderBlock } from '../../src/render/terminal/blocks.ts';
import type { BarsBlock, HistogramBlock, LinesBlock, MapBlock } from '../../src/report/blocks.ts';
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

const lines: LinesBlock = {
  kind: 'lines',
  id: 'cost',
  title: { ko: '비용', en: 'Cost' },
  unit: 'ms',
  axis: { label: { ko: '업데이트', en: 'updates' }, unit: 'perSecond', at: [10, 40, 160] },
  series: [
    { id: 'pushed', label: { ko: '밀어 주기', en: 'pushed' }, values: [1, 4, 16] },
    { id: 'asked', label: { ko: '물어보기', en: 'asked' }, values: [6, null, 8] },
  ],
};

describe('lines', () => {
  test('each figure has a mark at its height, and a cross of two lines is seen', () => {
    const shown = renderBlock(lines, pageOf({ lang: 'en' })).split('\n');
    const rowOf = (mark: string, end: 'first' | 'last') => {
      const columns = shown
        .map((line) => (line.includes('│') ? line.indexOf(mark) : -1))
        .filter((at) => at >= 0);
      const at = end === 'first' ? Math.min(...columns) : Math.max(...columns);
      return shown.findIndex((line) => line.includes('│') && line.indexOf(mark) === at);
    };
    expect(rowOf('●', 'first')).toBeGreaterThan(rowOf('○', 'first')); // Lower on the screen: less.
    expect(rowOf('●', 'last')).toBeLessThan(rowOf('○', 'last'));
    expect(shown.join('\n')).toMatch(/10 +40 +160\n +updates \(\/s\)\n {2}● pushed\n {2}○ asked/);
  });

  test.each([80, 60, 40])('fit a page of %i columns, in ASCII too', (columns) => {
    for (const ascii of [false, true])
      expect(linesWiderThan(columns, renderBlock(lines, pageOf({ columns, ascii })))).toEqual([]);
  });

  test('nothing but zeros, and one place only, can be drawn', () => {
    const flat: LinesBlock = {
      ...lines,
      axis: { ...lines.axis, at: [5] },
      series: [{ id: 'a', label: lines.title, values: [0] }],
    };
    expect(renderBlock(flat, pageOf({ lang: 'en' }))).toContain('●');
  });

  test('are a table in Markdown, a row a figure in CSV, and a drawing in HTML', () => {
    expect(renderMarkdown(withBlocks(lines), 'en')).toContain('| 40 | 4 | – |');
    const csv = renderCsv(withBlocks(lines), 'en');
    expect(csv).toContain('act,cost,pushed:2,at,perSecond,160');
    expect(csv).toContain('act,cost,pushed:2,value,ms,16');
    expect(csv).toContain('act,cost,asked:1,value,ms,\r\n');
    expect(htmlBlock(lines)).toContain('points="0,18.75 100,15"');
  });
});

const map: MapBlock = {
  kind: 'map',
  id: 'screen',
  title: { ko: '화면', en: 'A screen' },
  radiusM: 8_000,
  dots: [
    { id: 'a', eastM: 3_000, northM: 0, seen: 'near' },
    { id: 'b', eastM: -30_000, northM: 1_000, seen: 'far' },
    { id: 'c', eastM: 0, northM: -20_000, seen: 'gone' },
    { id: 'd', eastM: 30_000, northM: 20_000, seen: 'unseen' },
  ],
};

describe('a map', () => {
  const placeOf = (lines: readonly string[], sign: string) => {
    const row = lines.findIndex((line) => line.includes(sign));
    return [row, lines[row]?.indexOf(sign) ?? -1] as const;
  };

  test('north is up and east is right; everybody is on it, and the ring of dots is as tall as it is wide', () => {
    const shown = renderBlock(map, pageOf({ lang: 'en' }))
      .split('\n')
      .slice(2);
    const [me, near, far, gone, unseen] = ['@', '●', '○', '!', '?'].map((sign) => placeOf(shown, sign));
    expect(near?.[0]).toBe(me?.[0]);
    expect(near?.[1]).toBeGreaterThan(me?.[1] ?? 0);
    expect(far?.[1]).toBeLessThan(me?.[1] ?? 0);
    expect(gone?.[0]).toBeGreaterThan(me?.[0] ?? 0);
    expect(unseen?.[0]).toBeLessThan(me?.[0] ?? 0);
    const braille = /[\u2801-\u28ff]/;
    const rows = shown.filter((line) => braille.test(line));
    const columns = rows.flatMap((line) => [...line].flatMap((sign, at) => (braille.test(sign) ? [at] : [])));
    const wide = Math.max(...columns) - Math.min(...columns) + 1;
    expect(Math.abs(wide - 2 * rows.length)).toBeLessThanOrEqual(2);
    expect(shown.join('\n')).toMatch(/@ me {2}● in range 1 {2}○ out of range 1 {2}! gone/);
  });

  test.each([80, 60, 40])('fits a page of %i columns, in ASCII too', (columns) => {
    for (const ascii of [false, true])
      expect(linesWiderThan(columns, renderBlock(map, pageOf({ columns, ascii })))).toEqual([]);
  });

  test('of nobody but me is a ring; people in one spot are one sign, the rarest of them', () => {
    const alone = renderBlock({ ...map, dots: [] }, pageOf({ lang: 'en' }));
    expect(alone).toContain('@ me  ● in range 0');
    const spot = ['near', 'near', 'gone'].map((seen, at) => ({
      id: `${at}`,
      eastM: 5_000,
      northM: 5_000,
      seen,
    }));
    const crowded = renderBlock({ ...map, dots: spot as MapBlock['dots'] }, pageOf({ lang: 'en' }));
    expect(crowded.split('@ me')[0]).toContain('!');
    expect(crowded.split('@ me')[0]).not.toContain('●');
  });

  test('is how many are seen how in Markdown, metres in CSV, and a drawing in HTML', () => {
    expect(renderMarkdown(withBlocks(map), 'en')).toContain('| here, and not shown | 1 |');
    const csv = renderCsv(withBlocks(map), 'en');
    expect(csv).toContain('act,screen,b,east,m,-30000');
    expect(csv).toContain('act,screen,d,seen,,unseen');
    expect(htmlBlock(map)).toContain('<rect class="unseen"');
  });
});
