import { formatQuantity, type Shown } from '../../../src/kit/judge.ts';
import type { EndedData } from '../data.ts';
import { armOf, lostOf, shareLost } from '../parts/lost.ts';
import type { params } from '../settings.ts';
import { lostText } from '../words.ts';
import { endedBlocks } from './ended.ts';

export const powerCutShown: Shown<EndedData, typeof params> = {
  title: { ko: '정전(흉내)', en: 'Simulated power cut' },
  aim: {
    ko: '컴퓨터까지 꺼져요. 디스크에 내려갔다고 확인된 것만 남겨요.',
    en: 'The machine goes as well: only what a sync had confirmed stays in the files.',
  },
  predict: {
    prompt: {
      ko: 'AOF를 쓰되 appendfsync는 no예요. 쓰는 도중에 정전이 나서 커널의 페이지 캐시도 사라져요. 확인받은 쓰기는 어떻게 될까요?',
      en: 'AOF with appendfsync no. The power goes in the middle of the writes, and the page cache of the kernel with it. What becomes of the acknowledged ones?',
    },
    hints: {
      concept: {
        ko: '페이지 캐시는 메모리예요. fsync가 끝난 것만 디스크에 있다고 믿을 수 있어요.',
        en: 'The page cache is memory. Only what an fsync has confirmed is on the disk for certain.',
      },
      pointer: {
        ko: 'fsync를 센 열과 유실을 나란히 보세요.',
        en: 'Put the column of fsyncs beside what was lost.',
      },
    },
    choices: [
      {
        id: 'none',
        label: {
          ko: '모두 남아요. AOF 파일에 썼으니까요',
          en: 'All are there: they were written to the AOF',
        },
        misconception: {
          ko: '파일에 쓴 것은 먼저 커널의 메모리에 있어요. kill -9라면 커널이 살아남지만, 정전에는 그 메모리도 사라져요.',
          en: 'What is written to a file is in the memory of the kernel first. A kill -9 leaves the kernel alive; a power cut takes its memory, too.',
        },
      },
      {
        id: 'some',
        label: { ko: '마지막 1초쯤의 것만 사라져요', en: 'Only about the last second is gone' },
        misconception: {
          ko: '1초마다 내리는 것은 everysec이에요. no는 언제 내릴지 커널에 맡겨요(문서: Persistence).',
          en: 'It is everysec that syncs each second; no leaves it to the kernel when (docs: Persistence).',
        },
      },
      { id: 'all', label: { ko: '모두 사라져요', en: 'All are gone' } },
    ],
    answer: (data) => shareLost(armOf(data, 'aof-no')),
  },
  headline: (data) => {
    const [second, always] = [armOf(data, 'aof-everysec'), armOf(data, 'aof-always')];
    if (!second || !always) return { ko: '재지 못했어요', en: 'nothing was measured' };
    const [some, none] = [lostText(lostOf(second), second.acked), lostText(lostOf(always), always.acked)];
    const oldest = second.oldestLostMs === null ? null : formatQuantity(second.oldestLostMs, 'ms');
    return {
      ko: `everysec: ${some.ko}${oldest ? `(마지막 ${oldest} 동안의 것)` : ''} · always: ${none.ko}`,
      en: `everysec: ${some.en}${oldest ? ` (of the last ${oldest})` : ''} · always: ${none.en}`,
    };
  },
  show: (data) =>
    endedBlocks(data, { ko: '정전 뒤에(흉내)', en: 'After the power cut (simulated)' }, [
      {
        ko: '흉내: 서버를 죽이고, 파일마다 fsync가 마지막으로 확인한 길이로 잘랐어요. 실제 디스크에는 더 남을 수 있어요.',
        en: 'Simulated: the server was killed, and each file cut to the length that an fsync had last confirmed. A real disk may keep more.',
      },
      {
        ko: '언제 끊을지는 우리가 골랐어요: 1초마다 저장하는 설정은 저장이 끝나고 조금 뒤에 끊었어요. 운이 나쁘면 더 잃어요.',
        en: 'The moment was ours: where something is saved each second, shortly after it was. The worst moment takes more.',
      },
    ]),
};
