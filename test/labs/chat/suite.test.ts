import { beforeAll, describe, expect, it } from 'vitest';
import type { ChatData } from '../../../labs/chat/data.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import type { TraceEvent } from '../../../src/core/trace.ts';
import { readTrace } from '../../../src/replay/read.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { withCli } from '../../cli/run-cli.ts';
import { columnOf } from '../recorded.ts';
import { tracedMessages } from '../trace-counts.ts';
import { withContext } from './context.ts';

/** One quick run on real servers. */
let record: RunRecord<ChatData>;
let data: ChatData;
let findings: Findings;
let events: readonly TraceEvent[];

beforeAll(async () => {
  await withCli(async (cli) => {
    const ran = await cli.run([
      'chat',
      '--quick',
      '--json',
      '--seed',
      '11',
      '--clients',
      '12',
      '--no-predict',
    ]);
    expect(ran.code, ran.stderr).toBe(0);
    ({ record, findings } = JSON.parse(ran.stdout));
    data = record.data as ChatData;
    ({ events } = readTrace((await cli.run(['trace', 'last', '--format', 'jsonl'])).stdout));
  });
});

it('the claim is held, and the acts that a quick run leaves out say how to get them', () => {
  expect(findings.checks.map(({ claim, verdict }) => [claim, verdict])).toEqual([['C09', 'held']]);
  expect(data.herd).toMatchObject({ skipped: { en: expect.stringContaining('--herd 200') } });
  expect(data.ghosts).toMatchObject({ skipped: { en: expect.stringContaining('--ghosts 10') } });
});

it("one message's way: the history before the relay, in one step, and both hear it", () => {
  const redis = data.way.lines.filter(({ who }) => who === 'redis').map(({ line }) => line.split(' ')[0]);
  expect(redis).toEqual(['HINCRBY', 'XADD', 'PUBLISH']);
  const heard = (who: string) =>
    data.way.lines.some((one) => one.who === who && one.line.includes('"t":"msg"'));
  expect([heard('kim'), heard('lee')]).toEqual([true, true]);
});

it('two people on two servers hear each other only with a relay', () => {
  expect(data.relay.map(({ mode, sameServer, otherServer }) => [mode, sameServer, otherServer])).toEqual([
    ['alone', 20, 0],
    ['pubsub', 20, 20],
    ['recovery', 20, 20],
  ]);
});

it.each(['alone', 'pubsub', 'recovery'])('the trace of %s tells of as many messages as the table', (mode) => {
  const cell = (column: string) => columnOf(findings, 'relay', 'relay', column)[mode];
  const heardAt = (server: string) => {
    const others = (event: TraceEvent) => event.kind === 'recv' && event.from !== server;
    return tracedMessages(
      events.filter((event) => !others(event)),
      'relay',
      mode,
    );
  };
  const [same, other] = [heardAt('server-1'), heardAt('server-2')];
  expect([same.sent, same.received, other.received]).toEqual([
    cell('sent'),
    cell('same-server'),
    cell('other-server'),
  ]);
});

describe('the faults', () => {
  const cell = (mode: string, fault: string) =>
    data.faults.find((one) => one.mode === mode && one.fault === fault) as ChatData['faults'][number];
  it('without one nobody misses anything', () => {
    for (const mode of ['pubsub', 'recovery'])
      expect(cell(mode, 'none')).toMatchObject({
        sent: 90,
        acknowledged: 90,
        due: 360,
        lost: 0,
        reconnects: 0,
      });
  });
  it('Pub/Sub only loses what half of the people were away for, and tells nobody', () => {
    const { lost, told } = cell('pubsub', 'phones-cut');
    expect(lost).toBeGreaterThan(0);
    expect(told).toBe(0);
  });
  it('with recovery nothing is missing', () => {
    for (const one of data.faults.filter(({ mode }) => mode === 'recovery'))
      expect(one).toMatchObject({ lost: 0, falselyRecovered: 0, duplicated: 0, reordered: 0, needless: 0 });
    expect(cell('recovery', 'phones-cut').recovered).toBeGreaterThan(0);
  });
});

it('the herd and the ghosts', async () => {
  const { herd } = await import('../../../labs/chat/acts/herd.ts');
  const { ghosts } = await import('../../../labs/chat/acts/ghosts.ts');
  const herded = await withContext({ herd: '60' }, herd);
  const [fixed, jitter] = herded.arms.map(({ perBin }) => Math.max(...perBin));
  expect(herded.arms.map(({ people, perBin }) => [people, perBin.reduce((a, b) => a + b)])).toEqual([
    [60, 60],
    [60, 60],
  ]);
  expect(fixed).toBeGreaterThan(jitter ?? 0);
  const gone = await withContext({ ghosts: '5' }, ghosts);
  expect([gone.goneAfterMs.length, gone.drainedGoneAfterMs.length]).toEqual([5, 5]);
  expect(Math.min(...gone.goneAfterMs)).toBeGreaterThan(1_000); // The lease has that much left at least.
});
