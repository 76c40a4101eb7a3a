// A thread's part of the callers: the same reads, on an event loop of its own.
import { parentPort, workerData } from 'node:worker_threads';
import { Redis } from 'ioredis';
import { redisWorkers } from '../../../labs/memory-vs-disk/parts/redis-store.ts';
import { valuesFor } from '../../../labs/memory-vs-disk/parts/store.ts';
import { closedLoop } from '../../../src/measure/closed-loop.ts';
import { createRandom } from '../../../src/measure/random.ts';
import type { Share } from './threads.ts';

const { port, callers, keys, durationMs, seed } = workerData as Share;
const connect = async () => {
  const client = new Redis({ port, lazyConnect: true });
  await client.connect();
  return client;
};
const workers = await redisWorkers({ key: (name) => name, connect }, valuesFor(1, keys), callers);
const random = createRandom(seed);

parentPort?.on('message', async () => {
  const { operations, perSecond, client } = await closedLoop({
    callers,
    bound: { durationMs },
    operation: async (caller) => workers[caller]?.get(random.int(keys)),
    signal: new AbortController().signal,
  });
  parentPort?.postMessage({ operations, perSecond, busyShare: client.busyShare });
});
parentPort?.postMessage('ready');
