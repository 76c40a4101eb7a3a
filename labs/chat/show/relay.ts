import { formatQuantity, type Shown, type TableBlock } from '../../../src/kit/judge.ts';
import type { RelayArm, RelayData } from '../data.ts';
import type { params } from '../settings.ts';
import { modeWords } from '../words.ts';

export const relayShown: Shown<RelayData, typeof params> = {
  title: { ko: '서버 두 대, 방 하나', en: 'Two servers, one room' },
  aim: {
    ko: '같은 방에 있지만 서로 다른 서버에 연결된 사람이 무엇을 듣는지 봐요.',
    en: 'Same room, different servers: what does each one hear?',
  },
  predict: {
    prompt: {
      ko: 'kim과 lee가 같은 방에 있는데, kim은 서버 1에, lee는 서버 2에 연결돼 있어요. 서버는 받은 말을 자기에게 연결된 사람에게만 보내요. lee는 무엇을 들을까요?',
      en: 'kim and lee are in one room, kim on server 1 and lee on server 2. A server sends what it gets to those who are connected to it. What does lee hear?',
    },
    choices: [
      {
        id: 'everything',
        label: { ko: '전부. 같은 방이니까요', en: 'Everything: it is the same room' },
        misconception: {
          ko: '방은 서버마다 따로 있는 목록이에요. 서버 1은 서버 2에 누가 있는지 몰라요.',
          en: 'A room is a list that each server keeps for itself. Server 1 does not know who is on server 2.',
        },
      },
      { id: 'nothing', label: { ko: '하나도 못 들어요', en: 'Nothing' } },
      {
        id: 'late',
        label: { ko: '조금 늦게 전부 들어요', en: 'Everything, a little later' },
        misconception: {
          ko: '로드 밸런서는 연결을 나눠 줄 뿐, 서버끼리 메시지를 옮겨 주지 않아요.',
          en: 'A load balancer hands out connections. It does not carry messages from server to server.',
        },
      },
    ],
    answer(arms) {
      const alone = armOf(arms, 'alone');
      if (!alone) return null;
      return alone.otherServer === 0 ? 'nothing' : alone.otherServer === alone.sent ? 'everything' : null;
    },
  },
  headline(arms) {
    const [alone, pubsub] = [armOf(arms, 'alone'), armOf(arms, 'pubsub')];
    return {
      ko: `다른 서버에서 들은 메시지: 서버끼리 모를 때 ${alone?.otherServer ?? 0}/${alone?.sent ?? 0}건, Pub/Sub으로 ${pubsub?.otherServer ?? 0}/${pubsub?.sent ?? 0}건`,
      en: `heard on the other server: ${alone?.otherServer ?? 0}/${alone?.sent ?? 0} without a relay, ${pubsub?.otherServer ?? 0}/${pubsub?.sent ?? 0} with Pub/Sub`,
    };
  },
  show: (arms) => [table(arms)],
};

export const armOf = (arms: RelayData, mode: RelayArm['mode']) => arms.find((arm) => arm.mode === mode);

function table(arms: RelayData): TableBlock {
  return {
    kind: 'table',
    id: 'relay',
    title: { ko: '누가 몇 건을 들었을까', en: 'Who heard how many' },
    columns: [
      { id: 'mode', title: { ko: '방식', en: 'mode' } },
      { id: 'sent', title: { ko: '보낸 메시지', en: 'sent' }, unit: 'messages' },
      { id: 'same-server', title: { ko: '같은 서버', en: 'same server' }, unit: 'messages' },
      { id: 'other-server', title: { ko: '다른 서버', en: 'other server' }, unit: 'messages' },
      { id: 'other-median', title: { ko: '다른 서버까지', en: 'to the other' }, unit: 'ms' },
    ],
    rows: arms.map(({ mode, sent, sameServer, otherServer, otherMs }) => ({
      id: mode,
      cells: [modeWords[mode], sent, sameServer, otherServer, otherMs],
    })),
    notes: [
      {
        ko: '다른 서버까지: 보낸 순간부터 다른 서버의 사람이 들은 순간까지의 중앙값이에요.',
        en: 'to the other: from sending to hearing on the other server, the median.',
      },
    ],
  };
}

export const otherMsText = ({ otherMs }: RelayArm) =>
  otherMs === null ? '-' : formatQuantity(otherMs, 'ms');
