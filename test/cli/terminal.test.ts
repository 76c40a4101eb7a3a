import { describe, expect } from 'vitest';
import { processNamed, serverIn } from '../processes.ts';
import { shortest } from './args.ts';
import { it } from './run-cli.ts';

const enter = '\r';
const ctrlC = '\u0003';
const onTerminal = { onTerminal: true, env: { TERM: 'xterm' } };

describe('on a terminal', () => {
  it('the prediction is asked before act 3, and a digit answers it', async ({ cli }) => {
    const running = cli.start(shortest, onTerminal);
    await running.sees('Enter to skip');
    running.type(`2${enter}`);
    const { code, stdout } = await running.ended;
    expect(code, stdout).toBe(0);
    const places = ['Act 2', 'Enter to skip', 'Act 3', 'Verdict', 'You said'].map((text) =>
      stdout.indexOf(text),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(await cli.records()).toMatchObject([{ outcome: 'completed', prediction: 'without-the-gap' }]);
  });

  it('Enter skips', async ({ cli }) => {
    const running = cli.start(shortest, onTerminal);
    await running.sees('Enter to skip');
    running.type(enter);
    const { code, stdout } = await running.ended;
    expect(code, stdout).toBe(0);
    expect(stdout).not.toContain('You said');
    expect(await cli.records()).toMatchObject([{ outcome: 'completed', prediction: null }]);
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
    expect((await cli.run([...shortest, '--no-predict'], onTerminal)).stdout).toContain(bold);
    const plain = { ...onTerminal, env: { TERM: 'xterm', NO_COLOR: '1' } };
    expect((await cli.run([...shortest, '--no-predict'], plain)).stdout).not.toContain(bold);
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
