import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { RunRecord } from '../../src/core/record.ts';
import type { User } from '../../src/core/service.ts';
import { eventually } from '../eventually.ts';
import { processesOf } from '../processes.ts';
import { schemaErrors } from '../schema.ts';

const program = resolve('dist/cli.cjs');

export interface CliOptions {
  /** Beside a bare environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** In place of `node dist/cli.cjs …`: a shell line that finds the program in "$@". */
  readonly shell?: string;
  /** On a terminal, where a person can type. stderr is part of the screen, which is stdout. */
  readonly onTerminal?: boolean;
  /** Of that terminal; 80 without it. */
  readonly columns?: number;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** redis-lab while it runs. */
export interface RunningCli {
  readonly pid: number;
  /** Resolves with all that it has written as soon as this is in it; fails if it ends before. */
  sees(text: string | RegExp): Promise<string>;
  type(keys: string): void;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

/** redis-lab with a state folder and a temp folder of its own. */
export interface Cli {
  readonly folder: string;
  readonly stateFolder: string;
  readonly tempFolder: string;
  start(args: readonly string[], options?: CliOptions): RunningCli;
  run(args: readonly string[], options?: CliOptions): Promise<Ended>;
  /** Everything under the state folder but the traces, commands and the log of progress, and that is only whole records. */
  records(): Promise<RunRecord[]>;
}

/** Each test gets its own redis-lab, and none of them may leave a process or a temp folder behind. */
export const it = test.extend<{ cli: Cli }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures it needs here
  cli: async ({}, use) => withCli(use),
});

/** Somebody else who runs it, and a program that they may read: a checkout may lie in a folder of ours alone. */
export interface SomebodyElse {
  readonly user: User;
  readonly program: string;
}

/** The same for what several tests look at together. */
export async function withCli<Answer>(
  use: (cli: Cli) => Promise<Answer>,
  somebody?: SomebodyElse,
): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-lab-test-'));
  await chmod(folder, 0o711); // As root PostgreSQL runs as somebody else, who has to get to its folder.
  const children: ChildProcess[] = [];
  try {
    return await use(await openCli(folder, children, somebody));
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await nothingLeft(folder);
    await rm(folder, { recursive: true });
  }
}

/** Awaits what the promise about lifetimes says, in every test. */
export async function nothingLeft(folder: string): Promise<void> {
  await eventually(async () => {
    expect(await processesOf(folder), 'processes left behind').toEqual([]);
    expect(await readdir(join(folder, 'tmp')), 'temp folders left behind').toEqual([]);
  });
}

async function openCli(folder: string, children: ChildProcess[], somebody?: SomebodyElse): Promise<Cli> {
  const [stateFolder, tempFolder] = [join(folder, 'state'), join(folder, 'tmp')];
  await mkdir(tempFolder);
  if (somebody) {
    for (const path of [folder, tempFolder]) {
      await chmod(path, 0o755); // What keeps strangers out has to be redis-lab, not the test.
      await chown(path, somebody.user.uid, somebody.user.gid);
    }
  }
  const bare = {
    PATH: process.env.PATH,
    HOME: folder,
    LANG: 'C.UTF-8',
    XDG_STATE_HOME: stateFolder,
    TMPDIR: tempFolder,
  };
  const start = (args: readonly string[], options: CliOptions = {}): RunningCli => {
    const [file = '', ...words] = commandLine(
      [process.execPath, somebody?.program ?? program, ...args],
      options,
    );
    const child = spawn(file, words, {
      cwd: folder,
      env: { ...bare, ...options.env },
      stdio: [options.onTerminal ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      ...somebody?.user,
    });
    children.push(child);
    return watch(child);
  };
  return {
    folder,
    stateFolder,
    tempFolder,
    start,
    async run(args, options) {
      const ended = await start(args, options).ended;
      // Whatever a test looks at: what a lab prints is as the schema in the package says.
      if (args.includes('--json') && /^\{\s+"record"/.test(ended.stdout))
        expect(schemaErrors(JSON.parse(ended.stdout))).toEqual([]);
      return ended;
    },
    async records() {
      const files = await readdir(stateFolder, { recursive: true, withFileTypes: true });
      const paths = files
        .filter((file) => file.isFile() && !/\.(jsonl|commands\.txt)$/.test(file.name))
        .map((file) => join(file.parentPath, file.name));
      return await Promise.all(paths.sort().map(async (path) => JSON.parse(await readFile(path, 'utf8'))));
    },
  };
}

function commandLine(
  command: readonly string[],
  { shell, onTerminal, columns = 80 }: CliOptions,
): readonly string[] {
  if (onTerminal) {
    const quoted = command.map((word) => `'${word}'`).join(' ');
    return [
      'script',
      '--quiet',
      '--return',
      '--flush',
      '--command',
      `stty cols ${columns}; ${quoted}`,
      '/dev/null',
    ];
  }
  return shell === undefined ? command : ['bash', '-c', shell, 'bash', ...command];
}

function watch(child: ChildProcess): RunningCli {
  const written = { stdout: '', stderr: '' };
  const readers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
      for (const read of readers) read();
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...written }));
  });
  return {
    pid: child.pid as number,
    ended,
    type: (keys) => void child.stdin?.write(keys),
    kill: (signal) => void child.kill(signal),
    sees: (text) =>
      new Promise((resolve, reject) => {
        const read = () => {
          const all = written.stdout + written.stderr;
          if (typeof text === 'string' ? all.includes(text) : text.test(all)) resolve(all);
        };
        readers.add(read);
        read();
        ended.then(() => reject(new Error(`it ended without ${text}:\n${written.stderr}`)), reject);
      }),
  };
}
