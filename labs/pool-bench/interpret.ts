// The judge. Nothing is measured here: the data comes in, what it says about each claim goes out.
import type { Block, Findings, Text } from '../../src/lab-kit.ts';
import { accidentBlocks } from './accident-blocks.ts';
import type { Cell } from './cell.ts';
import { judgePostgres } from './judge-postgres.ts';
import { answerOf, judgeRedis } from './judge-redis.ts';
import { judgeThreads } from './judge-threads.ts';
import { postgresBlocks, threadsBlocks, tlsBlocks } from './other-blocks.ts';
import { redisBlocks } from './redis-blocks.ts';
import type { PoolData } from './run.ts';
import type { PoolParams } from './settings.ts';
import { warningsOf } from './warnings.ts';

export function interpret(data: PoolData, params: PoolParams): Findings {
  const checks = [
    ...judgeRedis(data, params),
    ...judgePostgres(data.postgres, params),
    ...judgeThreads(data.threads),
  ];
  return {
    checks,
    blocks: blocksOf(data, params),
    warnings: warningsOf(data, cellsOf(data)),
    answer: answerOf(data, params),
    why: checks.every(({ verdict }) => verdict === 'held') ? whyOf(data) : unexpected,
    caveat,
  };
}

function blocksOf(data: PoolData, params: PoolParams): Block[] {
  const { redis, tls, postgres, threads } = data;
  return [
    ...(redis ? [...redisBlocks(redis, params, data.harnessNs), ...accidentBlocks(redis)] : []),
    ...(tls ? tlsBlocks(tls) : []),
    ...(postgres ? postgresBlocks(postgres) : []),
    ...(threads ? threadsBlocks(threads) : []),
    ...notTested(data),
  ];
}

/** A claim that this run did not touch gets no verdict, only the way to one. */
function notTested({ redis, tls, postgres, threads }: PoolData): Block[] {
  const missing = [
    ...(redis || tls ? [] : ['C05 (--target redis)']),
    ...(postgres ? [] : ['C06 (--target postgres)']),
    ...(threads ? [] : ['C07 (--target threads)']),
  ].join(', ');
  if (missing === '') return [];
  return [
    {
      kind: 'note',
      text: { ko: `이번에 시험하지 않은 문장: ${missing}`, en: `Not put to the test this time: ${missing}` },
    },
  ];
}

/** Every closed loop of the run. */
function cellsOf({ redis, tls, postgres, threads }: PoolData): Cell[] {
  return [
    ...(redis ? [...redis.shapes, ...redis.knee.map(({ cell }) => cell)] : []),
    ...(tls ?? []),
    ...(postgres ? [...postgres.cells, postgres.knee, postgres.contended] : []),
    ...(threads?.lengths ?? []).map(({ cell }) => cell),
  ];
}

function whyOf({ redis, tls, postgres, threads }: PoolData): Text {
  if (redis || tls) return whyRedis;
  return postgres || !threads ? whyPostgres : whyThreads;
}

const whyPostgres: Text = {
  ko: 'PostgreSQL은 연결마다 프로세스를 하나 만들고(fork), 그 프로세스가 카탈로그를 읽고 로그인을 확인한 다음에야 질의를 받아요. 풀은 그 값을 처음에 한 번만 치르게 해 줘요. 그렇다고 풀이 크면 클수록 좋은 것은 아니어서, 코어보다 훨씬 많은 프로세스는 CPU와 잠금을 서로 다투기만 해요.',
  en: 'PostgreSQL forks a process for each connection, and that process reads the catalogue and checks the login before it takes a query. A pool pays that price once. But a larger pool is not a better one: many more processes than cores only fight each other for the CPU and for locks.',
};

const whyThreads: Text = {
  ko: '워커 스레드 하나는 V8 하나예요. 메모리를 잡고, 전역 객체를 만들고, 코드를 다시 읽어야 일을 시작할 수 있어요. 풀은 그 일을 처음에 한 번만 하므로 짧은 일일수록 차이가 크지만, 일이 시작 시간보다 훨씬 길어지면 차이가 묻히고, 아주 짧은 일은 스레드에 넘기는 것부터가 손해예요.',
  en: 'A worker thread is a V8 of its own: it takes memory, builds its globals and loads the code before it can begin. A pool does so once, so the shorter the task the larger the difference; beside a task much longer than the start it drowns. A very short task is not worth handing over at all.',
};

const whyRedis: Text = {
  ko: '연결을 맺으려면 악수와 로그인으로 서버를 몇 번 오가야 하고, 정작 하려던 일은 한 번만 오가면 돼요. 풀은 그 값을 처음에 한 번만 치르게 해 주지만, 하나의 연결에는 요청을 하나씩만 실어요. Redis는 한 연결로 여러 요청을 잇달아 받아 순서대로 답하므로, 기다리지 않고 함께 쓰는 연결 하나가 시스템 호출도 적고 더 빠를 때가 많아요.',
  en: 'A connection takes several trips to the server, for handshake and login, before the one trip that was wanted. A pool pays that price once, but still carries one request per connection at a time. Redis takes many requests on one connection and answers them in order, so one connection that nobody waits on often does better, with fewer system calls.',
};

const unexpected: Text = {
  ko: '이번 측정은 교과서와 다르거나, 판단하기에 모자랐어요. 먼저 주의할 점과 Little 칸을 보고, 컴퓨터가 바빴다면 다른 프로그램을 닫고 다시 해 보세요. --rounds를 늘리면 구간이 좁아지고, 그래도 같다면 그 줄이 새로 배울 거리예요.',
  en: 'This run did not come out as the textbook has it, or was too short to tell. Look at the warnings and at the column of Little first; if the machine was busy, close other programs and run it again. More --rounds make the intervals narrower, and if it stays, that row is what there is to learn.',
};

const caveat: Text = {
  ko: '서버와 클라이언트가 한 컴퓨터에서 CPU를 나눠 써요. Node는 스레드 하나로 요청을 만들기 때문에, 별표가 붙은 줄의 한계는 서버의 한계가 아니에요. 비율은 이 컴퓨터의 것이고, 다른 언어의 클라이언트나 여러 프로세스에서는 달라져요.',
  en: "Server and client share the CPU of one machine. Node makes its requests in one thread, so the limit in a row with a star is not the server's. The ratios are this machine's; a client in another language, or several processes, will differ.",
};
