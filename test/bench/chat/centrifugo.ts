// Centrifugo, the server in Go that many take in place of one of their own: where its binary is on PATH.
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Service } from '../../../src/core/service.ts';
import { freePort } from '../../../src/services/port.ts';
import type { RedisAddress } from '../../../src/services/redis-url.ts';
import { supervise } from '../../../src/services/supervise.ts';
import type { BenchedServer } from './arms.ts';

const readyWithinMs = 10_000;
const asked = spawnSync('centrifugo', ['version'], { encoding: 'utf8' });

export const isCentrifugoHere = asked.status === 0;

/** @param keep entries of history of each room, which who comes back is given from */
export function centrifugo(redis: RedisAddress, keep: number): Service<BenchedServer> {
  return {
    name: 'centrifugo',
    programs: [],
    async start(host) {
      const folder = await host.tempFolder('centrifugo');
      const port = await freePort();
      const configFile = join(folder, 'config.json');
      await writeFile(configFile, JSON.stringify(configuration(port, redis, keep)), { mode: 0o600 });
      const process_ = await supervise(host, {
        name: 'centrifugo',
        file: 'centrifugo',
        args: ['--config', configFile],
        folder,
        ready: async () => {
          const { ok } = await fetch(`http://127.0.0.1:${port}/health`);
          if (!ok) throw new Error('not ready yet');
        },
        readyWithinMs,
      });
      return {
        handle: { port, pid: () => process_.pid, kill: () => process_.kill() },
        info: { name: 'centrifugo', version: asked.stdout.trim(), args: [] },
        stop: () => process_.kill(),
      };
    },
  };
}

/** Whoever connects may say and hear anything, for nothing but the bench does. https://centrifugal.dev/docs/server/configuration */
function configuration(port: number, { host, port: redisPort, password }: RedisAddress, keep: number) {
  return {
    http_server: { address: '127.0.0.1', port: String(port) },
    health: { enabled: true },
    log: { level: 'error' },
    client: { insecure: true, allowed_origins: ['*'], connection_limit: 0 },
    channel: {
      without_namespace: { history_size: keep, history_ttl: '600s', force_recovery: true },
    },
    engine: { type: 'redis', redis: { address: `redis://:${password}@${host}:${redisPort}` } },
  };
}
