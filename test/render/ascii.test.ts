import { expect, test } from 'vitest';
import { toAscii } from '../../src/render/terminal/ascii.ts';
import { notAsciiNorHangul } from './page.ts';

test.each([
  ['9.8 × 12 µs … 41–80', '9.8 x 12 us ... 41-80'],
  ['a → b ≥ c', 'a > b >= c'],
  ['┌─┐│└┘▶', '+-+|++>'],
  ['“한글” 「그대로」 ㅋㅋ', '"한글" "그대로" ㅋㅋ'],
  ['café ①（가）', 'cafe 1(가)'],
  ['漢字 👩‍💻', '?? ??'],
])('%s becomes %s', (text, ascii) => {
  expect(toAscii(text)).toBe(ascii);
});

test('nothing slips through, and a second pass changes nothing', () => {
  for (let code = 0x20; code < 0x1_f700; code += 1) {
    if ((code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000)) continue;
    const ascii = toAscii(String.fromCodePoint(code));
    if (notAsciiNorHangul.test(ascii)) expect.fail(`U+${code.toString(16)} became ${ascii}`);
    if (toAscii(ascii) !== ascii) expect.fail(`U+${code.toString(16)} is not settled`);
  }
});

test('Hangul typed as separate letters is put together', () => {
  expect(toAscii('한글'.normalize('NFD'))).toBe('한글');
});
