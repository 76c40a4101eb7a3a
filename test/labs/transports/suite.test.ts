import { beforeAll, describe, expect, it } from 'vitest';
import type { StreamArm, StreamArmId, TransportsData } from '../../../labs/transports/data.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import type { TraceEvent } from '../../../src/core/trace.ts';
import { readTrace } from '../../../src/replay/read.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { expectExplained } from '../../cli/explained.ts';
import { it as itWithCli, withCli } from '../../cli/run-cli.ts';
import { slip, textsIn } from '../../texts.ts';

/** One quick run on real servers, and what is shown of it. */
let record: RunRecord<TransportsData>;
let findings: Findings;
let data: TransportsData;
let terminal: string;
let events: readonly TraceEvent[];

beforeAll(async () => {
  await withCli(async (cli) => {
    const ran = await cli.run(['transports', '--quick', '--json', '--seed', '11', '--predict', '2,2,2']);
    expect(ran.code, ran.stderr).toBe(0);
    ({ record, findings } = JSON.parse(ran.stdout));
    data = record.data as TransportsData;
    terminal = (await cli.run(['show', 'last', '--detail', '--lang', 'ko'])).stdout;
    ({ events } = readTrace((await cli.run(['trace', 'last', '--format', 'jsonl'])).stdout));
  });
});

const armOf = (id: StreamArmId) => data.stream.arms.find(({ arm }) => arm === id) as StreamArm;
const sum = (id: StreamArmId, figure: keyof StreamArm['trials'][number]) =>
  armOf(id).trials.reduce((total, trial) => total + trial[figure], 0);

it('comes to a verdict, in both languages, without a hole in a sentence', () => {
  expect(record).toMatchObject({ lab: 'transports', outcome: 'completed', error: null });
  expect(findings.checks).toMatchObject([{ claim: 'C08', verdict: 'held' }]);
  for (const [path, text] of textsIn(findings)) expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
  expect(terminal).toContain('WebSocket');
});

describe('the upgrade', () => {
  it('is by the book, both ways, and a frame without a mask is closed with 1002', () => {
    const { accept, expected, reply, unasked, unmaskedCode, frame } = data.upgrade;
    expect(accept).toBe(expected);
    expect(reply).toEqual([0x81, 2, ...Buffer.from('ok')]);
    expect({ unasked, unmaskedCode, head: frame.slice(0, 2) }).toEqual({
      unasked: true,
      unmaskedCode: 1002,
      head: [0x81, 0x85],
    });
  });

  it('fails through an nginx that forgets a header, and says what the server got', () => {
    const of = Object.fromEntries(data.upgrade.proxied.map((one) => [one.forgets, one]));
    expect(of).toMatchObject({
      nothing: { status: 101 },
      upgrade: { status: 426, serverGot: 'HTTP/1.1, Upgrade: (none), Connection: upgrade' },
      connection: { status: 426, serverGot: 'HTTP/1.1, Upgrade: websocket, Connection: close' },
    });
  });
});

describe('the same updates', () => {
  it('all arrive, by every transport, and nobody connects again', () => {
    for (const { arm, trials, failed } of data.stream.arms) {
      expect(failed, arm).toBe(0);
      expect(sum(arm, 'arrived'), arm).toBe(sum(arm, 'due'));
      for (const { connections } of trials) expect(connections, arm).toBe(data.stream.clients);
    }
  });

  it('who is told asks nothing; who asks asks at the interval; a long poll is never empty', () => {
    for (const arm of ['sse', 'websocket', 'websocket-deflate'] as const) {
      expect(sum(arm, 'requests'), arm).toBe(0);
      expect(sum(arm, 'bytesUp'), arm).toBe(0);
    }
    const asked = sum('poll', 'requests') / sum('poll', 'seconds') / data.stream.clients;
    expect(asked * (data.stream.intervalMs / 1e3)).toBeLessThan(1.3);
    expect(sum('long-poll', 'empty')).toBe(0);
  });

  it('take more bytes where each is asked for, and the fewest compressed', () => {
    const bytes = (arm: StreamArmId) => (sum(arm, 'bytesUp') + sum(arm, 'bytesDown')) / sum(arm, 'due');
    expect(bytes('websocket-deflate')).toBeLessThan(bytes('websocket'));
    expect(bytes('websocket')).toBeLessThan(bytes('sse'));
    expect(bytes('sse')).toBeLessThan(bytes('long-poll'));
    expect(bytes('websocket')).toBeLessThan(bytes('poll'));
  });
});

