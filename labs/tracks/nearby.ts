import type { Track } from '../../src/kit/judge.ts';

/** Friends nearby: who is here, who has left, and who only seems to be. */
export const nearby: Track = {
  id: 'nearby',
  title: { ko: '주변 친구', en: 'Friends nearby' },
  steps: [
    {
      lab: 'ttl',
      act: 'silence',
      minutes: 8,
      story: {
        ko: '채팅 앱에 "주변 친구"를 넣었어요. 위치를 알릴 때마다 키에 TTL을 걸어 두면, 조용한 사람은 저절로 빠질 것 같아요.',
        en: 'The chat app shows friends nearby. Each report of a place sets a TTL, so who falls silent should drop out by itself.',
      },
      ask: [
        {
          ko: '읽는 쪽에서 만료된 키를 본 적이 한 번이라도 있나요?',
          en: 'Did a read ever see an expired key?',
        },
        {
          ko: '키가 안 보이는 것과 지워진 것은 어떻게 다른가요?',
          en: 'How does not seen differ from deleted?',
        },
      ],
      recap: {
        ko: 'TTL은 유통기한이에요. 지나면 꺼내지 못하지만, 냉장고에서 치우는 것은 다른 일이에요.',
        en: 'A TTL is a best-before date: afterwards nothing is served, but clearing it out is another matter.',
      },
    },
    {
      lab: 'ttl',
      act: 'lag',
      minutes: 9,
      story: {
        ko: '친구가 사라지면 화면에서 바로 지우고 싶어요. expired 이벤트를 듣기로 했어요.',
        en: 'When a friend is gone the map should say so at once. We listen to the expired event.',
      },
      ask: [
        {
          ko: '다른 사용자가 많을 때 이벤트가 늦는 이유는 무엇일까요?',
          en: 'Why is the event late among many other users?',
        },
        { ko: '이 이벤트에 결제나 알림을 걸어도 될까요?', en: 'Would you hang a payment on this event?' },
      ],
      recap: {
        ko: '이벤트는 만료된 때가 아니라 Redis가 지운 때에 와요.',
        en: 'The event comes when Redis deletes the key, not when its time is up.',
      },
    },
    {
      lab: 'ttl',
      act: 'four-ways',
      minutes: 9,
      story: {
        ko: '위치를 키 하나씩 둘 수도, GEO 하나에 모을 수도 있어요. 무엇이 조용한 사람을 빼 줄까요?',
        en: 'Places can be a key each, or members of one GEO set. Which of them drops the silent?',
      },
      ask: [
        { ko: 'GEO의 멤버에는 왜 TTL이 없을까요?', en: 'Why has a member of a GEO set no TTL?' },
        {
          ko: '청소를 맡은 프로그램이 멈추면 어떤 일이 생기나요?',
          en: 'What happens when the sweeper stops?',
        },
      ],
      recap: {
        ko: '모아 두면 찾기는 쉽지만, 빼는 일은 우리 몫이 돼요.',
        en: 'Kept together they are easy to find, but dropping them becomes our work.',
      },
    },
    {
      lab: 'ttl',
      act: 'ghosts',
      minutes: 8,
      story: {
        ko: '앱을 껐는데도 접속 중으로 보이는 친구가 있어요. 서버가 죽었을 때 특히 그래요.',
        en: 'Some friends seem to be online after they left, above all when a server has died.',
      },
      ask: [
        {
          ko: '연결이 끊긴 것과 사람이 떠난 것은 같은 일인가요?',
          en: 'Is a lost connection the same as a person who left?',
        },
        {
          ko: 'TTL을 짧게 하면 무엇을 얻고 무엇을 잃나요?',
          en: 'What does a shorter TTL bring, and what does it cost?',
        },
      ],
      recap: {
        ko: '누가 없는지는 아무도 알려 주지 않아요. 있다는 소식이 끊긴 것을 알아챌 뿐이에요.',
        en: 'Nobody reports an absence. All there is to notice is that the news has stopped.',
      },
    },
    {
      lab: 'nearby',
      act: 'pair',
      minutes: 7,
      story: {
        ko: '이제 움직이는 친구를 따라가요. 접속할 때 활성인 친구의 채널만 구독하기로 했어요.',
        en: 'Now we follow friends as they move. On connecting we subscribe to the friends who are active then.',
      },
      ask: [
        {
          ko: '먼저 와 있던 사람에게 나중에 온 친구를 누가 알려 주나요?',
          en: 'Who tells somebody who was there first of a friend who comes later?',
        },
        {
          ko: '서버 사이의 메시지 한 건은 무엇을 대신하나요?',
          en: 'What does the one message between servers stand in for?',
        },
      ],
      recap: {
        ko: '나중에 온 쪽은 스스로 찾지만, 먼저 온 쪽에게는 알려 줘야 해요.',
        en: 'Who comes later finds the others; who came first has to be told.',
      },
    },
    {
      lab: 'nearby',
      act: 'strategies',
      minutes: 9,
      story: {
        ko: '두 사람에게서 본 것이 하루 동안 모두에게 일어나면 어떻게 될까요?',
        en: 'What we saw with two people happens to everybody all day. What comes of it?',
      },
      change: {
        params: { active: '60' },
        ask: {
          ko: '사람들이 거의 모두 접속해 있으면 어느 방식이 가장 좋을까요?',
          en: 'With most people connected, which way is the best?',
        },
      },
      ask: [
        {
          ko: '쉬는 채널이 많은 방식이 그래도 나은 때는 언제일까요?',
          en: 'When would the way with the idle channels still be the better one?',
        },
        {
          ko: '안 보인 위치를 서버의 숫자만 보고 알아챌 수 있을까요?',
          en: 'Could one notice the missing positions from the figures of the servers alone?',
        },
      ],
      recap: {
        ko: '구독을 줄이려면 누가 왔는지를 서로 알리는 비용을 치러야 해요.',
        en: 'Fewer subscriptions are paid for by telling each other who has come.',
      },
    },
    {
      lab: 'nearby',
      act: 'costs',
      minutes: 9,
      story: {
        ko: '발표에서 누가 물었어요. "1억 명이면 서버가 몇 대 필요해요?"',
        en: 'Somebody asks after the talk: "And for 100 million people, how many servers?"',
      },
      ask: [
        {
          ko: '계산에서 답을 가장 크게 바꾸는 숫자는 무엇인가요?',
          en: 'Which figure of the sum changes the answer most?',
        },
        {
          ko: '이 컴퓨터에서 잰 값을 그대로 쓰면 안 되는 이유는 무엇일까요?',
          en: 'Why should one not take over what was measured on this machine?',
        },
      ],
      recap: {
        ko: '계산은 넣은 숫자만큼만 믿을 수 있어요. 재 볼 수 있는 숫자는 재 보세요.',
        en: 'A sum is worth as much as what is put in: measure what can be measured.',
      },
    },
  ],
};
