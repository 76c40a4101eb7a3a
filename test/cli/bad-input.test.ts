import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { loadLab } from '../../src/course/catalogue.ts';
import { currentRecord } from '../../src/course/older-records.ts';
import { createRandom } from '../../src/measure/random.ts';
import { keptRecord } from '../labs/recorded.ts';
import { expectExplained } from './explained.ts';
import { type Cli, it } from './run-cli.ts';

const record = currentRecord((await loadLab('pubsub')).lab, keptRecord('pubsub'));
const good = JSON.stringify(record);

/** Each command that reads a record, with a good one beside it where it takes two. */
const readers: Readonly<Record<string, (file: string, good: string) => string[]>> = {
  show: (file) => ['show', file],
  report: (file) => ['report', file],
  'report --format html': (file, other) => ['report', other, file, '--format', 'html'],
  compare: (file, other) => ['compare', other, file],
  replay: (file) => ['replay', file],
};

describe.for(Object.entries(readers))('%s of', ([name, words]) => {
  const readsTrace = name === 'replay';
  const put = async (cli: Cli, text: string) => {
    const [file, other] = [join(cli.folder, 'it.json'), join(cli.folder, 'good.json')];
    await writeFile(file, text);
    await writeFile(other, good);
    return { file, args: words(file, other) };
  };

  it.for([
    ['no record', '{"name":"left-pad"}', /not a record of redis-lab/],
    ['half a record', good.slice(0, good.length / 2), /JSON|position/],
    ['a newer one', JSON.stringify({ ...record, formatVersion: 99 }), /Its format is version 99/],
    ['nothing', '', /JSON/],
  ] as const)('%s: an error that says so', async ([, text, why], { cli }) => {
    const ended = await cli.run((await put(cli, text)).args);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expectExplained(ended, why);
  });

  it('200 MB: an error, before it fills the memory', async ({ cli }) => {
    const { file, args } = await put(cli, '');
    await truncate(file, 200e6);
    const ended = await cli.run(args);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expectExplained(ended, /^It is larger than 32 MiB/);
  });

  it.skipIf(readsTrace)(
    'one with terminal escapes in its strings: shown, and not obeyed',
    async ({ cli }) => {
      const evil = '\u001b]0;owned\u0007\u001b[2J\u202e';
      const smuggled = good
        .replaceAll('"greeting"', JSON.stringify(`greeting${evil}`))
        .replace(JSON.stringify(record.environment.cpu), JSON.stringify(`CPU${evil}`));
      const ended = await cli.run((await put(cli, smuggled)).args);
      expect(ended.code, ended.stderr).toBe(0);
      expect(ended.stdout + ended.stderr).not.toMatch(/\p{Control}(?<!\n)|\u202e/u);
    },
  );

  it.skipIf(readsTrace)('one that was edited by hand: shown or refused, never our bug', async ({ cli }) => {
    const random = createRandom(9);
    for (let round = 0; round < 5; round += 1) {
      const edited = good.replace(/:\d+(?=[,}])/g, (figure) => (random.int(40) === 0 ? ':-1e300' : figure));
      const ended = await cli.run((await put(cli, edited)).args);
      expect([0, 2], ended.stderr).toContain(ended.code);
      // The page's own script may say so.
      const shown = ended.stdout.replace(/<script[\s\S]*?<\/script>/g, '');
      expect(shown).not.toMatch(/\bNaN\b|\bundefined\b/);
    }
  });
});

describe('a clock that was set back a year', () => {
  const named = async (cli: Cli, stamp: string, seed: number) => {
    const folder = join(cli.stateFolder, 'redis-lab', 'runs', 'pubsub');
    await mkdir(folder, { recursive: true });
    const id = `${stamp}-pubsub-${seed}`;
    await writeFile(join(folder, `${id}.json`), JSON.stringify({ ...record, id, seed }));
  };
  const seedOfLast = async (cli: Cli, which = 'last') =>
    JSON.parse((await cli.run(['show', which, '--json'])).stdout).record.seed;

  it('what ran after it is the last run, not what seems to come from the future', async ({ cli }) => {
    await named(cli, '29990101-000000000', 1);
    expect(await seedOfLast(cli)).toBe(1);
    await named(cli, '20250101-000000000', 2);
    await named(cli, '20250102-000000000', 3);
    expect(await seedOfLast(cli)).toBe(3);
    expect(await seedOfLast(cli, 'pubsub')).toBe(3);
  });

  it('the presenter’s page follows the track that is under way, not the newest file', async ({ cli }) => {
    const walk = (track: string, owner: string | null) =>
      JSON.stringify({ v: 1, track, people: 3, step: 0, phase: 'story', kept: {}, spentMs: 0, owner });
    const running = cli.start([...'walkthrough --track brokers --present --people 3 --no-color'.split(' ')], {
      onTerminal: true,
      env: { TERM: 'xterm' },
    });
    await running.sees(/q quit/);
    await writeFile(join(cli.stateFolder, 'redis-lab', 'walkthrough', 'nearby.json'), walk('nearby', null));
    expect((await cli.run(['walkthrough', '--notes'])).stdout).toMatch(/^▸ 1\/\d {2}Away/);
    running.type('q');
    expect((await running.ended).code).toBe(0);
  });
});

