import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

// A lab more, by the steps of CONTRIBUTING.md: its folder, and one line in labs/index.ts. Nothing else is touched.
const line =
  "  { id: 'persist', title: { ko: '꺼지면 사라질까', en: 'Gone with the power?' }, minutes: 5, load: () => import('./persist/index.ts') },\n";

let house = '';

const run = async (args: readonly string[]) =>
  await promisify(execFile)(process.execPath, args, {
    cwd: house,
    env: { PATH: process.env.PATH, HOME: house, LANG: 'C.UTF-8', TMPDIR: house },
  });

beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'redis-lab-fifth-'));
  const whatThereIs =
    'src labs test build.js schema.js package.json tsconfig.json README.md README.ko.md CONTRIBUTING.md vitest.config.ts';
  for (const part of whatThereIs.split(' ')) await cp(part, join(house, part), { recursive: true });
  await symlink(resolve('node_modules'), join(house, 'node_modules'));
  await mkdir(join(house, 'labs', 'persist'));
  await cp('test/fifth-lab/lab', join(house, 'labs', 'persist'), { recursive: true });
  const index = join(house, 'labs', 'index.ts');
  await writeFile(index, (await readFile(index, 'utf8')).replace(/(?<=\n)\];\n/, `${line}];\n`));
  await run(['build.js']);
});

afterAll(async () => await rm(house, { recursive: true, force: true }));

it('fits: types, and what people read', async () => {
  await run(['node_modules/typescript/bin/tsc']);
  await run(['dist/internals/check-labs.js', '--write']);
  expect(await readFile(join(house, 'README.md'), 'utf8')).toContain('| `persist` |');
});

it('is listed, runs on a real Redis, and is shown again', async () => {
  expect((await run(['dist/cli.cjs', 'list'])).stdout).toContain('Gone with the power?');
  const { stdout } = await run(['dist/cli.cjs', 'persist', '--quick', '--json', '--quiet']);
  const { record, findings } = JSON.parse(stdout);
  expect(record.data).toEqual({ crash: { stored: 3, left: 0 } });
  expect(findings.checks).toMatchObject([{ claim: 'C02', verdict: 'held' }]);
  expect((await run(['dist/cli.cjs', 'show', 'persist'])).stdout).toContain('Of 3 keys stored, 0 were left.');
});
