import { execFile } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  stat,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import { eventually } from '../eventually.ts';
import { firstAct, shortest } from './args.ts';
import { expectExplained } from './explained.ts';
import { it } from './run-cli.ts';
import { onSmallDisk } from './small-disk.ts';

const run = promisify(execFile);

/** A run that needs no server. */
const reckoned = ['sticky', '--quick', '--acts', 'model', '--no-predict', '--quiet'];

/** The whole of stderr: nothing is kept, the reason, the way out. */
const lineOf = (why: RegExp) =>
  new RegExp(`^ {2}! Nothing of this is kept.*XDG_STATE_HOME.*${why.source}.*\n$`);

describe('a record that cannot be kept', () => {
  it('a full disk costs the record, not the result, and leaves no torn file', async ({ cli, skip }) => {
    await onSmallDisk(cli, skip, async () => {
      const ended = await cli.run([...shortest, '--json', '--quiet']);
      expect(ended.code).toBe(0);
      expect(JSON.parse(ended.stdout)).toMatchObject({ record: { outcome: 'completed' } });
      expect(ended.stderr).toMatch(lineOf(/ENOSPC/));
      expect(await cli.records()).toEqual([]);
    });
  });

  it('and a run that fails: both are told, what stopped the run last', async ({ cli, skip }) => {
    await onSmallDisk(cli, skip, async () => {
      await writeFile(join(cli.stateFolder, 'everything'), 'x'.repeat(4_096));
      const notAFolder = join(cli.folder, 'file');
      await writeFile(notAFolder, '');
      const { code, stderr } = await cli.run(shortest, { env: { TMPDIR: notAFolder } });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^ {2}! .*ENOSPC[\s\S]*^error: [\s\S]*TMPDIR/m);
    });
  });

  it('without a temp folder the run fails, and its record says so', async ({ cli }) => {
    const notAFolder = join(cli.folder, 'file');
    await writeFile(notAFolder, '');
    const ended = await cli.run([...firstAct, '--md'], { env: { TMPDIR: notAFolder } });
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expectExplained(ended, /ENOTDIR/);
    expect(ended.stderr).toContain('TMPDIR');
    expect(await cli.records()).toMatchObject([{ outcome: 'failed', servers: [], data: null }]);
  });
});

