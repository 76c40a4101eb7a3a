import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { readTrace } from '../../src/replay/read.ts';
import { eventually } from '../eventually.ts';
import { typeIntoRedisCli } from '../redis-cli.ts';
import { type LearnersRedis, startLearnersRedis } from '../redis-fixture.ts';
import { shortest } from './args.ts';
import { type Ended, it } from './run-cli.ts';

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

/** The file of commands that a run names on stderr. */
async function commandsOf({ stderr }: Ended): Promise<string> {
  return await readFile(/^commands: (.+)$/m.exec(stderr)?.[1] ?? 'no file was named', 'utf8');
}

/** What redis-cli can take. */
const pasteable = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** How many commands of each name; those that a file only counts too. */
function countsIn(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const [, more, alike] = /^# ([\d,]+) more: .*?> (.*)$/.exec(line) ?? [];
    const command = alike ?? line.replace(/^# /, '');
    if (!/^"?[A-Z]+\b/.test(command) || isSetUp(command)) continue;
    const name = command.split(' ')[0]?.replace(/["…]/g, '') ?? '';
    counts.set(name, (counts.get(name) ?? 0) + Number(more?.replaceAll(',', '') ?? 1));
  }
  return counts;
}

describe('--trace', () => {
  it('writes every command that the server got, or counts it, as redis-cli can take it', async ({
    cli,
    onTestFinished,
  }) => {
    const [theirs, other] = [await startLearnersRedis(), await startLearnersRedis()];
    onTestFinished(async () => {
      await theirs.stop();
      await other.stop();
    });
    const atTheirs = await monitor(theirs);
    const ended = await cli.run([
      ...shortest,
      ...['--trace', '--md', '--redis', `redis://127.0.0.1:${theirs.port}`],
    ]);
    expect(ended.code, ended.stderr).toBe(0);
    const executed = comparable(await atTheirs.commands());
    const text = await commandsOf(ended);

    const sent = countsIn(text.split('\n'));
    // Sent and not executed: what RESP2 refuses, and what was under way when the consumer was cut off.
    const perhapsNot = ['GET', 'XREADGROUP', 'XACK', 'XAUTOCLAIM'];
    for (const [name, count] of countsIn(executed)) {
      if (perhapsNot.includes(name)) expect(sent.get(name), name).toBeGreaterThanOrEqual(count);
      else expect(sent.get(name), name).toBe(count);
    }
    expect(text.split('\n').length, 'lines').toBeLessThan(executed.length);

    // What redis-cli makes of the lines is seen by another Redis.
    const atOther = await monitor(other);
    const typed = pasteable(text).filter((command) => !wouldListen(command) && !isSetUp(command));
    await typeIntoRedisCli(other.port, typed);
    const retyped = comparable(await atOther.commands());
    expect(retyped.length).toBeGreaterThan(30);
    for (const command of without(retyped, executed))
      expect(command).toMatch(/"GET" ".*greeting"|:stream-(cut|trimmed)"/);
  });

  it('names the connection of each command; the trace beside the record keeps them all', async ({ cli }) => {
    const ended = await cli.run([...shortest, '--trace', '--md']);
    const { header, events } = readTrace((await cli.run(['trace'])).stdout);
    const commands = events.filter((event) => event.kind === 'command');
    expect(commands.length).toBeGreaterThan(100);
    const text = await commandsOf(ended);
    const connections = ['publisher', 'subscriber', 'consumer-1'];
    expect(commands.map(({ from }) => from)).toEqual(expect.arrayContaining(connections));
    for (const connection of connections) expect(text).toContain(`# ${connection}>\n`);
    for (const command of pasteable(text))
      expect(
        commands.some((one) => one.command === command),
        command,
      ).toBe(true);
    expect(header).toMatchObject({ lab: 'pubsub', run: (await cli.records())[0]?.id });
  });

  it('is kept beside the record for its owner alone, and opens in a professional viewer', async ({ cli }) => {
    await cli.run([...shortest, '--trace', '--md']);
    const { code, stdout } = await cli.run(['trace', 'last', '--format', 'perfetto']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).traceEvents.length).toBeGreaterThan(100);
    const files = await readdir(cli.stateFolder, { recursive: true, withFileTypes: true });
    const kept = files.filter(({ name }) => /\.(trace\.jsonl|commands\.txt)$/.test(name));
    expect(kept).toHaveLength(2);
    for (const { parentPath, name } of kept)
      expect((await stat(join(parentPath, name))).mode & 0o777).toBe(0o600);
  });

  it('without a terminal, replay lists what happened, act by act', async ({ cli }) => {
    await cli.run([...shortest, '--md']);
    const { code, stdout } = await cli.run(['replay']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^▸ channel\n[\s\S]*▸ away\n[\s\S]*network {2}cut off[\s\S]*▸ streams\n/);
  });

  it('shows no command while it runs, and without it writes none', async ({ cli }) => {
    expect((await cli.run([...shortest, '--trace', '--md'])).stderr).not.toMatch(/publisher>|XADD/);
    expect((await cli.run([...shortest, '--md'])).stderr).not.toContain('commands:');
  });
});
