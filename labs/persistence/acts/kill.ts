// SIGKILL: what the kernel does when memory runs out. Redis does nothing any more, but the machine lives on, and with
// it what Redis had handed over to the kernel (the page cache). What it had not handed over yet is gone: with everysec
// Redis holds writes back, for up to 2 s, while an fsync is under way (`aof_flush_postponed_start` in aof.c).
import { LabError, powerCut as library, type PowerCut, type RedisOnDisk } from '../../../src/kit/run.ts';
import type { EndedArm, KillData } from '../data.ts';
import { directives } from '../parts/directives.ts';
import type { PersistenceContext } from '../settings.ts';
import { ended, endOne, savedOnce } from './ended.ts';

/** Longer than all that comes after it has begun. */
const slowSyncMs = 1_500;

export async function kill(context: PersistenceContext): Promise<KillData> {
  const [arms, slow] = await Promise.all([
    ended(context, {
      due: (server, setting) => savedOnce(server, setting, false),
      handedOver: nothingHeld,
      end: (server) => server.kill(),
    }),
    whileSyncing(context),
  ]);
  return 'why' in slow ? { arms, noSlowDisk: slow.why } : { arms: [...arms, slow.arm], noSlowDisk: null };
}

async function whileSyncing(context: PersistenceContext) {
  let power: PowerCut;
  try {
    power = await context.scope.start(library());
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { why: error.explanation.what };
  }
  const arm: EndedArm = await endOne(context, 'aof-everysec-slow', directives['aof-everysec'], {
    power,
    due: heldBack,
    async end(server) {
      await server.kill();
      await server.slowDisk(0); // A restart syncs, too.
    },
  });
  return { arm };
}

/** A disk may be slow by itself, and an fsync under way when the server is killed. */
async function nothingHeld(server: RedisOnDisk): Promise<() => Promise<boolean>> {
  const control = await server.connect('control');
  return async () => figure(await control.info('persistence'), 'aof_buffer_length') === 0;
}

/** Makes the disk slow, and tells when Redis holds back what it has said OK to. */
async function heldBack(server: RedisOnDisk): Promise<() => Promise<boolean>> {
  const control = await server.connect('control');
  let slow = false;
  return async () => {
    if (!slow) await server.slowDisk(slowSyncMs);
    slow = true;
    const info = await control.info('persistence');
    return figure(info, 'aof_pending_bio_fsync') > 0 && figure(info, 'aof_buffer_length') > 0;
  };
}

/** NaN where Redis does not say it: a buffer for the AOF has only who keeps one. */
const figure = (info: string, name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
