import type { Shown } from '../../../src/kit/judge.ts';
import type { CrashData } from '../data.ts';
import type { params } from '../settings.ts';
import { keysTable } from './comparison.ts';

export const crashShown: Shown<CrashData, typeof params> = {
  title: { ko: '전원 끄기', en: 'Pulling the plug' },
  aim: {
    ko: '다시 켜진 서버에 키가 몇 개 있는지 보세요.',
    en: 'Watch how many keys the restarted server has.',
  },
  headline: ({ left }) => ({ ko: `남은 키 ${left}개`, en: `${left} keys left` }),
  show: (data) => [keysTable(data)],
};
