// Who takes part, for the replay. Most acts have a Redis for each setting, all up at once: each goes by its own name.
import { same, type Text } from '../../src/kit/run.ts';
import { damageWords, settingWords, sourceWords } from './words.ts';

/** What it is set to comes first: in a narrow place the rest is cut off. */
const redisWith = (prefix: string, words: Readonly<Record<string, Text>>, what = same('Redis')) =>
  Object.fromEntries(
    Object.entries(words).map(([id, { ko, en }]) => [
      `${prefix}${id}`,
      { role: 'store' as const, label: { ko: `${ko}(${what.ko})`, en: `${en} (${what.en})` } },
    ]),
  );

export const actors = {
  writer: { role: 'client' as const, label: { ko: '쓰는 쪽', en: 'writer' } },
  redis: { role: 'store' as const, label: { ko: 'Redis', en: 'Redis' } },
  ...redisWith('redis-', settingWords),
  ...redisWith('redis-one-', settingWords, { ko: '한 건', en: 'one write' }),
  ...redisWith('redis-load-', sourceWords),
  ...redisWith('redis-', damageWords),
  'page-cache': { role: 'store' as const, label: { ko: '페이지 캐시', en: 'page cache' } },
  disk: { role: 'store' as const, label: { ko: '디스크', en: 'disk' } },
  replica: { role: 'store' as const, label: { ko: '복제본', en: 'replica' } },
};
