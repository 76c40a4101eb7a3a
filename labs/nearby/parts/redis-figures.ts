import type { Redis } from '../../../src/kit/run.ts';

/** A figure of INFO. */
async function figure(client: Redis, section: string, name: string): Promise<number> {
  return Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(await client.info(section))?.[1]);
}

export const usedBytes = (client: Redis): Promise<number> => figure(client, 'memory', 'used_memory');

/** Processor time of the server since its start. */
export async function cpuMs(client: Redis): Promise<number> {
  const [user, system] = [
    await figure(client, 'cpu', 'used_cpu_user'),
    await figure(client, 'cpu', 'used_cpu_sys'),
  ];
  return (user + system) * 1e3;
}
