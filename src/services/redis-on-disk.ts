// A private Redis that persists what it is told to, whose power can be cut and whose disk can be slow.
import type { RunningService, Service, ServiceHost } from '../core/service.ts';
import type { Text } from '../core/text.ts';
import type { PowerCut } from './power-cut.ts';
import type { PrivateRedis } from './redis-private.ts';
import { redisProgram } from './redis-server.ts';

export interface RedisOnDisk extends PrivateRedis {
  /** fsync and fdatasync calls that succeeded so far; null without a power cut. */
  syncs(): Promise<number | null>;
  /** From now on each fsync and fdatasync takes so much longer; 0 for no longer than it does. */
  slowDisk(ms: number): Promise<void>;
  /** SIGKILL, and its files are cut to what had been synced. `restart` shows what is left. */
  cutPower(): Promise<void>;
}

/**
 * @param config redis.conf directives; without `save` among them Redis has its default save points
 * @param actor what it is called in a trace, where several are up at once
 */
export function redisOnDisk(
  config: Readonly<Record<string, string>>,
  power?: PowerCut,
  actor = 'redis',
): Service<RedisOnDisk> {
  return { name: 'redis', programs: [redisProgram], start: (host) => start(host, config, actor, power) };
}

async function start(
  host: ServiceHost,
  config: Readonly<Record<string, string>>,
  actor: string,
  power?: PowerCut,
): Promise<RunningService<RedisOnDisk>> {
  const { startPrivate } = await import('./redis-private.ts');
  const running = await startPrivate(host, config, {
    actor,
    ...(power && { environment: power.environment, prepare: power.prepare }),
  });
  const { handle } = running;
  return {
    ...running,
    handle: {
      ...handle,
      syncs: async () => (power ? await power.syncs(handle.folder) : null),
      async slowDisk(ms) {
        if (!power) throw withoutPower();
        await power.slowDown(handle.folder, ms);
        host.note({ kind: 'mark', id: `slow-disk:${ms}`, text: slowText(ms) });
      },
      async cutPower() {
        if (!power) throw withoutPower();
        await handle.kill();
        await power.cut(handle.folder);
      },
    },
  };
}

const withoutPower = () => new Error('this server was started without a power cut');

const slowText = (ms: number): Text =>
  ms > 0
    ? { ko: `이제 fsync가 ${ms} ms 더 걸려요`, en: `from now on an fsync takes ${ms} ms more` }
    : { ko: 'fsync가 다시 빨라졌어요', en: 'fsync is as fast as before' };
