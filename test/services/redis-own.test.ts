import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LeftBehindError } from '../../src/core/errors.ts';
import { redis } from '../../src/services/redis.ts';
import { eventually } from '../eventually.ts';
import { processesNaming } from '../processes.ts';
import { type LearnersRedis, type LearnersRedisOptions, startLearnersRedis } from '../redis-fixture.ts';
import { bulk, startScriptedRedis } from '../scripted-redis.ts';
import { openTestHost } from '../service-host.ts';

const setting = 'notify-keyspace-events';
const withX = (old: string) => (old.includes('x') ? old : `${old}x`);

let theirs: LearnersRedis;
let cleanups: (() => unknown)[];
beforeEach(() => {
  cleanups = [];
});
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

async function learner(options: LearnersRedisOptions = {}): Promise<void> {
  theirs = await startLearnersRedis(options);
  cleanups.push(theirs.stop);
}

async function use(runId = 'a-run', login = '') {
  const host = openTestHost({ runId, external: { redis: `redis://${login}127.0.0.1:${theirs.port}` } });
  const running = await redis().start(host);
  cleanups.push(() => running.stop().catch(() => {}));
  return { ...running, host };
}

async function flags(): Promise<string> {
  return ((await theirs.client.config('GET', setting)) as string[])[1] as string;
}

const signal = (name: NodeJS.Signals) => process.kill(theirs.pid, name);

describe('a setting of the learner’s own Redis', () => {
  it('is changed by one run at a time, and the second says who has it', async () => {
    await learner();
    const one = await use('run-1');
    const two = await use('run-2');
    await one.handle.configure(setting, (old) => `${old}Ex`);
    await expect(two.handle.configure(setting, (old) => `${old}Ex`)).rejects.toThrow(/run-1.*has changed/);
    await two.stop();
    expect(await flags()).toBe('xE');
    await one.stop();
    expect(await flags()).toBe('');
    const three = await use('run-3');
    await three.handle.configure(setting, (old) => `${old}Ex`);
    expect(await flags()).toBe('xE');
  });

  it('also when the two work in different databases', async () => {
    await learner();
    const one = await use('run-1');
    const host = openTestHost({ external: { redis: `redis://127.0.0.1:${theirs.port}/9` } });
    const two = await redis().start(host);
    cleanups.push(two.stop);
    await one.handle.configure(setting, (old) => `${old}Ex`);
    await expect(two.handle.configure(setting, (old) => `${old}Ex`)).rejects.toThrow(/has changed/);
  });

  it('is held by nobody where nothing had to be changed', async () => {
    await learner({ args: [`--${setting}`, 'Ex'] });
    const one = await use('run-1');
    await one.handle.configure(setting, withX);
    await eventually(async () => expect(await theirs.client.keys('*')).toEqual([]));
    await (await use('run-2')).handle.configure(setting, withX);
  });

  it('stays as somebody else has set it meanwhile', async () => {
    await learner();
    const { handle, stop } = await use();
    await handle.configure(setting, () => 'Ex');
    await theirs.client.config('SET', setting, 'KA');
    await stop();
    expect(await flags()).toBe('AK');
    await eventually(async () => expect(await theirs.client.keys('*')).toEqual([]));
  });

  it('is put back by the guard when the server did not answer at the end', async () => {
    await learner();
    const { handle, stop } = await use();
    await handle.configure(setting, () => 'Ex');
    await theirs.client.set(handle.key('late'), '1');
    signal('SIGSTOP');
    const told = await stop().catch((error: unknown) => error);
    expect(told).toBeInstanceOf(LeftBehindError);
    const { what, next } = (told as LeftBehindError).explanation;
    expect(what.en).toContain(setting);
    expect(next.en).toContain(`CONFIG SET ${setting} ''`);
    signal('SIGCONT');
    await eventually(async () => expect(await flags()).toBe(''));
    await eventually(async () => expect(await theirs.client.keys('*')).toEqual([]));
  });
});

