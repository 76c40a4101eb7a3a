import { defineLab } from '../../src/lab-kit.ts';
import { interpret } from './interpret.ts';
import { params, services } from './settings.ts';

export default defineLab({
  id: 'ttl',
  revision: 1,
  claims: ['C20'],
  question: {
    ko: '"TTL 10분이면 비활성 사용자가 검색에서 자동으로 빠진다." 정말 그럴까요?',
    en: '"With a 10-minute TTL inactive people drop out of results by themselves." Is that so?',
  },
  picture: {
    ko: [
      '휴대폰 --SET 위치 EX 600--> Redis --GET-----> 친구의 화면',
      '(그리고 침묵)                      --expired--> 알림을 기다리는 서버',
    ].join('\n'),
    en: [
      "phone --SET place EX 600--> Redis --GET-----> a friend's screen",
      '(and then silence)                --expired--> a server that waits',
    ].join('\n'),
  },
  prediction: {
    prompt: {
      ko: '사용자 2,000명이 조용해졌고, 그들의 TTL이 방금 끝났어요. 다른 수만 명의 키는 아직 살아 있어요. 1초쯤 뒤, 어디까지 저절로 일어났을까요?',
      en: 'Two thousand users fell silent and their TTL has just ended; the keys of tens of thousands of others live on. About a second later, what has happened by itself?',
    },
    choices: [
      {
        id: 'all-at-once',
        label: {
          ko: '읽어도 안 보이고, 키도 지워졌고, expired 이벤트도 왔어요',
          en: 'Reads no longer see them, the keys are removed, the expired events have come',
        },
        misconception: {
          ko: 'TTL을 키마다 울리는 타이머로 생각하기 쉬워요. Redis는 끝나는 시각만 적어 두고, 읽히거나 순찰에 걸릴 때에야 지우면서 이벤트를 보내요.',
          en: 'It is easy to think of a TTL as an alarm on each key. Redis only notes when it ends; it removes the key, and sends the event, when somebody reads it or the patrol comes by.',
        },
      },
      {
        id: 'reads-only',
        label: {
          ko: '읽으면 안 보여요. 하지만 키와 이벤트는 대부분 아직이에요',
          en: 'Reads no longer see them, but most keys are still there and most events have not come',
        },
      },
      {
        id: 'still-seen',
        label: {
          ko: '아직 지워지지 않은 키는 읽으면 그대로 보여요',
          en: 'Whatever is not removed yet can still be read',
        },
        misconception: {
          ko: '지워지는 때와 안 보이는 때는 달라요. 읽을 때마다 끝나는 시각을 먼저 보기 때문에, 메모리에 남아 있어도 없는 것으로 대답해요.',
          en: 'Being removed and being out of sight are two things. Every read looks at the end time first: what is over is answered as missing, even while it is still in memory.',
        },
      },
    ],
  },
  params,
  services,
  tryNext: [
    {
      command: 'redis-lab ttl --others 1000,10000,100000 --observe 5s',
      look: {
        ko: '함께 사는 사용자가 몇 명일 때부터 이벤트가 늦어지는지 보세요.',
        en: 'See from how many others on the events come late.',
      },
    },
    {
      command: 'redis-lab ttl --ttl 600s --speed 60',
      look: {
        ko: '시간을 덜 빠르게 돌려도 expired의 지각은 그대로인지 보세요.',
        en: 'Slow the world down: does the lag of expired change with it?',
      },
    },
  ],
  run: async (context) => (await import('./run.ts')).run(context),
  interpret,
});
