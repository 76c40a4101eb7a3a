import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import type { ServiceHost } from '../core/service.ts';
import { same } from '../core/text.ts';

export interface Command {
  /** As people know it: `redis-server`. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** Where it works and where its log goes. */
  readonly folder: string;
  /** Resolves when the server answers its own protocol; it is tried again until the deadline. */
  readonly ready: (pid: number) => Promise<void>;
  readonly readyWithinMs: number;
  /** Who runs it, for a server that refuses to be root. */
  readonly user?: User;
  /** What asks it to stop; SIGTERM unless the server has another word for it. */
  readonly stopSignal?: 'SIGINT';
}

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** A server process under our care, in a process group of its own. */
export interface Supervised {
  readonly pid: number;
  readonly logFile: string;
  /** SIGSTOP: alive, connections open, silent. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** SIGKILL to the whole group, and its end awaited: no goodbye to clients, nothing flushed. */
  kill(): Promise<void>;
  /** SIGTERM (or `stopSignal`), a deadline, SIGKILL; its end awaited. */
  stop(): Promise<void>;
}

const politeStopMs = 5_000;
const logTailLines = 8;

/** Groups that are alive now: the last resort when this process ends without closing its scopes. */
const living = new Set<number>();
process.on('exit', () => {
  for (const pid of living) signalGroup(pid, 'SIGKILL');
});

/**
 * Starts a server and waits until it is ready.
 * @throws LabError with the last lines of its log when it ends early or is not ready in time
 */
export async function supervise(host: ServiceHost, command: Command): Promise<Supervised> {
  const logFile = join(command.folder, `${command.name}.log`);
  const { child, failed, exited } = await spawnLogged(host, command, logFile);
  if (child.pid === undefined) throw notRun(command, await failed);
  const pid = child.pid;
  let expected = false;
  let ended = false;
  void exited.then(() => {
    ended = true;
  });

  async function end(signal: NodeJS.Signals): Promise<void> {
    expected = true;
    if (ended) return;
    signalGroup(pid, 'SIGCONT'); // A paused process would not see the SIGTERM.
    signalGroup(pid, signal);
    const deadline = new AbortController();
    const late = wait(politeStopMs, undefined, { signal: deadline.signal }).then(
      () => signalGroup(pid, 'SIGKILL'),
      () => {},
    );
    await exited;
    deadline.abort();
    await late;
  }

  try {
    await untilReady(host.signal, command, pid, exited);
  } catch (error) {
    await end('SIGKILL');
    throw error instanceof LabError ? error : await startError(command, logFile, error);
  }
  void exited.then(async () => {
    if (!expected) host.fail(await diedError(command, logFile, child));
  });

  return {
    pid,
    logFile,
    pause: () => signalGroup(pid, 'SIGSTOP'),
    resume: () => signalGroup(pid, 'SIGCONT'),
    kill: () => end('SIGKILL'),
    stop: () => end(command.stopSignal ?? 'SIGTERM'),
  };
}

/** What a program that ended said, both streams together, and its exit code; null when a signal ended it. */
export interface Finished {
  readonly exitCode: number | null;
  readonly said: string;
}

/**
 * Runs a program that ends by itself (initdb), under the same care as a server.
 * @throws LabError when it could not be run; the signal's reason when aborted, with the program ended
 */
export async function runToEnd(host: ServiceHost, command: Spawnable): Promise<Finished> {
  const logFile = join(command.folder, `${command.name}.log`);
  const { child, failed, exited } = await spawnLogged(host, command, logFile);
  if (child.pid === undefined) throw notRun(command, await failed);
  const pid = child.pid;
  const kill = () => signalGroup(pid, 'SIGKILL');
  host.signal.addEventListener('abort', kill);
  if (host.signal.aborted) kill();
  await exited;
  host.signal.removeEventListener('abort', kill);
  host.signal.throwIfAborted();
  return { exitCode: child.exitCode, said: await tailOf(logFile) };
}

interface Spawned {
  readonly child: ChildProcess;
  /** Resolves when it could not be run at all. */
  readonly failed: Promise<Error>;
  /** Resolves when it and everything it started have ended. */
  readonly exited: Promise<void>;
}

type Spawnable = Pick<Command, 'name' | 'file' | 'args' | 'folder' | 'user'>;

