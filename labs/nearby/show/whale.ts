import { formatFigure, formatQuantity, median, type Shown, type TableBlock } from '../../../src/kit/judge.ts';
import type { WhaleArm, WhaleData, WhaleTrial } from '../data.ts';
import type { params } from '../settings.ts';

export const whaleShown: Shown<WhaleData, typeof params> = {
  title: { ko: '친구가 아주 많은 사람', en: 'Very many friends' },
  aim: {
    ko: '친구가 아주 많은 사람이 한 번 움직일 때 Redis와 서버가 무엇을 몇 번 하는지 봐요.',
    en: 'Somebody with very many friends moves once: what do Redis and the servers have to do?',
  },
  predict: {
    prompt: {
      ko: '친구 수백 명이 위치 서버 여러 대에 나뉘어 접속해 있어요. 이 사람이 한 번 움직이면, Redis는 그 위치를 몇 번 복사해서 보낼까요?',
      en: 'Hundreds of friends are connected, spread over several location servers. The person moves once: how many copies of the position does Redis send?',
    },
    hints: {
      concept: {
        ko: 'Redis에 구독하는 것은 누구인가요? 휴대폰인가요, 서버인가요?',
        en: 'Who is it that subscribes at Redis: the phones or the servers?',
      },
      pointer: {
        ko: '복사와 푸시를 친구 수마다 비교해 보세요.',
        en: 'Compare copies and pushes as the friends become more.',
      },
    },
    choices: [
      {
        id: 'one',
        label: { ko: '한 번', en: 'One' },
        misconception: {
          ko: '한 번은 PUBLISH예요. 그 채널을 구독한 연결마다 복사본이 하나씩 나가요.',
          en: 'One is the PUBLISH. A copy goes out to each connection that has subscribed to the channel.',
        },
      },
      { id: 'servers', label: { ko: '위치 서버의 수만큼', en: 'As many as there are location servers' } },
      {
        id: 'friends',
        label: { ko: '접속한 친구의 수만큼', en: 'As many as there are friends connected' },
        misconception: {
          ko: '서버는 채널을 한 번만 구독하고, 자기 사용자들에게 나눠 보내요. 친구 수만큼 일하는 것은 위치 서버예요.',
          en: 'A server subscribes to a channel once and passes it on to all of its users. It is the servers that do the work per friend.',
        },
      },
    ],
    offWhen: ({ servers, whale }) =>
      servers > 1 && whale >= 10 * servers
        ? null
        : {
            ko: '질문은 서버가 여러 대이고 친구가 훨씬 많을 때를 물어요.',
            en: 'The question is about several servers and many more friends.',
          },
    answer: ({ arms, servers }) => {
      const copies = copiesOf(arms.at(-1));
      if (copies === null) return null;
      if (copies < 1.5) return 'one';
      return copies <= 1.5 * servers ? 'servers' : 'friends';
    },
  },
  headline: ({ arms }) => {
    const most = arms.at(-1);
    const [friends, copies] = [most?.friends ?? 0, copiesOf(most) ?? Number.NaN].map((figure) =>
      formatFigure(figure, 'count'),
    );
    const last = formatQuantity(figureOf(most, ({ lastMs }) => lastMs) ?? Number.NaN, 'ms');
    return {
      ko: `친구 ${friends}명: Redis의 복사 ${copies}번, 마지막 친구까지 ${last}`,
      en: `${friends} friends: ${copies} copies by Redis, ${last} until the last of them`,
    };
  },
  show: (data) => [table(data)],
};

/** The middle one of the trials. */
function figureOf(arm: WhaleArm | undefined, figure: (trial: WhaleTrial) => number): number | null {
  return median((arm?.trials ?? []).map(figure));
}

const copiesOf = (arm: WhaleArm | undefined) => figureOf(arm, ({ copies }) => copies);

function table({ arms, servers }: WhaleData): TableBlock {
  return {
    kind: 'table',
    id: 'whale',
    title: { ko: '위치 한 건의 비용', en: 'What one report takes' },
    columns: [
      { id: 'friends', title: { ko: '접속한 친구', en: 'friends connected' }, unit: 'persons' },
      { id: 'copies', title: { ko: 'Redis의 복사', en: 'copies by Redis' }, unit: 'messages' },
      { id: 'pushes', title: { ko: '서버의 푸시', en: 'pushes by servers' }, unit: 'messages' },
      { id: 'first', title: { ko: '첫 친구까지(p50)', en: 'first friend, p50' }, unit: 'ms' },
      { id: 'last', title: { ko: '마지막 친구(p50)', en: 'last friend, p50' }, unit: 'ms' },
      { id: 'slowest', title: { ko: '마지막 친구(최대)', en: 'last friend, max' }, unit: 'ms' },
    ],
    rows: arms.map((arm) => ({
      id: `friends-${arm.friends}`,
      cells: [
        arm.friends,
        copiesOf(arm),
        figureOf(arm, ({ pushes }) => pushes),
        figureOf(arm, ({ firstMs }) => firstMs),
        figureOf(arm, ({ lastMs }) => lastMs),
        Math.max(...arm.trials.map(({ lastMs }) => lastMs)),
      ],
    })),
    notes: [
      {
        ko: `친구들은 진짜 WebSocket으로 위치 서버 ${servers}대에 고르게 접속해 있어요. 세 사람이 번갈아 ${arms[0]?.trials.length ?? 0}번씩 움직여요.`,
        en: `The friends are connected by real WebSockets, spread evenly over ${servers} location servers. The three people move in turn, ${arms[0]?.trials.length ?? 0} times each.`,
      },
      {
        ko: '서버와 휴대폰이 모두 한 프로세스에 있어서, 마지막 친구까지의 시간에는 휴대폰이 읽는 시간도 들어 있어요.',
        en: 'Servers and phones are in one process, so the time until the last friend includes what the phones take to read.',
      },
    ],
  };
}
