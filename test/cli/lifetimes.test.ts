import { readdir, readFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { eventually } from '../eventually.ts';
import { processesOf, serverIn } from '../processes.ts';
import { endless } from './args.ts';
import { type Cli, it, nothingLeft, type RunningCli } from './run-cli.ts';

/** A run in the middle of its work, with one private Redis. */
async function inTheMiddle(cli: Cli): Promise<{ running: RunningCli; redisPid: number }> {
  const running = cli.start(endless);
  await running.sees('Act 2');
  return { running, redisPid: await serverIn(cli.tempFolder, '1-redis') };
}

/** While act 4's own server runs beside the first one; what follows takes long enough to be hit. */
const withTwoServers = [
  ...['pubsub', '--subscribers', '1', '--messages', '10', '--rounds', '1'],
  ...['--sequence', '6000'],
];

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const;

describe.skipIf(process.platform !== 'linux')('nobody is left behind', () => {
  it('the tests would see what is left', async ({ cli }) => {
    const { running, redisPid } = await inTheMiddle(cli);
    // redis-lab itself, its Redis and the reaper; and one temp folder, with whose it is.
    expect(await processesOf(cli.folder)).toEqual(expect.arrayContaining([running.pid, redisPid]));
    expect(await processesOf(cli.folder)).toHaveLength(3);
    const [folder, ...beside] = (await readdir(cli.tempFolder)).sort();
    expect(beside).toEqual([`${folder}-owner`]);
    running.kill('SIGKILL');
  });

  for (const signal of signals) {
    it(`after ${signal}`, async ({ cli }) => {
      const { running } = await inTheMiddle(cli);
      running.kill(signal);
      const ended = await running.ended;
      if (signal === 'SIGKILL') expect(ended.signal).toBe('SIGKILL');
      else await expectAborted(cli, ended.code);
      await nothingLeft(cli.folder);
    });

    it(`after ${signal} while its Redis is stopped`, async ({ cli }) => {
      const { running, redisPid } = await inTheMiddle(cli);
      process.kill(redisPid, 'SIGSTOP');
      running.kill(signal);
      const ended = await running.ended;
      if (signal === 'SIGKILL') expect(ended.signal).toBe('SIGKILL');
      else await expectAborted(cli, ended.code);
      await nothingLeft(cli.folder);
    });
  }

  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    it(`after ${signal} with two servers`, async ({ cli }) => {
      const running = cli.start(withTwoServers);
      await running.sees(/Act 4[\s\S]*redis [\d.]+ ready/);
      expect(await serverIn(cli.tempFolder, '2-redis')).not.toBe(await serverIn(cli.tempFolder, '1-redis'));
      running.kill(signal);
      const { code } = await running.ended;
      expect(code).toBe(signal === 'SIGINT' ? 130 : null);
      await nothingLeft(cli.folder);
    });
  }

  it('after a signal before anything is up', async ({ cli }) => {
    const running = cli.start(endless);
    await running.sees('Pub/Sub'); // The introduction; Redis is started after it.
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    await nothingLeft(cli.folder);
  });
});

describe.skipIf(process.platform !== 'linux')('what ps shows', () => {
  it('is which lab runs, and nothing that may hold a password', async ({ cli }) => {
    const running = cli.start([...endless, '--out', 'user=secret@.md', '--lang', 'en']);
    await running.sees('Act 2');
    const shown = (await readFile(`/proc/${running.pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
    expect(shown).toMatch(/^redis-lab pubsub --subscribers 20 .*--out \*\*\* --lang en/);
    running.kill('SIGKILL');
  });
});

describe.skipIf(process.platform !== 'linux')('a second Ctrl-C', () => {
  it('ends at once what the first one could not', async ({ cli }) => {
    const { running, redisPid } = await inTheMiddle(cli);
    // Closing waits for a server that is stopped, and does not hear that it should end.
    process.kill(redisPid, 'SIGSTOP');
    running.kill('SIGINT');
    await running.sees('Ctrl-C once more ends it at once');
    running.kill('SIGINT');
    const ended = await running.ended;
    expect(ended.code).toBe(130);
    // It did not wait for the record that the first one alone would have written.
    expect(await cli.records()).toEqual([]);
    await nothingLeft(cli.folder);
  });
});

describe.skipIf(process.platform !== 'linux')('a private Redis that dies in the middle', () => {
  it('fails the run with the server’s last words', async ({ cli }) => {
    const { running, redisPid } = await inTheMiddle(cli);
    process.kill(redisPid, 'SIGKILL');
    const { code, stderr } = await running.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: redis-server ended in the middle of the run \(SIGKILL\)\.$/m);
    expect(stderr).toMatch(/^ {2}why: [\s\S]*Ready to accept connections/m);
    expect(stderr).toMatch(/^ {2}next: Run it again\./m);
    expect(await cli.records()).toMatchObject([
      { outcome: 'failed', data: null, error: { what: { ko: expect.stringContaining('redis-server') } } },
    ]);
  });

  // Each act waits in a different place: a command, a connection being made, a subscriber that hears nothing.
  for (const act of ['1-redis', 'Act 1', 'Act 3', 'Act 4', 'Act 5']) {
    it(`also at ${act}`, async ({ cli }) => {
      const running = cli.start([...withTwoServers, '--trace']);
      if (act === '1-redis') await eventually(() => serverIn(cli.tempFolder, '1-redis'));
      else await running.sees(act);
      process.kill(await serverIn(cli.tempFolder, '1-redis'), 'SIGKILL');
      const { code, stderr } = await running.ended;
      expect(code, stderr).toBe(1);
      expect(stderr).toMatch(/^error: redis-server (ended in the middle of the run|did not come up)/m);
      expect(await cli.records()).toMatchObject([{ outcome: 'failed', data: null }]);
    });
  }

  it('on Ctrl-C there is no error to explain; it says what it does meanwhile', async ({ cli }) => {
    const { running } = await inTheMiddle(cli);
    running.kill('SIGINT');
    const { stderr } = await running.ended;
    expect(stderr).not.toMatch(/error|why:/);
    expect(stderr).toContain('Stopping: its servers and temporary folders are taken away.');
  });
});

async function expectAborted(cli: Cli, code: number | null): Promise<void> {
  expect(code).toBe(130);
  expect(await cli.records()).toMatchObject([{ outcome: 'aborted', data: null, error: null }]);
}
