// What the list of labs says of it, and the sentences that it tests: of your own study notes, with ids of your own.
import type { Text } from '../../src/kit/judge.ts';

export const title: Text = { ko: '카운터: 둘이 함께 세면', en: 'Counters: two who count at once' };

/** What a learner should set aside. */
export const minutes = 5;

export const claims: Readonly<Record<string, Text>> = {
  'skeleton-1': {
    ko: 'GET으로 읽고 SET으로 쓰는 카운터는 수를 잃고, INCR은 잃지 않는다',
    en: 'A counter kept with GET and SET loses counts, INCR loses none',
  },
};
