import { expect, it } from 'vitest';
import { race } from '../../../labs/sticky/acts/race.ts';
import { sessions } from '../../../labs/sticky/acts/sessions.ts';
import type { RedisServer } from '../../../src/services/redis.ts';
import { withContext } from './context.ts';

it('a basket goes by itself, should we be killed', () =>
  withContext({}, async (context) => {
    await race(context);
    const redis = context.services.redis as RedisServer;
    const admin = await redis.connect('admin');
    for (const way of ['get-set', 'one-command', 'hash-field', 'watch'])
      expect(await admin.ttl(redis.key(`basket-${way}`)), way).toBeGreaterThan(0);
  }));

/** A server that answers and does not let us write, as a full one, a replica or one behind an ACL. */
it.each([
  ['full', ['CONFIG', 'SET', 'maxmemory', '1mb'], /OOM/],
  ['a replica', ['REPLICAOF', '127.0.0.1', '1'], /READONLY/],
])('a Redis that is %s ends no run: its words stand in the data', async (_, command, words) => {
  await withContext({}, async (context) => {
    const admin = await context.services.redis?.connect('admin');
    await admin?.call(command[0] as string, ...command.slice(1));
    const [, redis] = await sessions(context);
    expect(redis).toMatchObject({ requests: 0, refused: expect.stringMatching(words) });
    for (const arm of (await race(context)).arms)
      expect(arm).toMatchObject({ items: 0, refused: expect.stringMatching(words) });
  });
});
