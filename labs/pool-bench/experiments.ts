// What to break by hand: the server's limit, its one thread, connections that nobody gives back.
import type { Experiment, Look } from '../../src/kit/judge.ts';

const connected = {
  connected: { ask: ['INFO', 'clients'], read: countOf('connected_clients') },
  rejected: { ask: ['INFO', 'stats'], read: countOf('rejected_connections') },
} as const;
const limit = 5;
const forgotten = 20;

const figure = (look: Look | undefined, name: string) => Number(look?.figures[name] ?? Number.NaN);

export const experiments: readonly Experiment[] = [
  {
    id: 'full',
    title: { ko: '서버를 꽉 채우기', en: 'Fill the server up' },
    act: 'failures',
    on: 'redis',
    watch: {
      ...connected,
      most: { ask: ['INFO', 'clients'], read: countOf('maxclients') },
    },
    steps: [
      {
        task: { ko: `연결을 ${limit}개까지만 받게 해요`, en: `Let it take ${limit} connections at most` },
        command: ({ client }) => `${client} CONFIG SET maxclients ${limit}`,
        expect: { ko: 'OK.', en: 'OK.' },
        done: ({ looks }) => looks.some((look) => figure(look, 'most') === limit),
      },
      {
        task: {
          ko: '여섯이 한꺼번에 와서 5초씩 머물러요',
          en: 'Let six come at once and stay for 5 seconds',
        },
        command: ({ client }) => `for n in 1 2 3 4 5 6; do ${client} BLPOP lunch 5 & done; wait`,
        expect: {
          ko: '몇은 ERR max number of clients reached.',
          en: 'Some get ERR max number of clients reached.',
        },
        done: ({ looks }) => figure(looks.at(-1), 'rejected') > figure(looks[0], 'rejected'),
      },
      {
        task: { ko: '모두 떠난 뒤에 다시 들어가요', en: 'Get in again when they have left' },
        command: ({ client }) => `until ${client} PING | grep PONG; do sleep 1; done`,
        expect: { ko: '거절당하다가, 자리가 나면 PONG.', en: 'Refusals, and PONG when there is room.' },
        done: ({ looks }) => {
          const full = looks.findIndex((look) => figure(look, 'rejected') > figure(looks[0], 'rejected'));
          const room = looks.slice(full).find((look) => figure(look, 'connected') < limit);
          return room !== undefined && (looks.at(-1)?.connections ?? 0) > room.connections;
        },
      },
    ],
    hints: {
      concept: {
        ko: '서버가 받는 연결의 수에는 한도가 있고, 넘으면 줄을 세우지 않고 바로 거절해요.',
        en: 'A server takes so many connections, and beyond them it refuses at once: nobody queues.',
      },
      pointer: {
        ko: '거절된 연결을 서버가 세고 있어요.',
        en: 'The server counts the connections that it has refused.',
      },
      command: ({ client }) => `${client} INFO stats | grep rejected_connections`,
    },
    learned: {
      ko: '줄을 서게 하는 것은 풀이고, 서버는 거절해요. 앱 서버 수에 풀의 크기를 곱한 값이 한도보다 작아야 해요.',
      en: 'It is the pool that makes callers wait; a server refuses. Pool size times app servers has to stay below its limit.',
    },
  },
  {
    id: 'hang',
    title: { ko: '스크립트 하나로 모두 멈추기', en: 'Stop everybody with one script' },
    act: 'failures',
    on: 'redis',
    steps: [
      {
        task: { ko: '끝나지 않는 스크립트를 실행해요', en: 'Run a script that never ends' },
        command: ({ client }) => `${client} EVAL 'while true do end' 0`,
        expect: {
          ko: '응답이 없어요. 5초쯤 지나면 다른 연결은 BUSY를 받아요.',
          en: 'No reply. After about 5 seconds everybody else is told BUSY.',
        },
        done: ({ looks }) => looks.some(({ busy }) => busy),
      },
      {
        task: { ko: '다른 터미널에서 스크립트를 멈춰요', en: 'Stop the script from another terminal' },
        command: ({ client }) => `${client} SCRIPT KILL`,
        expect: { ko: 'OK. 멈춰 있던 연결이 모두 풀려요.', en: 'OK, and everybody goes on.' },
        done: ({ looks }) => {
          const last = looks.at(-1);
          return last !== undefined && last.server !== null && last.server === looks[0]?.server;
        },
      },
    ],
    hints: {
      concept: {
        ko: 'Redis는 명령을 스레드 하나에서 실행해요. 느린 명령 하나가 모두를 기다리게 해요.',
        en: 'Redis runs commands on one thread: a slow one keeps everybody waiting.',
      },
      pointer: {
        ko: '풀에서 연결을 더 꺼내도 같아요. 다른 연결로 물어보세요.',
        en: 'One more connection from the pool does not help: ask on another one.',
      },
      command: ({ client }) => `${client} PING`,
    },
    learned: {
      ko: '연결이 몇 개든 서버의 스레드는 하나였어요. 풀은 느린 명령을 빠르게 하지 못해요.',
      en: 'However many connections, there was one thread. A pool makes no slow command fast.',
    },
  },
  {
    id: 'leak',
    title: { ko: '커넥션 누수 내기', en: 'Leak connections' },
    act: 'failures',
    on: 'redis',
    watch: connected,
    steps: [
      {
        task: {
          ko: `연결 ${forgotten}개를 열고 돌려주지 않아요`,
          en: `Open ${forgotten} connections, give none back`,
        },
        command: ({ client }) => `for n in $(seq ${forgotten}); do ${client} BLPOP never 0 & done`,
        expect: { ko: '아무 응답도 없어요. 모두 기다리고 있어요.', en: 'No replies: all of them wait.' },
        done: ({ looks }) => figure(looks.at(-1), 'connected') >= figure(looks[0], 'connected') + forgotten,
      },
      {
        task: { ko: '쌓인 연결을 서버에서 끊어요', en: 'Cut them off at the server' },
        command: ({ client }) => `${client} CLIENT KILL TYPE normal`,
        expect: {
          ko: `끊은 연결의 수. ${forgotten}보다 커요.`,
          en: `How many were cut: more than ${forgotten}.`,
        },
        done: ({ looks }) => figure(looks.at(-1), 'connected') < forgotten,
      },
    ],
    hints: {
      concept: {
        ko: '빌린 연결을 돌려주지 않으면 풀은 새 연결을 열거나, 다음 사람을 끝없이 기다리게 해요.',
        en: 'What is borrowed and not given back makes a pool open more, or the next caller wait for ever.',
      },
      pointer: {
        ko: '어느 연결이 얼마나 오래 열려 있는지 목록의 age와 cmd를 보세요.',
        en: 'The list shows by age and cmd who has been there how long, and what for.',
      },
      command: ({ client }) => `${client} CLIENT LIST`,
    },
    learned: {
      ko: '서버는 쓰는 연결과 잊힌 연결을 구별하지 못해요. 빌린 코드가 finally에서 돌려줘야 해요.',
      en: 'A server cannot tell a forgotten connection from one in use. Who borrows gives back, in finally.',
    },
  },
];

function countOf(name: string) {
  return (reply: unknown) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(String(reply))?.[1]);
}
