import { setTimeout as wait } from 'node:timers/promises';
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import type { ServiceHost } from '../core/service.ts';
import { same, type Text } from '../core/text.ts';
import { type GroupProgram, type ProcessGroup, startGroup } from './process-group.ts';

export interface Command extends GroupProgram {
  /** Resolves when the server answers its own protocol; it is tried again until the deadline. */
  readonly ready: (pid: number) => Promise<void>;
  readonly readyWithinMs: number;
  /** What asks it to stop; SIGTERM unless the server has another word for it. */
  readonly stopSignal?: 'SIGINT';
}

/** A server process under our care, in a process group of its own. */
export interface Supervised {
  readonly pid: number;
  isAlive(): boolean;
  readonly logFile: string;
  /** SIGSTOP: alive, connections open, silent. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** SIGKILL to the whole group, and its end awaited: no goodbye to clients, nothing flushed. */
  kill(): Promise<void>;
  /** SIGTERM (or `stopSignal`, or the one given), a deadline, SIGKILL; its end awaited. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const politeStopMs = 5_000;

/**
 * Starts a server and waits until it is ready.
 * @throws LabError with the last lines of its log when it ends early or is not ready in time
 */
export async function supervise(host: ServiceHost, command: Command): Promise<Supervised> {
  const group = await startGroup(host, command);
  const { exited } = group;
  let expected = false;
  let ended = false;
  void exited.then(() => {
    ended = true;
  });

  async function end(signal: NodeJS.Signals): Promise<void> {
    expected = true;
    if (ended) return;
    group.signal('SIGCONT'); // A paused process would not see the SIGTERM.
    group.signal(signal);
    const deadline = new AbortController();
    const late = wait(politeStopMs, undefined, { signal: deadline.signal }).then(
      () => group.signal('SIGKILL'),
      () => {},
    );
    await exited;
    deadline.abort();
    await late;
  }

  try {
    await untilReady(host.signal, command, group);
  } catch (error) {
    await end('SIGKILL');
    throw error instanceof LabError ? error : await startError(command, group, error);
  }
  void exited.then(async () => {
    if (!expected) host.fail(await diedError(command, group));
  });

  return {
    pid: group.pid,
    isAlive: () => !ended,
    logFile: group.logFile,
    pause: () => group.signal('SIGSTOP'),
    resume: () => group.signal('SIGCONT'),
    kill: () => end('SIGKILL'),
    stop: (signal = command.stopSignal ?? 'SIGTERM') => end(signal),
  };
}

/** Asks the server itself, again and again with a short breath between, until it answers or there is no use any more. */
async function untilReady(
  signal: AbortSignal,
  command: Command,
  { pid, exited }: ProcessGroup,
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

async function startError(command: Command, group: ProcessGroup, cause: unknown): Promise<LabError> {
  const tail = await group.lastWords();
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

async function diedError(command: Command, group: ProcessGroup): Promise<LabError> {
  const how = group.killedBy() ?? `exit code ${group.exitCode()}`;
  const tail = await group.lastWords();
  return new LabError(exitCodes.runFailed, {
    what: {
      ko: `실험 도중에 ${command.name} 서버가 종료됐어요(${how}).`,
      en: `${command.name} ended in the middle of the run (${how}).`,
    },
    why: tail === '' ? withoutAWord : same(tail),
    next: diskIsFull.test(tail) ? makeRoom : again,
  });
}

const withoutAWord: Text = {
  ko: '마지막 로그가 없어요. 누가 종료했거나, 메모리가 모자라서 시스템이 종료했을 수 있어요.',
  en: 'Its log says nothing: somebody may have ended it, or the system for want of memory.',
};

/** In the words of the kernel, and of Redis. */
const diskIsFull = /No space left on device|Short write while writing/;

const makeRoom: Text = {
  ko: '디스크 공간이 모자라요. 공간을 비우거나, 넉넉한 디스크의 폴더를 TMPDIR로 알려 주세요.',
  en: 'The disk is full: make room, or point TMPDIR to a folder on another one.',
};
const again: Text = {
  ko: '다시 실행해 보세요. 또 그러면 --debug를 붙여 실행하고, 나온 로그를 알려 주세요.',
  en: 'Run it again. If it comes back, run it with --debug and keep the log.',
};
