import { defineLab } from '../../src/lab-kit.ts';
import { interpret } from './interpret.ts';
import { params, services } from './settings.ts';

export default defineLab({
  id: 'pubsub',
  revision: 1,
  claims: ['C10', 'C11', 'C12'],
  question: {
    ko: '"Pub/Sub은 구독자에게 즉시 전달되지만, 저장하지 않으므로 전송이 보장되지 않는다. 신뢰성이 필요하면 Redis Streams를 쓴다." 정말 그럴까요?',
    en: '"Pub/Sub reaches every subscriber at once, but nothing is stored, so delivery is not guaranteed. For reliable delivery use Redis Streams." Is that so?',
  },
  picture: {
    ko: [
      '                       +--> 구독자 1  듣고 있다',
      '발행자 --> 채널(Redis) +--> 구독자 2  듣고 있다',
      '                       +-x  구독자 3  자리를 비웠다',
    ].join('\n'),
    en: [
      '                      +--> subscriber 1  listens',
      'publisher --> channel +--> subscriber 2  listens',
      '              (Redis) +-x  subscriber 3  is away',
    ].join('\n'),
  },
  prediction: {
    prompt: {
      ko: '번호가 붙은 메시지를 계속 발행해요. 가운데 3분의 1 동안 구독자의 연결이 끊겼다가 클라이언트가 저절로 다시 붙어요. 구독자는 무엇을 받을까요?',
      en: 'Numbered messages are published. For the middle third the subscriber is cut off, then its client reconnects by itself. What does the subscriber get?',
    },
    choices: [
      {
        id: 'everything',
        label: {
          ko: '전부. 밀린 것은 다시 붙을 때 받아요',
          en: 'Everything: the backlog comes on reconnect',
        },
        misconception: {
          ko: 'Redis가 구독자 대신 메시지를 보관한다고 생각하기 쉬워요. 채널에는 보관함이 없어서, 다시 구독해도 돌려줄 것이 없어요.',
          en: 'It is easy to think that Redis keeps messages for a subscriber. A channel has no store: there is nothing to hand over when it comes back.',
        },
      },
      {
        id: 'without-the-gap',
        label: {
          ko: '처음과 끝만. 끊긴 사이의 것은 사라져요',
          en: 'The first and the last third: the gap is gone',
        },
      },
      {
        id: 'only-before',
        label: {
          ko: '처음 3분의 1만. 구독도 사라지니까요',
          en: 'Only the first third: the subscription is gone too',
        },
        misconception: {
          ko: '서버는 구독을 잊지만, 클라이언트가 다시 붙으면서 구독도 다시 걸어요. 돌아오지 않는 것은 그 사이의 메시지예요.',
          en: 'The server forgets the subscription, but the client subscribes again when it reconnects. What does not come back is the gap.',
        },
      },
    ],
  },
  params,
  services,
  tryNext: [
    {
      command: 'redis-lab pubsub --subscribers 1,100,400',
      look: {
        ko: '마지막 구독자가 받는 시각이 얼마나 늦어지는지 보세요.',
        en: 'See how much later the last subscriber gets it.',
      },
    },
    {
      command: 'redis-lab pubsub --quick --trace',
      look: {
        ko: '실험이 보낸 명령을 redis-cli에 그대로 붙여 넣어 보세요.',
        en: 'Paste the commands of the experiment into redis-cli yourself.',
      },
    },
  ],
  run: async (context) => (await import('./run.ts')).run(context),
  interpret,
});
