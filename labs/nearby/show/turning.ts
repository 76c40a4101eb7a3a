import { formatFigure, type LinesBlock, type Shown, type TableBlock } from '../../../src/kit/judge.ts';
import type { Strategy, TurningArm, TurningData } from '../data.ts';
import { turnsAt } from '../judge/best.ts';
import type { params } from '../settings.ts';
import { strategyWords } from '../words.ts';

export const turningShown: Shown<TurningData, typeof params> = {
  isModel: true,
  title: { ko: '다른 세상', en: 'Other worlds' },
  aim: {
    ko: '접속해 있는 사람이 많아지면 어느 방식이 덜 드는지 모델로 봐요.',
    en: 'By a model: which way asks less as more people are connected.',
  },
  predict: {
    prompt: {
      ko: '사용자의 10%가 접속해 있을 때는 역방향 구독이 훨씬 덜 들어요. 90%가 접속해 있으면 어느 쪽의 작업(구독, 해제, 서버 사이 메시지)이 더 적을까요?',
      en: 'With 10% of the users connected the reverse subscription asks far less. With 90% connected, which way takes fewer operations (subscribes, unsubscribes, messages between servers)?',
    },
    choices: [
      {
        id: 'reverse',
        label: { ko: '여전히 활성 친구 + 역방향', en: 'Still active + reverse' },
        misconception: {
          ko: '거의 모두가 접속해 있으면 활성 친구가 곧 모든 친구예요. 구독 수는 비슷한데 서로 알리는 메시지가 더 들어요.',
          en: 'When nearly everybody is there, active friends are nearly all friends: as many subscriptions, and the messages on top.',
        },
      },
      { id: 'all', label: { ko: '모든 친구를 구독하는 쪽', en: 'Subscribing to every friend' } },
      {
        id: 'same',
        label: { ko: '거의 같아요(10% 안쪽)', en: 'About the same (within 10%)' },
        misconception: {
          ko: '구독하는 친구의 수만 보면 비슷해져요. 하지만 접속하고 떠날 때마다 서버끼리 주고받는 메시지와 해제가 남아요.',
          en: 'The friends subscribed to become about the same, but every coming and going still takes messages and unsubscribes.',
        },
      },
    ],
    answer: (arms) => {
      const most = arms.reduce<TurningArm | undefined>(
        (found, arm) => (!found || arm.activeShare > found.activeShare ? arm : found),
        undefined,
      );
      if (!most) return null;
      const ratio = most.operations['active-reverse'] / most.operations.all;
      if (Math.abs(Math.log(ratio)) < Math.log(1.1)) return 'same';
      return ratio < 1 ? 'reverse' : 'all';
    },
  },
  headline: (arms) => {
    const at = turnsAt(arms);
    if (at === null)
      return { ko: '모델: 어디서나 역방향이 덜 들어요', en: 'model: the reverse way asks less everywhere' };
    const share = formatFigure(100 * at, 'percent');
    return {
      ko: `모델: 접속 비율 ${share}에서 모든 친구 쪽이 덜 들어요`,
      en: `model: with ${share} connected every friend asks less`,
    };
  },
  show: (arms) => [table(arms), lines(arms)],
};

function table(arms: TurningData): TableBlock {
  return {
    kind: 'table',
    id: 'turning',
    title: { ko: '접속당 작업(모델)', en: 'Operations for a connecting phone (model)' },
    columns: [
      { id: 'active', title: { ko: '접속 중', en: 'connected' }, unit: 'percent' },
      { id: 'session', title: { ko: '머무는 시간', en: 'stays for' }, unit: 's' },
      { id: 'all', title: strategyWords.all, unit: 'attempts' },
      { id: 'active-reverse', title: strategyWords['active-reverse'], unit: 'attempts' },
      { id: 'channels-all', title: { ko: '채널, 모든 친구', en: 'channels, every' }, unit: 'count' },
      { id: 'channels-reverse', title: { ko: '채널, 역방향', en: 'channels, reverse' }, unit: 'count' },
    ],
    rows: arms.map(({ activeShare, sessionMs, operations, channels }) => ({
      id: `${Math.round(100 * activeShare)}-${sessionMs / 1e3}`,
      cells: [
        100 * activeShare,
        sessionMs / 1e3,
        operations.all,
        operations['active-reverse'],
        Math.round(channels.all),
        Math.round(channels['active-reverse']),
      ],
    })),
    notes: [
      {
        ko: '작은 세상(400명, 평균 친구 20명)을 네트워크 없이 돌린 모델이에요. 마지막 줄은 사람들이 2분씩만 머무는 세상이에요.',
        en: 'A model: a small world (400 people, 20 friends each on the average) without a network. In the last row people stay for two minutes only.',
      },
    ],
  };
}

/** The worlds that differ in nothing but how many are there. */
function lines(arms: TurningData): LinesBlock {
  const same = arms.filter(({ sessionMs }) => sessionMs === arms[0]?.sessionMs);
  const series = (strategy: Strategy) => ({
    id: strategy,
    label: strategyWords[strategy],
    values: same.map(({ operations }) => operations[strategy]),
  });
  return {
    kind: 'lines',
    id: 'turning-lines',
    title: { ko: '접속 비율과 작업(모델)', en: 'Share connected and operations (model)' },
    unit: 'attempts',
    axis: {
      label: { ko: '접속 중인 사용자', en: 'users connected' },
      unit: 'percent',
      at: same.map(({ activeShare }) => 100 * activeShare),
    },
    series: [series('all'), series('active-reverse')],
  };
}
