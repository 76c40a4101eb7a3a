import { describe, expect } from 'vitest';
import { chosenLab } from '../../src/commands/program.ts';
import { expectExplained } from './explained.ts';
import { it } from './run-cli.ts';

const outside = 'redis-lab list (for a lab from outside: --labs and its folder)';

/** What is typed, the reason that has to be given, and what to do next. */
const mistakes: readonly (readonly [argv: string, why: RegExp, next: string])[] = [
  ['pubsubb', /^Did you mean pubsub\?$/, 'redis-lab list'],
  ['qqqqq', /comes close/, 'redis-lab list'],
  ['help pubsubb', /^Did you mean pubsub\?$/, 'redis-lab list'],
  ['help exit-code', /^Did you mean exit-codes\?$/, 'redis-lab list'],
  ['--lang fr', /^Allowed choices are ko, en/, 'redis-lab --help'],
  ['pubsub extra', /Expected 0 arguments but got 1/, 'redis-lab pubsub --help'],
  ['pubsub --rounds 0', /^It takes a whole number from 1 to 100 /, '--rounds 5'],
  ['pubsub --rounds 101', /^It takes a whole number from 1 to 100 /, '--rounds 5'],
  ['pubsub --rounds x', /^It takes a whole number from 1 to 100 /, '--rounds 5'],
  ['pubsub --rounds 1.5', /^It takes a whole number from 1 to 100 /, '--rounds 5'],
  ['pubsub --rounds=', /^It takes a whole number from 1 to 100 /, '--rounds 5'],
  ['pubsub --subscribers 1,x', /^It takes a whole number from 1 to 1000 /, '--subscribers 1,10,50'],
  ['pubsub --subscribers 1,,2', /^It takes a whole number from 1 to 1000 /, '--subscribers 1,10,50'],
  ['pubsub --sed 3', /^Did you mean --seed\?$/, 'redis-lab pubsub --help'],
  ['pubsub --frobnicate', /comes close/, 'redis-lab pubsub --help'],
  ['pubsub --quick --full', /^Only one of the two can count/, 'redis-lab pubsub --help'],
  ['pubsub --json --md', /^Only one of the two can count/, 'redis-lab pubsub --help'],
  ['pubsub --predict 9', /^It takes a whole number from 1 to 2/, '--predict 1'],
  ['pubsub --predict -,-,0', /^It takes a whole number from 1 to 3/, '--predict 1'],
  [
    'pubsub --predict 1,1,1,1,1,1',
    /^The acts that ask: channel, fan-out, away, slow, streams/,
    '--predict 1,1,1,1,1',
  ],
  [
    'delivery --acts price,order',
    /--also price brings it in/,
    'Give that option as well, or run it without --acts.',
  ],
  ['pubsub --acts away,nope', /^The acts of this lab: channel, fan-out, away/, '--acts channel,fan-out'],
  ['sticky --acts proof --predict 1', /^No act of this run asks\.$/, '--no-predict'],
  ['nearby --interval 0', /^It takes a time from 1s to 600s/, '--interval 30s'],
  ['nearby --ttl 0', /^It takes a time from 1s to 1h/, '--ttl 600s'],
  ['nearby --preset bok', /^Allowed choices are book/, 'redis-lab nearby --help'],
  ['nearby --map --json', /^Only one of the two can count/, 'redis-lab nearby --help'],
  ['compare last', /^Two to 5 fit side by side/, 'redis-lab compare last minsu.json'],
  ['show sticky', /^Looked in /, 'redis-lab sticky --quick'],
  ['lesson pubsub nope', /^The parts there are: .*away/, 'redis-lab lesson pubsub'],
  ['lesson pubsub awy', /^Did you mean away\?$/, 'redis-lab lesson pubsub'],
  ['lesson persistance', /^Did you mean persistence\?$/, outside],
  ['reset ttll', /^Did you mean ttl\?$/, outside],
  ['glossary fanot', /^Did you mean fan-out\?$/, 'redis-lab glossary'],
  ['glossary qqqqq', /^It is searched in Korean and in English/, 'redis-lab glossary'],
  ['walkthrough --track chatt', /^Did you mean chat\?$/, 'redis-lab walkthrough --track chat'],
  ['doctor --acl pubsb', /^Did you mean pubsub\?$/, 'redis-lab doctor --acl pubsub'],
  ['doctor --acl persistence', /^The labs that can follow --acl: pubsub, /, 'redis-lab doctor --acl pubsub'],
  ['trace nowhere.jsonl', /no such file/, 'redis-lab show last'],
  ['compare nowhere.json minsu.json', /no such file/, 'redis-lab show last --json > minsu.json'],
  ['pubsub --seed -1', /^It takes a whole number from 0 to 4294967295/, '--seed 0'],
  ['pubsub --seed', /A value has to follow it/, 'redis-lab pubsub --help'],
  ['pubsub --lang xx', /^Allowed choices are ko, en/, 'redis-lab pubsub --help'],
  ['report --format pdf', /^Allowed choices are md, html/, 'redis-lab report --help'],
  ['show last --json --md', /^Only one of the two can count/, 'redis-lab show --help'],
  ['pubsub --json --out x.csv', /^One file holds one/, '--out result.json'],
  ['--nope', /comes close/, 'redis-lab --help'],
];

describe('a command line that does not fit', () => {
  it.for(mistakes)('%s', async ([argv, why, next], { cli }) => {
    const ended = await cli.run(argv.split(' '));
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expectExplained(ended, why);
    expect(ended.stderr).toContain(`  next: ${next}\n`);
  });

  it('is explained in Korean too', async ({ cli }) => {
    const inKorean = { env: { LANG: 'ko_KR.UTF-8' } };
    const unknownLab = await cli.run(['pubsubb'], inKorean);
    expectExplained(unknownLab, /^혹시 이것인가요\? pubsub$/);
    const outOfRange = await cli.run(['pubsub', '--rounds', '0'], inKorean);
    expectExplained(outOfRange, /^1에서 100 사이의 정수여야 해요/);
    const noLanguage = await cli.run(['list', '--lang', 'xx'], inKorean);
    expectExplained(noLanguage, /^쓸 수 있는 값: ko, en$/);
    const noShell = await cli.run(['completion', 'tcsh'], inKorean);
    expectExplained(noShell, /^쓸 수 있는 값: bash, zsh, fish$/);
    expect(noShell.stderr).toContain("쓸 수 없는 값이에요: 'tcsh'\n"); // It is no option.
  });

  it('names what to type as it can be typed: after npx, with it', async ({ cli }) => {
    const { stderr } = await cli.run(['pubsubb'], { env: { npm_command: 'exec' } });
    expect(stderr).toContain('  next: npx redis-lab list\n');
  });

  it('a lab is the first one that is named, also where a value is called as another', async () => {
    const chosen = await chosenLab(['delivery', '--systems', 'pubsub', '--quick']);
    expect(chosen?.entry.id).toBe('delivery');
  });

  it('starts nothing and keeps no record', async ({ cli }) => {
    await cli.run(['pubsub', '--predict', '9']);
    await expect(cli.records()).rejects.toThrow('ENOENT');
  });
});
