import { readdir, readFile } from 'node:fs/promises';

const tickUs = 10_000; // sysconf(_SC_CLK_TCK) is 100 on every Linux that Node runs on.

interface Times {
  readonly parent: number;
  readonly ownUs: number;
  /** Of children that have ended and were waited for. */
  readonly endedUs: number;
}

/** proc(5): the name in brackets may hold anything, so what counts comes after the last bracket. */
async function timesOf(pid: number | 'self'): Promise<Times | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null);
  if (stat === null) return null;
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = 0] = fields;
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return { parent, ownUs: (user + system) * tickUs, endedUs: (endedUser + endedSystem) * tickUs };
}

/** CPU of a server and of the processes that it has forked. */
export async function cpuOfTree(pid: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = await Promise.all(pids.map(async (one) => ({ one, times: await timesOf(one) })));
  return all.reduce((sum, { one, times }) => {
    if (times && one === pid) return sum + times.ownUs + times.endedUs;
    return times?.parent === pid ? sum + times.ownUs : sum;
  }, 0);
}

/** CPU of the tools that we ran to their end. */
export const cpuOfEnded = async (): Promise<number> => (await timesOf('self'))?.endedUs ?? 0;
