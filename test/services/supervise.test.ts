import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCodes, LabError } from '../../src/core/errors.ts';
import { runToEnd } from '../../src/services/process-group.ts';
import { type Command, supervise } from '../../src/services/supervise.ts';
import { eventually } from '../eventually.ts';
import { isAlive, processesOf } from '../processes.ts';
import { openTestHost, type TestHost } from '../service-host.ts';

let host: TestHost;
let folder: string;
beforeEach(async () => {
  host = openTestHost();
  folder = await host.tempFolder('supervise');
});
afterEach(() => host.removeFolders());

const atOnce = async () => {};
const notYet = async () => {
  throw new Error('not yet');
};

function shell(script: string, overrides: Partial<Command> = {}): Command {
  const command = { name: 'server', file: '/bin/sh', args: ['-c', script], folder };
  return { ...command, ready: atOnce, readyWithinMs: 20_000, ...overrides };
}

async function failureOf(command: Command): Promise<LabError> {
  const error = await supervise(host, command).then(
    () => new Error('it came up'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LabError);
  return error as LabError;
}

/** The script writes its children's ids here. */
async function pidIn(name: string): Promise<number> {
  return await eventually(async () => {
    const pid = Number(await readFile(join(folder, name), 'utf8'));
    expect(pid).toBeGreaterThan(0);
    return pid;
  });
}

describe('a server that does not come up', () => {
  it('and ends early is quoted with the last lines of its log', async () => {
    const script =
      'for line in 1 2 3 4 5 6 7 8 9 10; do echo "line $line"; done; echo "bad config" >&2; exit 3';
    const error = await failureOf(shell(script, { ready: notYet }));
    expect(error.exitCode).toBe(exitCodes.runFailed);
    expect(error.explanation.what.en).toBe('server did not come up.');
    expect(error.explanation.why.en).toMatch(/^line 4\n[\s\S]*line 10\nbad config$/);
    expect(error.explanation.next.en).toContain('/bin/sh -c for line');
    expect(host.watched.size).toBe(0);
  });

  it('and ends at once, while nobody has looked yet', async () => {
    const { explanation } = await failureOf(shell('exit 0', { ready: notYet }));
    expect(explanation.what.en).toBe('server did not come up.');
    expect(explanation.why.en).toMatch(/^(not yet|it ended)$/); // Whichever is noticed first.
  });

  it('and is not ready in time is ended', async () => {
    let started = 0;
    const ready = async (pid: number) => {
      started = pid;
      throw new Error('not yet');
    };
    const error = await failureOf(shell('exec sleep 600', { ready, readyWithinMs: 100 }));
    expect(error.explanation.what.en).toBe('server did not come up.');
    expect(error.explanation.why.en).toBe('not yet');
    expect(started).toBeGreaterThan(0);
    expect(isAlive(started)).toBe(false);
    expect(host.watched.size).toBe(0);
  });

  it('and never even answers whether it is ready is ended too', async () => {
    const silent = () => new Promise<never>(() => {});
    const late = await failureOf(shell('exec sleep 600', { ready: silent, readyWithinMs: 100 }));
    expect(late.explanation.why.en).toBe('no answer in time');
    const gone = await failureOf(shell('exit 1', { ready: silent }));
    expect(gone.explanation.why.en).toBe('it ended');
  });

  it('because there is no such program', async () => {
    const error = await failureOf(shell('', { file: '/nowhere/server', ready: notYet }));
    expect(error.explanation.what.en).toBe('server did not come up.');
    expect(error.explanation.why.en).toContain('/nowhere/server');
  });

  it.skipIf(process.platform !== 'linux')('because we are killed before the reaper knows of it', async () => {
    const work = join(folder, 'work');
    await mkdir(work);
    const { signal } = spawnSync(process.execPath, [
      '--input-type=module',
      '-e',
      `const { supervise } = await import(${JSON.stringify(resolve('dist/internals/supervise.js'))});
      const killUs = () => process.kill(process.pid, 'SIGKILL');
      const command = ${JSON.stringify(shell('echo $$ > pid; exec sleep 600', { folder: work }))};
      await supervise({ signal: new AbortController().signal, watchGroup: killUs }, command);`,
    ]);
    expect(signal).toBe('SIGKILL');
    await eventually(async () => expect(await processesOf(folder)).toEqual([]));
    expect(await readdir(work)).not.toContain('pid');
  });

  it('before Ctrl-C is ended', async () => {
    const starting = supervise(host, shell('echo $$ > pid; exec sleep 600', { ready: notYet }));
    const pid = await pidIn('pid');
    host.abort();
    await expect(starting).rejects.toThrow();
    expect(isAlive(pid)).toBe(false);
  });
});

describe('a program that ends by itself', () => {
  const program = (script: string) => ({ name: 'program', file: '/bin/sh', args: ['-c', script], folder });

  it('answers its exit code and its last words, and takes along what it started', async () => {
    const finished = await runToEnd(
      host,
      program('sleep 600 & echo $! > child; echo out; echo err >&2; exit 3'),
    );
    expect(finished).toEqual({ exitCode: 3, lastWords: 'out\nerr' });
    const child = await pidIn('child');
    await eventually(() => expect(isAlive(child)).toBe(false));
    expect(host.watched.size).toBe(0);
  });

  it('is ended by Ctrl-C', async () => {
    const running = runToEnd(host, program('echo $$ > pid; exec sleep 600'));
    const pid = await pidIn('pid');
    host.abort();
    await expect(running).rejects.toThrow('interrupted');
    expect(isAlive(pid)).toBe(false);
    await expect(runToEnd(host, program('exec sleep 600'))).rejects.toThrow('interrupted');
  });
});

describe('a server that is up', () => {
  it('is watched from the first moment until its end', async () => {
    let watchedWhileStarting: number[] = [];
    const server = await supervise(
      host,
      shell('exec sleep 600', {
        ready: async () => {
          watchedWhileStarting = [...host.watched];
        },
      }),
    );
    expect(watchedWhileStarting).toEqual([server.pid]);
    await server.stop();
    expect(host.watched.size).toBe(0);
    expect(isAlive(server.pid)).toBe(false);
  });

  it('stops politely: what it does upon SIGTERM is done', async () => {
    const script = 'trap "echo goodbye; exit 0" TERM; echo up; while :; do sleep 0.01; done';
    const logged = async () => expect(await readFile(join(folder, 'server.log'), 'utf8')).toContain('up');
    const server = await supervise(host, shell(script, { ready: logged }));
    await server.stop();
    expect(await readFile(server.logFile, 'utf8')).toMatch(/goodbye\n$/);
  });

  it('that ignores SIGTERM is killed in the end', async () => {
    const script = 'trap "" TERM; echo up; while :; do sleep 0.01; done';
    const logged = async () => expect(await readFile(join(folder, 'server.log'), 'utf8')).toContain('up');
    const server = await supervise(host, shell(script, { ready: logged }));
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it('takes its children along, however it ends', async () => {
    for (const [name, end] of [
      ['stopped', 'stop'],
      ['killed', 'kill'],
    ] as const) {
      const server = await supervise(host, shell(`sleep 600 & echo $! > ${name}; wait`));
      const child = await pidIn(name);
      expect(isAlive(child)).toBe(true);
      await server[end]();
      await eventually(() => expect(isAlive(child)).toBe(false));
    }
    const server = await supervise(
      host,
      shell('sleep 600 & echo $! > left; while [ ! -e go ]; do sleep 0.01; done'),
    );
    const child = await pidIn('left');
    await writeFile(join(folder, 'go'), '');
    await host.failure;
    await eventually(() => expect(isAlive(child)).toBe(false));
    await server.stop();
  });

  it('that is paused can still be stopped', async () => {
    const server = await supervise(host, shell('exec sleep 600'));
    server.pause();
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it('that ends by itself fails the run with how and its last words', async () => {
    await supervise(host, shell('while [ ! -e go ]; do sleep 0.01; done; echo "out of memory"; exit 9'));
    await writeFile(join(folder, 'go'), '');
    const error = (await host.failure) as LabError;
    expect(error.explanation.what.en).toContain('(exit code 9)');
    expect(error.explanation.why.en).toBe('out of memory');
  });

  it('that is killed without a word fails the run with what that may mean', async () => {
    const server = await supervise(host, shell('exec sleep 600'));
    process.kill(server.pid, 'SIGKILL');
    const { explanation } = (await host.failure) as LabError;
    expect(explanation.what.en).toContain('(SIGKILL)');
    expect(explanation.why.en).toContain('want of memory');
  });

  it('of a full disk says what helps', async () => {
    const script = 'while [ ! -e go ]; do sleep 0.01; done; echo "write: No space left on device"; exit 1';
    await supervise(host, shell(script));
    await writeFile(join(folder, 'go'), '');
    const error = (await host.failure) as LabError;
    expect(error.explanation.next.en).toMatch(/disk is full.*TMPDIR/);
  });

  it('that was killed on purpose fails nothing', async () => {
    const server = await supervise(host, shell('exec sleep 600'));
    await server.kill();
    await server.kill();
    await server.stop();
    expect(await Promise.race([host.failure, Promise.resolve('no failure')])).toBe('no failure');
  });
});
