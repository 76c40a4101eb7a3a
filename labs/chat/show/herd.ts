import type { Shown, TableBlock } from '../../../src/kit/judge.ts';
import type { HerdArm, HerdData } from '../data.ts';
import type { params } from '../settings.ts';
import { backOffWords } from '../words.ts';

/** So much higher is a peak that nobody has to argue about. */
const clearlyHigher = 2;

export const herdShown: Shown<HerdData, typeof params> = {
  title: { ko: '한꺼번에 재연결', en: 'The herd' },
  aim: {
    ko: '서버가 죽으면 모두가 동시에 끊겨요. 언제 재연결하는지 봐요.',
    en: 'A server dies and all are cut off at once. When do they come back?',
  },
  predict: {
    prompt: {
      ko: '서버가 죽어서 모두가 같은 순간에 끊겼어요. 정해진 시간만큼 기다렸다가 재연결할 때와, 그 두 배 안에서 무작위로 기다릴 때(평균은 같아요), 가장 붐비는 순간은 어느 쪽이 더 붐빌까요?',
      en: 'All lose their server at the same moment. They reconnect after a fixed wait, or after a random one of up to the double (the same on average). Where is the busiest moment busier?',
    },
    choices: [
      {
        id: 'same',
        label: { ko: '비슷해요. 평균이 같으니까요', en: 'About the same: the average is the same' },
        misconception: {
          ko: '서버를 힘들게 하는 것은 평균이 아니라 가장 붐비는 순간이에요. 같은 시간을 기다리면 모두 같은 순간에 와요.',
          en: 'It is the busiest moment that hurts a server. Who waits equally long comes at the same moment.',
        },
      },
      { id: 'fixed', label: { ko: '정해진 시간', en: 'With the fixed wait' } },
      {
        id: 'jitter',
        label: { ko: '무작위', en: 'With the random wait' },
        misconception: {
          ko: '무작위로 기다리면 재연결이 고르게 퍼져요.',
          en: 'Random waits spread the connections evenly.',
        },
      },
    ],
    answer({ arms }) {
      const [fixed, jitter] = [peakOf(arms, 'fixed'), peakOf(arms, 'jitter')];
      if (fixed === null || jitter === null) return null;
      if (fixed > clearlyHigher * jitter) return 'fixed';
      return jitter > clearlyHigher * fixed ? 'jitter' : null;
    },
  },
  headline: ({ arms, binMs }) => ({
    ko: `가장 붐빈 ${binMs} ms에 재연결한 사람: 정해진 시간 ${peakOf(arms, 'fixed')}명, 무작위 ${peakOf(arms, 'jitter')}명`,
    en: `reconnects in the busiest ${binMs} ms: ${peakOf(arms, 'fixed')} with a fixed wait, ${peakOf(arms, 'jitter')} with jitter`,
  }),
  show: (data) => [table(data), ...data.arms.map((arm) => bars(arm, data))],
};

function peakOf(arms: readonly HerdArm[], backOff: HerdArm['backOff']): number | null {
  const arm = arms.find((one) => one.backOff === backOff);
  return arm ? Math.max(...arm.perBin) : null;
}

function table({ arms, binMs, waitMs }: HerdData): TableBlock {
  return {
    kind: 'table',
    id: 'herd',
    title: { ko: '재연결이 몰리는 정도', en: 'How crowded it gets' },
    columns: [
      { id: 'back-off', title: { ko: '기다리는 방법', en: 'the wait' } },
      { id: 'people', title: { ko: '재연결한 사람', en: 'reconnected' }, unit: 'persons' },
      { id: 'peak', title: { ko: '가장 붐빌 때', en: 'at the peak' }, unit: 'persons' },
      { id: 'all-back', title: { ko: '모두 돌아오기까지', en: 'until all are back' }, unit: 'ms' },
    ],
    rows: arms.map((arm) => ({
      id: arm.backOff,
      cells: [backOffWords[arm.backOff], arm.people, Math.max(...arm.perBin), arm.allBackMs],
    })),
    notes: [
      {
        ko: `가장 붐빌 때: ${binMs} ms 안에 재연결한 사람 수예요. 기다리는 시간은 ${waitMs} ms로 줄였어요. 실제 클라이언트는 흔히 5초예요.`,
        en: `at the peak: people who reconnected within ${binMs} ms. The wait is cut down to ${waitMs} ms; in real clients it is often 5 s.`,
      },
    ],
  };
}

function bars(arm: HerdArm, { binMs }: HerdData) {
  const label = backOffWords[arm.backOff];
  return {
    kind: 'bars',
    id: `reconnects-${arm.backOff}`,
    title: { ko: `언제 재연결했을까: ${label.ko}`, en: `When they came back: ${label.en}` },
    unit: 'persons',
    bars: arm.perBin.flatMap((value, bin) =>
      value === 0
        ? []
        : [
            {
              id: `${bin * binMs}`,
              label: { ko: `${bin * binMs} ms부터`, en: `from ${bin * binMs} ms` },
              value,
            },
          ],
    ),
  } as const;
}
