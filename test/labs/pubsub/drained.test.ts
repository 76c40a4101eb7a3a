import { expect, it, vi } from 'vitest';
import { acknowledge, type Entry, openStream, readNew } from '../../../labs/pubsub/parts/stream.ts';
import type { PubsubContext } from '../../../labs/pubsub/settings.ts';
import { redis } from '../../../src/services/redis.ts';
import { withScope } from '../with-scope.ts';

it('a stream is drained only when all of it is acknowledged, whenever it was handed out', async () => {
  await withScope(async (world) => {
    const server = await world.scope.start(redis());
    const context = { ...world, services: { redis: server }, seed: 1 } as unknown as PubsubContext;
    const producer = await server.connect('producer');
    const consumer = await server.connect('consumer');
    vi.spyOn(server, 'connect').mockResolvedValueOnce(producer);
    const stream = await openStream(context, server, 'trimmed');
    await stream.add([1, 2, 3]);

    // The entries are handed out just after the group was asked for the first time, and acknowledged some questions later.
    const xinfo = producer.xinfo.bind(producer) as unknown as (...words: string[]) => Promise<unknown>;
    const read: Entry[] = [];
    let asked = 0;
    let acked = false;
    vi.spyOn(producer, 'xinfo').mockImplementation((async (...words: string[]) => {
      const reply = await xinfo(...words);
      asked += 1;
      if (asked === 1) await readNew(consumer, stream, 'consumer-1').then((entries) => read.push(...entries));
      if (asked === 6) await acknowledge(consumer, stream, read).then(() => (acked = true));
      return reply;
    }) as never);

    await stream.drained();
    expect(read).toHaveLength(3);
    expect(acked).toBe(true);
  });
});
