// A private replica of a private Redis: it gets what the primary is told, a moment later.
import type { RunningService, Service, ServiceHost } from '../core/service.ts';
import { until } from '../core/until.ts';
import type { PrivateRedis } from './redis-private.ts';
import { type RedisServer, redisProgram } from './redis-server.ts';

export interface RedisReplica extends PrivateRedis {
  /** What a failover does: it follows nobody any more, and takes writes. */
  promote(): Promise<void>;
}

interface ReplicaOptions {
  /** With `repl-diskless-sync-delay 0`, else the first synchronisation waits for 5 s. */
  readonly of: RedisServer;
  /** A line to the primary that can be cut. */
  readonly through?: { readonly host: string; readonly port: number };
}

const syncedWithinMs = 15_000;

export function redisReplica(options: ReplicaOptions): Service<RedisReplica> {
  return { name: 'redis', programs: [redisProgram], start: (host) => start(host, options) };
}

async function start(
  host: ServiceHost,
  { of, through = of }: ReplicaOptions,
): Promise<RunningService<RedisReplica>> {
  const { startPrivate } = await import('./redis-private.ts');
  const running = await startPrivate(
    host,
    { save: '', appendonly: 'no', replicaof: `${through.host} ${through.port}` },
    { actor: 'replica', secretConfig: `masterauth ${of.address.password}\n` },
  );
  const { handle } = running;
  const control = await handle.connect('control');
  const isSynced = async () => (await control.info('replication')).includes('master_link_status:up');
  const what = { ko: '복제본의 첫 동기화', en: 'the first synchronisation of a replica' };
  await until(isSynced, { signal: host.signal, what, withinMs: syncedWithinMs });
  return {
    ...running,
    handle: {
      ...handle,
      async promote() {
        await control.call('REPLICAOF', 'NO', 'ONE');
      },
    },
  };
}
