import { expect, it } from 'vitest';
import { indexListers } from '../../../labs/nearby/parts/bus.ts';
import { drawFriends } from '../../../labs/nearby/parts/friends.ts';
import type { ToPhone } from '../../../labs/nearby/parts/location-server.ts';
import { redisStore } from '../../../labs/nearby/parts/redis-bus.ts';
import { locationServers } from '../../../labs/nearby/parts/sockets.ts';
import { until } from '../../../src/core/until.ts';
import { createRandom } from '../../../src/measure/random.ts';
import { redis } from '../../../src/services/redis.ts';
import { withScope } from '../with-scope.ts';

const place = { lat: 37.5665, lon: 126.978 };
const ttlMs = 60_000;
const [ana, bo] = [0, 1] as const;

it('over real sockets: no place is none, a phone has no clock to be wrong, and one of two phones is enough', async () => {
  await withScope(async ({ scope, signal, clock }) => {
    const friends = drawFriends(2, 0, createRandom(1));
    friends.befriend(ana, bo);
    const server = await scope.start(redis());
    indexListers(
      redisStore(await server.connect('admin'), server.key, ttlMs, () => {}),
      { users: 2, friends },
    );
    const gateway = await scope.start(
      locationServers({
        ...{ redis: server, strategy: 'active-reverse', servers: 2, friends, ttlMs, keyTtlMs: ttlMs },
        nowMs: clock.nowMs,
      }),
    );
    const heard: ToPhone[] = [];
    const what = { ko: 'Bo의 위치', en: 'where Bo is' };
    const seen = (n: number) =>
      until(() => heard.some((message) => message.type === 'moved' && message.friend.n === n), {
        ...{ signal, what, withinMs: 10_000 },
      });
    await gateway.connect(0, ana, 1, place, (message) => heard.push(message));
    const first = await gateway.connect(1, bo, 1, place, () => {});
    const second = await gateway.connect(0, bo, 2, place, () => {});
    const isBo = (message: ToPhone) =>
      message.type === 'friends' && message.friends.some(({ user }) => user === bo);
    await until(() => heard.some(isBo), { signal, what, withinMs: 10_000 });

    first.report(3, { lat: Number.NaN, lon: 0 });
    const inTheYear3000 = { ...place, at: 32_503_680_000_000 };
    first.report(4, inTheYear3000);
    await seen(4);
    expect(heard.filter((message) => message.type === 'moved' && message.friend.n === 3)).toEqual([]);
    for (const message of heard)
      if (message.type === 'moved') expect(Object.keys(message.friend)).not.toContain('at');
    expect(gateway.servers[1]?.counters().refused).toBe(1);

    second.report(5, place);
    await seen(5);
    first.close();
    second.report(6, place);
    await seen(6);
    expect(heard.filter(({ type }) => type === 'left')).toEqual([]);
    // Both stay connected, and the servers go: nobody says goodbye to a Redis that is gone.
  });
});
