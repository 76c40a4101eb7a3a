import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { redisCluster } from '../../src/services/redis-cluster.ts';
import type { RedisAddress } from '../../src/services/redis-url.ts';
import { eventually } from '../eventually.ts';
import { serverIn } from '../processes.ts';
import { startLearnersRedis } from '../redis-fixture.ts';
import { openTestHost } from '../service-host.ts';
import { type Cli, it } from './run-cli.ts';

const onTerminal = { onTerminal: true, env: { TERM: 'xterm' } };
const ctrlC = '\u0003';
const join_ = (cli: Cli, name: string) => cli.start(['chat', 'join', '--name', name], onTerminal);

describe('chat serve and chat join', () => {
  it('two terminals talk; the server of one is killed while somebody types, and nothing is missing', async ({
    cli,
  }) => {
    const serve = cli.start(['chat', 'serve', '--servers', '3']);
    await serve.sees('Ctrl-C ends it');
    const kim = join_(cli, 'kim');
    const lee = join_(cli, 'lee');
    await kim.sees('Connected to');
    const [, n] = /Connected to server-(\d)/.exec(await lee.sees(/Connected to server-\d/)) ?? [];
    const server = `server-${n}`;
    await lee.sees(/\d here: /);
    kim.type('hello\r');
    await lee.sees('kim: hello');
    lee.type('half a sent');
    process.kill(await serverIn(cli.tempFolder, `${Number(n) + 1}-${server}`), 'SIGKILL');
    for (const word of ['one', 'two', '셋']) kim.type(`${word}\r`);
    const screen = await lee.sees(/kim: one[\s\S]*kim: two[\s\S]*kim: 셋/);
    expect(screen).toContain('Connection lost');
    lee.type('ence\r');
    await kim.sees('lee: half a sentence');
    await serve.sees(`${server} died, and is started again`);
    for (const one of [kim, lee]) {
      one.type(ctrlC);
      expect((await one.ended).signal).toBeNull();
    }
    serve.kill('SIGINT');
    expect((await serve.ended).code).toBe(0);
  });

  it.for(['nginx', 'haproxy'])(
    'behind %s: a page that runs nothing but its own script, and words from a pipe',
    async (lb, { cli }) => {
      const serve = cli.start(['chat', 'serve', '--servers', '2', '--lb', lb]);
      await serve.sees('Ctrl-C ends it');
      const [url = ''] = JSON.parse(await readFile(join(cli.stateFolder, 'redis-lab', 'chat.json'), 'utf8'));
      const page = await eventually(async () => {
        const reply = await fetch(url);
        expect(reply.status).toBe(200);
        return reply;
      });
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
      expect(await page.text()).not.toMatch(/<script(?! type="module" src="\/page.js">)| on\w+=| style=/);
      expect(await (await fetch(`${url}/page.js`)).text()).toContain('WebSocket');
      expect(
        (await fetch(`${url}/token`, { method: 'POST', body: 'kim', headers: { origin: 'http://evil' } }))
          .status,
      ).toBe(403);
      const lee = join_(cli, 'lee');
      await lee.sees(/here: /);
      await cli.run(['chat', 'join', '--name', 'pipe'], { shell: 'printf "하나\\n둘\\n" | "$@"' });
      await lee.sees(/pipe: 하나[\s\S]*pipe: 둘/);
      lee.type('\u0004');
      await lee.ended;
      serve.kill('SIGTERM');
      await serve.ended;
    },
  );

  /** Somebody hears themselves: their words went through Redis. */
  async function talksOver(cli: Cli, flags: readonly string[]): Promise<void> {
    const serve = cli.start(['chat', 'serve', '--servers', '2', ...flags]);
    await serve.sees('Ctrl-C ends it');
    const lee = join_(cli, 'lee');
    await lee.sees(/here: /);
    await cli.run(['chat', 'join', '--name', 'pipe'], { shell: 'printf "하나\\n둘\\n" | "$@"' });
    await lee.sees(/pipe: 하나[\s\S]*pipe: 둘/);
    lee.type('\u0004');
    await lee.ended;
    serve.kill('SIGINT');
    expect((await serve.ended).code).toBe(0);
  }

  it('on a private cluster', async ({ cli }) => await talksOver(cli, ['--cluster']));

  it("on the learner's own Redis, where it leaves nothing", async ({ cli }) => {
    const theirs = await startLearnersRedis();
    try {
      await theirs.client.set('mine', '1');
      await talksOver(cli, ['--redis', `redis://127.0.0.1:${theirs.port}`]);
      expect(await theirs.client.keys('*')).toEqual(['mine']);
    } finally {
      await theirs.stop();
    }
  });

  it("on the learner's own cluster, where it leaves nothing", async ({ cli }) => {
    const host = openTestHost();
    const { handle: cluster, stop } = await redisCluster().start(host);
    try {
      const [{ username, password, port }] = cluster.addresses as [RedisAddress];
      await talksOver(cli, ['--redis', `redis://${username}:${password}@127.0.0.1:${port}`]);
      for (const node of cluster.nodes) expect(await (await node.connect('test')).dbsize()).toBe(0);
    } finally {
      await stop();
      await host.removeFolders();
    }
  });

  it('nobody answers: it says where it asked, and what was piped in and not confirmed', async ({ cli }) => {
    const args = ['chat', 'join', '--name', 'kim', '--url', 'http://127.0.0.1:1'];
    const { code, stdout, stderr } = await cli.run(args, { shell: 'echo hello | "$@"' });
    expect(stdout + stderr).toContain('No chat server answers at 127.0.0.1:1. Trying again in');
    expect(stdout + stderr).not.toContain('Connection lost');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('One message was not confirmed'),
    });
    expect(stderr).toMatch(/ why: .+\n {2}next: redis-lab chat serve\n$/);
  });

  it.for([
    [['serve', '--cluster', '--redis', 'redis://127.0.0.1:1'], 'cannot be used with'] as const,
    [['serve', '--redis', 'ftp://x'], '--redis'],
    [['join', '--name', 'kim'], 'No chat server runs'],
    [['join', '--name', '\u202e'], '--name cannot be'],
    [['join', '--name', 'kim', '--room', '{x}', '--url', 'http://127.0.0.1:1'], '--room cannot be'],
    [['join', '--name', 'kim', '--id', 'a b', '--url', 'http://127.0.0.1:1'], '--id cannot be'],
    [['join', '--name', 'kim', '--url', 'ftp://x'], '--url cannot be'],
    [['serve', '--servers', '0'], '--servers'],
    [['serve', '--lb', 'none of these'], 'next: redis-lab chat serve --help'],
    [['join'], 'next: redis-lab chat join --help'],
  ])('%j says what is wrong', async ([words, said], { cli }) => {
    const { code, stderr } = await cli.run(['chat', ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});
