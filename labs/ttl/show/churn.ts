import { formatFigure, type Shown, type TableBlock } from '../../../src/kit/judge.ts';
import type { ChurnArm, ChurnData } from '../data.ts';
import { deadShareModel } from '../judge/churn-model.ts';
import type { params } from '../settings.ts';

/** The app that the question speaks of. */
const askedUsers = 100_000;

function asked({ arms }: ChurnData): ChurnArm | undefined {
  return arms.find(({ users }) => users === askedUsers);
}

export const churnShown: Shown<ChurnData, typeof params> = {
  title: { ko: '드나듦', en: 'Coming and going' },
  aim: {
    ko: '떠나는 만큼 새로 들어오는 앱에서 죽은 키가 메모리를 얼마나 차지하는지 봐요.',
    en: 'As many people come as go: how much of the memory do the dead keys hold?',
  },
  predict: {
    prompt: {
      ko: '사용자 10만 명의 키가 TTL 10분으로 끊임없이 드나들어요. 떠난 사람의 키는 아무도 읽지 않아요. 한참 지나면 Redis에 있는 키 가운데 죽은 키는 얼마나 될까요?',
      en: 'The keys of 100,000 people come and go, with a TTL of ten minutes; nobody reads those who left. In the long run, what part of the keys in Redis is dead?',
    },
    choices: [
      {
        id: 'hardly-any',
        label: { ko: '거의 없어요(1% 아래)', en: 'Hardly any (below 1%)' },
        misconception: {
          ko: '순찰은 죽은 키를 다 지우려고 애쓰지 않아요. 살핀 키 가운데 10%까지는 죽어 있어도 그만둬요(expire.c). 어디에서 균형이 잡혔는지는 표에 있어요.',
          en: 'The patrol does not try to remove all of them: it stops when up to 10% of the keys it looked at were dead (expire.c). Where it levelled off stands in the table.',
        },
      },
      { id: 'some', label: { ko: '1%에서 절반 사이에서 멈춰요', en: 'It levels off between 1% and a half' } },
      {
        id: 'most',
        label: { ko: '계속 쌓여서 절반을 넘어요', en: 'They pile up to more than half' },
        misconception: {
          ko: '죽은 키가 많아지면 순찰이 쉬지 않고 더 살펴요(expire.c). 그래서 얼마나 남았는지는 표에 있어요.',
          en: 'With more dead keys the patrol goes straight on (expire.c). What was left then stands in the table.',
        },
      },
    ],
    answer: (data) => {
      const share = asked(data)?.deadShare;
      if (share === undefined) return null;
      if (share < 0.01) return 'hardly-any';
      return share > 0.5 ? 'most' : 'some';
    },
  },
  headline: (data) => {
    const share = formatFigure(100 * (asked(data)?.deadShare ?? Number.NaN), 'percent');
    return {
      ko: `사용자 10만 명만큼 빠르게 떠날 때 죽은 키의 비율 ${share}`,
      en: `${share} of the keys are dead where they leave as fast as among 100,000 users`,
    };
  },
  show: (data) => [churnTable(data)],
};

function churnTable({ arms }: ChurnData): TableBlock {
  const bytes = formatFigure(Math.round(arms.at(-1)?.bytesPerKey ?? Number.NaN), 'bytes');
  return {
    kind: 'table',
    id: 'churn',
    title: { ko: '떠나는 만큼 들어올 때의 죽은 키', en: 'Dead keys where as many come as go' },
    columns: [
      { id: 'users', title: { ko: '앱의 사용자', en: 'users of the app' }, unit: 'persons' },
      { id: 'leaving', title: { ko: '떠나는 사람', en: 'leaving' }, unit: 'perSecond' },
      { id: 'living', title: { ko: '여기의 산 키', en: 'living keys here' }, unit: 'count' },
      { id: 'dead-share', title: { ko: '죽은 키의 비율', en: 'dead keys' }, unit: 'percent' },
      { id: 'model', title: { ko: '모델의 비율', en: 'by the model' }, unit: 'percent' },
    ],
    rows: arms.map(({ users, leavingPerSecond, living, deadShare }) => ({
      id: `${users}`,
      cells: [users, leavingPerSecond, living, 100 * deadShare, 100 * deadShareModel(leavingPerSecond)],
    })),
    notes: [
      {
        ko: '사용자 수만큼의 키를 두지 않고, 1초에 떠나는 사람 수를 TTL 10분인 앱과 같게 했어요. 모델은 순찰 한 번과 다음 순찰 사이에 몇 명이 떠나는지로 비율을 셈해요.',
        en: 'Not as many keys as the app has users, but as many leaving a second as with a TTL of ten minutes: how many leave between two rounds of the patrol is what the model goes by.',
      },
      {
        ko: `모델은 측정이 아니라 expire.c의 규칙을 옮긴 셈이에요. 키 하나의 메모리를 재 보니 ${bytes} 정도였어요.`,
        en: `The model is a sum by the rule in expire.c and not measured. A key held ${bytes} (measured).`,
      },
    ],
  };
}
