import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import pubsub from '../../labs/pubsub/index.ts';
import { shortest } from './args.ts';
import { type Cli, it } from './run-cli.ts';

const onTerminal = { onTerminal: true, env: { TERM: 'xterm' } };
/** A question that can be put, whatever it says. */
const { id: act, predict } = pubsub.acts.find((one) => one.id === 'away') as (typeof pubsub.acts)[number];
const [wrong, measured] = ['everything', 'without-the-gap'].map((id) =>
  predict?.choices.find((choice) => choice.id === id),
) as [Choice, Choice];
type Choice = NonNullable<typeof predict>['choices'][number];

const dayMs = 24 * 60 * 60 * 1000;

/** A question of pubsub that was missed so many days ago. */
async function missed(cli: Cli, daysAgo: number): Promise<void> {
  const folder = join(cli.stateFolder, 'redis-lab');
  await mkdir(folder, { recursive: true });
  const at = new Date(Date.now() - daysAgo * dayMs).toISOString();
  const note = {
    v: 1,
    at,
    kind: 'predicted',
    lab: 'pubsub',
    act,
    chosen: wrong.id,
    measured: measured.id,
    sure: 3,
  };
  await writeFile(join(folder, 'progress.jsonl'), `${JSON.stringify(note)}\n`);
}

it('a run keeps what was predicted wrong, and review asks it after a day', async ({ cli }) => {
  await cli.run([...shortest, '--acts', 'away', '--predict', '1']);
  const { stdout } = await cli.run(['review']);
  expect(stdout).toBe('  Nothing is due today. The next question comes in 1 day.\n');
});

it('a question that is due is asked, graded and counted', async ({ cli }) => {
  await missed(cli, 2);
  const running = cli.start(['review', '--no-color'], onTerminal);
  const screen = await running.sees(/Your prediction[\s\S]*Enter to skip/);
  // The choices come in another order each time.
  running.type(
    screen
      .split('\n')
      .find((line) => line.includes(measured.label.en.slice(0, 30)))
      ?.trim()[0] ?? '',
  );
  await running.sees('How sure?');
  running.type('3');
  const { code, stdout } = await running.ended;
  expect(code, stdout).toBe(0);
  expect(stdout).toContain('You were right.');
  expect(stdout).toContain('redis-lab lesson pubsub away');
  expect(stdout).toContain('Sure and wrong: 1 of 2.');
  expect((await cli.run(['review'])).stdout).toContain('The next question comes in 3 days.');
});

it.for(['question', 'how sure'] as const)(
  'q at %s leaves, and the question stays due',
  async (at, { cli }) => {
    await missed(cli, 2);
    const running = cli.start(['review'], onTerminal);
    await running.sees('Enter to skip, q to quit');
    if (at === 'how sure') {
      running.type('1');
      await running.sees('How sure?');
    }
    running.type('ㅂ');
    expect((await running.ended).code).toBe(0);
    expect((await cli.run(['review'])).stdout).toContain('One question is due.');
  },
);

it('without a terminal it says what is due', async ({ cli }) => {
  await missed(cli, 2);
  const { code, stdout } = await cli.run(['review', '--lang', 'ko']);
  expect(code).toBe(0);
  expect(stdout).toContain('다시 물어볼 질문이 1개 있어요.');
  expect(stdout).toContain('확실하다고 한 답 1개 가운데 1개가 틀렸어요.');
});

it('reset forgets it', async ({ cli }) => {
  await missed(cli, 2);
  expect((await cli.run(['reset', 'pubsub', '--yes'])).stdout).toContain('Forgotten.');
  expect((await cli.run(['review'])).stdout).toContain('Nothing to ask again.');
});
