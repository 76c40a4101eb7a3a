import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, LabError } from '../core/errors.ts';
import type { ServiceHost, User } from '../core/service.ts';
import { same } from '../core/text.ts';

export interface GroupProgram {
  /** As people know it: `redis-server`. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** Where it works and where its log goes. */
  readonly folder: string;
  /** Who runs it, for a program that refuses to be root. */
  readonly user?: User;
  /** Beside what every server gets. No secrets: whoever shares the user reads it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What it reads on standard input, in place of an argument that `ps` would show to everybody. */
  readonly input?: string;
}

/** A program in a process group of its own, with whatever it starts; all of it ends with the run. */
export interface ProcessGroup {
  readonly pid: number;
  /** Both streams together. */
  readonly logFile: string;
  /** Resolves when the program has ended; what it started is told to end then. */
  readonly exited: Promise<void>;
  /** Null while it runs, and when a signal ended it. */
  exitCode(): number | null;
  killedBy(): NodeJS.Signals | null;
  /** To the whole group; nothing happens when it is gone already. */
  signal(signal: NodeJS.Signals): void;
  /** The end of its log. */
  lastWords(): Promise<string>;
}

const lastLines = 8;
/** Of Java, which writes dozens of them after the reason. */
const stackFrame = /^\s+(at \S|\.\.\. \d+ more)/;

/** Groups that are alive now: the last resort when this process ends without closing its scopes. */
const living = new Set<number>();
process.on('exit', () => {
  for (const pid of living) signalGroup(pid, 'SIGKILL');
});

/**
 * The program begins when it is told to, and that is after the reaper knows of it: whoever kills us in between leaves
 * a shell behind that reads the end of its input and goes away.
 */
const begin = 'read -r go && exec "$@"';

/**
 * What a server gets of the learner's environment: how to find files and libraries. The rest would make it another
 * server: NGINX hands sockets on, PGDATA names a folder, a locale that is not installed stops initdb.
 */
function handedOn(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const wanted = Object.entries(environment).filter(([name]) =>
    /^(PATH|HOME|TMPDIR|TZ|LD_|DYLD_)/.test(name),
  );
  return { ...Object.fromEntries(wanted), LC_ALL: 'C' };
}

/** @throws LabError when nothing could be started */
export async function startGroup(host: ServiceHost, program: GroupProgram): Promise<ProcessGroup> {
  const logFile = join(program.folder, `${program.name}.log`);
  const log = await open(logFile, 'a');
  try {
    const child = spawn('/bin/sh', ['-c', begin, program.name, program.file, ...program.args], {
      cwd: program.folder,
      detached: true, // A process group of its own: Ctrl-C is ours to handle, and a kill reaches its children.
      stdio: ['pipe', log.fd, log.fd],
      env: { ...handedOn(process.env), ...program.environment },
      ...program.user,
    });
    const failed = new Promise<Error>((resolve) => child.once('error', resolve));
    const { pid } = child;
    if (pid === undefined) throw notRun(program, await failed);
    living.add(pid);
    host.watchGroup(pid);
    // Before anything is awaited: it may end meanwhile.
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => {
        signalGroup(pid, 'SIGKILL'); // The group may hold grandchildren that the leader left behind.
        living.delete(pid);
        host.forgetGroup(pid);
        resolve();
      });
    });
    child.stdin?.on('error', () => {}); // It ended already; whoever awaits its end says so.
    child.stdin?.end(`go\n${program.input ?? ''}`);
    return {
      pid,
      logFile,
      exited,
      exitCode: () => child.exitCode,
      killedBy: () => child.signalCode,
      signal: (signal) => signalGroup(pid, signal),
      async lastWords() {
        const text = await readFile(logFile, 'utf8').catch(() => '');
        const lines = text.trimEnd().split('\n');
        return lines
          .filter((line) => !stackFrame.test(line))
          .slice(-lastLines)
          .join('\n');
      },
    };
  } finally {
    await log.close();
  }
}

/**
 * Runs a program that ends by itself (initdb); answers its last words and its exit code, null when a signal ended it.
 * Rejects with the signal's reason when aborted, with the program ended.
 * @throws LabError when it could not be started
 */
export async function runToEnd(
  host: ServiceHost,
  program: GroupProgram,
): Promise<{ readonly exitCode: number | null; readonly lastWords: string }> {
  const group = await startGroup(host, program);
  const kill = () => group.signal('SIGKILL');
  host.signal.addEventListener('abort', kill);
  if (host.signal.aborted) kill();
  await group.exited;
  host.signal.removeEventListener('abort', kill);
  host.signal.throwIfAborted();
  return { exitCode: group.exitCode(), lastWords: await group.lastWords() };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}

function notRun(program: GroupProgram, error: Error): LabError {
  return new LabError(
    exitCodes.runFailed,
    {
      what: { ko: `${program.name} 프로그램을 실행하지 못했어요.`, en: `${program.name} could not be run.` },
      why: same(error.message),
      next: same('redis-lab doctor'),
    },
    { cause: error },
  );
}
