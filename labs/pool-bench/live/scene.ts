// Requests that come at a steady rate, a pool of connections, and a Redis that is far away: a proxy holds each reply, so
// that one can watch. The pool can be too small, large enough, leaking, or not there at all.
import { setTimeout as wait } from 'node:timers/promises';
import { monotonicClock, type Scene, type Text } from '../../../src/kit/run.ts';
import { prepareKey } from '../parts/redis-arms.ts';
import { routeWith } from '../parts/route.ts';
import { needed } from '../parts/servers.ts';
import type { PoolContext } from '../settings.ts';
import { ladder } from './ladder.ts';
import { byNewConnection, byPool, type Way } from './ways.ts';

const requestEveryMs = 150;
const addedMs = 250;

export const scene: Scene<PoolContext> = {
  aim: {
    ko: `요청이 ${requestEveryMs} ms마다 하나씩 와요. Redis가 멀리 있는 것처럼, 프록시가 응답을 ${addedMs} ms씩 늦춰요. 요청이 풀에서 얼마나 기다리는지 보세요.`,
    en: `A request comes each ${requestEveryMs} ms. A proxy holds each reply for ${addedMs} ms, as if Redis were far away. Watch how long requests wait at the pool.`,
  },
  pokes: [
    { id: 'pool-1', label: { ko: '풀의 크기 1', en: 'Pool of 1' } },
    { id: 'pool-2', label: { ko: '풀의 크기 2', en: 'Pool of 2' } },
    { id: 'pool-4', label: { ko: '풀의 크기 4', en: 'Pool of 4' } },
    { id: 'new', label: { ko: '풀 없이 매번 새로 연결', en: 'No pool: connect for each request' } },
    { id: 'leak', label: { ko: '연결 하나 반납하지 않기', en: 'Do not give one connection back' } },
    { id: 'kill', label: { ko: 'Redis 죽이기(SIGKILL)', en: 'Kill Redis (SIGKILL)' } },
    { id: 'restart', label: { ko: 'Redis 다시 켜기', en: 'Start Redis again' } },
  ],
  ladder,
  async run(context, offer) {
    const { scope, services, signal, note } = context;
    const redis = needed(services.redis);
    const key = await prepareKey(redis);
    const route = await routeWith(context, redis, addedMs);
    const options = { note, signal, route, key };
    let leaks = 0;
    const isLeaking = () => {
      const leaking = leaks > 0;
      leaks = Math.max(0, leaks - 1);
      return leaking;
    };
    let way: Way = byNewConnection(options);

    async function open(size: number): Promise<Way> {
      leaks = 0;
      const pool = await byPool(options, size, isLeaking);
      scope.defer(() => pool.close());
      return pool;
    }

    function change(id: string, text: Text, next: Way): void {
      way.retire();
      way = next;
      note({ kind: 'mark', id, text });
    }

    async function request(msg: string, { door, request }: Way): Promise<void> {
      const startMs = monotonicClock.nowMs();
      try {
        await request(msg);
      } catch {
        return; // Told already, with the place where it ended.
      }
      note({ kind: 'ack', msg, from: 'caller', to: door });
      const value = Math.round(monotonicClock.nowMs() - startMs);
      note({ kind: 'sample', series: `ms:${door}`, value });
    }

    const resize = (size: number) => async () => {
      const text = { ko: `풀의 크기 ${size}`, en: `a pool of ${size}` };
      change(`pool-${size}`, text, await open(size));
    };
    await resize(2)();
    offer({
      'pool-1': resize(1),
      'pool-2': resize(2),
      'pool-4': resize(4),
      new() {
        const text = { ko: '매번 새로 연결', en: 'a new connection for each' };
        change('new', text, byNewConnection(options));
      },
      leak: () => {
        leaks += 1;
      },
      kill: () => redis.kill(),
      restart: () => redis.restart(),
    });
    for (let last = 1; !signal.aborted; last += 1) {
      void request(String(last), way);
      await wait(requestEveryMs, undefined, { signal }).catch(() => {});
    }
  },
};
