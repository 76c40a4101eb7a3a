import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { readTrace } from '../../src/replay/read.ts';
import { eventually } from '../eventually.ts';
import { typeIntoRedisCli } from '../redis-cli.ts';
import { type LearnersRedis, startLearnersRedis } from '../redis-fixture.ts';
import { shortest } from './args.ts';
import { it } from './run-cli.ts';

/** Everything that a Redis executes, each command as MONITOR quotes it, without time and address. */
async function monitor({ port, client }: LearnersRedis) {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.write('MONITOR\r\n');
  await once(socket, 'data');
  return {
    /** A command of our own marks the end: what came before it is all there. */
    async commands(): Promise<string[]> {
      const mark = `the end ${Math.random()}`;
      await client.echo(mark);
      await eventually(() => expect(text).toContain(mark));
      socket.destroy();
      const lines = text.split('\r\n').filter((line) => /^\+\d/.test(line) && !line.includes(mark));
      return lines.map((line) => line.replace(/^\+[\d.]+ \[\d+ [^\]]*\] /, ''));
    },
  };
}

/** Setting up a connection is not what a lab does, redis-cli's own neither. */
const isSetUp = (command: string) =>
  /^"?(HELLO|CLIENT|AUTH|SELECT|INFO|PING|MONITOR|COMMAND)\b/i.test(command);
/** redis-cli would listen for ever. */
const wouldListen = (command: string) => /^"?P?SUBSCRIBE\b/i.test(command);
/** MONITOR keeps the case in which the name was sent. */
const comparable = (commands: readonly string[]) =>
  commands
    .filter((command) => !isSetUp(command))
    .map((command) => command.replace(/^"[^"]*"/, (name) => name.toUpperCase()))
    .sort();

/** The first list less the second, each occurrence counted. */
function without(all: readonly string[], some: readonly string[]): string[] {
  const left = [...some];
  return all.filter((command) => {
    const index = left.indexOf(command);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function tracedIn(stderr: string): string[] {
  return [...stderr.matchAll(/^ {2}[\w-]+(?: \(RESP\d\))?> (.+)$/gm)].map(([, command = '']) => command);
}

describe('--trace', () => {
  it('prints every command that the server got, as redis-cli can take it', async ({
    cli,
    onTestFinished,
  }) => {
    const [theirs, other] = [await startLearnersRedis(), await startLearnersRedis()];
    onTestFinished(async () => {
      await theirs.stop();
      await other.stop();
    });
    const atTheirs = await monitor(theirs);
    const { code, stderr } = await cli.run([
      ...shortest,
      ...['--trace', '--md', '--redis', `redis://127.0.0.1:${theirs.port}`],
    ]);
    expect(code, stderr).toBe(0);
    const executed = comparable(await atTheirs.commands());
    const traced = tracedIn(stderr);
    expect(traced.length).toBeGreaterThan(100);

    // What redis-cli makes of the lines is seen by another Redis.
    const atOther = await monitor(other);
    await typeIntoRedisCli(
      other.port,
      traced.filter((command) => !wouldListen(command) && !isSetUp(command)),
    );
    const retyped = comparable(await atOther.commands());
    expect(without(executed, retyped).filter((command) => !wouldListen(command))).toEqual([]);
    // Sent and not executed: what RESP2 refuses, and what was under way when the consumer was cut off.
    for (const command of without(retyped, executed))
      expect(command).toMatch(/"GET" "greeting"|:stream-cut"/);

    const subscriptions = (commands: readonly string[]) =>
      commands
        .filter(wouldListen)
        .map((command) => command.replaceAll('"', '').toUpperCase())
        .sort();
    expect(subscriptions(traced)).toEqual(subscriptions(executed));
  });

  it('names the connection of each command, and the trace beside the record keeps them', async ({ cli }) => {
    const { stderr } = await cli.run([...shortest, '--trace', '--md']);
    const { header, events } = readTrace((await cli.run(['trace'])).stdout);
    const commands = events.filter((event) => event.kind === 'command');
    expect(commands.length).toBeGreaterThan(100);
    for (const { from, command } of commands) expect(stderr).toContain(`  ${from}> ${command}`);
    const connections = new Set(commands.map(({ from }) => from));
    expect([...connections]).toEqual(expect.arrayContaining(['publisher', 'subscriber', 'consumer-1']));
    expect(header).toMatchObject({ lab: 'pubsub', run: (await cli.records())[0]?.id });
  });

  it('is kept beside the record for its owner alone, and opens in a professional viewer', async ({ cli }) => {
    await cli.run([...shortest, '--md']);
    const { code, stdout } = await cli.run(['trace', 'last', '--format', 'perfetto']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).traceEvents.length).toBeGreaterThan(100);
    const files = await readdir(cli.stateFolder, { recursive: true, withFileTypes: true });
    const [trace] = files.filter(({ name }) => name.endsWith('.trace.jsonl'));
    const { mode } = await stat(join(trace?.parentPath ?? '', trace?.name ?? ''));
    expect(mode & 0o777).toBe(0o600);
  });

  it('without a terminal, replay lists what happened, act by act', async ({ cli }) => {
    await cli.run([...shortest, '--md']);
    const { code, stdout } = await cli.run(['replay']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^▸ channel\n[\s\S]*▸ away\n[\s\S]*network {2}is cut[\s\S]*▸ streams\n/);
  });

  it('without it the progress holds no command', async ({ cli }) => {
    expect(tracedIn((await cli.run([...shortest, '--md'])).stderr)).toEqual([]);
  });
});
