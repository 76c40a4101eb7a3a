import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { chown, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import type { HostOptions, OwnedServiceHost } from '../core/run.ts';
import { same } from '../core/text.ts';
import { explainClientError } from './client-errors.ts';
import { whyMissing } from './programs.ts';
import { besides, type Reaper, startReaper } from './reaper.ts';

/** What the command line says about servers: the learner's own URLs, and whether to trace. */
export interface HostSettings {
  readonly external: Readonly<Record<string, string | undefined>>;
  readonly trace: boolean;
}

const ownersOnly = 0o700;

/** A temp folder for one run and a guard that outlives us; `close` removes both. */
export function openServiceHost(settings: HostSettings, options: HostOptions): OwnedServiceHost {
  const root = join(tmpdir(), `redis-lab-${randomBytes(6).toString('hex')}`);
  // Before there is a folder: whoever kills us right after it was made would leave it behind.
  const reaper = startReaper(root);
  makeRoot(root, reaper);
  const folders: string[] = [];
  return {
    ...settings,
    ...options,
    watchGroup: reaper.watch,
    forgetGroup: reaper.forget,
    explain: explainClientError,
    whyMissing,
    async tempFolder(name, owner) {
      const room = `${folders.length + 1}-${name}`;
      const folder = owner ? besides(root, room) : join(root, room);
      folders.push(folder);
      await mkdir(folder, { mode: ownersOnly });
      if (owner) await chown(folder, owner.uid, owner.gid);
      return folder;
    },
    newSecret: () => randomBytes(secretBytes).toString('hex'),
    async close() {
      for (const folder of [...folders, root])
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      reaper.done();
    },
  };
}

const secretBytes = 24;

function makeRoot(root: string, reaper: Reaper): void {
  try {
    mkdirSync(root, { mode: ownersOnly });
  } catch (error) {
    reaper.done();
    throw new LabError(
      exitCodes.runFailed,
      {
        what: { ko: '임시 폴더를 만들지 못했어요.', en: 'No temporary folder could be made.' },
        why: same(messageOf(error)),
        next: {
          ko: '쓸 수 있는 폴더를 TMPDIR로 알려 주세요.',
          en: 'Point TMPDIR to a folder that can be written.',
        },
      },
      { cause: error },
    );
  }
}