describe('a terminal of 20 columns', () => {
  const narrow = { onTerminal: true, columns: 20, env: { TERM: 'xterm' } };

  it('a walkthrough goes through its pages', async ({ cli }) => {
    const running = cli.start(['walkthrough', '--track', 'brokers', '--no-color'], narrow);
    for (const heading of ['This step', 'Your\\s+prediction', 'Measured']) {
      await running.sees(new RegExp(`${heading}[^\\u001b]*q\\s+quit`));
      running.type(heading === 'Measured' ? 'q' : '\r');
    }
    expect((await running.ended).code).toBe(0);
  });

  it('the menu says that there is more than it has room for, and a digit goes there', async ({ cli }) => {
    const running = cli.start([], narrow);
    await running.sees(new RegExp(`${catalogue.length} in all, more\\s+above and below[\\s\\S]*review`));
    const [hidden] = catalogue.slice(8);
    running.type('9');
    await running.sees(`❯  9 · ${hidden?.id}`);
    running.type('q');
    expect((await running.ended).code).toBe(0);
  });

  it.for(['list', 'review', 'glossary', 'lesson pubsub', 'show', 'compare', 'report', 'pubsub --help'])(
    '%s',
    async (command, { cli }) => {
      const [file, other] = [join(cli.folder, 'a.json'), join(cli.folder, 'b.json')];
      await writeFile(file, good);
      await writeFile(other, JSON.stringify({ ...record, id: 'another', seed: 99 }));
      const records = { show: [file], compare: [file, other], report: [file] }[command] ?? [];
      const { code, stdout } = await cli.run([...command.split(' '), ...records], narrow);
      expect(code, stdout).toBe(0);
      expect(stdout).not.toMatch(/^error: |bug in redis-lab/m);
    },
  );
});

it('a language that changes in the middle: what was predicted in one is asked again in the other', async ({
  cli,
}) => {
  await cli.run(['sticky', '--quick', '--acts', 'model', '--predict', '1', '--quiet', '--lang', 'ko']);
  const log = await readFile(join(cli.stateFolder, 'redis-lab', 'progress.jsonl'), 'utf8');
  const aDayAgo = log.replaceAll(/"at":"[^"]+"/g, '"at":"2020-01-01T00:00:00.000Z"');
  await writeFile(join(cli.stateFolder, 'redis-lab', 'progress.jsonl'), aDayAgo);
  const [ko, en] = [await cli.run(['review', '--lang', 'ko']), await cli.run(['review', '--lang', 'en'])];
  expect(en.stdout).toMatch(/question/);
  expect(ko.stdout).toMatch(/\p{Script=Hangul}/u);
  expect((await cli.run(['show', 'last', '--lang', 'en'])).stdout).not.toMatch(/\p{Script=Hangul}/u);
});

it('two reviews, a run and a reset at once: nothing is torn', async ({ cli }) => {
  const run = ['sticky', '--quick', '--acts', 'model', '--predict', '1', '--quiet'];
  const all = [run, ['reset', 'pubsub', '--yes'], run, ['reset', 'ttl', '--yes'], ['review']];
  for (const { code, stderr } of await Promise.all(all.map((words) => cli.run(words))))
    expect(code, stderr).toBe(0);
  const log = await readFile(join(cli.stateFolder, 'redis-lab', 'progress.jsonl'), 'utf8');
  const notes = log.split('\n').filter((line) => line !== '');
  expect(notes.map((line) => JSON.parse(line).kind).sort()).toEqual([
    ...['predicted', 'predicted', 'ran', 'ran', 'reset', 'reset'],
  ]);
});
