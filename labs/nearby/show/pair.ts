import { formatFigure, type Shown, type TableBlock, type TranscriptBlock } from '../../../src/kit/judge.ts';
import type { PairArm, PairData, Strategy } from '../data.ts';
import type { params } from '../settings.ts';
import { strategyWords } from '../words.ts';

export const pairShown: Shown<PairData, typeof params> = {
  title: { ko: '두 친구', en: 'Two friends' },
  aim: {
    ko: '아나가 접속해 있는데 보가 접속해요. 그다음부터 누가 누구를 보는지 봐요.',
    en: 'Ana is there when Bo comes: who sees whom from then on.',
  },
  predict: {
    prompt: {
      ko: '접속할 때 활성인 친구의 채널만 구독하기로 했어요. 아나가 먼저 접속하고, 나중에 보가 접속해요. 둘이 움직이면 누가 누구를 볼까요?',
      en: 'On connecting one subscribes to the friends who are active then. Ana connects first, Bo later. As both move, who sees whom?',
    },
    hints: {
      concept: {
        ko: '둘이 서로 보려면 구독이 몇 개 필요할까요? 하나하나는 언제 만들어지나요?',
        en: 'How many subscriptions does it take for the two to see each other, and when is each made?',
      },
      pointer: {
        ko: '각자 접속한 순간에 누가 와 있었는지 적어 보세요.',
        en: 'Write down who was there at the moment each of them connected.',
      },
    },
    choices: [
      {
        id: 'both',
        label: { ko: '서로 보여요', en: 'Each sees the other' },
        misconception: {
          ko: '아나가 접속할 때 보는 없었어요. 그래서 아나의 서버는 보의 채널을 구독하지 않았고, 아무도 나중에 알려 주지 않아요.',
          en: 'Bo was not there when Ana connected, so her server never subscribed to his channel, and nobody tells it later.',
        },
      },
      { id: 'only-bo', label: { ko: '보만 아나를 봐요', en: 'Only Bo sees Ana' } },
      {
        id: 'only-ana',
        label: { ko: '아나만 보를 봐요', en: 'Only Ana sees Bo' },
        misconception: {
          ko: '거꾸로예요. 나중에 접속한 쪽이 이미 있는 사람을 찾아 구독해요. 먼저 와 있던 쪽은 구독할 기회가 지나갔어요.',
          en: 'The other way round: who comes later finds those who are there. Who was there first has missed the moment.',
        },
      },
    ],
    answer: (arms) => {
      const arm = arms.find(({ strategy }) => strategy === 'active');
      if (!arm) return null;
      const [ana, bo] = [arm.anaSawBo > 0, arm.boSawAna > 0];
      return ana && bo ? 'both' : bo ? 'only-bo' : ana ? 'only-ana' : null;
    },
  },
  headline: (arms) => {
    const arm = arms.find(({ strategy }) => strategy === 'active');
    const [saw, of] = [arm?.anaSawBo ?? 0, arm?.reports ?? 0];
    return {
      ko: `활성 친구만: 먼저 온 아나가 받은 보의 위치 ${of}건 중 ${saw}건`,
      en: `active friends only: Ana, there first, saw ${saw} of Bo's ${of} moves`,
    };
  },
  show: (arms) => [
    table(arms),
    ...arms.filter(({ strategy }) => strategy === 'active-reverse').map(transcript),
  ],
};

function table(arms: PairData): TableBlock {
  return {
    kind: 'table',
    id: 'pair',
    title: { ko: '누가 누구를 보나', en: 'Who sees whom' },
    columns: [
      { id: 'strategy', title: { ko: '구독하는 채널', en: 'subscribes to' } },
      { id: 'moves', title: { ko: '각자 움직임', en: 'moves of each' }, unit: 'messages' },
      { id: 'ana', title: { ko: '아나가 봄', en: 'Ana saw' }, unit: 'messages' },
      { id: 'bo', title: { ko: '보가 봄', en: 'Bo saw' }, unit: 'messages' },
      { id: 'subscribed', title: { ko: '구독', en: 'subscribed' }, unit: 'count' },
      { id: 'controls', title: { ko: '서버 사이 메시지', en: 'between servers' }, unit: 'messages' },
    ],
    rows: arms.map(({ strategy, reports, anaSawBo, boSawAna, subscribed, controls }) => ({
      id: strategy,
      cells: [strategyWords[strategy], reports, anaSawBo, boSawAna, subscribed, controls],
    })),
    notes: [
      {
        ko: '아나와 보는 서로 다른 위치 서버에 연결돼 있어요. 서버 사이 메시지는 "네 사용자도 이 사람을 구독해 줘"라는 부탁이에요.',
        en: 'Ana and Bo are connected to different location servers. A message between servers says: "a user of yours should hear of this one".',
      },
    ],
  };
}

const serverNames = ['server-1 (Ana)', 'server-2 (Bo)'] as const;
const mostLines = 12;

function transcript({ lines, strategy }: PairArm & { readonly strategy: Strategy }): TranscriptBlock {
  const { ko, en } = strategyWords[strategy];
  return {
    kind: 'transcript',
    id: `pair-${strategy}`,
    title: { ko: `서버와 Redis 사이: ${ko}`, en: `Between servers and Redis: ${en}` },
    lines: lines.slice(0, mostLines).map(({ server, direction, line }) => ({
      connection: serverNames[server] ?? formatFigure(server),
      direction,
      line,
    })),
  };
}
