// What the disk under the private servers is: how long it takes to be sure, and what the kernel has of a file in memory.
import { execFile } from 'node:child_process';
import { open, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { monotonicClock } from '../../../src/kit/run.ts';
import type { Disk, Forgotten } from '../data.ts';

const run = promisify(execFile);
const syncs = 15;
/** What statfs(2) says of a file system that is in memory alone. */
export const tmpfs = 0x01021994; // TMPFS_MAGIC, statfs(2).

export async function diskOf(folder: string): Promise<Disk> {
  const file = await open(join(folder, 'fsync'), 'w');
  const block = Buffer.alloc(4_096, 'x');
  const took: number[] = [];
  try {
    for (let n = 0; n < syncs; n += 1) {
      await file.write(block);
      const startNs = monotonicClock.nowNs();
      await file.datasync();
      took.push((monotonicClock.nowNs() - startNs) / 1e6);
    }
  } finally {
    await file.close();
  }
  took.sort((a, b) => a - b);
  return { fsyncMs: took[Math.floor(syncs / 2)] as number, isMemory: (await statfs(folder)).type === tmpfs };
}

/**
 * Asks the kernel to drop these files from its page cache. `dd iflag=nocache count=0` is posix_fadvise(POSIX_FADV_DONTNEED)
 * for a whole file; it drops no page that is still to be written, so they are synced before.
 * @returns null where this dd cannot do it
 */
export async function forget(files: readonly string[]): Promise<Forgotten | null> {
  try {
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    const residentBefore = await residentIn(files);
    for (const file of files) {
      const handle = await open(file, 'r');
      await handle.datasync().finally(() => handle.close());
      await run('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']);
    }
    const fileBytes = sizes.reduce((sum, size) => sum + size, 0);
    return { fileBytes, residentBefore, residentAfter: await residentIn(files) };
  } catch {
    return null; // BSD's dd and BusyBox' have no such flag.
  }
}

/** By fincore of util-linux. */
async function residentIn(files: readonly string[]): Promise<number | null> {
  try {
    const { stdout } = await run('fincore', ['--bytes', '--noheadings', '--output', 'RES', ...files]);
    return stdout.split('\n').reduce((sum, line) => sum + Number(line.trim()), 0);
  } catch {
    return null;
  }
}
