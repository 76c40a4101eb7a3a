import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import type { Experiment } from '../../src/core/experiment.ts';
import { eventually } from '../eventually.ts';
import { type Cli, it, type RunningCli } from './run-cli.ts';

const labs = await Promise.all(catalogue.map(async ({ load }) => (await load()).default));
const all = labs.flatMap((lab) =>
  (lab.experiments ?? []).map((experiment: Experiment) => [lab.id, experiment.id, experiment] as const),
);

const clear = '\u001b[H\u001b[2J';

/** The page as it is now, when so many steps are ticked. */
async function pageWith(running: RunningCli, ticks: number): Promise<string> {
  return await eventually(async () => {
    const page = (await running.sees(clear)).split(clear).at(-1) ?? '';
    expect(page.split('[✓]').length - 1).toBe(ticks);
    expect(page).toMatch(/h hint|Enter take/);
    return page;
  });
}

/** What the page says to type: the line under "now". */
function commandOn(page: string): string | null {
  return /now:\r?\n {4}(.*?)\r?\n/.exec(page)?.[1] ?? null;
}

function type(cli: Cli, page: string, command: string, open: ChildProcess[]): void {
  const login = /once:\r?\n {4}(.*?)\r?\n/.exec(page)?.[1] ?? ':';
  const env = { ...process.env, PATH: `${join(cli.folder, 'bin')}:${process.env.PATH}` };
  // What somebody talks through goes on until its keyboard ends.
  const shell = spawn('bash', ['-c', `${login}\n${command}`], {
    cwd: cli.folder,
    env,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  open.push(shell);
}

async function play(cli: Cli, lab: string, id: string, steps: number): Promise<RunningCli> {
  await mkdir(join(cli.folder, 'bin'));
  await symlink(resolve('dist/cli.cjs'), join(cli.folder, 'bin', 'redis-lab'));
  const running = cli.start(['experiments', lab, id, '--no-color'], {
    onTerminal: true,
    env: { TERM: 'xterm' },
  });
  const open: ChildProcess[] = [];
  try {
    for (let done = 0; done < steps; done += 1) {
      const page = await pageWith(running, done);
      const command = commandOn(page);
      if (command === null) running.type('r');
      else type(cli, page, command, open);
    }
    expect(await pageWith(running, steps)).toContain('All done.');
  } finally {
    for (const { pid } of open) if (pid !== undefined) end(pid);
  }
  return running;
}

function end(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

describe('what the page says to type ticks one step after the other', () => {
  it.concurrent.for(all)('%s %s', async ([lab, id, { steps }], { cli }) => {
    const running = await play(cli, lab, id, steps.length);
    running.type('\r');
    expect((await running.ended).code).toBe(0);
  });
});
