import { spawn } from 'node:child_process';
import { nodeProcess } from './node-program.ts';
import type { BorrowedSetting } from './redis-settings.ts';
import type { RedisAddress } from './redis-url.ts';

/**
 * Remembers outside of this process what a run changes on the learner's own Redis. When its pipe closes without `done`
 * (kill -9, a crash, a server that did not answer at the end) it puts settings back and removes the run's keys, again
 * and again until the server answers: the reaper of processes and folders cannot, it speaks no Redis.
 */
export interface OwnGuard {
  /** To be called before the setting is changed, and again when it is known what the server made of the change. */
  keep(setting: BorrowedSetting): void;
  /** Everything is as it was: the guard goes away and touches nothing. */
  done(): void;
  /** This process gives up, the guard goes on. */
  takeOver(): void;
}

/** What the guard reads, a line each. The address comes first: a password is for a pipe, not for `ps`. */
export type GuardLine =
  | { readonly address: RedisAddress; readonly prefix: string }
  | { readonly setting: BorrowedSetting }
  | 'done';

/** @param prefix of the run's keys */
export function startOwnGuard(address: RedisAddress, prefix: string): OwnGuard {
  // Detached: a Ctrl-C in the terminal goes to the foreground group and must not reach the guard.
  const child = spawn(process.execPath, nodeProcess('own-guard-process'), {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => {}); // Without a guard the run itself still puts everything back on every ordinary end.
  child.stdin.on('error', () => {});
  child.unref();
  const say = (line: GuardLine) => void child.stdin.write(`${JSON.stringify(line)}\n`);
  say({ address, prefix });
  return {
    keep: (setting) => say({ setting }),
    done() {
      say('done');
      child.stdin.end();
    },
    takeOver: () => void child.stdin.end(),
  };
}
