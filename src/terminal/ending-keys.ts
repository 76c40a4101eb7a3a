import type { Text } from '../core/text.ts';
import { canAsk, type Io } from './io.ts';
import { askKey } from './keys.ts';

/** What a person may do after a run, a key each. */
export type EndingKey = 'd' | 'r' | 'n' | 'm' | 'q';

const words: Readonly<Record<EndingKey, Text>> = {
  d: { ko: '자세히', en: 'details' },
  r: { ko: '다시', en: 'again' },
  n: { ko: '다음 실험', en: 'next lab' },
  m: { ko: '노트로 저장', en: 'save as a note' },
  q: { ko: '끝내기', en: 'quit' },
};

/** Waits for a key under the ending; `q` at once where nobody can press one. */
export async function endingKey(io: Io, keys: readonly EndingKey[]): Promise<EndingKey> {
  if (!canAsk()) return 'q';
  const line = keys.map((key) => `${key} ${words[key][io.lang]}`).join(', ');
  const key = await askKey(io, () => io.err(`\n  ${line} `), keys);
  io.err('\n');
  return key as EndingKey;
}
