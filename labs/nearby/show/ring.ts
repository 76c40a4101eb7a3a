import { formatFigure, type Shown, type TableBlock } from '../../../src/kit/judge.ts';
import type { RingChange, RingData } from '../data.ts';
import type { params } from '../settings.ts';
import { changeWords } from '../words.ts';

export const ringShown: Shown<RingData, typeof params> = {
  title: { ko: '여러 Redis', en: 'Several Redis' },
  aim: {
    ko: '채널을 나눠 가진 서버가 늘거나 죽을 때 무엇이 움직이는지 봐요.',
    en: 'What moves when a server is added to those that share the channels, or dies.',
  },
  predict: {
    prompt: {
      ko: '채널이 Redis 4대에 해시 링(consistent hashing)으로 나뉘어 있어요. 한 대를 더하면 채널의 몇 %가 다른 서버로 옮겨 갈까요?',
      en: 'The channels lie on 4 Redis servers by consistent hashing. One more is added: what share of the channels moves to another server?',
    },
    choices: [
      {
        id: 'none',
        label: { ko: '하나도 안 옮겨요', en: 'None' },
        misconception: {
          ko: '새 서버도 제 몫을 가져야 하니, 그만큼은 옮겨 가요.',
          en: 'The new server has to get its share, so that much moves.',
        },
      },
      { id: 'fifth', label: { ko: '5분의 1쯤', en: 'About a fifth' } },
      {
        id: 'most',
        label: { ko: '대부분', en: 'Most of them' },
        misconception: {
          ko: '해시를 서버 수로 나눈 나머지를 쓰면 그래요. 링에서는 새 서버가 맡는 구간만 옮겨 가요.',
          en: 'So it is with the remainder of a division. On a ring only the arcs that the new server takes over move.',
        },
      },
    ],
    answer: (arms) => {
      const share = shareOf(arms, 'ring-added');
      if (share === null) return null;
      if (share === 0) return 'none';
      return share < 0.4 ? 'fifth' : 'most';
    },
  },
  headline: (arms) => {
    const [ring, modulo] = [shareOf(arms, 'ring-added'), shareOf(arms, 'modulo-added')].map((share) =>
      formatFigure(100 * (share ?? Number.NaN), 'percent'),
    );
    return {
      ko: `한 대를 더하면 옮겨 간 채널: 링 ${ring}, 나머지 연산 ${modulo}`,
      en: `one added: ${ring} of channels move on a ring, ${modulo} by modulo`,
    };
  },
  show: (arms) => [table(arms)],
};

function shareOf(arms: RingData, change: RingChange): number | null {
  const arm = arms.find((one) => one.change === change);
  return arm ? arm.moved / arm.channels : null;
}

function table(arms: RingData): TableBlock {
  return {
    kind: 'table',
    id: 'ring',
    title: { ko: '서버가 바뀔 때', en: 'When the servers change' },
    columns: [
      { id: 'change', title: { ko: '변화', en: 'change' } },
      { id: 'moved', title: { ko: '옮긴 채널', en: 'channels moved' }, unit: 'percent' },
      { id: 'subscribed', title: { ko: '다시 구독', en: 'resubscribed' }, unit: 'count' },
      { id: 'quiet', title: { ko: '끝날 때까지', en: 'until quiet' }, unit: 'ms' },
      { id: 'missed', title: { ko: '유실', en: 'lost' }, unit: 'messages' },
      { id: 'refused', title: { ko: '발행 실패', en: 'publish failed' }, unit: 'messages' },
    ],
    rows: arms.map(({ change, moved, channels, subscribed, quietMs, missed, refused }) => ({
      id: change,
      cells: [changeWords[change], (100 * moved) / channels, subscribed, quietMs, missed, refused],
    })),
    notes: [
      {
        ko: '바뀌는 동안 위치를 계속 발행했어요. 구독하는 서버들은 40 ms 안에서 저마다 다른 때에, 발행하는 쪽은 그 가운데에 소식을 들어요.',
        en: 'Positions are published all the while. The listeners hear of the change at moments of their own within 40 ms, the publisher in the middle of it.',
      },
      {
        ko: '겹쳐서: 모두가 새 서버에도 구독한 뒤에 발행하는 쪽이 옮겨요. 발행 실패는 죽은 서버에 보낸 것이라 발행한 쪽이 알아요. 유실은 아무도 몰라요.',
        en: 'With overlap: the publisher moves after everybody has subscribed at the new place. A failed publish went to the dead server, and the publisher knows; of a loss nobody knows.',
      },
    ],
  };
}
