import { chmod, readdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { createRandom } from '../../src/measure/random.ts';
import { postgresProgram } from '../../src/services/postgres.ts';
import { findProgram } from '../../src/services/programs.ts';
import { shortest } from '../cli/args.ts';
import { type Cli, it, nothingLeft, type RunningCli } from '../cli/run-cli.ts';
import { processesNaming, processesOf } from '../processes.ts';
import { endure } from './endure.ts';

/** A quick run lasts longer; the later part is for those who have the time. */
const latestMs = endure === 1 ? 3_000 : 10_000;

type Kill = (running: RunningCli, cli: Cli) => Promise<void>;

const signalled = (signal: NodeJS.Signals): Kill => {
  return async (running) => running.kill(signal);
};

async function reaperOf(cli: Cli): Promise<number[]> {
  const ours = await processesOf(cli.folder);
  return (await processesNaming('redis-lab-reaper')).filter((pid) => ours.includes(pid));
}

const ways: Readonly<Record<string, Kill>> = {
  SIGKILL: signalled('SIGKILL'),
  SIGINT: signalled('SIGINT'),
  SIGTERM: signalled('SIGTERM'),
  SIGHUP: signalled('SIGHUP'),
  async 'SIGINT twice'(running) {
    running.kill('SIGINT');
    running.kill('SIGINT');
  },
  async 'SIGINT, then SIGKILL'(running) {
    running.kill('SIGINT');
    running.kill('SIGKILL');
  },
  /** Only the next run can know what they left. */
  async 'the reaper and the run at once'(running, cli) {
    running.kill('SIGSTOP');
    for (const pid of await reaperOf(cli)) process.kill(pid, 'SIGKILL');
    running.kill('SIGKILL');
    await running.ended;
    expect(await cli.run([...shortest, '--quiet', '--md'])).toMatchObject({ code: 0 });
  },
};

const labs: string[][] = catalogue.map(({ id }) => [id, '--quick']);
if (await findProgram(postgresProgram)) labs.push(['pool-bench', '--quick', '--target', 'postgres']);

describe.skipIf(process.platform !== 'linux')(
  'a run that is ended at any moment leaves nothing behind',
  () => {
    const random = createRandom(20);
    const drawn = Array.from({ length: labs.length * endure }, (_, turn) => ({
      way: Object.keys(ways)[turn % Object.keys(ways).length] as string,
      args: labs[turn % labs.length] as string[],
      afterMs: random.int(latestMs),
    }));
    it.for(drawn)('$way after $afterMs ms of $args', async ({ way, args, afterMs }, { cli }) => {
      for (const folder of [cli.folder, cli.tempFolder]) await chmod(folder, 0o755); // PostgreSQL runs as somebody else.
      const running = cli.start([...args, '--yes']);
      await Promise.race([wait(afterMs), running.ended]);
      await (ways[way] as Kill)(running, cli);
      const { code, signal, stderr } = await running.ended;
      if (signal === null) expect([0, 130], stderr).toContain(code);
      else expect(['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP']).toContain(signal); // Before Node listens, a signal ends it.
      expect(stderr).not.toMatch(/^ {4}at /m);
      await nothingLeft(cli.folder);
      const kept = await readdir(cli.stateFolder, { recursive: true }).catch((): string[] => []);
      expect(kept.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    });
  },
);
