// What operations take of client and server besides time: CPU, and system calls. Where a figure of throughput has a
// cause, it is here.
import { readFileSync } from 'node:fs';
import type { Redis, RedisServer } from '../../../src/kit/run.ts';
import type { Cost } from '../data.ts';

export interface Meter {
  /** Starts to count; the function that comes back ends it and says what there was since. */
  start(): Promise<() => Promise<Cost>>;
}

/** The server tells of itself only where nobody else uses it. */
export async function openMeter(server: RedisServer): Promise<Meter> {
  const redis = server.isPrivate ? await server.connect('meter', { untraced: true }) : null;
  return {
    async start() {
      const serverBefore = redis && (await serverReading(redis));
      const calls = systemCalls();
      const cpu = process.cpuUsage();
      return async () => {
        const { user, system } = process.cpuUsage(cpu);
        const callsSince = since(calls, systemCalls());
        const serverSince = since(serverBefore, redis && (await serverReading(redis)));
        return {
          clientCpuUs: user + system,
          serverCpuUs: serverSince?.cpuUs ?? null,
          served: serverSince?.gets ?? null,
          reads: callsSince?.reads ?? null,
          writes: callsSince?.writes ?? null,
        };
      };
    },
  };
}

/** What several trials cost together; a part that one of them lacks is unknown. */
export function totalOf(costs: readonly Cost[]): Cost {
  const sum = (part: (cost: Cost) => number | null) =>
    costs.reduce<number | null>((total, cost) => {
      const value = part(cost);
      return total === null || value === null ? null : total + value;
    }, 0);
  return {
    clientCpuUs: sum(({ clientCpuUs }) => clientCpuUs) ?? 0,
    serverCpuUs: sum(({ serverCpuUs }) => serverCpuUs),
    reads: sum(({ reads }) => reads),
    writes: sum(({ writes }) => writes),
    served: sum(({ served }) => served),
  };
}

function since<Key extends string>(
  before: Readonly<Record<Key, number>> | null,
  after: Readonly<Record<Key, number>> | null,
): Record<Key, number> | null {
  if (!before || !after) return null;
  const keys = Object.keys(before) as Key[];
  return Object.fromEntries(keys.map((key) => [key, after[key] - before[key]])) as Record<Key, number>;
}

/** INFO in two parts: asked for several sections at once, servers before 7.0 say nothing. */
async function serverReading(redis: Redis): Promise<{ cpuUs: number; gets: number }> {
  const [cpu, commands] = await Promise.all([redis.info('cpu'), redis.info('commandstats')]);
  const seconds = (name: string) => Number(new RegExp(`^${name}:(.+)$`, 'm').exec(cpu)?.[1]);
  return {
    cpuUs: Math.round((seconds('used_cpu_user') + seconds('used_cpu_sys')) * 1e6),
    gets: Number(/^cmdstat_get:calls=(\d+)/m.exec(commands)?.[1] ?? 0),
  };
}

/** Null where the system has no such file (not Linux). See proc(5). */
function systemCalls(): { reads: number; writes: number } | null {
  try {
    const counters = readFileSync('/proc/self/io', 'utf8');
    const count = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(counters)?.[1]);
    return { reads: count('syscr'), writes: count('syscw') };
  } catch {
    return null;
  }
}