/**
 * The server begins when it is told to, and that is after the reaper knows of it: whoever kills us in between leaves
 * a shell behind that reads the end of its input and goes away.
 */
const begin = 'read -r go && exec "$@" < /dev/null';

async function spawnLogged(host: ServiceHost, command: Spawnable, logFile: string): Promise<Spawned> {
  const log = await open(logFile, 'a');
  try {
    const child = spawn('/bin/sh', ['-c', begin, command.name, command.file, ...command.args], {
      cwd: command.folder,
      detached: true, // A process group of its own: Ctrl-C is ours to handle, and a kill reaches its children.
      stdio: ['pipe', log.fd, log.fd],
      ...command.user,
    });
    // Before anything is awaited: it may end meanwhile, and whoever kills us in between would leave it behind.
    const failed = new Promise<Error>((resolve) => child.once('error', resolve));
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve())).then(() => {
      // The group may hold grandchildren that the leader left behind.
      if (child.pid !== undefined) forget(host, child.pid);
    });
    if (child.pid !== undefined) {
      living.add(child.pid);
      host.watchGroup(child.pid);
    }
    child.stdin?.on('error', () => {}); // It ended already; whoever awaits its end says so.
    child.stdin?.end('go\n');
    return { child, failed, exited };
  } finally {
    await log.close();
  }
}

function forget(host: ServiceHost, pid: number): void {
  signalGroup(pid, 'SIGKILL');
  living.delete(pid);
  host.forgetGroup(pid);
}

function notRun(command: Spawnable, error: Error): LabError {
  return new LabError(
    exitCodes.runFailed,
    {
      what: { ko: `${command.name} 프로그램을 실행하지 못했어요.`, en: `${command.name} could not be run.` },
      why: same(error.message),
      next: same('redis-lab doctor'),
    },
    { cause: error },
  );
}

/** Asks the server itself, again and again with a short breath between, until it answers or there is no use any more. */
async function untilReady(
  signal: AbortSignal,
  command: Command,
  pid: number,
  exited: Promise<void>,
): Promise<void> {
  const useless = new AbortController();
  const stop = AbortSignal.any([signal, useless.signal]);
  const late = setTimeout(() => useless.abort(new Error('no answer in time')), command.readyWithinMs);
  void exited.then(() => useless.abort(new Error('it ended')));
  // An answer that never comes must not be waited for, whoever owes it.
  const stopped = new Promise<never>((_, reject) => {
    stop.addEventListener('abort', () => reject(stop.reason), { once: true });
  });
  stopped.catch(() => {});
  let lastError: unknown;
  try {
    for (let breathMs = 2; !stop.aborted; breathMs = Math.min(breathMs * 1.5, 100)) {
      try {
        return await Promise.race([command.ready(pid), stopped]);
      } catch (error) {
        if (!stop.aborted) lastError = error;
      }
      await Promise.race([wait(breathMs), stopped.catch(() => {})]);
    }
  } finally {
    clearTimeout(late);
  }
  signal.throwIfAborted();
  throw lastError ?? stop.reason;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}

async function tailOf(logFile: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return log.trimEnd().split('\n').slice(-logTailLines).join('\n');
}

async function startError(command: Command, logFile: string, cause: unknown): Promise<LabError> {
  const tail = await tailOf(logFile);
  return new LabError(
    exitCodes.runFailed,
    {
      what: { ko: `${command.name} 서버가 뜨지 않았어요.`, en: `${command.name} did not come up.` },
      why: same(tail || messageOf(cause)),
      next: same(`redis-lab doctor  ·  ${[command.file, ...command.args].join(' ')}`),
    },
    { cause },
  );
}

async function diedError(command: Command, logFile: string, child: ChildProcess): Promise<LabError> {
  const how = child.signalCode ?? `exit code ${child.exitCode}`;
  const tail = await tailOf(logFile);
  return new LabError(exitCodes.runFailed, {
    what: {
      ko: `실험 도중에 ${command.name} 서버가 끝나 버렸어요(${how}).`,
      en: `${command.name} ended in the middle of the run (${how}).`,
    },
    why: same(tail),
    next: {
      ko: '다시 실행해 보세요. 되풀이되면 --debug로 로그를 남겨 주세요.',
      en: 'Run it again. If it comes back, run it with --debug and keep the log.',
    },
  });
}
