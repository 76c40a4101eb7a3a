// What the server and this process spend meanwhile: CPU, and the server's own account of PUBLISH.
import type { Redis } from '../../../src/kit/run.ts';

export interface Spent {
  readonly serverUs: number;
  readonly publishUs: number;
  readonly clientUs: number;
}

/** Watches until the function it answers is called. The server's CPU is asked for last and first: asking costs, too. */
export async function cpuOf(client: Redis): Promise<() => Promise<Spent>> {
  const publishUs = await publishedUs(client);
  const serverUs = await serverCpuUs(client);
  const own = process.cpuUsage();
  return async () => {
    const { user, system } = process.cpuUsage(own);
    return {
      clientUs: user + system,
      serverUs: (await serverCpuUs(client)) - serverUs,
      publishUs: (await publishedUs(client)) - publishUs,
    };
  };
}

/** `used_cpu_sys:0.123456` and `used_cpu_user:…`, in seconds. */
async function serverCpuUs(client: Redis): Promise<number> {
  const info = await client.info('cpu');
  const seconds = [...info.matchAll(/^used_cpu_(?:sys|user):([\d.]+)/gm)].map((match) => Number(match[1]));
  return 1e6 * seconds.reduce((sum, part) => sum + part, 0);
}

/** `cmdstat_publish:calls=400,usec=1234,…` */
async function publishedUs(client: Redis): Promise<number> {
  return Number(/^cmdstat_publish:calls=\d+,usec=(\d+)/m.exec(await client.info('commandstats'))?.[1] ?? 0);
}
