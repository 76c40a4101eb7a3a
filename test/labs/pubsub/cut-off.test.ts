import { expect, it } from 'vitest';
import { fanOut } from '../../../labs/pubsub/acts/fan-out.ts';
import type { FanOutData } from '../../../labs/pubsub/data.ts';
import lab from '../../../labs/pubsub/index.ts';
import type { PubsubContext } from '../../../labs/pubsub/settings.ts';
import type { LabEvent } from '../../../src/core/events.ts';
import { type RedisServer, redis } from '../../../src/services/redis.ts';
import { withScope } from '../with-scope.ts';
import { freshData, record } from './fixture.ts';

/** Three ways to publish and listen, two crowds. */
const armsOfARound = 6;
const params = { subscribers: [1, 2], messages: 30, rounds: 2, sequence: 30, payload: 64 };

/** The act on a server with this limit; `onEvent` sees what it says meanwhile. */
function fanOutOn(
  limit: string,
  change: Partial<typeof params>,
  onEvent: (event: LabEvent, server: RedisServer) => void = () => {},
): Promise<FanOutData> {
  return withScope(async (world) => {
    const server = await world.scope.start(redis({ config: { 'client-output-buffer-limit': limit } }));
    const context: PubsubContext = {
      ...world,
      params: { ...params, ...change },
      services: { redis: server },
      seed: 1,
      emit: (event) => onEvent(event, server),
    };
    return await fanOut(context);
  });
}

it('a subscriber that Redis cuts off ends its trial at once, and the server’s own words say why', async () => {
  // One message is more than the limit.
  const arms = await fanOutOn('pubsub 64kb 0 0', { payload: 100_000 });
  for (const { failed, trials, deliveries } of arms) {
    expect([trials, deliveries]).toEqual([0, 0]);
    expect(failed).toMatchObject({ trials: 2, of: 2 });
    expect(failed?.reason).toMatch(/^Client … omem=\d+ … scheduled to be closed ASAP for overcoming/);
  }
  const found = lab.judges.C10?.judge({ ...freshData(), 'fan-out': arms }, record.params as never);
  expect(found?.verdict).toBe('inconclusive');
});

it('what happens to the connections of one trial is over with it', async () => {
  let done = 0;
  const arms = await fanOutOn('pubsub 32mb 8mb 60', {}, async (event, server) => {
    if (event.kind !== 'progress') return;
    done += 1;
    if (done !== armsOfARound + 1) return; // The warm-up is over, and one trial that counts.
    const killer = await server.connect('killer');
    await killer.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  });
  for (const { failed, trials, missed } of arms) {
    expect([trials, missed]).toEqual([1, 0]);
    expect(failed).toMatchObject({
      trials: 1,
      of: 2,
      reason: 'the server closed the connection of a subscriber',
    });
  }
});
