import { expect, it } from 'vitest';
import { systemWords } from '../../src/core/system-words.ts';

const coded = (code: string) => Object.assign(new Error(`${code}: said in English`), { code });

it.each([
  [coded('ENOENT'), '그런 파일이나 폴더가 없어요(ENOENT).'],
  [new Error('EISDIR: /home'), '파일이 아니라 폴더예요(EISDIR).'],
  [new SyntaxError('Unexpected token'), 'JSON이 아니거나, 중간에 잘렸거나 망가졌어요.'],
  [coded('EWEIRD'), 'EWEIRD: said in English'],
])('%s', (error, ko) => {
  expect(systemWords(error)).toEqual({ ko, en: (error as Error).message });
});
