import { expect, test } from 'vitest';
import { same } from '../../src/core/text.ts';
import { renderBlock } from '../../src/render/terminal/blocks.ts';
import { linesWiderThan, pageOf } from './page.ts';

const barsOf = (...values: number[]) =>
  renderBlock(
    {
      kind: 'bars',
      id: 't',
      title: same('t'),
      unit: 'ms',
      bars: values.map((value) => ({ id: `${value}`, label: same(`v${value}`), value })),
    },
    pageOf(),
  );
const cells = (line: string | undefined) => (line?.match(/▇/g) ?? []).length;

test('bars are as long as their values, and something is never nothing', () => {
  const [, , large, half, tiny, none] = barsOf(1_000, 500, 0.001, 0).split('\n');
  expect(cells(large)).toBeGreaterThan(50);
  expect(Math.abs(cells(large) / 2 - cells(half))).toBeLessThanOrEqual(0.5);
  expect(cells(tiny)).toBe(1);
  expect(cells(none)).toBe(0);
});

test('bars of nothing but zeros, and no bars at all', () => {
  expect(cells(barsOf(0, 0))).toBe(0);
  expect(barsOf()).toContain('t (ms)');
});

test('a nested reply keeps the blanks that show its nesting', () => {
  const block = {
    kind: 'transcript' as const,
    id: 't',
    title: same('t'),
    lines: [{ connection: 'a', direction: 'receives' as const, line: '1) 1) "x"\n   2) "y"' }],
  };
  expect(renderBlock(block, pageOf())).toContain('  a < 1) 1) "x"\n         2) "y"');
});

test('a figure and its unit stay on one line', () => {
  for (let blanks = 40; blanks < 80; blanks += 1) {
    const text = `${'가 '.repeat(blanks / 2)}걸린 시간은 12.3 ms예요. 크기는 1.5 MiB이고 9.8 × 커요.`;
    const shown = renderBlock({ kind: 'note', text: same(text) }, pageOf());
    expect(shown).toMatch(/12\.3 ms/);
    expect(shown).toMatch(/1\.5 MiB/);
    expect(shown).toMatch(/9\.8 ×/);
    expect(linesWiderThan(80, shown)).toEqual([]);
  }
});

test.each([
  'redis-lab pubsub --messages 1000 --gap 5',
  'npx redis-lab show',
  '약 12.3 ms',
  '시드 3',
  'kill -9',
  '종료 코드 4',
  '18.7배(95% 신뢰구간 15.3~23배)',
  '12.3 s',
])('%s is never broken', (words) => {
  for (let columns = 44; columns < 80; columns += 1) {
    const text = `${'가 '.repeat(15)}그래서 ${words}, 그리고 더 있어요.`;
    const shown = renderBlock({ kind: 'note', text: same(text) }, pageOf({ columns }));
    expect(shown).toContain(words);
    expect(linesWiderThan(columns, shown)).toEqual([]);
  }
});
