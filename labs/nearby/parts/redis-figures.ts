import type { Redis } from '../../../src/kit/run.ts';

/** A figure of INFO. */
async function figure(client: Redis, section: string, name: string): Promise<number> {
  return Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(await client.info(section))?.[1]);
}

export interface RedisMemory {
  /** `used_memory` without the buffers of connections and without Redis' statistics. */
  readonly heldBytes: number;
  readonly bufferBytes: number;
}

/**
 * What Redis holds. Two things are told apart, for they say when one looks, and not what is there: a fresh connection has
 * some 40 KB of buffers until Redis gets round to shrinking them; and the first call of each command brings a histogram
 * of its latencies of 25 KB (since 7.0), as many as 250 subscriptions.
 */
export async function memoryOf(client: Redis): Promise<RedisMemory> {
  await client.config('RESETSTAT');
  for (;;) {
    const bufferBytes = await buffersOf(client);
    const usedBytes = await figure(client, 'memory', 'used_memory');
    // Unless one was shrunk in between.
    if ((await buffersOf(client)) === bufferBytes) return { heldBytes: usedBytes - bufferBytes, bufferBytes };
  }
}

/**
 * Of all connections: what they asked and room for more, and what waits for them. The fixed reply buffer is named since
 * Redis 7.0 (`rbs`), which resizes it; before, it is 16 KB of every connection at all times, and counts as held.
 */
async function buffersOf(client: Redis): Promise<number> {
  const named = String(await client.client('LIST')).matchAll(/ (?:qbuf|qbuf-free|rbs|omem)=(\d+)/g);
  return Array.from(named, ([, bytes]) => Number(bytes)).reduce((sum, bytes) => sum + bytes, 0);
}

/** Processor time of the server since its start. */
export async function cpuMs(client: Redis): Promise<number> {
  const [user, system] = [
    await figure(client, 'cpu', 'used_cpu_user'),
    await figure(client, 'cpu', 'used_cpu_sys'),
  ];
  return (user + system) * 1e3;
}
