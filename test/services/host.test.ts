import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openServiceHost } from '../../src/services/host.ts';
import { eventually } from '../eventually.ts';
import { isAlive, processesNaming } from '../processes.ts';

let temp: string;
beforeEach(async () => {
  temp = await mkdtemp(join(tmpdir(), 'redis-lab-test-'));
  vi.stubEnv('TMPDIR', temp);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(temp, { recursive: true, force: true });
});

const options = { runId: 'a-run', signal: new AbortController().signal, emit() {}, note() {}, fail() {} };

describe('a run’s host', () => {
  it('has one temp folder with a room for each service, for its owner alone, and takes all away', async () => {
    const host = openServiceHost({ external: {}, trace: false }, options);
    const rooms = [await host.tempFolder('redis'), await host.tempFolder('redis')];
    expect(rooms.map((room) => room.slice(dirname(room).length))).toEqual(['/1-redis', '/2-redis']);
    expect(await readdir(temp)).toHaveLength(1);
    expect((await stat(dirname(rooms[0] as string))).mode & 0o077).toBe(0);
    await writeFile(join(rooms[0] as string, 'dump.rdb'), 'x');
    // Somebody else's lies beside it: they may not pass through ours.
    const { uid, gid } = await stat(temp);
    const theirs = await host.tempFolder('postgres', { uid, gid });
    expect(dirname(theirs)).toBe(temp);
    expect(await stat(theirs)).toMatchObject({ uid, gid, mode: 0o40700 });
    await host.close();
    expect(await readdir(temp)).toEqual([]);
  });
});

/** A process group of two: a leader and its child. */
async function startGroup(): Promise<{ leader: number; child: number; end(): void }> {
  const leader = spawn('/bin/sh', ['-c', 'sleep 600 & echo $!; wait'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(leader.stdout, 'data')) as [Buffer];
  const pid = leader.pid as number;
  return { leader: pid, child: Number(line), end: () => process.kill(-pid, 'SIGKILL') };
}

/** A process that opens a reaper for the folder, tells it this, and waits to be killed. */
async function tellReaper(folder: string, tell: string): Promise<ChildProcess> {
  const script = `
    import { startReaper } from ${JSON.stringify(resolve('dist/internals/reaper.js'))};
    const reaper = startReaper(${JSON.stringify(folder)});
    ${tell}
    console.log('told');
    setInterval(() => {}, 1_000_000);
  `;
  const teller = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(teller.stdout, 'data');
  return teller;
}

async function killHard(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the reaper, when redis-lab is killed with -9', () => {
  it('kills the groups it was told of with their children, spares those that ended, and clears the folder', async () => {
    const [one, two, forgotten] = [await startGroup(), await startGroup(), await startGroup()];
    await mkdir(join(temp, 'run'));
    await writeFile(join(temp, 'run', 'appendonly.aof'), 'x');
    await mkdir(join(temp, 'run-2-postgres', 'data'), { recursive: true });
    const teller = await tellReaper(
      join(temp, 'run'),
      `reaper.watch(${one.leader}); reaper.watch(${forgotten.leader}); reaper.watch(${two.leader}); reaper.forget(${forgotten.leader});`,
    );
    await killHard(teller);
    await eventually(() => {
      for (const { leader, child } of [one, two]) expect([leader, child].filter(isAlive)).toEqual([]);
      for (const folder of ['run', 'run-2-postgres']) expect(existsSync(join(temp, folder))).toBe(false);
    });
    expect([forgotten.leader, forgotten.child].every(isAlive)).toBe(true);
    forgotten.end();
  });

  it('clears a folder that was made this very moment', async () => {
    const script = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const { mkdirSync } = fs;
      fs.mkdirSync = (...folder) => {
        mkdirSync(...folder);
        console.log('made');
        process.kill(process.pid, 'SIGKILL');
      };
      syncBuiltinESMExports();
      const { openServiceHost } = await import(${JSON.stringify(resolve('dist/internals/host.js'))});
      openServiceHost({}, {});
    `;
    const { signal, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script]);
    expect({ signal, stdout: `${stdout}` }).toEqual({ signal: 'SIGKILL', stdout: 'made\n' });
    await eventually(async () => expect(await readdir(temp)).toEqual([]));
  });

  it('touches nothing after done', async () => {
    const group = await startGroup();
    await mkdir(join(temp, 'run'));
    const teller = await tellReaper(join(temp, 'run'), `reaper.watch(${group.leader}); reaper.done();`);
    await killHard(teller);
    // The reaper is known by the folder on its command line.
    await eventually(async () => expect(await processesNaming(join(temp, 'run'))).toEqual([]));
    expect([group.leader, group.child].every(isAlive)).toBe(true);
    expect(existsSync(join(temp, 'run'))).toBe(true);
    group.end();
  });
});
