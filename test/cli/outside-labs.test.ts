import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { expectExplained } from './explained.ts';
import { type Cli, it } from './run-cli.ts';

const onTerminal = { onTerminal: true, env: { TERM: 'xterm' } };

/** A lab of a study group, as `new-lab` writes it, in the folder that package.json names. */
async function withLab(cli: Cli): Promise<string> {
  const made = await cli.run(['new-lab', 'lunch']);
  expect(made, made.stderr).toMatchObject({ code: 0, stderr: '' });
  await writeFile(join(cli.folder, 'package.json'), '{ "redis-lab": { "labs": "labs" } }');
  return join(cli.folder, 'labs', 'lunch');
}

async function change(file: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(from);
  await writeFile(file, text.replace(from, to));
}

describe('a lab from outside the package', () => {
  it('runs at once and passes the check', async ({ cli }) => {
    await cli.run(['new-lab', 'lunch']);
    const ran = await cli.run(['lunch', '--labs', 'labs', '--quick', '--json', '--quiet']);
    expect(ran.code, ran.stderr).toBe(0);
    const { record, findings } = JSON.parse(ran.stdout);
    expect(record.data.count.arms).toMatchObject([{ added: 200 }, { added: 200, counted: 200 }]);
    expect(findings.checks).toMatchObject([{ claim: 'lunch-1', verdict: 'held' }]);
    const checked = await cli.run(['check', 'labs/lunch']);
    expect(checked, checked.stdout).toMatchObject({ code: 0, stderr: expect.not.stringContaining('error') });
    expect(checked.stdout).toMatch(/^✓ lunch: texts, run and verdicts are in order \(.+; lunch-1 held\)\n$/);
  });

  it('is found again by each command that is said to whoever named its folder', async ({ cli }) => {
    const made = await cli.run(['new-lab', 'lunch', '--labs', "kim's labs"]);
    expect(made.stdout).toContain(`redis-lab check 'kim'\\''s labs'`);
    const ran = await cli.run(['lunch', '--labs', "kim's labs", '--quick', '--predict', '1', '--quiet']);
    const said = [...ran.stdout.matchAll(/redis-lab (.+)/g)].map(([, words]) => words as string);
    expect(said).not.toEqual([]);
    for (const words of said) expect(words).toMatch(/^--labs 'kim'\\''s labs' /);
    const shown = await cli.run(['--labs', "kim's labs", 'show', 'last', '--detail']);
    expect(shown.stdout, shown.stderr).toContain('lunch-1');
  });

  it('is in every command', async ({ cli }) => {
    await withLab(cli);
    expect((await cli.run(['list'])).stdout).toMatch(/pubsub[\s\S]*lunch {2,}Counters[\s\S]*lunch-1/);
    expect((await cli.run(['--help'])).stdout).toMatch(/^ {2}lunch +Counters/m);
    expect((await cli.run(['lunch', '--help', '--lang', 'ko'])).stdout).toContain('--clients');
    expect((await cli.run(['lesson', 'lunch', 'count'])).stdout).toContain('Several clients add one');
    expect((await cli.run(['complete', '--', 'lu'])).stdout).toContain('lunch');
    expect((await cli.run(['doctor', '--acl', 'lunch'])).stdout).toContain('+incr');
    await cli.run(['lunch', '--quick', '--predict', '1', '--quiet']);
    expect((await cli.run(['show', 'lunch', '--lang', 'ko'])).stdout).toContain(
      '"GET으로 읽고 SET으로 쓰는 카운터는',
    );
    await rename(join(cli.folder, 'package.json'), join(cli.folder, 'package.aside'));
    for (const [lang, why] of [
      ['en', /a lab from outside is found in the folder that --labs names/],
      ['ko', /밖에 있는 실험은 그 폴더를 --labs로/],
    ] as const) {
      const without = await cli.run(['show', 'last', '--lang', lang]);
      expectExplained(without, why);
      expect(without.stderr).toContain('redis-lab show last --labs labs');
    }
    expectExplained(await cli.run(['lunch']), /needs --labs and its folder/);
    await rename(join(cli.folder, 'package.aside'), join(cli.folder, 'package.json'));
    expect((await cli.run(['report', 'lunch'])).stdout).toContain('Counters: two who count at once');
    await cli.run(['lunch', '--quick', '--predict', '1', '--quiet']);
    const ids = (await cli.records()).map(({ id }) => id);
    expect((await cli.run(['compare', ...ids])).stdout).toContain('lunch-1');
    expect((await cli.run(['replay', 'lunch'])).stdout).toContain('GET incr');
    expect((await cli.run(['walkthrough'])).stdout).toMatch(
      /lunch {2}Counters[^\n]* \(5 min\)\n +5 min {2}lunch count: Counting together\n[\s\S]*all {2}All of them/,
    );
    expect((await cli.run(['review'])).stdout).toContain('The next question comes in 1 day.');
    expect((await cli.run(['reset', 'lunch', '--yes'])).code).toBe(0);
    const menu = cli.start(['--labs', 'labs'], onTerminal);
    await menu.sees('Counters: two who count at once');
    menu.type('\u0003');
    await menu.ended;
  });

  it('makes no file beside it, and needs no package of its own', async ({ cli }) => {
    const folder = await withLab(cli);
    const before = await readdir(cli.folder, { recursive: true });
    await cli.run(['list']);
    expect(await readdir(cli.folder, { recursive: true })).toEqual(before);
    expect(await readFile(join(folder, 'index.ts'), 'utf8')).toContain("from 'redis-lab/kit/run'");
  });
});

/** A file of the lab, what is changed in it, and what is said of it. */
const broken: readonly (readonly [what: string, breakIt: (lab: string) => Promise<void>, why: RegExp])[] = [
  [
    'a syntax error',
    (lab) => change(join(lab, 'index.ts'), 'revision: 1', 'revision: ='),
    /index\.ts does not load: .+index\.ts:\d+/,
  ],
  [
    'a syntax error deep in it',
    (lab) => change(join(lab, 'judge', 'loses.ts'), 'function', 'func'),
    /index\.ts does not load: .+loses\.ts:\d+/,
  ],
  [
    'an import that leads nowhere',
    (lab) => change(join(lab, 'index.ts'), './show/count.ts', './show/gone.ts'),
    /index\.ts does not load: Cannot find module '\.\/show\/gone\.ts'/,
  ],
  ['a missing guide', (lab) => rm(join(lab, 'guide.ko.md')), /guide\.ko\.md is not there/],
  [
    'another shape',
    (lab) => change(join(lab, 'show', 'count.ts'), /headline: .*=>/, 'headLine: (data) =>'),
    /index\.ts: acts\[0\]\.headline should be a function/,
  ],
  [
    'one language',
    (lab) => change(join(lab, 'about.ts'), /ko: '카운터[^']*', /, ''),
    /about\.ts: title should be a text in both languages/,
  ],
  [
    'a claim that exists',
    (lab) => change(join(lab, 'about.ts'), 'lunch-1', 'C01'),
    /There is a claim C01 already/,
  ],
  [
    'another id',
    (lab) => change(join(lab, 'index.ts'), "id: 'lunch'", "id: 'dinner'"),
    /names itself 'dinner', its folder 'lunch'/,
  ],
  [
    'an option that every lab has',
    (lab) => change(join(lab, 'settings.ts'), 'clients:', 'json:'),
    /settings\.ts: .+--json/,
  ],
];

describe('a broken lab is told, and hides no other', () => {
  it.for(broken)('%s', async ([, breakIt, why], { cli }) => {
    const folder = await withLab(cli);
    await breakIt(folder);
    const listed = await cli.run(['list']);
    expect([listed.code, listed.stdout]).toEqual([0, expect.stringContaining('pubsub')]);
    expect(listed.stdout).not.toContain('lunch');
    expectExplained(listed, why);
    const asked = await cli.run(['lunch', '--quick']);
    expect([asked.code, asked.stdout]).toEqual([2, '']);
    expectExplained(asked, why);
    const checked = await cli.run(['check']);
    expect([checked.code, checked.stdout]).toEqual([1, '']);
    expectExplained(checked, why);
    expect((await cli.run(['complete', '--', ''])).stderr).toBe('');
  });

  it.for(['pubsub', 'list', 'help'])(
    'a folder with the name of another lab or command: %s',
    async (id, { cli }) => {
      const folder = await withLab(cli);
      await rename(folder, join(cli.folder, 'labs', id));
      const ended = await cli.run(['pubsub', '--help']);
      expect([ended.code, ended.stdout]).toEqual([0, expect.stringContaining('--subscribers')]);
      expectExplained(ended, new RegExp(`There is a lab or command '${id}' already`));
    },
  );

  it('two with one claim: the first is there', async ({ cli }) => {
    const folder = await withLab(cli);
    await cp(folder, join(cli.folder, 'labs', 'supper'), { recursive: true });
    await change(join(cli.folder, 'labs', 'supper', 'index.ts'), "id: 'lunch'", "id: 'supper'");
    const listed = await cli.run(['list']);
    expect(listed.stdout).toContain('lunch-1');
    expectExplained(listed, /There is a claim lunch-1 already/);
  });

  it('a folder that is not there: an error where it was named, a line where it was configured', async ({
    cli,
  }) => {
    const named = await cli.run(['list', '--labs', 'nowhere']);
    expect([named.code, named.stdout]).toEqual([2, '']);
    expectExplained(named, /ENOENT/);
    await mkdir(join(cli.folder, 'empty'));
    await writeFile(join(cli.folder, 'package.json'), '{ "redis-lab": { "labs": "empty" } }');
    const configured = await cli.run(['list']);
    expect([configured.code, configured.stdout]).toEqual([0, expect.stringContaining('pubsub')]);
    expectExplained(configured, /No folder in it has an index\.ts/);
  });

  it('an act that throws is no bug of ours', async ({ cli }) => {
    const folder = await withLab(cli);
    await change(
      join(folder, 'acts', 'count.ts'),
      'const arms: CountArm[] = [];',
      'const arms = (null as never as { a: CountArm[] }).a;',
    );
    const ended = await cli.run(['lunch', '--quick', '--quiet']);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('The code of this lab failed');
    expect(ended.stderr).not.toContain('bug in redis-lab');
    expect((await cli.run(['check'])).stdout).toMatch(/^lunch: run: .*null/);
  });
});

describe('the check finds', () => {
  it.for([
    [
      'a judge that cannot fail',
      'judge/loses.ts',
      /const verdict = .*;/,
      "const verdict = 'held';",
      /test\.ts: lunch-1: the change for 'refuted' leads to 'held'/,
    ],
    [
      'a judge that nobody tests',
      'test.ts',
      /'lunch-1': \{[\s\S]*?\n {2}\},/,
      '',
      /test\.ts: lunch-1: has no change to the data that turns 'held'/,
    ],
    [
      'a claim that nobody declares',
      'about.ts',
      "'lunch-1'",
      "'lunch-2'",
      /judges\.lunch-1: there is no claim lunch-1/,
    ],
    [
      'a guide without the act',
      'guide.en.md',
      ' {#count}',
      '',
      /heading 2: Korean has '## \{#count\}', English '##'/,
    ],
    ['a word that Korean developers do not say', 'about.ts', '카운터: 둘이', '부채꼴: 둘이', /부채꼴/],
    [
      'data that is no JSON',
      'acts/count.ts',
      'return { arms };',
      'return { arms, at: new Date(0) } as never;',
      /data: is not the same when it was written as JSON/,
    ],
    [
      'a figure that is none',
      'show/count.ts',
      'counted} counted of',
      'counted / 0 - Infinity} counted of',
      /says '.*NaN/,
    ],
  ] as const)('%s', async ([, file, from, to, fault], { cli }) => {
    await change(join(await withLab(cli), file), from, to);
    const { code, stdout } = await cli.run(['check']);
    expect([code, stdout]).toEqual([1, expect.stringMatching(fault)]);
  });
});

it('the check speaks Korean, too', async ({ cli }) => {
  const lab = await withLab(cli);
  await change(join(lab, 'guide.en.md'), ' {#count}', '');
  await change(join(lab, 'judge/loses.ts'), /const verdict = .*;/, "const verdict = 'held';");
  const { code, stdout } = await cli.run(['check', '--lang', 'ko']);
  expect(code).toBe(1);
  for (const line of stdout.trim().split('\n')) expect(line).toMatch(/: [^:]*[가-힣]/);
  expect(stdout).toContain("lunch-1: 'refuted' 판정이 나와야 할 변경에서 'held' 판정이 나와요");
});

describe('new-lab', () => {
  it.for([
    ['Lunch Break', /begins with a-z/],
    ['../evil', /begins with a-z/],
    ['pubsub', /a lab or a command of that name/],
    ['list', /a lab or a command of that name/],
    ['skeleton', /a lab or a command of that name/],
  ] as const)('refuses the name %s', async ([id, why], { cli }) => {
    const ended = await cli.run(['new-lab', id]);
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expectExplained(ended, why);
  });

  it('overwrites nothing', async ({ cli }) => {
    await withLab(cli);
    const again = await cli.run(['new-lab', 'lunch']);
    expect(again.code).toBe(2);
    expectExplained(again, /Nothing that is there is overwritten/);
  });

  it('says where nothing can be written', async ({ cli }) => {
    await writeFile(join(cli.folder, 'labs'), '');
    const ended = await cli.run(['new-lab', 'lunch']);
    expect(ended.code).toBe(1);
    expectExplained(ended, /ENOTDIR|EEXIST/);
  });
});
