import { setImmediate as settled } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { indexListers } from '../../../labs/nearby/parts/bus.ts';
import type { Friends } from '../../../labs/nearby/parts/friends.ts';
import {
  type PhoneSession,
  startLocationServer,
  type ToPhone,
} from '../../../labs/nearby/parts/location-server.ts';
import { modelRedis } from '../../../labs/nearby/parts/model-bus.ts';
import { ana, bo, place, ttlMs } from './meeting.ts';

describe('a one-sided friendship', () => {
  const oneSided: Pick<Friends, 'of'> = { of: (user) => new Set(user === ana ? [bo] : []) };

  it.each(
    (['all', 'active-reverse'] as const).flatMap((strategy) => [
      [strategy, [ana, bo]] as const,
      [strategy, [bo, ana]] as const,
    ]),
  )(
    'under %s, connecting in the order %j: who lists sees, who does not list sees nothing',
    async (strategy, order) => {
      const redis = modelRedis(() => 0, ttlMs);
      indexListers(redis.store, { users: 2, friends: oneSided as Friends });
      const seen: ToPhone[][] = [[], []];
      const phones: PhoneSession[] = [];
      for (const id of order) {
        const bus = redis.bus();
        const { store } = redis;
        const server = await startLocationServer({
          ...{ id, strategy, bus, store, friends: oneSided, ttlMs, nowMs: () => 0 },
        });
        phones[id] = server.open(id, 1, place, (message) => seen[id]?.push(message));
        await settled();
      }
      for (const phone of phones) phone.report(2, place);
      await settled();
      expect(seen[ana]?.at(-1)).toMatchObject({ type: 'moved', friend: { user: bo, n: 2 } });
      expect(seen[bo]).toEqual([{ type: 'friends', friends: [] }]);
    },
  );
});
