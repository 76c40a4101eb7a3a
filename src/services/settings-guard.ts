import { spawn } from 'node:child_process';
import { nodeProcess } from './node-program.ts';
import type { RedisAddress } from './redis-url.ts';

/**
 * Remembers settings of the learner's own Redis outside of this process. When its pipe closes without `done`
 * (kill -9, a crash) it puts them back: the reaper of processes and folders cannot, it speaks no Redis.
 */
export interface SettingsGuard {
  /** To be called before the setting is changed. */
  keep(setting: string, value: string): void;
  /** Everything is put back: the guard goes away and touches nothing. */
  done(): void;
}

/** What the guard reads, a line each. The address comes first: a password is for a pipe, not for `ps`. */
export type GuardLine =
  | { readonly address: RedisAddress }
  | { readonly setting: string; readonly value: string }
  | 'done';

export function startSettingsGuard(address: RedisAddress): SettingsGuard {
  // Detached: a Ctrl-C in the terminal goes to the foreground group and must not reach the guard.
  const child = spawn(process.execPath, nodeProcess('settings-guard-process'), {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => {}); // Without a guard the run itself still puts everything back on every ordinary end.
  child.stdin.on('error', () => {});
  child.unref();
  const say = (line: GuardLine) => void child.stdin.write(`${JSON.stringify(line)}\n`);
  say({ address });
  return {
    keep: (setting, value) => say({ setting, value }),
    done() {
      say('done');
      child.stdin.end();
    },
  };
}
