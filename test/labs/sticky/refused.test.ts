import { expect, it } from 'vitest';
import { race } from '../../../labs/sticky/acts/race.ts';
import { sessions } from '../../../labs/sticky/acts/sessions.ts';
import { withContext } from './context.ts';

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
