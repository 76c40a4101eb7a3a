import { appendFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { lstat, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive, markOf, orNull } from './process-mark.ts';
import { besides } from './reaper.ts';

/** Every process group that a run started, in a file of the run's own folder. */
const fileName = 'processes';

/**
 * Whose folder it is, this machine and this process, is the target of a link beside it: unlike a folder with a
 * file, a link is there with all its words at once, so it can come first and whoever is killed next is known.
 */
export const ownerOf = (root: string) => besides(root, 'owner');
const runOwner = /^(redis-lab-[0-9a-f]{12})-owner$/;

/** Before there is a folder. */
export function own(root: string): void {
  whereItCan(() => symlinkSync(`${thisMachine()} ${markOf(process.pid)}`, ownerOf(root)));
}

/** No folder came of it. */
export function disown(root: string): void {
  whereItCan(() => rmSync(ownerOf(root), { force: true }));
}

export function register(root: string, pid: number): void {
  whereItCan(() => appendFileSync(join(root, fileName), `${markOf(pid)}\n`));
}

function whereItCan(write: () => void): void {
  try {
    write();
  } catch {
    // The disk is full, or TMPDIR is no folder: then the reaper is the only one who knows.
  }
}

/**
 * Ends what runs of ours left behind that were killed together with their reaper, and removes their folders.
 * @param places where runs have their folders; what has the same name in one of them belongs together
 */
export async function sweep(places: readonly string[]): Promise<void> {
  const found = await Promise.all(places.map(async (place) => ({ place, names: await namesIn(place) })));
  for (const { place, names } of found) {
    for (const [link, name = ''] of names.map((one) => runOwner.exec(one) ?? [])) {
      const groups = link && (await orphansOf(join(place, name)).catch(() => null));
      if (!groups) continue;
      for (const group of groups) process.kill(-group, 'SIGKILL');
      const rooms = found.flatMap(({ place, names }) =>
        names.filter((one) => one.startsWith(name)).map((one) => join(place, one)),
      );
      // Whose they are last: whoever is interrupted leaves it to the next run.
      for (const room of [...rooms.filter((one) => one !== join(place, link)), join(place, link)])
        await rm(room, { recursive: true, force: true, maxRetries: 3 });
    }
  }
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** The groups that outlived their run; null when the run is at work, or not ours to judge. */
async function orphansOf(root: string): Promise<number[] | null> {
  const owner = await readlink(ownerOf(root));
  const machine = `${thisMachine()} `;
  const ours = (await isOurs(ownerOf(root))) && owner.startsWith(machine);
  if (!ours || isAlive(owner.slice(machine.length))) return null;
  // A run that got no further than its link has no folder: somebody else could have made one since.
  const groups = (await isOurs(root).catch(() => false))
    ? await readFile(join(root, fileName), 'utf8').catch(() => '')
    : '';
  return groups
    .split('\n')
    .filter(isAlive)
    .map((line) => Number.parseInt(line, 10));
}

async function isOurs(path: string): Promise<boolean> {
  return (await lstat(path)).uid === process.getuid?.();
}

/** A process number means something in one name space of one machine; a temp folder may belong to several. */
function thisMachine(): string {
  return `${hostname()} ${orNull(() => readlinkSync('/proc/self/ns/pid'))}`;
}
