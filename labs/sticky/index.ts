import { defineLab } from '../../src/lab-kit.ts';
import { interpret } from './interpret.ts';
import { params, programs, services } from './settings.ts';

export default defineLab({
  id: 'sticky',
  revision: 1,
  claims: ['C04', 'C17', 'C18', 'C19'],
  question: {
    ko: '"로드밸런서가 분산하면 WebSocket 연결이 끊어진다. 그래서 ip_hash나 ALB Stickiness로 같은 사용자를 같은 서버에 보낸다. 연결 뒤에는 로드밸런서를 거치지 않는다. Redis를 세션 저장소로 쓸 수 있다." 어디까지 맞을까요?',
    en: '"Balancing breaks WebSocket connections, so ip_hash or ALB stickiness sends the same user to the same server. After connecting, traffic no longer passes the balancer. Redis can be the session store." How much of it is so?',
  },
  picture: {
    ko: [
      '  사용자 ---+                    +--> 서버 1  세션?',
      '  사용자 ---+--> 로드밸런서 -----+--> 서버 2  세션?',
      '  사용자 ---+   (어느 서버로?)   +--> 서버 3  세션?',
    ].join('\n'),
    en: [
      '  user ---+                      +--> server 1  session?',
      '  user ---+--> balancer ---------+--> server 2  session?',
      '  user ---+    (which server?)   +--> server 3  session?',
    ].join('\n'),
  },
  prediction: {
    prompt: {
      ko: 'nginx ip_hash 뒤에 서버가 3대 있고, 한 대를 더해 4대로 늘려요. 주소가 그대로인 사용자 가운데 얼마나 다른 서버로 가게 될까요?',
      en: 'Three servers stand behind nginx ip_hash, and a fourth is added. How many of the users, whose addresses stay the same, go to another server?',
    },
    choices: [
      {
        id: 'nobody',
        label: { ko: '아무도. 같은 주소는 같은 서버니까요', en: 'Nobody: same address, same server' },
        misconception: {
          ko: '같은 주소가 같은 서버인 것은 서버 목록이 그대로일 때뿐이에요. ip_hash는 어디에도 기억하지 않고 매번 다시 계산해요.',
          en: 'The same address means the same server only while the list of servers stays the same. ip_hash remembers nothing; it calculates again every time.',
        },
      },
      {
        id: 'a-quarter',
        label: { ko: '4분의 1. 새 서버의 몫만큼만', en: 'A quarter: only the share of the new server' },
        misconception: {
          ko: '그렇게 되도록 만든 것이 일관된 해시(consistent hash)예요. ip_hash는 나머지로 고르기 때문에, 나누는 수가 바뀌면 옛 서버끼리도 뒤섞여요.',
          en: 'That is what consistent hashing was made for. ip_hash takes a remainder: with another divisor people move between the old servers, too.',
        },
      },
      {
        id: 'three-quarters',
        label: { ko: '4분의 3. 거의 모두 다시 섞여요', en: 'Three of four: nearly everybody is dealt anew' },
      },
    ],
  },
  params,
  services,
  programs,
  tryNext: [
    {
      command: 'redis-lab sticky --prove',
      done: ({ prove }) => prove,
      look: {
        ko: '1막의 모형이 진짜 nginx, HAProxy와 한 번이라도 다른 서버를 고르는지 보세요.',
        en: 'See whether the model of act 1 ever picks another server than the real nginx and HAProxy.',
      },
    },
    {
      command: 'redis-lab sticky --quick --matrix',
      done: ({ matrix }) => matrix,
      look: {
        ko: '서버가 죽을 때, 배포할 때, 10대에서 11대로 늘릴 때를 방식마다 견주어 보세요.',
        en: 'Compare the strategies at a crash, a rolling deploy, and when 10 servers become 11.',
      },
    },
  ],
  run: async (context) => (await import('./run.ts')).run(context),
  interpret,
});
