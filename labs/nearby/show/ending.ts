// Why it came out like this, what the figures cannot show, and a question to talk about: of the acts that ran.
import { formatFigure, ran, type Text } from '../../../src/kit/judge.ts';
import type { NearbyTried } from '../data.ts';
import { armOf } from '../judge/days.ts';

interface Sentence extends Text {
  readonly act: keyof NearbyTried;
}

const whys: readonly Sentence[] = [
  {
    act: 'strategies',
    ko: '함께 접속한 두 친구 가운데 한쪽은 먼저 왔고, 접속할 때만 구독하면 그쪽은 상대를 못 봐요.',
    en: 'Of two friends who are there together one came first; subscribing on connecting only, that one does not see the other.',
  },
  {
    act: 'costs',
    ko: '140대는 서버 한 대의 전달 수에 달려 있고, 그 수는 발행을 기다리느냐에 따라 크게 달라졌어요.',
    en: 'The 140 hang on what one server delivers, which differed widely with and without waiting for replies.',
  },
  {
    act: 'pair',
    ko: '나중에 온 쪽은 이미 있는 사람을 찾지만, 먼저 온 쪽에게는 누가 알려 줘야 해요.',
    en: 'Who comes later finds those who are there; who came first has to be told.',
  },
  {
    act: 'whale',
    ko: '서버는 채널을 한 번만 구독하고, 친구 수만큼 보내는 것은 서버예요.',
    en: 'A server subscribes to a channel once, and sends to each of the friends itself.',
  },
  {
    act: 'ring',
    ko: '링에서는 새 서버가 맡는 구간만 옮겨 가고, 나머지 연산에서는 대부분이 옮겨 가요.',
    en: 'On a ring only the arcs of the new server move; by the remainder of a division most channels do.',
  },
  {
    act: 'cells',
    ko: '칸의 경계 가까이에 있으면 가까운 사람도 다른 칸에 있어요.',
    en: 'Near the edge of a cell somebody close by is in another one.',
  },
  {
    act: 'turning',
    ko: '거의 모두가 접속해 있으면 활성 친구가 곧 모든 친구예요.',
    en: 'When nearly everybody is connected, active friends are nearly all friends.',
  },
  {
    act: 'cluster',
    ko: '일반 Pub/Sub에서 서버는 다른 서버의 구독자를 모르므로 모두에게 보내요(docs: PUBLISH).',
    en: 'With classic Pub/Sub a node does not know of subscribers elsewhere, and sends to all (docs: PUBLISH).',
  },
  {
    act: 'history',
    ko: '스트림은 시간 순서로 놓여 있어서, 섞어 두면 한 사람의 길을 보려고 남의 위치도 읽어야 해요.',
    en: 'A stream lies in the order of time: where several share one, the positions of others are read as well.',
  },
];

const caveats: readonly Sentence[] = [
  {
    act: 'strategies',
    ko: '휴대폰, 위치 서버, Redis가 한 컴퓨터에 있고, 시간을 빠르게 돌렸어요.',
    en: 'Phones, location servers and Redis on one machine, and time runs faster.',
  },
  {
    act: 'costs',
    ko: '구독하는 쪽은 바이트만 세요. 실제 서버는 받은 것을 다시 보내야 해요.',
    en: 'Subscribers here only count bytes; a real server sends on what it gets.',
  },
  { act: 'pair', ko: '모두 한 컴퓨터에서 했어요.', en: 'All of it on one machine.' },
  {
    act: 'whale',
    ko: '서버와 휴대폰이 한 프로세스에 있어서, 시간에는 휴대폰이 읽는 시간도 들어 있어요.',
    en: 'Servers and phones share a process, so times include what the phones take to read.',
  },
  { act: 'cluster', ko: '모두 한 컴퓨터에서 했어요.', en: 'All of it on one machine.' },
  { act: 'history', ko: '모두 한 컴퓨터에서 했어요.', en: 'All of it on one machine.' },
  { act: 'cells', ko: '모두 한 컴퓨터에서 했어요.', en: 'All of it on one machine.' },
  { act: 'ring', ko: '모두 한 컴퓨터에서 했어요.', en: 'All of it on one machine.' },
  { act: 'turning', ko: '모델이고 측정이 아니에요.', en: 'A model, not a measurement.' },
];

export const why = (data: NearbyTried): Text => first(whys, data, 2);
export const caveat = (data: NearbyTried): Text => first(caveats, data, 1);

function first(sentences: readonly Sentence[], data: NearbyTried, count: number): Text {
  const said = sentences.filter(({ act }) => ran(data[act]) !== null).slice(0, count);
  return { ko: said.map(({ ko }) => ko).join(' '), en: said.map(({ en }) => en).join(' ') };
}

export function discuss(data: NearbyTried): Text | null {
  const day = ran(data.strategies);
  const active = day && armOf(day, 'active');
  if (!active || active.arrivalsNever === 0) return null;
  const never = formatFigure(active.arrivalsNever, 'count');
  return {
    ko: `친구를 못 본 ${never}번을 사용자는 어떻게 알아챌까요? 서버의 어느 숫자에 나타날까요?`,
    en: `How would users notice the ${never} friends unseen, and in which figure of a server would it show?`,
  };
}
