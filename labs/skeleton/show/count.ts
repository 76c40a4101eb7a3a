// What a reader sees of the act. Title, aim and question stand before the run: they give nothing away.
import type { Shown } from '../../../src/kit/judge.ts';
import type { CountData } from '../data.ts';
import { armOf, lostBy } from '../judge/loses.ts';
import type { params } from '../settings.ts';
import { countsTable } from './comparison.ts';

export const countShown: Shown<CountData, typeof params> = {
  title: { ko: '함께 세기', en: 'Counting together' },
  aim: {
    ko: '여럿이 같은 카운터에 1씩 더해요. 마지막 값을 보세요.',
    en: 'Several clients add one to the same counter: watch what it says in the end.',
  },
  predict: {
    prompt: {
      ko: '모두가 GET으로 읽고, 1을 더해서, SET으로 써요. 카운터는 더한 횟수와 같을까요?',
      en: 'Each reads with GET, adds one and writes with SET. Will the counter be what was added?',
    },
    // For who was wrong, in a walkthrough: where to look; not yet why.
    hints: {
      concept: {
        ko: '명령 하나는 원자적이에요. 명령 둘 사이도 그럴까요?',
        en: 'One command is atomic. Is what lies between two?',
      },
      pointer: {
        ko: '두 클라이언트가 같은 값을 GET으로 읽은 다음을 따라가 보세요.',
        en: 'Follow two clients that have read the same count with GET.',
      },
    },
    choices: [
      {
        id: 'all',
        label: { ko: '같다', en: 'Yes, all of it' },
        misconception: {
          ko: '명령 하나하나는 원자적이지만, 두 명령 사이에는 다른 클라이언트가 끼어들 수 있어요.',
          en: 'Each command is atomic, but between two of them somebody else can come in.',
        },
      },
      { id: 'fewer', label: { ko: '더 작다', en: 'Less' } },
    ],
    answer: (data) => (lostBy(armOf(data, 'get-set')) > 0 ? 'fewer' : 'all'),
  },
  headline: (data) => {
    const { added, counted } = armOf(data, 'get-set');
    return { ko: `${added}번 더한 카운터의 값 ${counted}`, en: `${counted} counted of ${added} added` };
  },
  show: (data) => [countsTable(data)],
};
