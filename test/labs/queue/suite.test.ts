import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BurstWay, Death, OnFailure, QueueData } from '../../../labs/queue/data.ts';
import { deathOf } from '../../../labs/queue/judge/figures.ts';
import { mismatches } from '../../../labs/queue/judge/matching.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import type { Trace } from '../../../src/core/trace.ts';
import { readTrace } from '../../../src/replay/read.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { withCli } from '../../cli/run-cli.ts';
import { hangul, slip, textsIn } from '../../texts.ts';

/** One quick run on a real RabbitMQ and a real Redis. */
let record: RunRecord<QueueData>;
let data: QueueData;
let findings: Findings;
let trace: Trace;

beforeAll(async () => {
  await withCli(async (cli) => {
    const ran = await cli.run(['queue', '--quick', '--json', '--seed', '11', '--predict', '3,3,3,3,3,1']);
    expect(ran.code, ran.stderr).toBe(0);
    ({ record, findings } = JSON.parse(ran.stdout));
    data = record.data as QueueData;
    const file = join(cli.stateFolder, 'redis-lab', 'runs', 'queue', `${record.id}.trace.jsonl`);
    trace = readTrace(await readFile(file, 'utf8'));
  });
}, 120_000);

describe('what is killed in the middle of an order', () => {
  const of = (death: Death) => {
    const { acknowledged, unknown, lost, duplicated, unfinished, redelivered } = deathOf(
      data.synchronous,
      death,
    ) as NonNullable<ReturnType<typeof deathOf>>;
    return {
      ...{ accepted: acknowledged, unknown, lost: lost.count, twice: duplicated.count },
      ...{ unfinished, redelivered },
    };
  };
  it('keeps its orders only in a queue whose worker acknowledges after the work', () => {
    const none = { unknown: 0, lost: 0, twice: 0, unfinished: 8, redelivered: 0 };
    expect(of('synchronous')).toEqual({ ...none, accepted: 4, unknown: 8, unfinished: 0 });
    expect(of('in-memory')).toEqual({ ...none, accepted: 12, lost: 8 });
    expect(of('queued')).toEqual({ ...none, accepted: 12, redelivered: 8 });
    expect(of('before-ack')).toEqual({ ...none, accepted: 12, twice: 1, unfinished: 7, redelivered: 8 });
    expect(of('acks-early')).toEqual({ ...none, accepted: 12, lost: 8 });
  });
  it('is counted by the trace as by the figures: what was accepted, and what was handed out again', () => {
    for (const death of ['synchronous', 'in-memory', 'queued', 'before-ack', 'acks-early'] as const) {
      const told = trace.events.filter((event) => event.act === 'synchronous' && event.arm === death);
      const accepted = told.filter((event) => event.kind === 'ack' && event.from === 'customer');
      const again = told.filter(
        (event) => event.kind === 'recv' && event.from === 'unacked' && (event.n ?? 1) > 1,
      );
      expect([death, accepted.length, again.length]).toEqual([
        death,
        of(death).accepted,
        of(death).redelivered,
      ]);
    }
  });
  it('is told by the trace as a way through exchange, queue, unacked pile and worker', () => {
    const ways = trace.events.flatMap((event) =>
      event.act === 'synchronous' && event.arm === 'queued' && event.kind === 'recv'
        ? [`${event.from} ${event.to}`]
        : [],
    );
    expect(ways.filter((way) => way === 'exchange queue')).toHaveLength(12);
    expect(ways.filter((way) => way === 'unacked worker')).toHaveLength(20); // 8 of them twice.
    const named = trace.header.actors.map(({ id }) => id);
    expect(named).toEqual(expect.arrayContaining(['exchange', 'queue', 'unacked', 'worker', 'dead']));
  });
});

describe('three workers', () => {
  it('take all orders, the slow one more of them the more it is handed ahead', () => {
    for (const { taken } of data.workers.shares)
      expect(taken.slow + taken.fast.reduce((sum, each) => sum + each, 0)).toBe(100);
    const slow = data.workers.shares.map(({ taken }) => taken.slow);
    expect(slow[0]).toBeLessThan(slow.at(-1) as number);
  });
});

