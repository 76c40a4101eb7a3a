import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { type Cli, it } from './run-cli.ts';
import { onSmallDisk } from './small-disk.ts';

// Everything works where the state folder takes nothing; nothing is kept, and one line says so.
const reckoned = ['sticky', '--quick', '--acts', 'model', '--predict', '1', '--quiet'];
const said = /^ {2}! Nothing of this is kept/gm;
const asNobody = 'exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"';

/** XDG_STATE_HOME, by how it takes nothing; what runs there, where root would not be stopped. */
const places: Readonly<Record<string, (cli: Cli) => Promise<{ state: string; shell?: string }>>> = {
  'a file in its place': async ({ folder }) => {
    await writeFile(join(folder, 'file'), '');
    return { state: join(folder, 'file') };
  },
  'one that cannot be made': async () => ({ state: '/proc/nowhere' }),
  'one that is read only': async ({ folder, tempFolder }) => {
    const state = join(folder, 'closed');
    await mkdir(join(state, 'redis-lab', 'runs', 'sticky'), { recursive: true });
    for (const path of ['redis-lab/runs/sticky', 'redis-lab/runs', 'redis-lab', '.'])
      await chmod(join(state, path), 0o555);
    await chmod(folder, 0o755);
    if (process.getuid?.() !== 0) return { state };
    await chown(tempFolder, 65_534, 65_534);
    return { state, shell: asNobody };
  },
};

describe.skipIf(process.platform !== 'linux').for(Object.entries(places))(
  'a state folder: %s',
  ([, make]) => {
    it('a run completes, and what there is of others is still looked for', async ({ cli }) => {
      const { state: XDG_STATE_HOME, shell } = await make(cli);
      const options = { env: { XDG_STATE_HOME }, ...(shell && { shell }) };
      const ran = await cli.run([...reckoned, '--json'], options);
      expect(ran.code, ran.stderr).toBe(0);
      expect(JSON.parse(ran.stdout).record.outcome).toBe('completed');
      expect(ran.stderr.match(said)).toHaveLength(1);
      expect(ran.stderr).toMatch(/^.+\n$/);
      for (const args of [['report', 'last'], ['replay'], ['show', 'last']])
        expect(await cli.run(args, options), args[0]).toMatchObject({
          code: 2,
          stderr: expect.stringContaining('There is no record yet.'),
        });
      expect(await cli.run(['review'], options)).toMatchObject({ code: 0, stderr: '' });
      expect(await cli.run(['reset', '--yes'], options)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /^error: This cannot be written to: .+redis-lab\n {2}why: .+\n {2}next: .+\n$/,
        ),
      });
    });
  },
);

it('a chat is served, and says by which address it is joined', async ({ cli }) => {
  const env = { XDG_STATE_HOME: '/proc/nowhere' };
  const serve = cli.start(['chat', 'serve', '--servers', '1'], { env });
  const text = await serve.sees('Ctrl-C ends it');
  expect(text).toMatch(said);
  const [, ...words] = (/redis-lab (chat join .*)/.exec(text)?.[1] ?? '').split(' ');
  const joined = await cli.run(['chat', ...words], { env, shell: 'echo hello | "$@"' });
  expect(joined.stdout + joined.stderr).toContain('kim: hello');
  serve.kill('SIGINT');
  expect((await serve.ended).code).toBe(0);
});

it('a walkthrough plays, runs its act, and says under each page that nothing is kept', async ({ cli }) => {
  const running = cli.start(['walkthrough', '--track', 'brokers', '--no-color'], {
    onTerminal: true,
    env: { TERM: 'xterm', XDG_STATE_HOME: '/proc/nowhere' },
  });
  for (const [heading, key] of [
    ['This step', '\r'],
    ['Your prediction', '\r'],
    ['Measured', 'q'],
  ] as const) {
    await running.sees(new RegExp(`\\n  ${heading}[^\\u001b]*q quit\\s+! Nothing of this is kept`));
    running.type(key);
  }
  expect((await running.ended).code).toBe(0);
});

it('a full disk: a walkthrough goes on', async ({ cli, skip }) => {
  await onSmallDisk(cli, skip, async () => {
    await writeFile(join(cli.stateFolder, 'everything'), 'x'.repeat(4_096));
    const running = cli.start(['walkthrough', '--track', 'brokers', '--no-color'], {
      onTerminal: true,
      env: { TERM: 'xterm' },
    });
    await running.sees(/This step[\s\S]*q quit\s+! Nothing of this is kept[\s\S]*ENOSPC/);
    running.type('q');
    expect((await running.ended).code).toBe(0);
  });
});
