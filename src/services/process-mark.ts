import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

// The number of a process is given to somebody else after a while: a mark is the number and when its process began.

export function markOf(pid: number): string {
  return `${pid} ${beganAt(pid)}`;
}

/** Whether the process that was marked so still lives. */
export function isAlive(mark: string): boolean {
  const pid = Number.parseInt(mark, 10);
  const began = beganAt(pid);
  return began !== null && mark === `${pid} ${began}`;
}

/** On Linux in ticks since a boot, elsewhere the time that ps says; null when there is no such process. */
function beganAt(pid: number): string | null {
  return orNull(() => {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8' }).trim();
    // The name, in brackets, may hold anything; the start is the twentieth word after it.
    const [, words = ''] = /.*\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${words.split(' ')[19]}`;
  });
}

export function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
