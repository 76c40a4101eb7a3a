import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

// A lab more, by the steps of CONTRIBUTING.md: `new-lab`, its claim, and one line in labs/index.ts. Nothing else is touched.
const claim =
  "  'likes-1': { ko: 'GET으로 읽고 SET으로 쓰면 수를 잃는다', en: 'Counts kept with GET and SET are lost' },\n";
const line =
  "  { id: 'likes', title: { ko: '카운터: 둘이 함께 세면', en: 'Counters: two who count at once' }, minutes: 5, load: () => import('./likes/index.ts') },\n";

let house = '';

const run = async (args: readonly string[]) =>
  await promisify(execFile)(process.execPath, args, {
    cwd: house,
    env: { PATH: process.env.PATH, HOME: house, LANG: 'C.UTF-8', TMPDIR: house },
  });

beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'redis-lab-fifth-'));
  const whatThereIs =
    'src labs test dist build.js schema.js biome.json package.json tsconfig.json README.md README.ko.md CONTRIBUTING.md vitest.config.ts';
  for (const part of whatThereIs.split(' ')) await cp(part, join(house, part), { recursive: true });
  await symlink(resolve('node_modules'), join(house, 'node_modules'));
  const { stdout } = await run(['dist/cli.cjs', 'new-lab', 'likes']);
  expect(stdout).toMatch(/labs\/index\.ts .*\n.*src\/course\/claims\.ts/);
  await addBefore('src/course/claims.ts', /^\};\n/m, claim);
  await addBefore('labs/index.ts', /^\];\n/m, line);
  await run(['build.js']);
});

async function addBefore(file: string, end: RegExp, text: string): Promise<void> {
  const source = await readFile(join(house, file), 'utf8');
  await writeFile(
    join(house, file),
    source.replace(end, (found) => text + found),
  );
}

afterAll(async () => await rm(house, { recursive: true, force: true }));

it('fits: types, and what people read', async () => {
  await run(['node_modules/typescript/bin/tsc']);
  await run(['dist/internals/check-labs.js', '--write']);
  expect(await readFile(join(house, 'README.md'), 'utf8')).toContain('| `likes` |');
});

it('is listed, runs on a real Redis, and is shown again', async () => {
  expect((await run(['dist/cli.cjs', 'list'])).stdout).toContain('Counters: two who count at once');
  const { stdout } = await run(['dist/cli.cjs', 'likes', '--quick', '--json', '--quiet']);
  const { record, findings } = JSON.parse(stdout);
  expect(record.data.count.arms).toMatchObject([{ added: 200 }, { added: 200, counted: 200 }]);
  expect(findings.checks).toMatchObject([{ claim: 'likes-1', verdict: 'held' }]);
  expect((await run(['dist/cli.cjs', 'show', 'likes'])).stdout).toMatch(/GET, SET: 200 added/);
});
