import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createRandom } from '../../src/measure/random.ts';
import { eventually } from '../eventually.ts';
import { processNamed } from '../processes.ts';
import { type Cli, it, type RunningCli } from './run-cli.ts';

const onTerminal = { onTerminal: true, env: { TERM: 'xterm' } };
const enter = '\r';
const brokers = ['walkthrough', '--track', 'brokers', '--no-color'];

/** The pages of the first step for one who walks alone: what stands on each, and the keys that lead on. */
const pages: readonly (readonly [heading: string, keys: readonly string[]])[] = [
  ['This step', [enter]],
  ['Your prediction', [enter]],
  ['Measured', [enter]],
  ['What happened', [enter, enter]],
  ['Why', [enter]],
  ['Change one thing', [enter]],
  ['Before and after', [enter]],
  ['Take along', [enter]],
];

const page = (heading: string) => new RegExp(`\\n  ${heading}[^\\u001b]*q quit`);

/** Goes on from the page `from` until the page `to` is there. */
async function walk(running: RunningCli, from: number, to: number): Promise<void> {
  for (const [heading, keys] of pages.slice(from, to)) {
    await running.sees(page(heading));
    for (const [index, key] of keys.entries()) {
      if (index > 0) await running.sees(/\n {2}> /);
      running.type(key);
    }
  }
  await running.sees(page(pages[to]?.[0] ?? ''));
}

it('goes on at the same page after kill -9, ten times', { timeout: 60_000 }, async ({ cli }) => {
  const random = createRandom(13);
  let at = 0;
  for (let times = 0; times < 10; times += 1) {
    const running = cli.start(brokers, onTerminal);
    if (times > 0 && at > 0) {
      await running.sees(/Go on at 1\/\d+, "Away"\?/);
      running.type('y');
    }
    const to = Math.min(pages.length - 1, at + random.int(3));
    await walk(running, at, to);
    process.kill(await processNamed(cli.folder, 'redis-lab walkthrough'), 'SIGKILL');
    await running.ended;
    at = to;
  }
  expect(at).toBe(pages.length - 1);
  const ran = (await cli.records()).filter((record) => record.outcome === 'completed');
  expect(ran.map(({ params }) => params.sequence)).toEqual(expect.arrayContaining([600]));
});

it('a room votes, talks, votes again, and sees both beside the measurement', async ({ cli }) => {
  const running = cli.start([...brokers, '--people', '9'], onTerminal);
  await running.sees(page('This step'));
  running.type(enter);
  await running.sees(page('Your prediction'));
  running.type(enter);
  await running.sees('How many for each choice?');
  running.type(`5 9 1${enter}`);
  await running.sees('more votes than 9 people have');
  running.type(`-1 3 1${enter}`);
  await running.sees('Only whole numbers');
  running.type(`0 0 0${enter}`);
  await running.sees('Nobody has voted');
  running.type(`5 3 1${enter}`);
  await running.sees(/The room is split[\s\S]*2:00/);
  const hidden = await running.sees('2:00');
  expect(hidden, 'the first split is hidden until the second vote').not.toContain('5 →');
  const notes = await cli.run(['walkthrough', '--notes']);
  expect(notes.stdout).toMatch(/1\/\d+ {2}Away {2}talking[\s\S]*Everything[^\n]* 5\n/);
  running.type(enter);
  await running.sees(page('Vote again'));
  running.type(enter);
  await running.sees(/Vote again[\s\S]*How many for each choice\?/);
  running.type(`1 7 0${enter}`);
  await running.sees(/Only 8 of 9 people voted\. Enter takes it[\s\S]*How many for each choice\?/);
  running.type(`1 8 0${enter}`);
  await running.sees(/5 → 1[\s\S]*✓ 3 → 8[\s\S]*1 → 0[\s\S]*q quit/);
  running.type('q');
  expect((await running.ended).code).toBe(0);
  expect((await cli.run(['walkthrough', '--notes'])).stdout).toContain('! The presenter has left.');
});

it('how many vote is asked until it is a number; the example fits them, and fewer votes are taken by Enter', async ({
  cli,
}) => {
  const running = cli.start([...brokers, '--present'], onTerminal);
  for (const [wrong, typed] of ['', 'many', '0', '7'].entries()) {
    await running.sees(
      new RegExp(`^(?:[\\s\\S]*It takes a whole number){${wrong}}[\\s\\S]*How many people vote\\?`),
    );
    running.type(`${typed}${enter}`);
  }
  await running.sees(page('This step'));
  running.type(enter);
  await running.sees(page('Your prediction'));
  running.type(enter);
  await running.sees('(as: 2 2 3)');
  running.type(`1 5 0${enter}`);
  await running.sees('Only 6 of 7 people voted');
  running.type(enter);
  await running.sees(page('Measured'));
  running.type('q');
  expect((await running.ended).stdout.match(/It takes a whole number/g)).toHaveLength(3);
});

it('two at once: the second is told who has the track, and may take another', async ({ cli }) => {
  const first = cli.start(brokers, onTerminal);
  await first.sees(page('This step'));
  const second = await cli.run(brokers, onTerminal);
  expect([second.code, second.stdout]).toEqual([2, expect.stringMatching(/under way in another terminal/)]);
  const anew = await cli.run([...brokers, '--restart'], onTerminal);
  expect([anew.code, anew.stdout]).toEqual([2, expect.stringMatching(/under way in another terminal/)]);
  const other = cli.start(['walkthrough', '--track', 'chat', '--no-color'], onTerminal);
  await other.sees(page('This step'));
  other.type('q');
  expect((await other.ended).code).toBe(0);
  first.type('q');
  expect((await first.ended).code).toBe(0);
});

