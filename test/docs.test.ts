import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../labs/index.ts';
import { claimsOf } from '../src/course/catalogue.ts';
import { kafkaRelease } from '../src/services/kafka-server.ts';

const run = promisify(execFile);
const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const codeBlocks = (markdown: string) => markdown.match(/^```[\s\S]*?^```/gm) ?? [];
const headingLevels = (markdown: string) =>
  markdown
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .match(/^#+(?= )/gm)
    ?.map((marks) => marks.length);

describe('the lessons', () => {
  it.each(catalogue.map(({ id }) => id))('%s: both languages have the same shape and the same code', (id) => {
    const [ko, en] = [read(`labs/${id}/guide.ko.md`), read(`labs/${id}/guide.en.md`)];
    expect(headingLevels(ko)).toEqual(headingLevels(en));
    expect(codeBlocks(ko)).toEqual(codeBlocks(en));
    expect(codeBlocks(en).length).toBeGreaterThan(0);
  });

  it.each(catalogue)('$id: the lesson is headed by the title of the catalogue', ({ id, title }) => {
    expect(read(`labs/${id}/guide.ko.md`).split('\n')[0]).toBe(`# ${title.ko}`);
    expect(read(`labs/${id}/guide.en.md`).split('\n')[0]).toBe(`# ${title.en}`);
  });
});

describe.each(['README.md', 'README.ko.md'])('%s', (file) => {
  const readme = read(file);

  it('names the two set-up commands', () => {
    expect(readme).toContain('npm ci && npx redis-lab pubsub --install');
    expect(readme).toContain('npm cit');
  });

  it('has a row for every lab and for no other', async () => {
    const rows = [...readme.matchAll(/^\| `([\w-]+)` \|/gm)].map((row) => row[1]);
    expect(rows).toEqual(catalogue.map(({ id }) => id));
    for (const { load } of catalogue) {
      for (const claim of claimsOf((await load()).default)) expect(readme).toContain(claim);
    }
  });

  it('names only scripts that exist', () => {
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
    for (const [, name] of readme.matchAll(/npm run (\w+)/g)) expect(scripts).toContain(name);
  });

  it('names only flags that the command has', async () => {
    const commands = [...readme.matchAll(/npx redis-lab ([\w-]+)((?: [\w.:/-]+)*)/g)];
    expect(commands.length).toBeGreaterThan(5);
    for (const [, command = '', rest = ''] of commands) {
      const { stdout: help } = await run(process.execPath, ['dist/cli.cjs', command, '--help']);
      for (const [flag] of rest.matchAll(/--[\w-]+/g)) expect(help).toContain(`${flag} `);
    }
  });
});

it('compose.yaml has the Kafka that setup gets, and lets nobody in from outside', () => {
  const text = read('compose.yaml');
  expect(text).toContain(`image: apache/kafka:${kafkaRelease}\n`);
  const ports = [...text.matchAll(/ports: \['(.*)'\]/g)].map(([, port]) => port);
  expect(ports).toEqual(['127.0.0.1:5672:5672', '127.0.0.1:9092:9092']);
});
