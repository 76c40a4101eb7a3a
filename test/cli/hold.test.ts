import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import { eventually } from '../eventually.ts';
import { isAlive, processesNaming } from '../processes.ts';
import { shortest } from './args.ts';
import { type Cli, it, nothingLeft, type RunningCli } from './run-cli.ts';

const held = [...shortest, '--acts', 'channel', '--no-predict', '--hold'];

/** What it says about its Redis. */
async function redisIn(running: RunningCli) {
  const text = await running.sees(/takes? them down/);
  const field = (pattern: RegExp) => pattern.exec(text)?.[1] ?? '';
  return {
    pid: Number(field(/^ {2}redis {2}redis:\S+ {2}pid (\d+)/m)),
    log: field(/^ {4}log {5}(\S+)/m),
    login: field(/^ {4}log in {2}(\S.*?)\r?$/m),
    client: field(/^ {4}talk {4}(\S.*?)\r?$/m),
  };
}

async function ask(cli: Cli, { login, client }: { login: string; client: string }, words: string) {
  const { stdout } = await promisify(execFile)('sh', ['-c', `${login}\n${client} ${words}`], {
    cwd: cli.folder,
  });
  return stdout.trim();
}

describe.skipIf(process.platform !== 'linux')('--hold', () => {
  it('shows the result, and leaves a Redis up that lets its learner in, and nobody else', async ({ cli }) => {
    const running = cli.start(held);
    const redis = await redisIn(running);
    expect(await cli.records()).toMatchObject([{ outcome: 'completed' }]);
    expect(await ask(cli, redis, 'SET key value')).toBe('OK');
    expect(await ask(cli, { ...redis, login: ':' }, 'GET key')).toContain('NOAUTH');
    expect(await readFile(redis.log, 'utf8')).toContain('Ready to accept connections');
    const file = redis.login.replace(/^\. /, '');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const secret = /REDISCLI_AUTH=(\w+)/.exec(await readFile(file, 'utf8'))?.[1] ?? '';
    expect(secret).toMatch(/^\w{40,}$/);
    expect(await processesNaming(secret)).toEqual([]);
    running.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([0, expect.not.stringMatching(/error/)]);
    await nothingLeft(cli.folder);
  });

  it.for(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('after %s nothing is left', async (signal, { cli }) => {
    const running = cli.start(held);
    const { pid } = await redisIn(running);
    running.kill(signal);
    await running.ended;
    await eventually(() => expect(isAlive(pid)).toBe(false));
    await nothingLeft(cli.folder);
    expect(await cli.records()).toMatchObject([{ outcome: 'completed' }]);
  });

  it('a Redis that is killed by hand is no failure, and r starts it again', async ({ cli }) => {
    const running = cli.start([...held, '--no-color'], { onTerminal: true, env: { TERM: 'xterm' } });
    const redis = await redisIn(running);
    await ask(cli, redis, 'SET key value');
    process.kill(redis.pid, 'SIGKILL');
    const size = await eventually(() => {
      running.type('r'); // It may come before the news of the death.
      return ask(cli, redis, 'DBSIZE');
    });
    expect(size).toBe('0');
    await running.sees(/pid (\d+)\r[\s\S]*pid (?!\1\r)\d+[\s\S]*them down/);
    running.type('ㅂ'); // q
    expect((await running.ended).code).toBe(0);
    await nothingLeft(cli.folder);
  });

  it('a chat lets in who has read its login, and nobody else', async ({ cli }) => {
    const running = cli.start(['chat', '--quick', '--acts', 'way', '--no-predict', '--hold']);
    const text = await running.sees(/takes? them down/);
    const [, url = '', login = ''] = /server-1 {2}(\S+)[\s\S]*?log in {2}(.+)/.exec(text) ?? [];
    const say = (before: string) =>
      cli.run(['chat', 'join', '--url', url, '--name', 'kim', '--id', 'm-7'], {
        shell: `${before}; echo hello | "$@"`,
      });
    expect((await say(login)).stdout).toContain('Kept as 2.');
    expect((await say(login)).stdout).toContain('Known already: kept as 2.');
    expect((await say(':')).stdout).toContain('does not let us in');
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(0);
    await nothingLeft(cli.folder);
  });

  it('stdout is the result alone: one JSON document', async ({ cli }) => {
    const running = cli.start([...held, '--json']);
    await redisIn(running);
    running.kill('SIGINT');
    expect(JSON.parse((await running.ended).stdout).record).toMatchObject({ outcome: 'completed' });
  });
});
