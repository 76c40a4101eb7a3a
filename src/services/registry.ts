import { appendFileSync, readlinkSync } from 'node:fs';
import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive, markOf, orNull } from './process-mark.ts';

/**
 * Who works for a run, in a file of the run's own folder: redis-lab itself and every process group that it started.
 */
const fileName = 'processes';
const runFolder = /^redis-lab-[0-9a-f]{12}$/;

/** Begins the file of a run: this machine, and this process. */
export function openRegistry(root: string): void {
  write(root, thisMachine());
  register(root, process.pid);
}

export function register(root: string, pid: number): void {
  write(root, markOf(pid));
}

function write(root: string, line: string): void {
  try {
    appendFileSync(join(root, fileName), `${line}\n`);
  } catch {
    // The disk is full: then the reaper is the only one who knows.
  }
}

/**
 * Ends what runs of ours left behind that were killed together with their reaper, and removes their folders.
 * @param places where runs have their folders; what has the same name in one of them belongs together
 */
export async function sweep(places: readonly string[]): Promise<void> {
  const found = await Promise.all(places.map(async (place) => ({ place, names: await namesIn(place) })));
  for (const { place, names } of found) {
    for (const name of names.filter((one) => runFolder.test(one))) {
      const groups = await orphansOf(join(place, name)).catch(() => null);
      if (!groups) continue;
      for (const group of groups) process.kill(-group, 'SIGKILL');
      for (const { place, names } of found) {
        const rooms = names.filter((one) => one.startsWith(name));
        for (const room of rooms)
          await rm(join(place, room), { recursive: true, force: true, maxRetries: 3 });
      }
    }
  }
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** The groups that outlived their run; null when the run is at work, or not ours to judge. */
async function orphansOf(root: string): Promise<number[] | null> {
  const { uid } = await lstat(root);
  const [machine, owner, ...groups] = (await readFile(join(root, fileName), 'utf8')).trimEnd().split('\n');
  if (uid !== process.getuid?.() || machine !== thisMachine() || !owner || isAlive(owner)) return null;
  return groups.filter(isAlive).map((line) => Number.parseInt(line, 10));
}

/** A process number means something in one name space of one machine; a temp folder may belong to several. */
function thisMachine(): string {
  return `${hostname()} ${orNull(() => readlinkSync('/proc/self/ns/pid'))}`;
}