it('keeping open and asking: everything arrives at every rate, and waiting takes memory', () => {
  for (const { trials, rate, transport } of data.cheaper.cells)
    for (const { arrived, due, requests } of trials) {
      expect(arrived, `${transport} ${rate}`).toBe(due);
      if (transport === 'websocket') expect(requests).toBe(0);
    }
  for (const { bytesEach, transport } of data.cheaper.idle) {
    expect(bytesEach, transport).toBeGreaterThan(500);
    expect(bytesEach, transport).toBeLessThan(100_000);
  }
});

it('a message to the server: the bytes of a frame are those of RFC 6455', () => {
  const frame = data.messages.arms.find(({ way }) => way === 'frame');
  for (const { messages, bytesUp, bytesDown } of frame?.trials ?? []) {
    expect(bytesUp).toBe(messages * (data.messages.textBytes + 2 + 4));
    expect(bytesDown).toBe(messages * ('ok'.length + 2));
  }
});

it('buffering: gzip holds everything back to the end, and does not where nginx is told to hand on', () => {
  const { arms, updates } = data.buffering;
  for (const { arm, inTime, arrived } of arms) {
    expect(arrived, arm).toBe(updates);
    if (arm === 'gzip') expect(inTime).toBe(0);
    else if (arm !== 'default' && arm !== 'http-1.1') expect(inTime, arm).toBe(updates);
  }
  const bytes = (id: string) => arms.find(({ arm }) => arm === id)?.bytes ?? 0;
  expect(bytes('gzip')).toBeLessThan(bytes('off'));
});

it('two servers: who shares hears everything, the others do not, whatever the transport', () => {
  const all = data.servers.updates * data.servers.clientsEach;
  expect(data.servers.cells).toHaveLength(12);
  for (const { transport, placement, received, serversMet } of data.servers.cells) {
    expect(received === all, `${transport} ${placement}`).toBe(placement === 'shared');
    const stays = placement === 'sticky' || transport === 'sse' || transport === 'websocket';
    expect(serversMet, `${transport} ${placement}`).toBe(stays ? 1 : 2);
  }
});

describe('the tunnel', () => {
  it('a pause loses nothing and comes late; a cut loses what nobody asks for again', () => {
    for (const { arm, sent, received, latestMs } of data.tunnel.pause) {
      expect(received, arm).toEqual([[1, sent]]);
      expect(latestMs, arm).toBeGreaterThan(5 * data.tunnel.everyMs);
    }
    for (const { arm, sent, received } of data.tunnel.cut)
      if (arm === 'websocket') expect(received).not.toEqual([[1, sent]]);
      else expect(received, arm).toEqual([[1, sent]]);
  });

  it('a server lets go of who vanished when it pings, and else does not', () => {
    const freed = Object.fromEntries(
      data.tunnel.vanished.map(({ arm, freedAfterMs }) => [arm, freedAfterMs]),
    );
    expect(freed).toMatchObject({ sse: null, websocket: null });
    expect(freed['websocket-heartbeat']).toBeGreaterThan(0);
    expect(freed['long-poll']).toBeGreaterThan(0);
  });
});

it('the trace has the handshake, each post, and what the phone received', () => {
  const told = (act: string, kind: string, arm?: string) =>
    events.filter((event) => event.act === act && event.kind === kind && event.arm === arm);
  expect(told('upgrade', 'command')).toHaveLength(2);
  for (const pair of ['by-turns', 'shared'])
    expect(told('servers', 'command', pair)).toHaveLength(data.servers.updates);
  for (const { arm, received } of data.tunnel.cut)
    expect(told('tunnel', 'recv', `cut ${arm}`)).toHaveLength(
      received.reduce((all, [from, to]) => all + to - from + 1, 0),
    );
});

describe('bad input', () => {
  const cases = [
    [['--clients', '0'], /from 1 to 1000/],
    [['--rate', '1001'], /from 1 to 1000/],
    [['--interval', '0'], /from 10ms to 10s/],
    [['--trial', '1h'], /from 20ms to 10s/],
  ] as const;

  for (const [args, why] of cases) {
    itWithCli(`${args.join(' ')} is refused with a way out`, async ({ cli }) => {
      const ended = await cli.run(['transports', '--quick', '--quiet', ...args, '--md']);
      expect(ended.code).toBe(2);
      expectExplained(ended, why);
      expect(ended.stdout).toBe('');
    });
  }

  itWithCli('too few open files are said before anything is measured', async ({ cli }) => {
    const args = ['transports', '--quiet', '--md', '--clients', '400', '--acts', 'stream'];
    const ended = await cli.run(args, { shell: 'ulimit -n 512; exec "$@"' });
    expect(ended.code).toBe(2);
    expectExplained(ended, /ulimit -n/);
    expect(ended.stdout + ended.stderr).toContain('--clients 137');
  });
});