describe('--out', () => {
  it('knows the format by the name and prints nothing', async ({ cli }) => {
    for (const [name, start] of Object.entries({ 'a.json': /^\{\n/, 'a.csv': /^lab,run,/ })) {
      const { code, stdout } = await cli.run([...firstAct, '--out', name]);
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
      expect(await readFile(join(cli.folder, name), 'utf8')).toMatch(start);
    }
  });

  it('holds what the screen would show, without its colours', async ({ cli }) => {
    const { stderr } = await cli.run([...shortest, '--out', 'a.txt'], { env: { FORCE_COLOR: '1' } });
    const text = await readFile(join(cli.folder, 'a.txt'), 'utf8');
    expect(text).toMatch(/^Pub\/Sub[\s\S]*Verdict/);
    expect(text).not.toContain('\u001b');
    expect(stderr).toContain('\u001b[');
  });

  it('that cannot be written is refused before the experiment', async ({ cli }) => {
    await writeFile(join(cli.folder, 'file'), '');
    for (const [file, why] of [
      ['nowhere/a.md', /ENOENT/],
      ['file/a.md', /ENOTDIR/],
      ['.', /EISDIR/],
    ] as const) {
      const ended = await cli.run([...firstAct, '--out', file]);
      expect(ended, file).toMatchObject({ code: 2, stdout: '' });
      expectExplained(ended, why);
    }
    await expect(cli.records()).rejects.toThrow('ENOENT');
  });

  it('to a pipe or a device writes into it and does not put a file in its place', async ({ cli }) => {
    const pipe = join(cli.folder, 'pipe');
    await run('mkfifo', [pipe]);
    const [ended, { stdout }] = await Promise.all([
      cli.run([...firstAct, '--json', '--out', pipe]),
      run('cat', [pipe], { maxBuffer: 2 ** 26 }),
    ]);
    expect(ended).toMatchObject({ code: 0, stdout: '' });
    expect(JSON.parse(stdout)).toMatchObject({ record: { outcome: 'completed' } });
    expect((await stat(pipe)).isFIFO()).toBe(true);
    expect((await readdir(cli.folder)).sort()).toEqual(['pipe', 'state', 'tmp']);
  });
});

describe('a file that --out finds there', () => {
  it('is written through a link, and keeps its mode', async ({ cli }) => {
    const [link, file] = [join(cli.folder, 'link.md'), join(cli.folder, 'real.md')];
    await writeFile(file, 'what was there', { mode: 0o600 });
    await symlink('real.md', link);
    expect(await cli.run([...reckoned, '--out', link])).toMatchObject({ code: 0 });
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toMatch(/^# /);
    expect((await readdir(cli.folder)).sort()).toEqual(['link.md', 'real.md', 'state', 'tmp']);
  });

  it('a link to a file that is not there yet makes that file', async ({ cli }) => {
    const link = join(cli.folder, 'link.md');
    await symlink('real.md', link);
    expect(await cli.run([...reckoned, '--out', link])).toMatchObject({ code: 0 });
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(cli.folder, 'real.md'), 'utf8')).toMatch(/^# /);
  });

  it('a pipe that nobody reads is said, and waits for nobody', async ({ cli }) => {
    const pipe = join(cli.folder, 'pipe');
    await run('mkfifo', [pipe]);
    const ended = await cli.run([...reckoned, '--md', '--out', pipe]);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expectExplained(ended, /nobody reads the pipe/);
    expect(await cli.records()).toMatchObject([{ outcome: 'completed' }]);
  });
});

describe.skipIf(process.platform !== 'linux')('a terminal that closes', () => {
  it('in the middle: the record is kept, nothing half written is left', async ({ cli }) => {
    const running = cli.start([...reckoned.filter((word) => word !== '--no-predict' && word !== '--quiet')], {
      onTerminal: true,
      env: { TERM: 'xterm' },
    });
    await running.sees('Enter to skip');
    running.kill('SIGKILL'); // The terminal, not what runs in it.
    await eventually(async () => expect(await cli.records()).toMatchObject([{ outcome: 'aborted' }]));
  });

  it.for(['SIGTERM', 'SIGHUP'] as const)(
    '%s over and over does not end it before its record',
    async (signal, { cli }) => {
      const running = cli.start(['sticky', '--acts', 'model']);
      await running.sees('Act 1');
      for (let times = 0; times < 5; times += 1) running.kill(signal);
      expect((await running.ended).code).toBe(130);
      expect(await cli.records()).toMatchObject([{ outcome: 'aborted' }]);
    },
  );

  it('under nohup it goes on to its end', async ({ cli }) => {
    const running = cli.start(['sticky', '--quick', '--acts', 'model'], { shell: 'nohup "$@"' });
    await running.sees('Act 1');
    running.kill('SIGHUP');
    expect((await running.ended).code).toBe(0);
    expect(await cli.records()).toMatchObject([{ outcome: 'completed' }]);
  });
});

describe('what a run that was killed left half written', () => {
  it('goes with the next one; what somebody may write now stays', async ({ cli }) => {
    const folder = join(cli.stateFolder, 'redis-lab', 'runs', 'sticky');
    await mkdir(folder, { recursive: true });
    const [old, fresh] = ['a.json.0123abcd.tmp', 'b.json.0123abcd.tmp'].map((name) => join(folder, name));
    for (const draft of [old, fresh] as [string, string]) await writeFile(draft, '{');
    const longAgo = Date.now() / 1e3 - 3_600;
    await utimes(old as string, longAgo, longAgo);
    await cli.run(reckoned);
    const drafts = (await readdir(folder)).filter((name) => name.endsWith('.tmp'));
    expect(drafts).toEqual(['b.json.0123abcd.tmp']);
    await unlink(fresh as string);
  });
});

describe('without a home', () => {
  it.for([
    ['unset', undefined],
    ['empty', ''],
    ['no path', 'here'],
  ] as const)(
    'HOME %s: records are looked for where the system has the user at home, not in this folder',
    async ([, HOME], { cli }) => {
      const ended = await cli.run(['show', 'last'], { env: { HOME, XDG_STATE_HOME: undefined } });
      expect(ended.code === 0 || ended.code === 2, ended.stderr).toBe(true);
      expect(ended.stderr).not.toContain('    at ');
      expect(await readdir(cli.folder)).not.toContain('.local');
    },
  );

  it.skipIf(process.platform !== 'linux')(
    'that takes no folder: all works, and is not kept',
    async ({ cli }) => {
      const ended = await cli.run(reckoned, { env: { HOME: '/proc', XDG_STATE_HOME: undefined } });
      expect(ended.code).toBe(0);
      expect(ended.stderr).toMatch(lineOf(/ENOENT/));
    },
  );
});

describe('who may read', () => {
  it('a record: its owner alone, also one that an earlier version left open', async ({ cli }) => {
    const [old, top] = [
      join(cli.stateFolder, 'redis-lab', 'runs', 'ttl'),
      join(cli.stateFolder, 'redis-lab'),
    ];
    await mkdir(old, { recursive: true });
    await writeFile(join(old, 'old.json'), '{}');
    for (const [path, mode] of [
      [join(old, 'old.json'), 0o644],
      [old, 0o755],
      [top, 0o755],
    ] as const)
      await chmod(path, mode);
    await cli.run([...firstAct, '--md', '--quiet']);
    const entries = await readdir(top, { recursive: true, withFileTypes: true });
    expect(entries.filter((entry) => entry.isFile())).toHaveLength(4); // The old record, the new one and its trace.
    for (const entry of entries) {
      const { mode } = await stat(join(entry.parentPath, entry.name));
      expect([entry.name, mode & 0o777]).toEqual([entry.name, entry.isDirectory() ? 0o700 : 0o600]);
    }
    expect((await stat(top)).mode & 0o777).toBe(0o700);
  });
});

it('a full device in --out is explained', async ({ cli }) => {
  const ended = await cli.run([...firstAct, '--md', '--quiet', '--out', '/dev/full']);
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expectExplained(ended, /ENOSPC/);
});

describe('side by side', () => {
  it('two runs at once both complete and keep two records', async ({ cli }) => {
    const both = await Promise.all([1, 2].map(() => cli.run([...firstAct, '--seed', '5', '--md'])));
    for (const { code, stderr } of both) expect(code, stderr).toBe(0);
    const records = await cli.records();
    expect(records).toMatchObject([{ outcome: 'completed' }, { outcome: 'completed' }]);
    expect(records[0]?.id).not.toBe(records[1]?.id);
  });
});

describe('a reader who has seen enough', () => {
  for (const args of [['list'], [...firstAct, '--quiet']]) {
    it(`${args[0]} | head -1`, async ({ cli }) => {
      const ended = await cli.run(args, { shell: 'set -o pipefail; "$@" | head -1' });
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(ended.stdout).toMatch(/^.+\n$/);
    });
  }

  it('a full device is explained, without a stack trace', async ({ cli }) => {
    const ended = await cli.run(['list'], { shell: '"$@" > /dev/full' });
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expectExplained(ended, /ENOSPC/);
    expect(ended.stderr).not.toContain('    at ');
  });

  it('of the progress too: the run goes on and is kept', async ({ cli }) => {
    const ended = await cli.run(shortest, { shell: 'set -o pipefail; "$@" 2>&1 | head -1' });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(await cli.records()).toMatchObject([{ outcome: 'completed' }]);
  });
});
