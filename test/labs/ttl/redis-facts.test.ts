// What the lesson says of Redis itself and the lab does not measure.
import { expect, it } from 'vitest';
import { redis } from '../../../src/services/redis.ts';
import { eventually } from '../../eventually.ts';
import { withContext } from './context.ts';

it('inside a script time stands still: a key that is over is still read there, and not after it', async () => {
  await withContext({}, async ({ services }) => {
    const client = await services.redis.connect('test');
    const spin = `redis.call('SET', KEYS[1], 'here', 'PX', 1)
      local t = redis.call('TIME') local from = t[1] * 1000000 + t[2]
      repeat t = redis.call('TIME') until t[1] * 1000000 + t[2] > from + 20000
      return redis.call('GET', KEYS[1])`;
    expect(await client.eval(spin, 1, 'loc:script')).toBe('here');
    expect(await client.get('loc:script')).toBeNull();
  });
});

it('a replica answers a key that is over as missing, counts it, and waits for the primary to delete it', async () => {
  await withContext({}, async ({ scope }) => {
    const primary = await scope.start(redis({ config: { 'repl-diskless-sync-delay': '0' } }));
    const replica = await scope.start(redis());
    const [writer, reader] = [await primary.connect('writer'), await replica.connect('reader')];
    const { host, port, password } = primary.address;
    await reader.config('SET', 'masterauth', password ?? '');
    await reader.call('REPLICAOF', host, port);
    await eventually(async () => expect(await reader.info('replication')).toContain('master_link_status:up'));
    await writer.set('loc:mina', 'here', 'PX', 2_000);
    await eventually(async () => expect(await reader.dbsize()).toBe(1));
    await primary.pause();
    await eventually(async () => expect(await reader.get('loc:mina')).toBeNull());
    expect(await reader.dbsize()).toBe(1);
    await primary.resume();
    expect(await writer.get('loc:mina')).toBeNull();
    await eventually(async () => expect(await reader.dbsize()).toBe(0));
  });
});
