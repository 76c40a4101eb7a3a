import { defineLab, opensslProgram } from '../../src/kit/run.ts';
import type { PoolData } from './data.ts';
import { experiments } from './experiments.ts';
import { postgresPool } from './judge/postgres-pool.ts';
import { redisPool } from './judge/redis-pool.ts';
import { threadPool } from './judge/thread-pool.ts';
import { fromFormat1 } from './older.ts';
import { onlyFor } from './parts/targets.ts';
import { longestTrialMs } from './parts/trial.ts';
import { params, services } from './settings.ts';
import { comparison } from './show/comparison.ts';
import { failuresShown } from './show/failures.ts';
import { kneeShown } from './show/knee.ts';
import { percentiles } from './show/percentiles.ts';
import { postgresShown } from './show/postgres.ts';
import { shapesShown } from './show/shapes.ts';
import { stallShown } from './show/stall.ts';
import { threadsShown } from './show/threads.ts';
import { tlsShown } from './show/tls.ts';
import { trials } from './show/trials.ts';
import { caveat, discuss, why } from './show/why.ts';

export default defineLab<PoolData>()({
  id: 'pool-bench',
  revision: 3,
  question: {
    ko: '"풀은 연결 생성 비용을 아낀다. DB 커넥션 풀도, 스레드 풀도 마찬가지다." 얼마나 아낄까요? 그리고 풀은 얼마나 커야 할까요?',
    en: '"A pool saves the cost of creating connections. The same goes for database connection pools and for thread pools." How much does it save, and how large should it be?',
  },
  picture: {
    ko: [
      '  매번 새 연결   호출자 --(연결, 로그인, GET, 끊기)--> Redis',
      '  풀             호출자 --> [연결 | 연결 | 연결] ----> Redis',
      '  하나를 공유    호출자 --> GET GET GET (연결 하나) -> Redis',
    ].join('\n'),
    en: [
      '  new each time   callers --(handshake, login, GET, close)--> Redis',
      '  pool            callers --> [conn | conn | conn] ---------> Redis',
      '  shared          callers --> GET GET GET (one connection) -> Redis',
    ].join('\n'),
  },
  actors: {
    caller: { role: 'client', label: { ko: '호출자', en: 'caller' } },
    pool: { role: 'network', label: { ko: '풀', en: 'pool' } },
    connection: { role: 'network', label: { ko: '연결', en: 'connection' } },
    'new-connection': { role: 'network', label: { ko: '새 연결', en: 'new connection' } },
    setup: { role: 'client', label: { ko: '준비', en: 'setup' } },
    redis: { role: 'store', label: { ko: 'Redis', en: 'Redis' } },
    network: { role: 'network', label: { ko: '네트워크', en: 'network' } },
  },
  series: {
    'done/s': { ko: '초당 처리', en: 'done a second' },
    'latency ms': { ko: '응답 시간(ms)', en: 'latency (ms)' },
    'ms:pool': { ko: '풀로 보낸 요청의 시간(ms)', en: 'a request by the pool (ms)' },
    'ms:new-connection': { ko: '새 연결로 보낸 요청의 시간(ms)', en: 'a request by a new connection (ms)' },
  },
  arms: { paced: { ko: '정한 속도로 보내는 호출자', en: 'callers at a fixed rate' } },
  params,
  services,
  acts: [
    {
      id: 'shapes',
      silentMs: longestTrialMs,
      leftOut: onlyFor('redis'),
      run: async (context) => (await import('./acts/shapes.ts')).shapes(context),
      ...shapesShown,
    },
    {
      id: 'knee',
      silentMs: longestTrialMs,
      leftOut: onlyFor('redis'),
      run: async (context) => (await import('./acts/knee.ts')).knee(context),
      ...kneeShown,
    },
    {
      id: 'stall',
      leftOut: onlyFor('redis'),
      needs: ['private-redis'],
      run: async (context) => (await import('./acts/stall.ts')).stall(context),
      ...stallShown,
    },
    {
      id: 'failures',
      leftOut: onlyFor('redis'),
      run: async (context) => (await import('./acts/failures.ts')).failures(context),
      ...failuresShown,
    },
    {
      id: 'tls',
      silentMs: longestTrialMs,
      leftOut: onlyFor('redis-tls'),
      needs: [opensslProgram],
      run: async (context) => (await import('./acts/tls.ts')).tls(context),
      ...tlsShown,
    },
    {
      id: 'postgres',
      silentMs: longestTrialMs,
      leftOut: onlyFor('postgres'),
      run: async (context) => (await import('./acts/postgres.ts')).postgres(context),
      ...postgresShown,
    },
    {
      id: 'threads',
      leftOut: onlyFor('threads'),
      run: async (context) => (await import('./acts/threads.ts')).threads(context),
      ...threadsShown,
    },
  ],
  judges: { C05: redisPool, C06: postgresPool, C07: threadPool },
  comparison,
  trials,
  why,
  caveat,
  discuss,
  older: { predicted: 'shapes', data: fromFormat1 },
  experiments,
  live: async () => (await import('./live/scene.ts')).scene,
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
        ko: '스레드 풀은 얼마나 긴 작업까지 이득인지 보세요(C07).',
        en: 'See up to which length of task a pool of threads pays (C07).',
      },
    },
    {
      command: 'redis-lab pool-bench --concurrency 8 --rtt 0,5,20',
      look: {
        ko: '서버가 멀어질수록 같은 속도에 연결이 몇 개 필요한지 보세요.',
        en: 'See how many connections the same rate needs as the server moves away.',
      },
    },
  ],
  percentiles,
});
