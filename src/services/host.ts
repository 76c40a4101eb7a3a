import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { chown, mkdir, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { exitCodes, LabError } from '../core/errors.ts';
import type { HostOptions, OwnedServiceHost } from '../core/run.ts';
import type { User } from '../core/service.ts';
import { systemWords } from '../core/system-words.ts';
import { explainKafkaError } from './kafka-errors.ts';
import { explainPostgresError } from './postgres-errors.ts';
import { whyMissing } from './programs.ts';
import { explainAmqpError } from './rabbitmq-errors.ts';
import { besides, type Reaper, startReaper } from './reaper.ts';
import { disown, own, ownerOf, register, sweep } from './registry.ts';

/** What the command line says about servers: the learner's own URLs, and whether to trace. */
export interface HostSettings {
  readonly external: Readonly<Record<string, string | undefined>>;
  readonly trace: boolean;
}

const ownersOnly = 0o700;

/** What every Unix has, when TMPDIR is too deep for a socket. */
const shortPlace = '/tmp';
/** macOS has room for 103 bytes in the path of a socket, Linux for 107; this is what is left for a run's folder. */
const longestRoot = 103 - '-12-postgres-socket/.s.PGSQL.65535'.length;

/** A temp folder for one run and a guard that outlives us; `close` removes both. */
export function openServiceHost(settings: HostSettings, options: HostOptions): OwnedServiceHost {
  askDirectly();
  const place = resolve(tmpdir());
  const name = `redis-lab-${randomBytes(6).toString('hex')}`;
  const root = join(place, name);
  const shortRoot = Buffer.byteLength(root) <= longestRoot ? root : join(shortPlace, name);
  // Before there is a folder: whoever kills us right after it was made would leave it behind.
  const reaper = startReaper(...new Set([root, shortRoot]));
  makeRoot(root, reaper);
  const swept = sweep([...new Set([place, shortPlace])]).catch(() => {}); // The next run tries again.
  const folders: string[] = [];
  const makeFolder = async (folder: string, owner?: User) => {
    folders.push(folder);
    await mkdir(folder, { mode: ownersOnly });
    if (owner) await chown(folder, owner.uid, owner.gid);
    return folder;
  };
  const room = (name: string) => `${folders.length + 1}-${name}`;
  const tempFolder: OwnedServiceHost['tempFolder'] = (name, owner) =>
    makeFolder(owner ? besides(root, room(name)) : join(root, room(name)), owner);
  return {
    ...settings,
    ...options,
    watchGroup(processGroup) {
      register(root, processGroup);
      reaper.watch(processGroup);
    },
    forgetGroup: reaper.forget,
    async explain(error) {
      // Loaded when something went wrong: TLS and all that comes with it is not for the first words.
      const { explainClientError } = await import('./client-errors.ts');
      const refused = explainAmqpError(error, settings.external.amqp !== undefined);
      const ofKafka = explainKafkaError(refused, settings.external.kafka !== undefined);
      const explained = await explainClientError(ofKafka, settings.external.redis);
      return explainPostgresError(explained, settings.external.postgres !== undefined);
    },
    whyMissing,
    tempFolder,
    socketFolder: (name, owner) =>
      shortRoot === root ? tempFolder(name, owner) : makeFolder(besides(shortRoot, room(name)), owner),
    newSecret: () => randomBytes(secretBytes).toString('hex'),
    async close() {
      await swept;
      for (const folder of [...folders, root, ownerOf(root)])
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      reaper.done();
    },
  };
}

/** Where NODE_USE_ENV_PROXY is set, Node 24 asks the proxy also for 127.0.0.1; labs ask nobody else. */
function askDirectly(): void {
  http.globalAgent = new http.Agent({ keepAlive: true, timeout: 5_000 }); // As Node's own, but for the proxy.
}

const secretBytes = 24;

function makeRoot(root: string, reaper: Reaper): void {
  try {
    own(root);
    mkdirSync(root, { mode: ownersOnly });
  } catch (error) {
    disown(root);
    reaper.done();
    throw new LabError(
      exitCodes.runFailed,
      {
        what: { ko: '임시 폴더를 만들지 못했어요.', en: 'No temporary folder could be made.' },
        why: systemWords(error),
        next: {
          ko: '쓸 수 있는 폴더를 TMPDIR로 알려 주세요.',
          en: 'Point TMPDIR to a folder that can be written.',
        },
      },
      { cause: error },
    );
  }
}
