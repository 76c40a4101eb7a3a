import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Cli } from './run-cli.ts';

const program = resolve('dist/cli.cjs');

export const isTmuxHere = spawnSync('tmux', ['-V']).status === 0;

/** A terminal that can be read, as a person sees it: rows of text, whatever the program wrote to get there. */
export interface Terminal {
  /** Runs redis-lab in it; whatever ran before has ended. */
  run(args: readonly string[]): Promise<void>;
  screen(): Promise<string[]>;
  /** Waits until the rows together look like this, and returns them. */
  shows(text: RegExp): Promise<string[]>;
  type(...keys: string[]): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** Closes the window, as with the mouse. */
  close(): Promise<void>;
  /** What the shell was told of the end: 129 for SIGHUP, 134 for an abort. */
  status(): Promise<number>;
}

/** @param use gets as many terminals as it opens; all of them are gone afterwards */
export async function withTmux(cli: Cli, use: (open: OpenTerminal) => Promise<void>): Promise<void> {
  const socket = join(cli.folder, 'tmux');
  const tmux = async (...words: string[]) => {
    const { stdout } = await promisify(execFile)('tmux', ['-f', '/dev/null', '-S', socket, ...words], {
      env: { PATH: process.env.PATH, HOME: cli.folder, LANG: 'C.UTF-8', TERM: 'xterm' },
    });
    return stdout;
  };
  try {
    await use((name, columns, rows) => openTerminal(cli, tmux, name, columns, rows));
  } finally {
    await tmux('kill-server').catch(() => {}); // Its last window may be closed already.
  }
}

export type OpenTerminal = (name: string, columns: number, rows: number) => Terminal;

function openTerminal(
  cli: Cli,
  tmux: (...words: string[]) => Promise<string>,
  name: string,
  columns: number,
  rows: number,
): Terminal {
  const statusFile = join(cli.folder, `${name}.status`);
  const screen = async () => (await tmux('capture-pane', '-p', '-t', name)).split('\n');
  return {
    screen,
    async run(args) {
      const env = ['LANG=C.UTF-8', `XDG_STATE_HOME=${cli.stateFolder}`, `TMPDIR=${cli.tempFolder}`, 'CI='];
      const words = ['env', ...env, process.execPath, program, ...args].map((word) => `'${word}'`).join(' ');
      // The shell lives on when the window closes, to tell how the program ended.
      const line = `cd '${cli.folder}'; rm -f '${statusFile}'; trap : HUP; ${words}; echo $? > '${statusFile}'`;
      await tmux('kill-session', '-t', name).catch(() => {});
      await tmux('new-session', '-d', '-s', name, '-x', String(columns), '-y', String(rows), line);
    },
    shows: (text) =>
      eventually(async () => {
        const lines = await screen();
        expect(lines.join('\n')).toMatch(text);
        return lines;
      }),
    type: async (...keys) => void (await tmux('send-keys', '-t', name, ...keys)),
    async resize(toColumns, toRows) {
      await tmux('resize-window', '-t', name, '-x', String(toColumns), '-y', String(toRows));
    },
    close: async () => void (await tmux('kill-session', '-t', name)),
    status: () =>
      eventually(async () => {
        const text = await readFile(statusFile, 'utf8');
        expect(text).toMatch(/^\d+\n$/);
        return Number(text);
      }),
  };
}
