import { formatQuantity, type Shown } from '../../../src/kit/judge.ts';
import type { Coherence, StaleArm, StaleData } from '../data.ts';
import type { params } from '../settings.ts';
import { coherenceWords, nothingMeasured } from '../words.ts';

const armOf = ({ arms }: StaleData, coherence: Coherence): StaleArm | undefined =>
  arms.find((arm) => arm.coherence === coherence);

export const staleShown: Shown<StaleData, typeof params> = {
  title: { ko: '고친 글', en: 'An edited post' },
  aim: {
    ko: '글을 고친 다음에 읽어요. 캐시를 지우는 방법마다 오래된 응답(stale)을 세요.',
    en: 'A post is edited and read again: stale replies are counted for each way to invalidate the copy.',
  },
  predict: {
    prompt: {
      ko: '쓰는 쪽은 DB에 커밋한 다음 캐시의 키를 지워요(DEL). 그러면 지운 뒤에 오래된 값이 다시 캐시에 남는 일은 없을까요?',
      en: 'The writer commits to the database, then deletes the key in the cache (DEL). Can an old value come back into the cache after that?',
    },
    hints: {
      concept: {
        ko: '읽는 쪽도 두 단계예요. DB에서 읽고, 캐시에 넣어요. 그사이에 무슨 일이 생길 수 있을까요?',
        en: 'A reader takes two steps, too: it reads the database, then fills the cache. What can happen in between?',
      },
      pointer: { ko: '"DEL, 느린 독자" 줄을 보세요.', en: 'Look at the row "DEL, slow reader".' },
    },
    choices: [
      {
        id: 'never',
        label: { ko: '없어요. 커밋한 뒤에 지웠으니까요', en: 'No: it was deleted after the commit' },
        misconception: {
          ko: '커밋 전에 읽은 독자가 DEL 다음에 넣을 수 있어요. 재생에서 순서를 보세요.',
          en: 'Who read before the commit can fill after the DEL: see the order in the replay.',
        },
      },
      { id: 'can', label: { ko: '있어요', en: 'Yes' } },
    ],
    answer: (data) => {
      const race = armOf(data, 'race');
      if (!race || race.reads === 0) return null;
      return race.stale > 0 ? 'can' : 'never';
    },
  },
  headline: ({ arms }) => {
    if (arms.length === 0) return nothingMeasured;
    return {
      ko: `오래된 응답: ${arms.map((arm) => `${coherenceWords[arm.coherence].ko} ${arm.stale}/${arm.reads}`).join(' · ')}`,
      en: `stale: ${arms.map((arm) => `${coherenceWords[arm.coherence].en} ${arm.stale}/${arm.reads}`).join(' · ')}`,
    };
  },
  show: ({ arms, ttlMs }) => [
    {
      kind: 'table',
      id: 'stale',
      title: { ko: '글을 고친 뒤의 읽기', en: 'Reads after the edit' },
      columns: [
        { id: 'coherence', title: { ko: '방법', en: 'way' } },
        { id: 'writes', title: { ko: '고친 글', en: 'edits' }, unit: 'count' },
        { id: 'reads', title: { ko: '그 뒤의 읽기', en: 'reads after' }, unit: 'attempts' },
        { id: 'stale', title: { ko: '오래된 응답', en: 'stale' }, unit: 'attempts' },
        { id: 'stays', title: { ko: '남은 시간', en: 'would stay' }, unit: 'ms' },
      ],
      rows: arms.map((arm) => ({
        id: arm.coherence,
        cells: [coherenceWords[arm.coherence], arm.writes, arm.reads, arm.stale, arm.staysMs],
      })),
      notes: [
        {
          ko: `복사본의 TTL: ${formatQuantity(ttlMs, 'ms')}. 남은 시간은 마지막 글의 오래된 복사본에 남은 TTL(PTTL)이에요.`,
          en: `Copies have a TTL of ${formatQuantity(ttlMs, 'ms')}; "would stay" is what was left of it (PTTL) for the last stale copy.`,
        },
        {
          ko: '느린 독자: DB에서 옛 값을 읽은 다음, 쓰는 쪽이 커밋하고 DEL을 한 뒤에 캐시에 넣어요. 순서는 실험이 정했어요.',
          en: 'A slow reader: it reads the old row, then the writer commits and deletes, then it fills the cache. The order is set by the lab.',
        },
        {
          ko: '리스: 읽기 전에 표를 받아 두고, DEL이 그 표도 지워요. 표가 없으면 넣지 못해요(Nishtala 2013).',
          en: 'A lease: a reader takes a ticket first, and DEL takes it away; without it nothing is filled (Nishtala 2013).',
        },
      ],
    },
  ],
};
