import type { RunningService, ServiceHost } from '../core/service.ts';
import { changeSetting, connectionsOf, describeAddress } from './redis-connections.ts';
import type { RedisServer } from './redis-server.ts';
import type { RedisAddress } from './redis-url.ts';
import { type SettingsGuard, startSettingsGuard } from './settings-guard.ts';

/** The learner's own server: every key has the run's prefix, and keys and settings are put back at the end. */
export async function useOwn(host: ServiceHost, address: RedisAddress): Promise<RunningService<RedisServer>> {
  const clients = connectionsOf(host, address);
  const house = connectionsOf(host, address);
  let stopping = false;
  const control = await house.connect('control');
  // This connection does nothing more: when it ends and no other can be had, the learner's server is gone.
  control.once('end', () => {
    if (!stopping) house.connect('control').catch((error) => host.fail(error));
  });
  const version =
    /^(?:redis|valkey)_version:(\S+)/m.exec(await control.info('server').catch(() => ''))?.[1] ?? '?';
  const prefix = `redis-lab:${host.runId}:`;
  const keys = new Set<string>();
  const settings = new Map<string, string>();
  let guard: SettingsGuard | undefined;
  const notOurs = () => {
    throw new Error("a lab must skip an arm that needs a private Redis when it runs on the learner's own");
  };

  return {
    info: { name: 'redis', version, args: [] },
    handle: {
      ...describeAddress(address),
      version,
      isPrivate: false,
      key(name) {
        keys.add(prefix + name);
        return prefix + name;
      },
      configure: async (setting, change) =>
        changeSetting(await clients.connect('config'), setting, (old) => {
          if (stopping) return old;
          if (!settings.has(setting)) {
            settings.set(setting, old);
            guard ??= startSettingsGuard(address);
            guard.keep(setting, old);
          }
          return change(old);
        }),
      connect: clients.connect,
      openSocket: clients.openSocket,
      log: notOurs,
      pause: notOurs,
      resume: notOurs,
      kill: notOurs,
      restart: notOurs,
    },
    release: clients.disconnect,
    async stop() {
      stopping = true;
      try {
        // A connection of its own: the run's may hang in a fault or be gone.
        const cleaner = await house.connect('cleanup');
        for (const [setting, old] of settings) await changeSetting(cleaner, setting, () => old);
        guard?.done();
        const all = [...keys];
        for (let from = 0; from < all.length; from += 1_000)
          await cleaner.unlink(...all.slice(from, from + 1_000));
      } finally {
        clients.disconnect();
        house.disconnect();
      }
    },
  };
}
