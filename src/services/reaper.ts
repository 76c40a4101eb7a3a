import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Watches over one run from outside. Its standard input is a pipe that only redis-lab holds: when that
 * closes without `done` (kill -9, a crash), it kills every process group it was told of and removes the
 * run's temp folders. `setpriv --pdeathsig` would reach a server but not the server's own children
 * (nginx workers, the Erlang VM behind a shell script), nor the folder, and exists on Linux only.
 * A reaper that is killed itself is replaced; one that is killed together with the run leaves it to the next run (`sweep`).
 */
export interface Reaper {
  watch(processGroup: number): void;
  forget(processGroup: number): void;
  /** The run has cleaned up: the reaper kills a group that it was not told to forget, and goes away. */
  done(): void;
}

// `kill -9 -123` is the one form that every sh understands: dash, Debian's and Ubuntu's, refuses `kill -KILL -- -123`.
const script = `
groups=' ' over=
while read -r verb group; do
  case $verb in
    watch) groups="$groups$group " ;;
    forget) groups=$(printf '%s' "$groups" | sed "s/ $group / /") ;;
    done) over=yes; break ;;
  esac
done
for group in $groups; do kill -9 "-$group" 2>/dev/null; done
[ "$over" ] && exit 0
clear() { for root in "$@"; do rm -rf -- "$root" "$root"-* || return 1; done; }
clear "$@" || { sleep 1; clear "$@"; } # Somebody may have written while he died.
`;

/** Somebody who kills one after the other wants none. */
const mostReplacements = 5;

/** A folder of the run that lies beside its temp folder: the reaper knows it by its name. */
export function besides(tempFolder: string, name: string): string {
  return `${tempFolder}-${name}`;
}

export function startReaper(...tempFolders: readonly string[]): Reaper {
  const groups = new Set<number>();
  let replacements = 0;
  let over = false;
  let child = begin();

  function begin(): ChildProcess {
    // Detached: a Ctrl-C in the terminal goes to the foreground group and must not reach the reaper.
    const child = spawn('sh', ['-c', script, 'redis-lab-reaper', ...tempFolders], {
      detached: true,
      cwd: '/',
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.on('error', () => {}); // Without a shell the run itself still cleans up on every ordinary end.
    child.stdin.on('error', () => {});
    child.once('exit', replace);
    child.unref();
    return child;
  }

  function replace(): void {
    if (over || replacements === mostReplacements) return;
    replacements += 1;
    child = begin();
    for (const group of groups) say(`watch ${group}`);
  }

  function say(line: string): void {
    child.stdin?.write(`${line}\n`);
  }

  return {
    watch(processGroup) {
      groups.add(processGroup);
      say(`watch ${processGroup}`);
    },
    forget(processGroup) {
      groups.delete(processGroup);
      say(`forget ${processGroup}`);
    },
    done() {
      over = true;
      child.stdin?.end('done\n');
    },
  };
}
