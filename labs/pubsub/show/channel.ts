import type { Shown, Text } from '../../../src/kit/judge.ts';
import type { ChannelData } from '../data.ts';
import type { params } from '../settings.ts';

export const channelShown: Shown<ChannelData, typeof params> = {
  title: { ko: '첫 구독', en: 'First try' },
  aim: {
    ko: '구독하고, 발행하고, 받아 봐요. PUBLISH가 무엇을 응답하는지 보세요.',
    en: 'Subscribe, publish, receive: watch what PUBLISH replies.',
  },
  predict: {
    prompt: {
      ko: '한 연결이 채널 news.kr과 패턴 news.*를 함께 구독해요. news.kr에 메시지를 한 번 발행하면 몇 번 받을까요?',
      en: 'One connection subscribes to the channel news.kr and to the pattern news.*. A message is published to news.kr once. How often does it get it?',
    },
    hints: {
      concept: {
        ko: '채널의 구독자와 패턴의 구독자는 서로 다른 목록이에요. 한 연결이 두 목록에 모두 있다면요?',
        en: 'Who subscribes to a channel and who to a pattern stand on two lists. What of a connection that is on both?',
      },
      pointer: {
        ko: 'PUBLISH의 응답을, 도착한 메시지의 수와 비교해 보세요.',
        en: 'Compare the reply of PUBLISH with how many copies arrived.',
      },
    },
    choices: [
      {
        id: 'once',
        label: { ko: '한 번', en: 'Once' },
        misconception: {
          ko: '연결이 하나이니 한 번일 것 같지만, Redis는 연결이 아니라 구독마다 메시지를 복사해요.',
          en: 'One connection, one copy, it seems; but Redis copies for each subscription, not for each connection.',
        },
      },
      { id: 'twice', label: { ko: '두 번', en: 'Twice' } },
    ],
    answer: ({ pattern: { copies } }) => (copies === 1 ? 'once' : copies === 2 ? 'twice' : null),
  },
  headline: ({ pattern: { copies }, replies: { none } }) => ({
    ko: `한 연결이 같은 메시지를 ${copies}번 받음, 아무도 없을 때 PUBLISH의 응답은 ${none}`,
    en: `one connection got a message ${copies} times; with nobody there PUBLISH replied ${none}`,
  }),
  show: ({ lines, pattern, getWhileSubscribed: { resp2, resp3 } }) => [
    { kind: 'transcript', id: 'commands', title: { ko: '명령과 응답', en: 'Commands and replies' }, lines },
    {
      kind: 'note',
      text: {
        ko: `PUBLISH의 응답은 메시지를 넘겨준 구독의 수예요. 0이어도 오류가 아니에요. 채널과 패턴을 함께 구독한 연결은 구독 ${pattern.reply}개로 세어졌고 같은 메시지를 ${pattern.copies}번 받았어요.`,
        en: `PUBLISH replies to how many subscriptions it handed the message; 0 is no error. A connection that subscribed to the channel and to a matching pattern was counted as ${pattern.reply} and got the message ${pattern.copies} times.`,
      },
    },
    {
      kind: 'note',
      text: {
        ko: `구독 중인 연결이 GET을 보냈더니 RESP2에서는 ${refusalWord(resp2).ko}. RESP3(HELLO 3)에서는 ${refusalWord(resp3).ko}.`,
        en: `GET on a subscribed connection: RESP2 ${refusalWord(resp2).en}, RESP3 (HELLO 3) ${refusalWord(resp3).en}.`,
      },
    },
  ],
};

function refusalWord(reply: string): Text {
  return reply.startsWith('(error)')
    ? { ko: '거절당했어요', en: 'refused it' }
    : { ko: '응답을 받았어요', en: 'answered it' };
}
