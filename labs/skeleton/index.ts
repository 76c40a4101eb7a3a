import { defineLab } from '../../src/kit/run.ts';
import type { LabData } from './data.ts';
import { loses } from './judge/loses.ts';
import { params, services } from './settings.ts';
import { comparison } from './show/comparison.ts';
import { countShown } from './show/count.ts';

export default defineLab<LabData>()({
  id: 'skeleton',
  // Raised when the shape of the data or the judging changes.
  revision: 1,
  question: {
    ko: '"GET으로 읽고 SET으로 쓰는 카운터는 수를 잃고, INCR은 잃지 않는다." 정말 그럴까요?',
    en: '"A counter kept with GET and SET loses counts, INCR loses none." Is that so?',
  },
  picture: {
    ko: ['클라이언트 1 --> +1', '클라이언트 2 --> +1 --> Redis의 카운터', '클라이언트 3 --> +1'].join('\n'),
    en: ['client 1 --> +1', 'client 2 --> +1 --> a counter in Redis', 'client 3 --> +1'].join('\n'),
  },
  actors: {
    client: { role: 'client', label: { ko: '클라이언트', en: 'client' } },
    redis: { role: 'store', label: { ko: 'Redis', en: 'Redis' } },
  },
  params,
  services,
  // In teaching order: an act's number is its place.
  acts: [
    {
      id: 'count',
      run: async (context) => (await import('./acts/count.ts')).count(context),
      ...countShown,
    },
  ],
  judges: { 'skeleton-1': loses },
  comparison,
  why: () => ({
    ko: 'GET과 SET 사이에 다른 클라이언트가 쓴 값을 덮어쓰기 때문이에요. INCR은 명령 하나라서 끼어들 틈이 없어요.',
    en: 'Between GET and SET somebody else writes, and SET puts an older count over it. INCR is one command: there is no between.',
  }),
  caveat: () => ({
    ko: '얼마나 잃는지는 클라이언트들이 얼마나 자주 겹치는지에 달려 있어요. 여기서는 쉬지 않고 세요.',
    en: 'How many are lost depends on how often clients meet; here they count without a pause.',
  }),
  discuss: () => ({
    ko: '이 카운터가 재고 수량이었다면 무슨 일이 생겼을까요?',
    en: 'What would have happened had this counter been the stock of a shop?',
  }),
  tryNext: [
    {
      command: 'redis-lab skeleton --clients 50',
      look: {
        ko: '클라이언트가 늘면 얼마나 더 잃는지 보세요.',
        en: 'See how much more is lost with more clients.',
      },
    },
  ],
});
