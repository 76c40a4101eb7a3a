import { spawn } from 'node:child_process';

/**
 * Watches over one run from outside. Its standard input is a pipe that only redis-lab holds: when that
 * closes without `done` (kill -9, a crash), it kills every process group it was told of and removes the
 * run's temp folder. `setpriv --pdeathsig` would reach a server but not the server's own children
 * (nginx workers, the Erlang VM behind a shell script), nor the folder, and exists on Linux only.
 */
export interface Reaper {
  watch(processGroup: number): void;
  forget(processGroup: number): void;
  /** Nothing is left to kill: the reaper goes away and touches nothing. */
  done(): void;
}

// `kill -9 -123` is the one form that every sh understands: dash, Debian's and Ubuntu's, refuses `kill -KILL -- -123`.
const script = `
groups=' '
while read -r verb group; do
  case $verb in
    watch) groups="$groups$group " ;;
    forget) groups=$(printf '%s' "$groups" | sed "s/ $group / /") ;;
    done) exit 0 ;;
  esac
done
for group in $groups; do kill -9 "-$group" 2>/dev/null; done
rm -rf -- "$1" "$1"-* || { sleep 1; rm -rf -- "$1" "$1"-*; } # Somebody may have written while he died.
`;

/** A folder of the run that lies beside its temp folder: the reaper knows it by its name. */
export function besides(tempFolder: string, name: string): string {
  return `${tempFolder}-${name}`;
}

export function startReaper(tempFolder: string): Reaper {
  // Detached: a Ctrl-C in the terminal goes to the foreground group and must not reach the reaper.
  const child = spawn('sh', ['-c', script, 'redis-lab-reaper', tempFolder], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => {}); // Without a shell the run itself still cleans up on every ordinary end.
  child.stdin.on('error', () => {});
  child.unref();
  const say = (line: string) => void child.stdin.write(`${line}\n`);
  return {
    watch: (processGroup) => say(`watch ${processGroup}`),
    forget: (processGroup) => say(`forget ${processGroup}`),
    done: () => void child.stdin.end('done\n'),
  };
}
