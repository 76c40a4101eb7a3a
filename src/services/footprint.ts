// What a server takes of the machine: of its process Linux tells it (proc(5)), of its files their folder.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Footprint {
  /** Resident, in bytes. */
  readonly memoryBytes: number;
  /** Time on a core since it started. */
  readonly cpuMs: number;
  readonly openFiles: number;
  /** Blocks that its files take, holes left out. */
  readonly diskBytes: number;
}

/** USER_HZ, which Linux counts in for programs whatever its own clock does. */
const tickMs = 10;
const blockBytes = 512;

/** Null where there is no /proc. */
export async function footprintOf(pid: number, folder: string): Promise<Footprint | null> {
  if (process.platform !== 'linux') return null;
  const [status, line, files] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8'),
    readFile(`/proc/${pid}/stat`, 'latin1'),
    readdir(`/proc/${pid}/fd`),
  ]);
  // After the name in brackets, which may hold anything: state is field 3, utime and stime are 14 and 15.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return {
    memoryBytes: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024,
    cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
    openFiles: files.length,
    diskBytes: await bytesIn(folder),
  };
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    // A server may delete one meanwhile.
    .map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ blocks }) => blocks,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, blocks) => sum + blocks, 0) * blockBytes;
}
