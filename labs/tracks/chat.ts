import type { Track } from '../../src/kit/judge.ts';

/** A small chat app that grows: from the first message to several servers and the lunch rush. */
export const chat: Track = {
  id: 'chat',
  title: { ko: '자라는 채팅 앱', en: 'A chat app that grows' },
  steps: [
    {
      lab: 'pubsub',
      act: 'channel',
      minutes: 6,
      story: {
        ko: '작은 채팅 앱을 만들었어요. 메시지가 오면 Redis의 채널에 발행하고, 접속한 사람이 그 채널을 구독해요.',
        en: 'We made a small chat app. A message is published to a channel of Redis, and who is connected subscribes to it.',
      },
      ask: [
        {
          ko: 'PUBLISH의 응답으로 나온 숫자는 무엇을 센 것일까요?',
          en: 'What does the number that PUBLISH returns count?',
        },
        {
          ko: '아무도 듣지 않을 때 보내는 쪽은 어떻게 알 수 있을까요?',
          en: 'How can the sender tell that nobody listens?',
        },
      ],
      recap: {
        ko: '채널은 보관함이 아니에요. 그 순간 구독 중인 연결에 복사할 뿐이에요.',
        en: 'A channel keeps nothing: it copies to the connections that listen at that moment.',
      },
    },
    {
      lab: 'pubsub',
      act: 'fan-out',
      minutes: 7,
      story: {
        ko: '단체방이 생겼어요. 한 사람이 보낸 메시지를 방에 있는 모두가 받아야 해요.',
        en: 'There are group rooms now. What one person sends, everybody in the room has to get.',
      },
      change: {
        params: { subscribers: '1,100' },
        ask: {
          ko: '방에 백 명이 있으면 마지막 사람은 언제 받을까요?',
          en: 'With a hundred people in the room, when does the last one get it?',
        },
      },
      ask: [
        {
          ko: '마지막 구독자가 기다리는 시간은 누구의 일 때문일까요?',
          en: 'Whose work does the last subscriber wait for?',
        },
        {
          ko: '소켓만 읽는 구독자와 나란히 보면, 시간은 무엇에 더 들었나요?',
          en: 'Beside the bare sockets: what takes the rest of the time?',
        },
      ],
      recap: {
        ko: '팬아웃에서는 받는 사람 수만큼 일이 늘어요.',
        en: 'In a fan-out the work grows with those who receive.',
      },
    },
    {
      lab: 'pubsub',
      act: 'away',
      minutes: 7,
      story: {
        ko: '지하철에서 터널을 지나온 사람이 알림을 받지 못했대요. 클라이언트는 저절로 재연결했는데요.',
        en: 'Somebody came out of a tunnel and missed a notification, although their client had reconnected by itself.',
      },
      ask: [
        {
          ko: '잃은 메시지의 번호는 어디서 시작해서 어디서 끝나나요?',
          en: 'Where do the lost ids begin, and where do they end?',
        },
        {
          ko: '말없이 끊긴 연결에서 서버는 무엇을 잘못 알고 있었나요?',
          en: 'What did the server get wrong about the silent connection?',
        },
      ],
      recap: {
        ko: '재연결은 연결을 되돌려 줄 뿐, 그사이의 메시지를 되돌려 주지 않아요.',
        en: 'Reconnecting brings back the connection, not what was sent meanwhile.',
      },
    },
    {
      lab: 'pubsub',
      act: 'streams',
      minutes: 8,
      story: {
        ko: '결제 알림을 보내기로 했어요. 이제 하나라도 잃으면 안 돼요.',
        en: 'Payment notices are next. From now on not a single one may be lost.',
      },
      ask: [
        {
          ko: '중복된 메시지는 어느 순간에 생겼을까요?',
          en: 'At which moment did the duplicates come about?',
        },
        {
          ko: '같은 알림이 두 번 와도 괜찮게 하려면 무엇을 해야 할까요?',
          en: 'What makes it harmless that a notice comes twice?',
        },
      ],
      recap: {
        ko: '스트림은 잃지 않는 대신 두 번 줄 수 있고, 디스크에 남기는 설정만큼만 안전해요.',
        en: 'A stream may give things twice instead of losing them, and is only as safe as what it puts on disk.',
      },
    },
    {
      lab: 'sticky',
      act: 'web-sockets',
      minutes: 7,
      story: {
        ko: '사용자가 늘어서 서버를 세 대로 늘리고 앞에 로드 밸런서를 두었어요.',
        en: 'With more users we run three servers, and a load balancer in front.',
      },
      ask: [
        {
          ko: '열려 있는 WebSocket은 언제 다른 서버로 옮겨 갔나요?',
          en: 'When did an open WebSocket move to another server?',
        },
        {
          ko: '그런데도 "끊긴다"고 말하는 사람은 무엇을 본 것일까요?',
          en: 'What have those seen who say that it breaks?',
        },
      ],
      recap: {
        ko: '로드 밸런서는 연결을 시작할 때 한 번 고르고, 열린 연결은 그대로 두어요.',
        en: 'A balancer picks once, when a connection begins, and leaves an open one where it is.',
      },
    },
    {
      lab: 'sticky',
      act: 'sessions',
      minutes: 7,
      story: {
        ko: '배포할 때마다 사람들이 로그아웃된대요. 세션은 서버의 메모리에 있어요.',
        en: 'People are logged out at every deploy. Sessions live in the memory of a server.',
      },
      ask: [
        {
          ko: '세션을 밖으로 옮기면 요청 하나에 무엇이 더 드나요?',
          en: 'What does a request cost more with sessions outside?',
        },
        { ko: '스티키 세션으로는 왜 충분하지 않나요?', en: 'Why are sticky sessions not enough?' },
      ],
      recap: {
        ko: '상태를 밖에 두면 어느 서버가 받아도 괜찮아요. 비용은 요청마다 한 번의 왕복이에요.',
        en: 'With state outside any server will do. It costs a round trip a request.',
      },
    },
    {
      lab: 'chat',
      act: 'faults',
      minutes: 5,
      story: {
        ko: '같은 방에 있던 두 사람이 서로 다른 대화를 봤대요. 서버 한 대가 죽었다가 살아난 날이었어요.',
        en: 'Two people in one room saw different conversations. It was the day when a server died and came back.',
      },
      ask: [
        {
          ko: 'Pub/Sub만 쓸 때, 놓친 사람은 놓친 줄 알 수 있었나요?',
          en: 'With Pub/Sub only: could those who missed something know it?',
        },
        {
          ko: '"거짓 복구"가 그냥 잃는 것보다 나쁜 이유는 무엇일까요?',
          en: 'Why is a false all-clear worse than a loss?',
        },
      ],
      recap: {
        ko: '전달에는 Pub/Sub을, 복구에는 기록을 써요. 되찾을 수 없을 때는 그렇다고 말해요.',
        en: 'Pub/Sub carries, a history recovers. What cannot be had is said.',
      },
    },
    {
      lab: 'pool-bench',
      act: 'shapes',
      minutes: 7,
      story: {
        ko: '점심시간마다 느려져요. 요청마다 Redis 연결을 새로 만들고 있었어요.',
        en: 'It gets slow at lunch time. Each request made a new connection to Redis.',
      },
      ask: [
        { ko: '새 연결에서 시간은 어디에 쓰였나요?', en: 'Where did the time of a new connection go?' },
        {
          ko: '연결 하나 공유와 풀 가운데 어느 쪽이 앞섰나요? 왜 그럴까요?',
          en: 'Which was ahead here, one shared connection or the pool? Why?',
        },
      ],
      recap: {
        ko: '연결은 만들 때 비싸요. 몇 개를 두고 쓸지는 측정해서 정해요.',
        en: 'Connections are dear to make. How many to keep is a matter of measuring.',
      },
    },
    {
      lab: 'transports',
      act: 'cheaper',
      minutes: 6,
      story: {
        ko: '서버가 늘자 누군가 말해요. "연결을 다 끊고, 그냥 물어보게 하면 더 싸지 않을까?"',
        en: 'As servers are added somebody says: "Would it not be cheaper to keep no connections, and have everybody ask?"',
      },
      ask: [
        {
          ko: '두 선이 만나는 곳에서 응답 하나에는 업데이트가 몇 건 들어 있나요?',
          en: 'Where the two lines meet, how many updates does an answer hold?',
        },
        {
          ko: '우리 채팅방의 속도는 그 지점의 어느 쪽인가요?',
          en: 'On which side of it is the rate of our chat room?',
        },
      ],
      recap: {
        ko: '열어 두는 쪽은 업데이트마다, 물어보는 쪽은 질문마다 비용을 내요. 둘의 비율이 답이에요.',
        en: 'Keeping open costs for each update, asking for each question. Their ratio is the answer.',
      },
    },
  ],
};
