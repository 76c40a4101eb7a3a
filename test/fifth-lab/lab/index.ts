import { defineLab } from '../../src/kit/run.ts';
import type { PersistData } from './data.ts';
import { kept } from './judge/kept.ts';
import { params, services } from './settings.ts';
import { comparison } from './show/comparison.ts';
import { crashShown } from './show/crash.ts';

export default defineLab<PersistData>()({
  id: 'persist',
  revision: 1,
  question: {
    ko: '"전원이 꺼지면 데이터가 사라질 수 있다." 정말 그럴까요?',
    en: '"Power loss can lose data." Is that so?',
  },
  picture: { ko: '앱 --SET--> Redis (메모리)', en: 'app --SET--> Redis (memory)' },
  params,
  services,
  acts: [
    {
      id: 'crash',
      needs: ['private-redis'],
      run: async (context) => (await import('./acts/crash.ts')).crash(context),
      ...crashShown,
    },
  ],
  judges: { C02: kept },
  comparison,
  why: () => ({ ko: '메모리에만 있었어요.', en: 'It was in memory only.' }),
  caveat: () => ({ ko: 'kill -9는 정전이 아니에요.', en: 'kill -9 is no power cut.' }),
  tryNext: [],
});
