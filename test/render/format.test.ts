import { expect, test } from 'vitest';
import { formatFigure, formatQuantity, formatSpan, unitHeading } from '../../src/report/format.ts';

test.each([
  [0, '0'],
  [-0, '0'],
  [0.084, '0.084'],
  [0.08412, '0.0841'],
  [0.00000123, '0.00000123'],
  [1.234, '1.23'],
  [12.34, '12.3'],
  [99.94, '99.9'],
  [99.96, '100'],
  [123.4, '123'],
  [999.6, '1,000'],
  [1234.5, '1,235'],
  [12_345, '12,345'],
  [-1.234, '-1.23'],
  [Number.NaN, '–'],
  [Number.POSITIVE_INFINITY, '–'],
])('%d is %s', (value, text) => {
  expect(formatFigure(value, 'ms')).toBe(text);
});

test.each([
  [1_234, 'count', '1,234'],
  [12.6, 'count', '13'],
  [512, 'bytes', '512 B'],
  [1_023, 'bytes', '1,023 B'],
  [1_024, 'bytes', '1 KiB'],
  [1_572_864, 'bytes', '1.5 MiB'],
  [1_048_575, 'bytes', '1 MiB'],
  [2 ** 40, 'bytes', '1 TiB'],
  [2 ** 51, 'bytes', '2,048 TiB'],
  [9.8, 'ratio', '9.8 ×'],
  [12.34, 'percent', '12.3%'],
] as const)('%d %s is %s', (value, unit, text) => {
  expect(formatFigure(value, unit)).toBe(text);
});

test.each([
  [0.084, 'ms', '0.084 ms'],
  [84, 'us', '84 µs'],
  [12_345, 'perSecond', '12,345/s'],
  [40, 'count', '40'],
  [1_024, 'bytes', '1 KiB'],
  [Number.NaN, 'ms', '–'],
] as const)('in a sentence %d %s is %s', (value, unit, text) => {
  expect(formatQuantity(value, unit)).toBe(text);
});

test('ids', () => {
  expect(formatSpan(41, 80)).toEqual({ ko: '41~80', en: '41–80' });
  expect(formatSpan(1_041, 1_041).ko).toBe('1041');
});

test('a unit stands in the heading or in the figure, never in both', () => {
  expect(unitHeading('count')).toEqual({ ko: '개', en: 'count' });
  expect(unitHeading('us')?.en).toBe('µs');
  expect(unitHeading('bytes')).toBeNull();
});