it('Ctrl-C says how to go on, and --restart begins anew', async ({ cli }) => {
  const first = cli.start(brokers, onTerminal);
  await walk(first, 0, 1);
  first.type('\u0003');
  const { code, stdout } = await first.ended;
  expect([code, stdout]).toEqual([
    130,
    expect.stringContaining('Go on from here: redis-lab walkthrough --track brokers'),
  ]);
  const anew = cli.start([...brokers, '--restart'], onTerminal);
  await anew.sees(page('This step'));
  anew.type('q');
  expect((await anew.ended).code).toBe(0);
});

it('goes on in the other language', async ({ cli }) => {
  const first = cli.start(brokers, onTerminal);
  await walk(first, 0, 2);
  first.type('q');
  expect((await first.ended).stdout).toContain('Go on from here: redis-lab walkthrough --track brokers');
  const second = cli.start([...brokers, '--lang', 'ko'], onTerminal);
  await second.sees('이어서 할까요?');
  second.type('ㅛ');
  await second.sees(/측정 결과[\s\S]*q 나가기/);
  second.type('ㅂ');
  expect((await second.ended).code).toBe(0);
});

async function left(cli: Cli, text: string): Promise<void> {
  const folder = join(cli.stateFolder, 'redis-lab', 'walkthrough');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'brokers.json'), text);
}

const state = {
  v: 1,
  track: 'brokers',
  people: 3,
  step: 0,
  phase: 'result',
  kept: {},
  spentMs: 0,
  pid: null,
};

it.for([
  '{"v":1,"track":"brokers","st',
  JSON.stringify({ ...state, kept: { 'pubsub/away': { run: 5, votes: 'x', chosen: {} } } }),
  JSON.stringify({ ...state, track: '../../evil' }),
  JSON.stringify({ ...state, track: 'chat' }),
  JSON.stringify({ ...state, owner: 0 }),
  JSON.stringify({ ...state, people: 0, owner: null }),
  JSON.stringify({ ...state, kept: { 'pubsub/away': { sure: 9 } } }),
])('a damaged state is set aside, and it begins anew: %s', async (text, { cli }) => {
  await left(cli, text);
  const running = cli.start(brokers, onTerminal);
  await running.sees(/was set aside[\s\S]*This step/);
  running.type('q');
  expect((await running.ended).code).toBe(0);
  expect((await readdir(cli.stateFolder)).sort()).toEqual(['redis-lab']);
});

it('a terminal that closes lets the track go, and ends it as a terminal does', async ({ cli }) => {
  const running = cli.start(brokers, onTerminal);
  await running.sees(page('This step'));
  running.kill('SIGKILL'); // The terminal, not what runs in it.
  const file = join(cli.stateFolder, 'redis-lab', 'walkthrough', 'brokers.json');
  await eventually(async () =>
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ owner: null }),
  );
});

it('a process that has the number of who was there holds nothing', async ({ cli }) => {
  await left(
    cli,
    JSON.stringify({ ...state, people: null, phase: 'told', owner: `${process.pid} long ago` }),
  );
  const running = cli.start(brokers, onTerminal);
  await running.sees(/Go on at 1\/\d+, "Away"\?/);
  running.type('n');
  await running.sees(page('This step'));
  running.type('q');
  expect((await running.ended).code).toBe(0);
});

it('what was begun alone goes on with a room that votes', async ({ cli }) => {
  await left(cli, JSON.stringify({ ...state, people: null, phase: 'sure', owner: null }));
  const running = cli.start([...brokers, '--present', '--people', '5'], onTerminal);
  await running.sees(/Go on at 1\/\d+, "Away"\?/);
  running.type('y');
  await running.sees(page('Your prediction'));
  await running.sees('Enter enter the votes');
  running.type('q');
  expect((await running.ended).code).toBe(0);
});

it('a choice is followed by how sure one is, on a page with keys of its own', async ({ cli }) => {
  const running = cli.start(brokers, onTerminal);
  await walk(running, 0, 1);
  running.type('1');
  await running.sees(page('How sure are you\\?'));
  await running.sees(/Everything[\s\S]*3 {2}sure[\s\S]*1-3 choose/);
  running.type('q');
  expect((await running.ended).code).toBe(0);
  const again = cli.start(brokers, onTerminal);
  await again.sees(/Go on at 1\/\d+/);
  again.type('y');
  await again.sees(page('How sure are you\\?'));
  again.type('3');
  await again.sees(page('Measured'));
  again.type('q');
  expect((await again.ended).code).toBe(0);
  expect((await cli.run(['review'])).stdout).toContain('Sure and wrong: 1 of 1.');
});

it('the state of a later version stays as it is', async ({ cli }) => {
  await left(cli, '{"v":2}');
  const { code, stdout } = await cli.run(brokers, onTerminal);
  expect([code, stdout]).toEqual([2, expect.stringMatching(/newer redis-lab[\s\S]*--restart/)]);
});

it('without a terminal it says what there would be', async ({ cli }) => {
  const { code, stdout } = await cli.run(['walkthrough', '--track', 'brokers']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^brokers {2}Is Pub\/Sub enough\? \(\d+ min\)\n {3}\d min {2}pubsub away: Away\n/);
});

it('nobody to follow is an error with the way out', async ({ cli }) => {
  const { code, stderr } = await cli.run(['walkthrough', '--notes']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('redis-lab walkthrough --present')]);
});