describe('the keys of a run on the learner’s own Redis', () => {
  it('are removed by DEL where UNLINK is refused, and where more than one at a time is', async () => {
    await learner({ args: ['--rename-command', 'UNLINK', '""'] });
    const { handle, stop } = await use();
    for (let key = 0; key < 1_500; key += 1) await theirs.client.set(handle.key(`k${key}`), '1');
    await stop();
    expect(await theirs.client.dbsize()).toBe(0);
  });

  it('that cannot be removed are counted, and the command that removes them is told', async () => {
    await learner();
    await theirs.client.call('ACL', 'SETUSER', 'guest', 'on', '>pw', '~*', '&*', '+@all', '-unlink', '-del');
    const { handle, stop } = await use('a-run', 'guest:pw@');
    for (let key = 0; key < 3; key += 1) await theirs.client.set(handle.key(`k${key}`), '1');
    const told = (await stop().catch((error: unknown) => error)) as LeftBehindError;
    expect(told).toBeInstanceOf(LeftBehindError);
    expect(told.explanation.what.en).toContain('3');
    expect(told.explanation.why.en).toContain('NOPERM');
    expect(told.explanation.next.en).toContain("--scan --pattern 'redis-lab:a-run:*'");
  });

  it('lie in one slot of a cluster, so that no command crosses slots', async () => {
    await learner({ args: ['--cluster-enabled', 'yes'] });
    await theirs.client.call('CLUSTER', 'ADDSLOTSRANGE', 0, 5_000);
    await theirs.client.call('CLUSTER', 'ADDSLOTSRANGE', 9_000, 16_383);
    await eventually(async () => {
      await theirs.client.config('SET', 'cluster-require-full-coverage', 'no');
      expect(await theirs.client.call('CLUSTER', 'INFO')).toContain('cluster_state:ok');
    });
    const { handle, stop } = await use();
    const client = await handle.connect('client');
    await client.mset(handle.key('a'), '1', handle.key('b'), '2');
    await stop();
    expect(await theirs.client.dbsize()).toBe(0);
  });

  it('are removed although the server lets nobody more in', async () => {
    await learner({ args: ['--maxclients', '2'] });
    const { handle, stop } = await use();
    await expect(handle.connect('client')).rejects.toThrow(/takes no more connections/);
    await theirs.client.set(handle.key('k'), '1');
    await stop();
    expect(await theirs.client.dbsize()).toBe(0);
  });
});

describe('the learner’s own Redis', () => {
  it('that stops answering fails the run', async () => {
    await learner();
    const { host } = await use();
    signal('SIGSTOP');
    const failure = await host.failure;
    signal('SIGCONT');
    expect(failure.message).toMatch(/stopped answering in the middle of the run/);
  });

  it('that is gone has nothing left to be put back', async () => {
    const before = await guards();
    const gone = await startScriptedRedis(() => undefined);
    const host = openTestHost({ external: { redis: `redis://127.0.0.1:${gone.port}` } });
    const { handle, stop } = await redis().start(host);
    handle.key('named');
    await gone.stop();
    expect((await host.failure).message).toContain('ECONNREFUSED');
    await stop();
    await eventually(async () => expect(await newGuards(before)).toEqual([]));
  });

  it('that refuses CONFIG keeps no lease', async () => {
    const server = await startScriptedRedis(([name = '']) => {
      const replies: Record<string, string> = { set: '+OK\r\n', config: '-NOPERM config\r\n' };
      return replies[name.toLowerCase()];
    });
    cleanups.push(server.stop);
    const host = openTestHost({ external: { redis: `redis://127.0.0.1:${server.port}` } });
    const { handle, stop } = await redis().start(host);
    await expect(handle.configure(setting, withX)).rejects.toThrow('NOPERM');
    expect(server.asked.slice(-4)).toEqual([
      `set redis-lab:setting:${setting}`,
      'config get',
      `get redis-lab:setting:${setting}`,
      `set redis-lab:setting:${setting}`,
    ]);
    await stop();
  });

  it('that is a Sentinel is not used', async () => {
    const sentinel = await startScriptedRedis(([name]) =>
      name?.toLowerCase() === 'info' ? bulk('redis_version:7.0.15\r\nredis_mode:sentinel\r\n') : undefined,
    );
    cleanups.push(sentinel.stop);
    const host = openTestHost({ external: { redis: `redis://127.0.0.1:${sentinel.port}` } });
    await expect(redis().start(host)).rejects.toThrow(/It is a Sentinel/);
  });

  it('is called what it says of itself, and speaks RESP2 where HELLO is refused', async () => {
    const old = await startScriptedRedis(([name]) =>
      name?.toLowerCase() === 'info' ? bulk('redis_version:7.2.4\r\nvalkey_version:8.1.1\r\n') : undefined,
    );
    cleanups.push(old.stop);
    const host = openTestHost({ external: { redis: `redis://127.0.0.1:${old.port}` } });
    const { info, stop } = await redis().start(host);
    expect(info).toEqual({ name: 'valkey', version: '8.1.1', args: [] });
    await stop();
    expect(old.asked).toContain('hello 3');
  });

  it('has no guard left when everything is as it was', async () => {
    await learner();
    const before = await guards();
    const { stop } = await use();
    await stop();
    await eventually(async () => expect(await newGuards(before)).toEqual([]));
  });
});

const guards = () => processesNaming('own-guard-process');

async function newGuards(before: readonly number[]): Promise<readonly number[]> {
  return (await guards()).filter((pid) => !before.includes(pid));
}
