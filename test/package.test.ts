import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaErrors } from './schema.ts';

const run = promisify(execFile);
let folder: string;

/** Packed and installed as somebody gets it who has no clone. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-test-'));
  // The build is there already, made once for all tests; `prepare` would make it again under their feet.
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]);
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  await run(
    'npm',
    ['install', '--silent', '--prefer-offline', '--no-audit', '--no-fund', `./${stdout.trim()}`],
    {
      cwd: folder,
    },
  );
}, 300_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const redisLab = (...args: string[]) =>
  run(join(folder, 'node_modules', '.bin', 'redis-lab'), args, {
    cwd: folder,
    env: { ...process.env, XDG_STATE_HOME: join(folder, 'state') },
    maxBuffer: 64 * 1024 * 1024,
  });

describe('a clone', () => {
  let clone: string;
  beforeAll(async () => {
    clone = join(folder, 'clone');
    const project = fileURLToPath(new URL('..', import.meta.url));
    const parts = ['src', 'labs', 'test', 'package.json', 'build.js', 'schema.js', 'tsconfig.json'];
    for (const part of parts) await cp(join(project, part), join(clone, part), { recursive: true });
    await symlink(join(project, 'node_modules'), join(clone, 'node_modules'));
    await run('npm', ['run', 'build'], { cwd: clone });
  }, 120_000);

  // npx gives the program its mode only the first time, and a later build would take it away again.
  it('can be run after every build', async () => {
    const { stdout } = await run(join(clone, 'dist', 'cli.cjs'), ['--version']);
    expect(stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('requires no package that is an ES module only, which Node 22 could not before 22.12', async () => {
    const dist = join(clone, 'dist');
    const files = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith('.cjs'));
    const sources = await Promise.all(files.map((file) => readFile(join(dist, file), 'utf8')));
    const required = sources.join('\n').match(/\brequire\("[^."][^"]*"\)/g);
    expect(required).toContain('require("ioredis")');
    const loads = required?.join(';') ?? '';
    await run(process.execPath, ['--no-experimental-require-module', '-e', loads], { cwd: clone });
  });

  it('built again never lacks a module that a run beside it may load, and keeps none that is long gone', async () => {
    const dist = join(clone, 'dist');
    const modules = (await readdir(dist, { recursive: true })).filter((file) => /\.c?js$/.test(file));
    // What a build no longer has stays for a day: a run that began before it may still load it.
    const [fresh, stale] = [join(dist, 'chunks', 'fresh.js'), join(dist, 'chunks', 'stale.js')];
    for (const file of [fresh, stale]) await writeFile(file, '');
    const twoDaysAgo = Date.now() / 1e3 - 2 * 24 * 3_600;
    await utimes(stale, twoDaysAgo, twoDaysAgo);
    let built = false;
    const build = run('npm', ['run', 'build'], { cwd: clone }).finally(() => {
      built = true;
    });
    while (!built) {
      expect(modules.filter((file) => !existsSync(join(dist, file)))).toEqual([]);
      await new Promise(setImmediate);
    }
    await build;
    expect([existsSync(fresh), existsSync(stale)]).toEqual([true, false]);
    expect((await readdir(clone)).filter((name) => name.startsWith('dist.'))).toEqual([]);
  }, 120_000);
});

describe('the package, installed in an empty folder', () => {
  it('lists its labs', async () => {
    const { stdout } = await redisLab('list', '--json');
    expect(JSON.parse(stdout)).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'pubsub' })]));
  });

  it('runs a lab on a real Redis', async () => {
    const { stdout } = await redisLab('pubsub', '--quick', '--json', '--quiet');
    expect(JSON.parse(stdout).record.outcome).toBe('completed');
    expect(schemaErrors(JSON.parse(stdout))).toEqual([]);
    const kept = await redisLab('show', 'last', '--json');
    expect(JSON.parse(kept.stdout)).toEqual(JSON.parse(stdout));
  });

  it('writes a lab that runs, passes the check and is typed, with nothing else installed', async () => {
    await redisLab('new-lab', 'lunch');
    const { stdout } = await redisLab('lunch', '--labs', 'labs', '--quick', '--json', '--quiet');
    expect(JSON.parse(stdout).findings.checks).toMatchObject([{ claim: 'lunch-1', verdict: 'held' }]);
    expect((await redisLab('check', 'labs')).stdout).toMatch(/^✓ lunch: /);
    const options = ['--module', 'nodenext', '--target', 'es2023', '--strict', '--noEmit', '--skipLibCheck'];
    const types = fileURLToPath(new URL('../node_modules/@types', import.meta.url));
    const tsc = (...files: string[]) =>
      run(
        process.execPath,
        [
          fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url)),
          ...['--ignoreConfig', ...options, '--allowImportingTsExtensions', '--types', 'node'],
          ...['--typeRoots', types, ...files],
        ],
        { cwd: folder },
      );
    await tsc('labs/lunch/index.ts', 'labs/lunch/test.ts');
    const judge = join(folder, 'labs/lunch/judge/loses.ts');
    await writeFile(judge, (await readFile(judge, 'utf8')).replace("'held'", "'so it is'"));
    await expect(tsc('labs/lunch/index.ts')).rejects.toMatchObject({ stdout: /so it is/ });
  });

  it('carries the lessons, a skeleton and the types of the kit, and neither tests nor sources', async () => {
    const { stdout } = await run('npm', ['ls', '--parseable', 'redis-lab'], { cwd: folder });
    const files = await readdir(stdout.trim(), { recursive: true });
    expect(files).toEqual(
      expect.arrayContaining(['labs/pubsub/guide.ko.md', 'dist/record.schema.json', 'dist/page.html']),
    );
    const sources = files.filter((file) => /(?<!\.d)\.ts$|test\//.test(file));
    expect(sources.filter((file) => !file.startsWith('labs/skeleton/'))).toEqual([]);
  });
});
