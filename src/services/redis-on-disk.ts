// A private Redis that persists what it is told to, and whose power can be cut.
import type { RunningService, Service, ServiceHost } from '../core/service.ts';
import type { PowerCut } from './power-cut.ts';
import type { PrivateRedis } from './redis-private.ts';
import { redisProgram } from './redis-server.ts';

export interface RedisOnDisk extends PrivateRedis {
  /** fsync and fdatasync calls that succeeded so far; null without a power cut. */
  syncs(): Promise<number | null>;
  /** SIGKILL, and its files are cut to what had been synced. `restart` shows what is left. */
  cutPower(): Promise<void>;
}

/** @param config redis.conf directives; without `save` among them Redis has its default save points */
export function redisOnDisk(
  config: Readonly<Record<string, string>>,
  power?: PowerCut,
): Service<RedisOnDisk> {
  return { name: 'redis', programs: [redisProgram], start: (host) => start(host, config, power) };
}

async function start(
  host: ServiceHost,
  config: Readonly<Record<string, string>>,
  power?: PowerCut,
): Promise<RunningService<RedisOnDisk>> {
  const { startPrivate } = await import('./redis-private.ts');
  const running = await startPrivate(
    host,
    config,
    power && { environment: power.environment, prepare: power.prepare },
  );
  const { handle } = running;
  return {
    ...running,
    handle: {
      ...handle,
      syncs: async () => (power ? await power.syncs(handle.folder) : null),
      async cutPower() {
        if (!power) throw new Error('this server was started without a power cut');
        await handle.kill();
        await power.cut(handle.folder);
      },
    },
  };
}