describe('an order that fails', () => {
  const of = (onFailure: OnFailure) => {
    const { done, dead, waiting, lost, poisonDeliveries } = data.failure.arms.find(
      (arm) => arm.onFailure === onFailure,
    ) as QueueData['failure']['arms'][number];
    return [done, dead, waiting, lost, poisonDeliveries];
  };
  it('is lost, comes for ever, or is set apart', () => {
    expect(of('reject')).toEqual([18, 0, 0, 2, 1]);
    expect(of('requeue').slice(0, 4)).toEqual([6, 0, 14, 0]);
    expect(of('requeue')[4]).toBeGreaterThanOrEqual(500);
    expect(of('delivery-limit')).toEqual([19, 1, 0, 0, 3]);
    expect(of('retry')).toEqual([19, 1, 0, 0, 3]);
  });
  it('comes again no sooner than was asked', () => {
    const retry = data.failure.arms.find(({ onFailure }) => onFailure === 'retry');
    expect(retry?.retryDelaysMs).toHaveLength(2);
    for (const ms of retry?.retryDelaysMs ?? [])
      expect(ms).toBeGreaterThanOrEqual(data.failure.retryAfterMs - 1);
  });
});

describe('routing', () => {
  it('is as the rules say, for each kind', () => {
    const { examples, drawn } = data.routing;
    expect(examples.map(({ kind }) => kind)).toEqual(['direct', 'topic', 'fanout', 'headers']);
    for (const routed of [...examples, ...drawn]) expect(mismatches(routed), routed.kind).toEqual([]);
    expect(examples.map(({ got }) => got)).toEqual([
      { kitchen: [1, 3], refunds: [5] },
      { kitchen: [1, 3], seoul: [1, 2], audit: [1, 2, 3, 4, 5] },
      { screen: [1, 2, 3, 4, 5], log: [1, 2, 3, 4, 5] },
      { 'vip-seoul': [1], 'vip-or-seoul': [1, 2, 3] },
    ]);
  });
  it('confirms what fits nothing, and gives it back only when asked', () => {
    expect(data.routing.unroutable).toEqual({ confirmed: true, returned: 'NO_ROUTE' });
  });
});

describe('a burst', () => {
  const of = (way: BurstWay) =>
    data.burst.arms.find((arm) => arm.way === way) as QueueData['burst']['arms'][number];
  it('is lost where the queue drops its oldest, refused where it is told to refuse, and else kept', () => {
    const { maxLength, window } = data.burst;
    expect(of('no-confirm')).toMatchObject({ sent: 10_000, received: 10_000, lost: 0, confirmed: 0 });
    expect(of('window')).toMatchObject({ confirmed: 10_000, received: 10_000, lost: 0, refused: 0 });
    expect(of('window').unconfirmedPeak).toBeLessThanOrEqual(window);
    expect(of('window').heldBack?.waitedMs).toBeGreaterThan(0);
    expect(of('no-confirm').heldBack?.waitedMs).toBe(0);
    expect(of('drop-head')).toMatchObject({ confirmed: 2 * maxLength, received: maxLength, lost: maxLength });
    expect(of('reject').lost).toBe(0);
    expect(of('reject').confirmed + of('reject').refused).toBe(2 * maxLength);
    expect(of('reject').refused).toBeGreaterThan(0);
  });
});

describe('the same on Streams', () => {
  it('does all of it, with more commands for what RabbitMQ does by itself', () => {
    const commands = (feature: string) =>
      data.streams.rows.filter((row) => row.feature === feature).map((row) => row.commands);
    expect(data.streams.rows.every(({ complete }) => complete)).toBe(true);
    for (const feature of ['dies', 'retry', 'dead-letter', 'routing']) {
      const [rabbitmq = 0, streams = 0] = commands(feature);
      expect(streams, feature).toBeGreaterThan(rabbitmq);
    }
  });
});

it('says nothing that its figures do not say', () => {
  expect(findings.checks.map(({ claim }) => claim)).toEqual(['C13', 'C14']);
  expect(findings.checks[0]?.verdict).not.toBe('refuted');
  expect(findings.checks[1]?.verdict).toBe('held');
  expect(findings.acts.map(({ prediction }) => prediction?.right)).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
  ]);
  for (const [path, text] of textsIn(findings)) {
    expect(text.en, path).not.toMatch(hangul);
    expect([text.ko, text.en].join(), path).not.toMatch(slip);
  }
});
