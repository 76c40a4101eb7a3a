import { defineLab } from '../../src/lab-kit.ts';
import { interpret } from './interpret.ts';
import { percentiles } from './percentiles.ts';
import { params, services } from './settings.ts';

export default defineLab({
  id: 'pool-bench',
  revision: 1,
  claims: ['C05', 'C06', 'C07'],
  question: {
    ko: '"풀은 연결 생성 비용을 아낀다. DB 커넥션 풀도, 스레드 풀도 마찬가지다." 얼마나 아낄까요? 그리고 풀은 얼마나 커야 할까요?',
    en: '"A pool saves the cost of creating connections. The same goes for database connection pools and for thread pools." How much does it save, and how large should it be?',
  },
  picture: {
    ko: [
      '  매번 새 연결   호출자 --(악수, 로그인, GET, 끊기)--> Redis',
      '  풀             호출자 --> [연결 | 연결 | 연결] ----> Redis',
      '  함께 쓰기      호출자 --> GET GET GET (연결 하나) -> Redis',
    ].join('\n'),
    en: [
      '  new each time   callers --(handshake, login, GET, close)--> Redis',
      '  pool            callers --> [conn | conn | conn] ---------> Redis',
      '  shared          callers --> GET GET GET (one connection) -> Redis',
    ].join('\n'),
  },
  prediction: {
    prompt: {
      ko: '호출자 여덟이 한 컴퓨터의 Redis에 동시에 GET을 보내요. 같은 시간에 가장 많이 해내는 것은 어느 쪽일까요?',
      en: 'Eight callers send GET to a Redis on the same machine. Which way gets the most done in the same time?',
    },
    choices: [
      {
        id: 'fresh',
        label: {
          ko: '요청마다 새 연결. 서로 기다릴 일이 없으니까요',
          en: 'A new connection each: nobody waits for anybody',
        },
        misconception: {
          ko: '기다리지 않는 대신 모두가 악수와 로그인 값을 매번 치러요. 그 값이 GET 하나보다 훨씬 비싸요.',
          en: 'Nobody waits, but everybody pays for handshake and login every time, and that costs far more than a GET.',
        },
      },
      {
        id: 'shared',
        label: {
          ko: '연결 하나를 함께. 답을 기다리지 않고 잇달아 보내요',
          en: 'One connection for all, requests one after the other without waiting',
        },
      },
      {
        id: 'pool',
        label: {
          ko: '연결 여덟 개짜리 풀. 연결이 많을수록 빠르니까요',
          en: 'A pool of eight: more connections are faster',
        },
        misconception: {
          ko: 'Redis는 명령을 스레드 하나로 처리하므로 연결이 늘어도 일꾼은 늘지 않아요. 연결마다 읽고 쓰는 시스템 호출만 늘어요.',
          en: 'Redis runs commands in one thread: more connections are not more workers, only more system calls to read and write.',
        },
      },
    ],
  },
  params,
  services,
  tryNext: [
    {
      command: 'redis-lab pool-bench --target postgres',
      done: ({ target }) => target === 'postgres' || target === 'all',
      look: {
        ko: '연결마다 프로세스를 하나씩 만드는 서버에서는 몇 배가 되는지 보세요(C06).',
        en: 'See the factor on a server that forks a process for each connection (C06).',
      },
    },
    {
      command: 'redis-lab pool-bench --target threads',
      done: ({ target }) => target === 'threads' || target === 'all',
      look: {
        ko: '스레드 풀은 얼마나 긴 일까지 값을 하는지 보세요(C07).',
        en: 'See up to which length of task a pool of threads pays (C07).',
      },
    },
    {
      command: 'redis-lab pool-bench --concurrency 8 --rtt 0,5,20',
      look: {
        ko: '서버가 멀어질수록 풀 하나에 연결이 몇 개 필요한지 보세요.',
        en: 'See how many connections a pool needs as the server moves away.',
      },
    },
  ],
  run: async (context) => (await import('./run.ts')).run(context),
  interpret,
  percentiles,
});
