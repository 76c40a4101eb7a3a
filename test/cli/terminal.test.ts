import { readdir } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { processNamed, serverIn } from '../processes.ts';
import { notAsciiNorHangul } from '../render/page.ts';
import { shortest } from './args.ts';
import { it } from './run-cli.ts';

const enter = '\r';
const ctrlC = '\u0003';
const onTerminal = { onTerminal: true, env: { TERM: 'xterm' } };

describe('on a terminal', () => {
  it('each question is asked before its act, a digit answers it at once, and q leaves the ending', async ({
    cli,
  }) => {
    const running = cli.start(shortest, onTerminal);
    for (const [question, key] of [
      ['news.kr and to the pattern', '2'],
      ['PUBLISH has just come', enter],
      ['For the middle third', '2'],
      ['stops reading, and publishing', enter],
      ['A consumer reads 10', enter],
    ] as const) {
      await running.sees(new RegExp(`${question}[\\s\\S]*Enter to skip`));
      running.type(key);
      if (key === enter) continue;
      await running.sees(new RegExp(`${question}[\\s\\S]*How sure`));
      running.type('3');
    }
    await running.sees('q quit');
    running.type('q');
    const { code, stdout } = await running.ended;
    expect(code, stdout).toBe(0);
    const places = ['Act 1', 'For the middle third', 'Verdict', 'You said'].map((text) =>
      stdout.lastIndexOf(text),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    const predictions = { channel: 'twice', away: 'without-the-gap' };
    expect(await cli.records()).toMatchObject([{ outcome: 'completed', predictions }]);
  });

  it('what was typed before a question was there does not answer it', async ({ cli }) => {
    const running = cli.start([...shortest, '--acts', 'away'], onTerminal);
    running.type('1');
    await running.sees('Enter to skip');
    running.type('2');
    await running.sees('How sure');
    running.type(enter);
    await running.sees('q quit');
    running.type('q');
    await running.ended;
    expect(await cli.records()).toMatchObject([{ predictions: { away: 'without-the-gap' } }]);
  });

  it('the keys under the ending: details, a note, again; also as the jamo of the same keys', async ({
    cli,
  }) => {
    const running = cli.start([...shortest, '--acts', 'away', '--no-predict'], onTerminal);
    await running.sees('q quit');
    running.type('ㅇ'); // d
    await running.sees(/What the verdicts rest on[\s\S]*q quit/);
    running.type('m');
    await running.sees(/The note is in[\s\S]*q quit/);
    running.type('r');
    await running.sees(/The note is in[\s\S]*Verdict[\s\S]*q quit/);
    running.type('ㅂ'); // q
    expect((await running.ended).code).toBe(0);
    expect(await cli.records()).toHaveLength(2);
    expect((await readdir(cli.folder)).filter((name) => name.endsWith('.md'))).toHaveLength(1);
  });

  it('Ctrl-C at the question ends the run as aborted', async ({ cli }) => {
    const running = cli.start(shortest, onTerminal);
    await running.sees('Enter to skip');
    running.type(ctrlC);
    const { code, stdout } = await running.ended;
    expect(code, stdout).toBe(130);
    expect(stdout).not.toMatch(/error:|ExitPromptError/);
    expect(await cli.records()).toMatchObject([{ outcome: 'aborted', data: null }]);
  });

  it.for([
    ['a question', 'Enter to skip', []],
    ['how sure', 'How sure', ['2']],
  ] as const)('q at %s leaves, and nothing is called interrupted', async ([, text, keys], { cli }) => {
    const running = cli.start([...shortest, '--acts', 'away'], onTerminal);
    await running.sees('Enter to skip, q to quit');
    for (const key of keys) running.type(key);
    await running.sees(text);
    running.type('q');
    const { code, stdout } = await running.ended;
    expect(code, stdout).toBe(0);
    expect(stdout).not.toMatch(/error:|Stopping|Verdict/);
    expect(await cli.records()).toEqual([]);
  });

  it('a signal at the question too', async ({ cli }) => {
    const running = cli.start(shortest, onTerminal);
    await running.sees('Enter to skip');
    process.kill(await processNamed(cli.folder, 'redis-lab pubsub'), 'SIGTERM');
    expect((await running.ended).code).toBe(130);
    expect(await cli.records()).toMatchObject([{ outcome: 'aborted', data: null }]);
  });

  it('a Redis that dies while the learner thinks ends the run, and the question with it', async ({ cli }) => {
    const running = cli.start(shortest, onTerminal);
    await running.sees('Enter to skip');
    process.kill(await serverIn(cli.tempFolder, '1-redis'), 'SIGKILL');
    const { code, stdout } = await running.ended;
    expect(code, stdout).toBe(1);
    expect(stdout).toContain('redis-server ended in the middle of the run');
    expect(await cli.records()).toMatchObject([{ outcome: 'failed', data: null }]);
  });

  it('CI is asked nothing', async ({ cli }) => {
    const { code, stdout } = await cli.run(shortest, { ...onTerminal, env: { TERM: 'xterm', CI: '1' } });
    expect(code, stdout).toBe(0);
    expect(stdout).not.toContain('Enter to skip');
  });

  it('colours are on, unless NO_COLOR says otherwise', async ({ cli }) => {
    const bold = '\u001b[1m';
    expect((await cli.run([...shortest, '--yes'], onTerminal)).stdout).toContain(bold);
    const plain = { ...onTerminal, env: { TERM: 'xterm', NO_COLOR: '1' } };
    expect((await cli.run([...shortest, '--yes'], plain)).stdout).not.toContain(bold);
  });

  it.for(['q', 'ㅂ', '\u001b'])('%j leaves the menu, which says so', async (key, { cli }) => {
    const running = cli.start([], onTerminal);
    await running.sees('q or Esc to leave');
    running.type(key);
    const { code, stdout } = await running.ended;
    expect(code, stdout).toBe(0);
    expect(stdout).not.toMatch(/error:|AbortPromptError/);
  });

  it.for([
    ['w', 'Which way shall we go?'],
    ['ㄷ', 'What shall we break?'],
    ['r', 'Nothing to ask again.'],
  ] as const)('%s leads on from the menu', async ([key, text], { cli }) => {
    const running = cli.start([], onTerminal);
    await running.sees('w walkthrough · e experiments · r review');
    running.type(key);
    await running.sees(text);
    running.type('q');
    const { code, stdout } = await running.ended;
    expect(code, stdout).toBe(0);
  });

  it('what was chosen in the menu is named in one line, and runs', async ({ cli }) => {
    const running = cli.start([], onTerminal);
    await running.sees('q or Esc to leave');
    const second = catalogue[1]?.id ?? '';
    running.type('2');
    await running.sees(new RegExp(`❯.{0,20}${second}`));
    running.type(enter);
    await running.sees('Act 1');
    running.type(ctrlC);
    const { code, stdout } = await running.ended;
    expect(code, stdout).toBe(130);
    expect(stdout).toMatch(new RegExp(`What shall we put to the test\\?.{0,20} .{0,10}${second}\\S*\\r\\n`));
  });

  it('--ascii and --no-color hold for the questions and keys too', async ({ cli }) => {
    const running = cli.start([...shortest, '--acts', 'away', '--ascii', '--no-color'], onTerminal);
    await running.sees('Enter to skip');
    running.type('2');
    await running.sees('How sure?');
    running.type('3');
    await running.sees('q quit');
    running.type('q');
    const { code, stdout } = await running.ended;
    expect(code, stdout).toBe(0);
    // The line that moves is cleared; nothing else is a code.
    expect(stdout.replaceAll('\r\u001b[K', '').replaceAll('\r\n', '\n')).not.toMatch(notAsciiNorHangul);
  });

  it('a terminal that calls itself dumb gets lines and questions, and no movement of its cursor', async ({
    cli,
  }) => {
    const dumb = { onTerminal: true, env: { TERM: 'dumb' } };
    expect((await cli.run([], dumb)).stdout).not.toContain('\u001b');
    const running = cli.start([...shortest, '--acts', 'away'], dumb);
    await running.sees('Enter to skip');
    running.type('2');
    await running.sees('How sure');
    running.type(enter);
    await running.sees('q quit');
    running.type('q');
    const { code, stdout } = await running.ended;
    expect(code, stdout).toBe(0);
    expect(stdout).not.toContain('\u001b');
  });

  it('the menu marks what is done, an act alone does not do a lab, and stands on what comes next', async ({
    cli,
  }) => {
    const look = async () => {
      const running = cli.start(['--lang', 'en'], onTerminal);
      const screen = await running.sees(/q or Esc to leave/);
      running.type('q');
      expect((await running.ended).code).toBe(0);
      return screen;
    };
    await cli.run([...shortest, '--acts', 'away', '--yes']);
    expect(await look()).toMatch(/❯ +1 · pubsub[\s\S]*C11 "[^"]+"\s+held/);
    await cli.run([...shortest, '--yes']);
    const screen = await look();
    expect(screen).toMatch(/ 1 ✓ pubsub/);
    expect(screen).toMatch(/❯ +2 · ttl/);
    expect(screen).toContain('C20 "With a 10-minute TTL');
  });

  it('redis-lab alone opens a menu, and Ctrl-C leaves it', async ({ cli }) => {
    const running = cli.start([], onTerminal);
    await running.sees('What shall we put to the test?');
    running.type(ctrlC);
    const { code, stdout } = await running.ended;
    expect(code, stdout).toBe(130);
    expect(stdout).not.toMatch(/error:|ExitPromptError/);
  });
});
