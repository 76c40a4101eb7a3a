import { readFileSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';

/**
 * The live processes that belong to a folder: they work in it, or were started with it in their environment.
 * (redis-server overwrites its arguments and environment but works in its folder; the reaper works in `/` but
 * keeps its environment.) Linux only, as the tests that use it are.
 */
export async function processesOf(folder: string): Promise<number[]> {
  const pids = await allProcesses();
  const belongs = await Promise.all(pids.map((pid) => belongsTo(pid, folder)));
  return pids.filter((_, index) => belongs[index]);
}

async function belongsTo(pid: number, folder: string): Promise<boolean> {
  const nothing = () => '';
  const [cwd, environment] = await Promise.all([
    readlink(`/proc/${pid}/cwd`).catch(nothing),
    readFile(`/proc/${pid}/environ`, 'latin1').catch(nothing),
  ]);
  return cwd.startsWith(`${folder}/`) || environment.includes(`=${folder}/`);
}

/** The server that works in the run's n-th private folder, `1-redis`. */
export async function serverIn(folder: string, name: string): Promise<number> {
  for (const pid of await processesOf(folder)) {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (cwd.startsWith(`${folder}/`) && cwd.endsWith(`/${name}`)) return pid;
  }
  throw new Error(`no process works in ${name}`);
}

/** The one of a folder's processes whose command line begins like this, as `ps` shows it. */
export async function processNamed(folder: string, name: string): Promise<number> {
  for (const pid of await processesOf(folder)) {
    if ((await commandLineOf(pid)).startsWith(name)) return pid;
  }
  throw new Error(`no process is called ${name}`);
}

/** The live processes with this word on their command line. */
export async function processesNaming(word: string): Promise<number[]> {
  const pids = await allProcesses();
  const lines = await Promise.all(pids.map(commandLineOf));
  return pids.filter((_, index) => lines[index]?.includes(word));
}

async function allProcesses(): Promise<number[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
}

async function commandLineOf(pid: number): Promise<string> {
  return await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '');
}

/** Whether a process runs; one that is dead and only not yet buried by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    const [, state] = /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}
