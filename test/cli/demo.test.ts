import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { eventually } from '../eventually.ts';
import { serverIn } from '../processes.ts';
import { ask, cookieOf, talk } from '../web/raw.ts';
import { type Cli, it, type RunningCli, withCli } from './run-cli.ts';

async function addressOf(running: RunningCli): Promise<{ port: number; path: string }> {
  const { port, pathname, search } = new URL(/http:\S+/.exec(await running.sees(/http:\S+\n/))?.[0] ?? '');
  return { port: Number(port), path: pathname + search };
}

/** The host's page of a demo, and a run that takes minutes under it. */
async function busyDemo(cli: Cli) {
  const running = cli.start(['demo', 'pubsub']);
  const { port, path } = await addressOf(running);
  const cookie = await cookieOf(port, path);
  const host = await talk(port, '/host', cookie);
  host.say({ verb: 'join' });
  const wish = { lab: 'pubsub', preset: 'full', given: {}, acts: null, predictions: {} };
  host.say({ verb: 'start', wish });
  await eventually(() => expect(host.heard.join()).toContain('"kind":"act"'));
  await serverIn(cli.tempFolder, '1-redis');
  return { running, port, cookie, host };
}

describe('redis-lab demo', () => {
  it('sends the page to who opens its address, told what it is for', async ({ cli }) => {
    const running = cli.start(['demo', 'ttl', '--lang', 'ko']);
    const { port, path } = await addressOf(running);
    const cookie = await cookieOf(port, path);
    const { status, body, headers } = await ask(port, { cookie });
    expect(status).toBe(200);
    expect(body).toContain('<html lang="ko">');
    expect(body).toContain('{"live":"host","lang":"ko","open":{"lab":"ttl"}}');
    expect(body).not.toContain('http-equiv');
    expect(headers.get('content-security-policy')).toContain(`connect-src 'self' ws://127.0.0.1:${port}`);
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(0);
  });

  it.runIf(process.platform === 'linux')(
    '--open gives a browser an address of its own, and says so where there is none',
    async ({ cli }) => {
      const folder = await mkdtemp(join(tmpdir(), 'redis-lab-test-'));
      const opened = join(folder, 'opened');
      const browser = (script: string) => writeFile(join(folder, 'xdg-open'), script, { mode: 0o755 });
      const open = () => cli.start(['demo', '--open'], { env: { PATH: `${folder}:${process.env.PATH}` } });
      try {
        await browser(`#!/bin/sh\nprintf %s "$1" > ${opened}\n`);
        const first = open();
        const { port, path } = await addressOf(first);
        await eventually(async () => {
          const own = new URL(await readFile(opened, 'utf8'));
          expect(own.port).toBe(String(port));
          expect(own.search).not.toBe(path.slice(1));
        });
        first.kill('SIGINT');
        expect((await first.ended).stderr).not.toContain('No browser');
        await browser('#!/bin/sh\nexit 3\n');
        const second = open();
        await second.sees(/No browser could be opened/);
        second.kill('SIGINT');
        await second.ended;
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    it(`${signal} ends it, and what runs under it, though its page is open`, async ({ cli }) => {
      const { running, host } = await busyDemo(cli);
      running.kill(signal);
      const ended = await running.ended;
      expect(signal === 'SIGKILL' ? ended.signal : ended.code).toBe(signal === 'SIGKILL' ? 'SIGKILL' : 0);
      expect([1001, 1006]).toContain(await host.closed);
    });
  }

  it('a run that is stopped from the page leaves the demo standing', async ({ cli }) => {
    const { running, port, cookie, host } = await busyDemo(cli);
    host.say({ verb: 'stop' });
    await eventually(() => expect(host.heard.at(-1)).toContain('"outcome":"aborted"'));
    expect((await ask(port, { cookie })).status).toBe(200);
    expect((await cli.records()).map(({ outcome }) => outcome)).toEqual(['aborted']);
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(0);
  });

  it.each([
    [['--port', '65536'], '--port'],
    [['--port', 'x'], '--port'],
    [['--host', '0'], '--host'],
    [['--lan', '0.0.0.0'], '0.0.0.0'],
    [['--lan', '::'], '::'],
    [['--lan', '0x0'], '0x0'],
    [['nowhere.json'], 'nowhere.json'],
  ])('refuses %j (2)', async (args, named) => {
    await withCli(async (cli) => {
      const { code, stdout, stderr } = await cli.run(['demo', ...args]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(named);
    });
  });
});
