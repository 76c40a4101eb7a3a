import { expect, it } from 'vitest';
import { memoryOf } from '../../../labs/nearby/parts/redis-figures.ts';
import { until } from '../../../src/core/until.ts';
import { redis } from '../../../src/services/redis.ts';
import { eventually } from '../../eventually.ts';
import { withScope } from '../with-scope.ts';

it('what Redis holds is neither what a connection has said so far, nor what commands were called', async () => {
  await withScope(async ({ scope, signal }) => {
    const server = await scope.start(redis());
    const client = await server.connect('asks');
    const talker = await server.openSocket();
    const before = await memoryOf(client);

    talker.write(`*2\r\n$4\r\nPING\r\n$4000000\r\n${'x'.repeat(1e6)}`); // The rest never comes.
    const what = { ko: '1 MB가 버퍼에', en: '1 MB in a buffer' };
    const grown = async () => (await memoryOf(client)).bufferBytes - before.bufferBytes > 1e6;
    await until(grown, { signal, what, withinMs: 10_000 });
    for (const command of ['get', 'smembers', 'hgetall', 'ttl'] as const) await client[command]('nothing');
    // Redis adds up the buffers of a connection at its next look at it, up to a second after they have grown.
    await eventually(async () =>
      expect(Math.abs((await memoryOf(client)).heldBytes - before.heldBytes)).toBeLessThan(20_000),
    );

    await client.set('something', 'x'.repeat(1e6));
    expect((await memoryOf(client)).heldBytes - before.heldBytes).toBeGreaterThan(1e6);
  });
});
