import { expect, test } from 'vitest';
import { same } from '../../src/core/text.ts';
import { renderTimeline } from '../../src/render/terminal/timeline.ts';
import type { TimelineBlock } from '../../src/report/blocks.ts';
import { linesWiderThan, pageOf } from './page.ts';

type Spans = TimelineBlock['lanes'][number]['spans'];

function timeline(last: number, ...lanes: Spans[]): TimelineBlock {
  return {
    kind: 'timeline',
    id: 't',
    title: same('t'),
    axis: { label: same('id'), first: 1, last },
    lanes: lanes.map((spans, index) => ({ id: `${index}`, label: same(`lane${index}`), spans })),
  };
}

const rendered = (block: TimelineBlock, columns = 80) =>
  renderTimeline(block, pageOf({ columns, lang: 'en' }));
const laneOf = (output: string) => output.split('\n')[0] ?? '';

test('one lost id of a million is seen and named', () => {
  const output = rendered(
    timeline(1_000_000, [
      { first: 1, last: 1_000_000, mark: 'delivered' },
      { first: 500_000, last: 500_000, mark: 'lost' },
    ]),
  );
  expect(laneOf(output).match(/×/g)).toHaveLength(1);
  expect(output).toContain('lost 500000 (1)');
});

test('a loss wins the cell that it shares, whatever the order of the spans', () => {
  const spans: Spans = [
    { first: 5_001, last: 5_001, mark: 'lost' },
    { first: 5_000, last: 5_000, mark: 'duplicated' },
    { first: 1, last: 10_000, mark: 'delivered' },
  ];
  const line = laneOf(rendered(timeline(10_000, spans)));
  expect(line).toContain('×');
});

test('few ids take several cells each, all the same', () => {
  const line = laneOf(
    rendered(
      timeline(10, [
        { first: 1, last: 4, mark: 'delivered' },
        { first: 5, last: 5, mark: 'lost' },
        { first: 6, last: 10, mark: 'duplicated' },
      ]),
    ),
  );
  const cells = (glyph: string) => line.split(glyph).length - 1;
  expect([cells('━'), cells('×'), cells('◆')]).toEqual([28, 7, 35]);
});

test('ids that nobody sent stay blank', () => {
  const line = laneOf(rendered(timeline(71, [{ first: 11, last: 12, mark: 'delivered' }])));
  expect(line).toBe(`  lane0  ${' '.repeat(10)}━━`);
});

test('spans beyond the axis are cut, not drawn outside', () => {
  const output = rendered(timeline(10, [{ first: -5, last: 99, mark: 'lost' }]));
  expect(linesWiderThan(80, output)).toEqual([]);
  expect(laneOf(output)).toMatch(/×{70}$/);
});

test('an axis of one id, and of none', () => {
  expect(laneOf(rendered(timeline(1, [{ first: 1, last: 1, mark: 'lost' }])))).toContain('×');
  expect(rendered(timeline(0, []))).toContain('lane0');
});

test('first, last and round ids are under their ticks', () => {
  const lines = rendered(timeline(120, [{ first: 1, last: 120, mark: 'delivered' }])).split('\n');
  const [ruler = '', labels = ''] = lines.slice(1, 3);
  const ids = [...labels.matchAll(/\d+/g)];
  expect(ids.map(([id]) => id)).toEqual(['1', '20', '40', '60', '80', '100', '120']);
  for (const { index } of ids.slice(0, -1)) expect(ruler[index]).toBe('┴');
  expect(ruler.endsWith('┴')).toBe(true);
});

test('only what is drawn is in the legend', () => {
  const legend = rendered(timeline(9, [{ first: 1, last: 9, mark: 'lost' }]))
    .split('\n')
    .at(-1);
  expect(legend).toBe('  ×× lost');
});

test('a long list of losses says how many it leaves out', () => {
  const spans: Spans = Array.from({ length: 40 }, (_, i) => ({
    first: i * 3 + 1,
    last: i * 3 + 2,
    mark: 'lost',
  }));
  const output = rendered(timeline(120, spans));
  expect(output.replace(/\s+/g, ' ')).toContain('34–35 and 28 more (80)');
  expect(output).not.toContain('37–38');
});
