import { exitCodes, LabError, LeftBehindError, messageOf } from '../core/errors.ts';
import type { RunningService, ServiceHost } from '../core/service.ts';
import { isGone } from './connection-error.ts';
import { startOwnGuard } from './own-guard.ts';
import { inTime, type KeysLeft, removeKeys } from './redis-cleanup.ts';
import type { Redis } from './redis-client.ts';
import { connectionsOf, describeAddress } from './redis-connections.ts';
import { identify } from './redis-identity.ts';
import { removalOf } from './redis-left.ts';
import { watchPulse } from './redis-pulse.ts';
import type { RedisServer } from './redis-server.ts';
import { type BorrowedSetting, borrowSetting, giveBack, renewLease } from './redis-settings.ts';
import { type RedisAddress, showAddress } from './redis-url.ts';

const renewLeaseMs = 60_000;

/** The learner's own server: every key has the run's prefix, and keys and settings are put back at the end. */
export async function useOwn(host: ServiceHost, address: RedisAddress): Promise<RunningService<RedisServer>> {
  const { runId } = host;
  const clients = connectionsOf(host, address);
  const house = connectionsOf(host, address);
  /** Settings are the whole server's, and so is the lease on them: it lies in the database that everybody has. */
  const settingsHouse = connectionsOf(host, { ...address, db: 0 });
  const pulse = await watchPulse(address, () => house.connect('control', { untraced: true }), host.fail);
  const { name, version, mode } = await identify(pulse.client());
  if (mode === 'sentinel') {
    pulse.stop();
    house.disconnect();
    throw isSentinel(address);
  }
  const prefix = mode === 'cluster' ? await prefixHere(pulse.client(), runId) : `redis-lab:${runId}:`;
  const guard = startOwnGuard(address, prefix);
  const keys = new Set<string>();
  const settings = new Map<string, BorrowedSetting>();
  let stopping = false;
  const notOurs = () => {
    throw new Error("a lab must skip an arm that needs a private Redis when it runs on the learner's own");
  };
  const keep = (setting: BorrowedSetting) => {
    settings.set(setting.name, setting);
    guard.keep(setting);
  };

  async function configure(setting: string, change: (old: string) => string): Promise<void> {
    const client = await settingsHouse.connect('config');
    if (stopping || settings.has(setting)) return;
    await borrowSetting(client, { name: setting, run: runId }, change, keep);
    const borrowed = settings.get(setting);
    if (!borrowed) return;
    const renewal = setInterval(() => renewLease(client, borrowed).catch(() => {}), renewLeaseMs);
    client.once('end', () => clearInterval(renewal));
  }

  async function putBack(): Promise<KeysLeft | null> {
    const last = pulse.client();
    // A connection of its own: the run's may hang in a fault. Where no more are let in, the one that is there.
    const cleaner = await house.connect('cleanup').catch(() => last);
    const left = await removeKeys(cleaner, [...keys]);
    if (settings.size > 0) {
      const client = await settingsHouse.connect('settings');
      for (const setting of settings.values()) await inTime(giveBack(client, setting));
      settings.clear();
    }
    return left;
  }

  return {
    info: { name, version: version ?? '?', args: [] },
    handle: {
      ...describeAddress(address),
      version: version ?? '?',
      isPrivate: false,
      key(name) {
        keys.add(prefix + name);
        return prefix + name;
      },
      // An ACL allows a pattern only as it was given: one that begins with the run's own name nobody could allow.
      pattern: () => 'redis-lab:*',
      configure,
      connect: clients.connect,
      pipeline: clients.pipeline,
      openSocket: clients.openSocket,
      disconnect: clients.disconnect,
      log: notOurs,
      footprint: async () => null,
      pause: notOurs,
      resume: notOurs,
      kill: notOurs,
      restart: notOurs,
    },
    release: clients.disconnect,
    async stop() {
      stopping = true;
      pulse.stop();
      clients.disconnect();
      try {
        const left = await putBack();
        guard.done();
        if (left) throw leftBehind(address, prefix, left);
      } catch (error) {
        if (error instanceof LeftBehindError) throw error;
        if (isGone(error)) return guard.done();
        guard.takeOver();
        throw leftToGuard(address, prefix, [...settings.values()], error);
      } finally {
        house.disconnect();
        settingsHouse.disconnect();
      }
    },
  };
}

const mostTags = 1_000;

/** In a cluster all keys of a run lie in one slot, one that this node has: then no command leads to another node. */
async function prefixHere(client: Redis, runId: string): Promise<string> {
  for (let tag = 1; ; tag += 1) {
    const prefix = `redis-lab:{${runId}-${tag}}:`;
    try {
      await client.exists(prefix);
      return prefix;
    } catch (error) {
      if (!/^MOVED/.test(messageOf(error)) || tag === mostTags) throw error;
    }
  }
}

function isSentinel(address: RedisAddress): LabError {
  const where = showAddress(address);
  return new LabError(exitCodes.runFailed, {
    what: { ko: `${where} 서버를 쓸 수 없어요.`, en: `The Redis at ${where} cannot be used.` },
    why: {
      ko: '데이터를 담는 Redis가 아니라 그 Redis를 지켜보는 Sentinel이에요.',
      en: 'It is a Sentinel, which watches a Redis and holds no data.',
    },
    next: {
      ko: '프라이머리의 주소로 실행해 주세요: redis-cli SENTINEL MASTERS',
      en: 'Use the address of the primary: redis-cli SENTINEL MASTERS',
    },
  });
}

function removal(address: RedisAddress, prefix: string): string {
  return removalOf(showAddress(address), `${prefix}*`);
}

function leftBehind(address: RedisAddress, prefix: string, { keys, reason }: KeysLeft): LeftBehindError {
  return new LeftBehindError(exitCodes.runFailed, {
    what: {
      ko: `실험이 만든 키가 내 Redis에 남았어요: 많으면 ${keys.length}개.`,
      en: `Keys of this run are left on your Redis: up to ${keys.length}.`,
    },
    why: {
      ko: `지우는 명령을 서버가 거절했어요: ${reason} (키에는 TTL이 있어서 한 시간 안에 사라져요.)`,
      en: `It refuses the command that removes them: ${reason} (They have a TTL and go within the hour.)`,
    },
    next: {
      ko: `지울 수 있는 사용자로: ${removal(address, prefix)}`,
      en: `As a user who may: ${removal(address, prefix)}`,
    },
  });
}

function leftToGuard(
  address: RedisAddress,
  prefix: string,
  settings: readonly BorrowedSetting[],
  cause: unknown,
): LeftBehindError {
  const names = settings.map(({ name }) => name).join(', ');
  const commands = settings.map(
    ({ name, old }) => `redis-cli -u ${showAddress(address)} CONFIG SET ${name} '${old}'`,
  );
  return new LeftBehindError(
    exitCodes.runFailed,
    {
      what: {
        ko: `내 Redis를 원래대로 돌려놓지 못했어요: ${[names, `${prefix}*`].filter(Boolean).join(', ')}.`,
        en: `Your Redis is not yet as it was: ${[names, `${prefix}*`].filter(Boolean).join(', ')}.`,
      },
      why: {
        ko: `${messageOf(cause)} 작은 프로그램이 남아서 10분 동안 다시 시도해요.`,
        en: `${messageOf(cause)} A small program stays and tries again for 10 minutes.`,
      },
      next: {
        ko: `그래도 남으면: ${[...commands, removal(address, prefix)].join(' ; ')}`,
        en: `What is left after that: ${[...commands, removal(address, prefix)].join(' ; ')}`,
      },
    },
    { cause },
  );
}
