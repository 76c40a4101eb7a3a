import type { Track } from '../../src/kit/judge.ts';

/** What a message goes through on its way: is Pub/Sub enough? */
export const brokers: Track = {
  id: 'brokers',
  title: { ko: 'Pub/Sub이면 충분할까', en: 'Is Pub/Sub enough?' },
  steps: [
    {
      lab: 'pubsub',
      act: 'away',
      minutes: 8,
      story: {
        ko: '주문이 들어오면 주방 화면에 띄워요. 주방의 와이파이가 가끔 끊겨요.',
        en: 'Orders appear on a screen in the kitchen. Its network drops out now and then.',
      },
      change: {
        params: { sequence: '600' },
        ask: {
          ko: '주문이 다섯 배 많은 날에는 몇 건을 잃을까요?',
          en: 'On a day with five times the orders, how many are lost?',
        },
      },
      ask: [
        { ko: '잃은 주문의 수는 무엇에 비례하나요?', en: 'What does the number of lost orders grow with?' },
        { ko: '보낸 쪽은 잃은 것을 알 수 있나요?', en: 'Can the sender know what was lost?' },
      ],
      recap: {
        ko: 'Pub/Sub에서 잃는 양은 자리를 비운 동안 발행된 양이에요.',
        en: 'Pub/Sub loses what was published while somebody was away.',
      },
    },
    {
      lab: 'pubsub',
      act: 'slow',
      minutes: 7,
      story: {
        ko: '주방 화면이 느려졌어요. 연결은 있는데 읽는 속도가 주문을 따라가지 못해요.',
        en: 'The kitchen screen is slow. It is connected, but cannot keep up.',
      },
      ask: [
        { ko: '서버는 언제 그 연결을 포기했나요?', en: 'When did the server give the connection up?' },
        { ko: '그때까지 쌓인 메시지는 어떻게 되었나요?', en: 'What became of what had piled up by then?' },
      ],
      recap: {
        ko: '빠른 발행자와 느린 구독자 사이에는 버퍼가 있고, 버퍼에는 끝이 있어요.',
        en: 'Between a fast publisher and a slow subscriber there is a buffer, and it ends somewhere.',
      },
    },
    {
      lab: 'pubsub',
      act: 'streams',
      minutes: 10,
      story: {
        ko: '주문을 스트림에 넣고, 요리를 마치면 확인(XACK)하기로 했어요.',
        en: 'Orders go into a stream now, and are acknowledged (XACK) when the dish is done.',
      },
      ask: [
        {
          ko: '요리사가 확인하기 전에 쓰러지면 그 주문은 누가 이어받나요?',
          en: 'If the cook drops out before XACK, who takes over?',
        },
        {
          ko: '서버가 죽어도 남으려면 어떤 설정이 필요한가요?',
          en: 'What setting outlives the death of the server?',
        },
        {
          ko: '그러면 Kafka나 RabbitMQ는 언제 필요할까요?',
          en: 'When, then, does one need Kafka or RabbitMQ?',
        },
      ],
      recap: {
        ko: '무엇을 잃어도 되는지 먼저 정하면, 무엇을 쓸지는 표에서 고를 수 있어요.',
        en: 'Decide first what may be lost; then the table says what to use.',
      },
    },
    {
      lab: 'persistence',
      act: 'power-cut',
      minutes: 9,
      story: {
        ko: '주문을 담은 Redis가 있던 건물에 정전이 났어요. 주문은 모두 OK를 받았어요.',
        en: 'The power went in the building of the Redis that held the orders. All of them had got their OK.',
      },
      ask: [
        {
          ko: '정전이 아니라 kill -9였다면 같은 설정으로 무엇이 남았을까요? 커널은 그때 어떻게 되나요?',
          en: 'Had it been kill -9 and not the power: what would the same setting have kept? What becomes of the kernel then?',
        },
        {
          ko: '주문에는 어떤 설정이 맞을까요? 로그인 세션에는요?',
          en: 'Which setting for orders? Which one for login sessions?',
        },
      ],
      recap: {
        ko: '프로세스가 죽는 것과 전원이 나가는 것은 다른 일이에요. 정전에 남는 것은 fsync가 끝난 것뿐이에요.',
        en: 'A process that dies and power that goes are not the same. Only what was synced outlives the second.',
      },
    },
    {
      lab: 'queue',
      act: 'synchronous',
      minutes: 9,
      story: {
        ko: '점심에는 주문이 몰려요. 손님을 세워 두지 않으려고, 주문을 큐에 넣고 바로 응답하기로 했어요.',
        en: 'Orders come all at once at lunch. So that nobody has to wait, they go into a queue and the reply is sent at once.',
      },
      ask: [
        {
          ko: '큐를 두어서 빨라진 것은 무엇이고, 그대로인 것은 무엇인가요?',
          en: 'What became faster with the queue, and what stayed as it was?',
        },
        {
          ko: '"받았어요"라고 말해도 되는 순간은 언제일까요?',
          en: 'From which moment on may one say "we have got it"?',
        },
      ],
      recap: {
        ko: '확인(ack)은 "이제 잊어도 된다"는 말이에요. 처리한 다음에 해야 해요.',
        en: 'To acknowledge is to say "you may forget it". It comes after the work.',
      },
    },
    {
      lab: 'queue',
      act: 'failure',
      minutes: 7,
      story: {
        ko: '주문 하나가 자꾸 실패해요. 일단 큐로 돌려보내기로 했어요.',
        en: 'One order fails again and again. For the moment it is handed back to the queue.',
      },
      ask: [
        {
          ko: '끝없는 루프가 돌고 있다는 것을 무엇을 보고 알 수 있을까요?',
          en: 'By what could one notice that the loop goes round without end?',
        },
        {
          ko: '데드 레터 큐는 누가 언제 열어 보나요?',
          en: 'Who opens the dead letter queue, and when?',
        },
      ],
      recap: {
        ko: '다시 하기에는 간격과 횟수가 있어야 하고, 끝에는 사람이 있어야 해요.',
        en: 'Trying again needs a pause and a limit, and somebody at the end of it.',
      },
    },
    {
      lab: 'delivery',
      act: 'matrix',
      minutes: 9,
      story: {
        ko: '다음 달에는 결제도 메시지로 보내요. 회의에서 누가 물어요. "Kafka로 가야 하나요?" 오늘 겪은 고장을 모두에게 겪어 보게 해요.',
        en: 'Next month payments travel as messages, too. Somebody asks: "do we have to go to Kafka?" So everybody gets the faults of today.',
      },
      ask: [
        {
          ko: '하나도 잃지 않은 것은 Kafka뿐이었나요?',
          en: 'Was Kafka the only one that lost nothing?',
        },
        {
          ko: '두 번 온 메시지가 결제였다면, 두 번 결제되지 않게 막는 것은 누구의 일일까요?',
          en: 'Had the message that came twice been a payment: whose task is it not to charge twice?',
        },
        {
          ko: '우리 팀이 돌볼 수 있는 것은 어느 것인가요?',
          en: 'Which of them could our own team look after?',
        },
      ],
      recap: {
        ko: '"예"의 뜻은 시스템마다 달라요. 무엇을 잃으면 안 되는지부터 정하고, 중복은 받는 쪽에서 막아요.',
        en: 'A yes means something else in each system. Decide first what must not be lost; duplicates are up to the receiver.',
      },
    },
  ],
};
