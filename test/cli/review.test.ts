import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import pubsub from '../../labs/pubsub/index.ts';
import { shortest } from './args.ts';
import { expectExplained } from './explained.ts';
import { onDay } from './on-day.ts';
import { type Cli, it, type RunningCli } from './run-cli.ts';

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

/** The choices come in another order each time. */
async function choose(running: RunningCli, { label }: Choice): Promise<void> {
  const screen = await running.sees(/Your prediction[\s\S]*Enter to skip/);
  const line = screen.split('\n').find((one) => one.includes(label.en.slice(0, 30)));
  running.type(line?.trim()[0] ?? '');
}

it('a run keeps what was predicted wrong, and review asks it after a day', async ({ cli }) => {
  await cli.run([...shortest, '--acts', 'away', '--predict', '1']);
  const { stdout } = await cli.run(['review']);
  expect(stdout).toBe('  Nothing is due today. The next question comes in 1 day.\n');
});

it('a question that is due is asked, graded and counted', async ({ cli }) => {
  await missed(cli, 2);
  const running = cli.start(['review', '--no-color'], onTerminal);
  await choose(running, measured);
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

it('a question comes again by the clock of the machine: after 1, 3 and 7 days, and from the start when it is missed', async ({
  cli,
}) => {
  const on = async (day: number) =>
    (await cli.run(['review'], { ...(await onDay(cli, day)), onTerminal: false })).stdout;
  const answer = async (day: number, choice: Choice) => {
    const running = cli.start(['review', '--no-color'], await onDay(cli, day));
    await choose(running, choice);
    await running.sees('How sure?');
    running.type('1');
    expect((await running.ended).code).toBe(0);
  };
  await cli.run([...shortest, '--acts', 'away', '--predict', '1']);
  expect(await on(0.9)).toContain('The next question comes in 1 day.');
  await answer(1.1, measured);
  expect(await on(4)).toContain('The next question comes in 1 day.');
  await answer(4.2, wrong);
  expect(await on(5.3)).toContain('One question is due.');
  await answer(5.3, measured);
  await answer(8.4, measured);
  expect(await on(15.3)).toContain('The next question comes in 1 day.');
  await answer(15.5, measured);
  expect(await on(400)).toContain('Nothing to ask again.');
});

it('a clock that was set back a year keeps nobody waiting for a year', async ({ cli }) => {
  await cli.run([...shortest, '--acts', 'away', '--predict', '1']);
  const running = cli.start(['review', '--no-color'], await onDay(cli, -365));
  await choose(running, measured);
  await running.sees('How sure?');
  running.type('1');
  expect((await running.ended).code).toBe(0);
});

it('without a terminal it says what is due', async ({ cli }) => {
  await missed(cli, 2);
  const { code, stdout } = await cli.run(['review', '--lang', 'ko']);
  expect(code).toBe(0);
  expect(stdout).toContain('다시 물어볼 질문이 1개 있어요.');
  expect(stdout).toContain('확실하다고 한 답 1개 가운데 1개가 틀렸어요.');
});

it('a damaged line is passed over, and a line says so; the menu says so, too', async ({ cli }) => {
  await missed(cli, 2);
  const file = join(cli.stateFolder, 'redis-lab', 'progress.jsonl');
  await appendFile(file, '{"v":1,"at":"20\n');
  const { stdout, stderr } = await cli.run(['review']);
  expect([stdout, stderr]).toEqual([
    expect.stringContaining('One question is due.'),
    `  ! A damaged line of the progress log was passed over: ${file}\n`,
  ]);
  const menu = cli.start(['--lang', 'ko'], onTerminal);
  await menu.sees(/! 학습 기록에서 망가진 줄 1개를 건너뛰었어요[\s\S]*나가려면 q/);
  menu.type('q');
  expect((await menu.ended).code).toBe(0);
});

it('reset forgets only what it was told to: No is what Enter says, and nobody to ask is no consent', async ({
  cli,
}) => {
  await missed(cli, 2);
  expectExplained(await cli.run(['reset']), /no terminal to ask on/);
  for (const key of ['\r', 'n', 'y']) {
    expect((await cli.run(['review'])).stdout).toContain('One question is due.');
    const running = cli.start(['reset', 'pubsub'], onTerminal);
    await running.sees('Forget your progress in pubsub? (y/N)');
    running.type(key);
    expect((await running.ended).code).toBe(0);
  }
  expect((await cli.run(['review'])).stdout).toContain('Nothing to ask again.');
});

it('reset forgets it', async ({ cli }) => {
  await missed(cli, 2);
  expect((await cli.run(['reset', 'pubsub', '--yes'])).stdout).toContain('Forgotten.');
  expect((await cli.run(['review'])).stdout).toContain('Nothing to ask again.');
});
