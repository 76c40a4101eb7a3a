import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
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
    const [folder = '', ...beside] = (await readdir(temp)).sort();
    expect({ folder, beside }).toEqual({
      folder: basename(dirname(rooms[0] as string)),
      beside: [`${folder}-owner`],
    });
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

it('a proxy of the learner’s is not asked for servers of this machine', async () => {
  const server = http.createServer((_, response) => void response.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // As Node 24 does with NODE_USE_ENV_PROXY=1 and HTTP_PROXY.
  http.globalAgent = Object.assign(new http.Agent(), {
    createConnection: () => {
      throw new Error('asked the proxy');
    },
  });
  const host = openServiceHost({ external: {}, trace: false }, options);
  const [response] = (await once(http.get({ port: (server.address() as AddressInfo).port }), 'response')) as [
    http.IncomingMessage,
  ];
  expect(response.resume().statusCode).toBe(200);
  server.closeAllConnections();
  server.close();
  await host.close();
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

  it('is replaced when it is killed itself, and its successor knows all', async () => {
    const group = await startGroup();
    await mkdir(join(temp, 'run'));
    const teller = await tellReaper(join(temp, 'run'), `reaper.watch(${group.leader});`);
    const [first] = await reapersOf(join(temp, 'run'));
    process.kill(first as number, 'SIGKILL');
    await eventually(async () => {
      expect(await reapersOf(join(temp, 'run'))).toEqual([expect.not.toBeOneOf([first])]);
    });
    await killHard(teller);
    await eventually(() => {
      expect([group.leader, group.child].filter(isAlive)).toEqual([]);
      expect(existsSync(join(temp, 'run'))).toBe(false);
    });
  });

  it('spares the folder after done, and a group that ended, but not one that nobody took away', async () => {
    const [left, ended] = await Promise.all([startGroup(), startGroup()]);
    await mkdir(join(temp, 'run'));
    const teller = await tellReaper(
      join(temp, 'run'),
      `reaper.watch(${left.leader}); reaper.watch(${ended.leader}); reaper.forget(${ended.leader}); reaper.done();`,
    );
    await killHard(teller);
    // The reaper is known by the folder on its command line.
    await eventually(async () => expect(await processesNaming(join(temp, 'run'))).toEqual([]));
    expect([left.leader, left.child].some(isAlive)).toBe(false);
    expect([ended.leader, ended.child].every(isAlive)).toBe(true);
    expect(existsSync(join(temp, 'run'))).toBe(true);
    ended.end();
  });
});

/** By the folder on their command line. */
async function reapersOf(folder: string): Promise<number[]> {
  const [reapers, tellers] = [await processesNaming('redis-lab-reaper'), await processesNaming(folder)];
  return reapers.filter((pid) => tellers.includes(pid) && isAlive(pid));
}

/** A run of which everything but its server was killed with -9, the reaper before the run itself. */
async function orphan(): Promise<{ leader: number; root: string }> {
  const script = `
    import { openServiceHost } from ${JSON.stringify(resolve('dist/internals/host.js'))};
    import { spawn } from 'node:child_process';
    const host = openServiceHost({}, {});
    const { pid } = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    host.watchGroup(pid);
    console.log(pid);
    setInterval(() => {}, 1_000_000);
  `;
  const run = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const leader = Number((await once(run.stdout, 'data')) as unknown as string);
  const [root = ''] = (await readdir(temp)).sort().map((name) => join(temp, name));
  run.kill('SIGSTOP'); // So that it cannot start another reaper.
  for (const reaper of await reapersOf(root)) process.kill(reaper, 'SIGKILL');
  await killHard(run);
  return { leader, root };
}

describe.skipIf(process.platform !== 'linux')('a run that was killed together with its reaper', () => {
  const openAndClose = () => openServiceHost({ external: {}, trace: false }, options).close();

  it('is swept by the next run: its servers and its folders', async () => {
    const { leader, root } = await orphan();
    await mkdir(`${root}-2-postgres`);
    expect(isAlive(leader)).toBe(true);
    await openAndClose();
    await eventually(() => expect(isAlive(leader)).toBe(false));
    expect(await readdir(temp)).toEqual([]);
  });

  it('is swept also when it had only just made its folder', async () => {
    const script = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const { mkdirSync } = fs;
      fs.mkdirSync = (...folder) => {
        mkdirSync(...folder);
        const reapers = fs.readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8').trim().split(' ');
        for (const pid of [...reapers, process.pid]) process.kill(Number(pid), 'SIGKILL');
      };
      syncBuiltinESMExports();
      const { openServiceHost } = await import(${JSON.stringify(resolve('dist/internals/host.js'))});
      openServiceHost({}, {});
    `;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '--eval', script]);
    expect(signal).toBe('SIGKILL');
    expect(await readdir(temp)).not.toEqual([]);
    await openAndClose();
    expect(await readdir(temp)).toEqual([]);
  });

  it('a number that somebody else has by now is spared, and so is a run at work', async () => {
    const { leader, root } = await orphan();
    const file = join(root, 'processes');
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    const later = lines.with(-1, `${lines.at(-1)}0`);
    await writeFile(file, later.join('\n'));
    await openAndClose();
    expect(isAlive(leader)).toBe(true);
    expect(existsSync(root)).toBe(false);
    process.kill(leader, 'SIGKILL');

    const atWork = openServiceHost({ external: {}, trace: false }, options);
    const room = await atWork.tempFolder('redis');
    await openAndClose();
    expect(existsSync(room)).toBe(true);
    await atWork.close();
  });

  it('on another machine that shares the folder is left alone', async () => {
    const { leader, root } = await orphan();
    const owner = await readlink(`${root}-owner`);
    await rm(`${root}-owner`);
    await symlink(owner.replace(/^\S* \S*/, 'elsewhere pid:[1]'), `${root}-owner`);
    await openAndClose();
    expect([isAlive(leader), existsSync(root)]).toEqual([true, true]);
    process.kill(leader, 'SIGKILL');
  });
});
