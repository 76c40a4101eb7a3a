import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Cell, PoolData } from '../../../labs/pool-bench/data.ts';
import { poolsAround } from '../../../labs/pool-bench/parts/needed-pool.ts';
import { isSkipped } from '../../../src/core/act.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import { readTrace } from '../../../src/replay/read.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { postgresProgram } from '../../../src/services/postgres.ts';
import { findProgram } from '../../../src/services/programs.ts';
import { type Cli, it, withCli } from '../../cli/run-cli.ts';
import { eventually } from '../../eventually.ts';
import { slip, textsIn } from '../../texts.ts';

/** Every act, on real servers, as short as it goes with an interval. */
const tiny = [
  '--quick',
  '--concurrency',
  '4',
  '--pool',
  '1,4',
  '--rounds',
  '5',
  '--trial',
  '5ms',
  '--stall',
  '100ms',
];

function traceFile(cli: Cli, id: string): string {
  return join(cli.stateFolder, 'redis-lab', 'runs', 'pool-bench', `${id}.trace.jsonl`);
}

interface Ran {
  readonly record: RunRecord<PoolData>;
  readonly findings: Findings;
}

async function run(cli: Cli, target: string, more: readonly string[] = []): Promise<Ran> {
  const ran = await cli.run(['pool-bench', '--target', target, ...tiny, '--json', '--seed', '5', ...more]);
  expect(ran.code, ran.stderr).toBe(0);
  const answer: Ran = JSON.parse(ran.stdout);
  expect(answer.record).toMatchObject({ lab: 'pool-bench', outcome: 'completed', error: null });
  for (const [path, text] of textsIn(answer.findings))
    expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
  return answer;
}

/** Every arm did something, and in every round. */
function expectMeasured(cells: readonly Cell[], rounds = 5): void {
  for (const { arms } of cells) {
    expect(arms.length).toBeGreaterThan(0);
    for (const arm of arms) {
      expect(arm, `${arm.client} ${arm.shape}`).toMatchObject({ failed: [] });
      expect(arm.rounds).toHaveLength(rounds);
      expect(arm.latency.count).toBe(arm.operations);
      expect(arm.operations).toBeGreaterThanOrEqual(rounds);
      expect(arm.connect?.count ?? arm.operations).toBeGreaterThanOrEqual(arm.operations);
    }
  }
}

it('redis: its acts and a verdict on C05, and files for --hdr', async ({ cli }) => {
  const hdr = join(cli.folder, 'pool.hgrm');
  const { record, findings } = await run(cli, 'redis', [
    ...['--hdr', hdr, '--concurrency', '8', '--pool', '1,8', '--predict', '2'],
  ]);
  const { shapes, knee, stall, failures, tls, postgres, threads } = record.data as PoolData;
  for (const left of [tls, postgres, threads]) expect(isSkipped(left)).toBe(true);
  expect(record.timings.acts.map(({ id }) => id)).toEqual(['shapes', 'knee', 'stall', 'failures']);
  expect(record.predictions).toEqual({ shapes: 'shared' });
  expect(findings.checks.map(({ claim }) => claim)).toEqual(['C05']);
  expect(findings.checks[0]?.verdict).not.toBe('refuted');

  expectMeasured(shapes.cells);
  expectMeasured(
    knee.knees.map(({ cell }) => cell),
    3,
  );
  const [loopback, longer] = shapes.cells;
  expect(loopback?.arms).toHaveLength(12);
  // Redis counts what we count; who batches writes less often than it asks.
  for (const arm of loopback?.arms ?? [])
    expect(arm.cost?.served, `${arm.client} ${arm.shape}`).toBe(arm.operations);
  const writesOf = (client: string, shape: string) => {
    const arm = loopback?.arms.find((one) => one.client === client && one.shape === shape);
    return arm?.cost?.writes == null ? null : arm.cost.writes / arm.operations;
  };
  expect(writesOf('ioredis', 'shared') ?? 1).toBeGreaterThan(0.9);
  expect(writesOf('raw', 'shared') ?? 1).toBeGreaterThan(0.9);
  for (const client of ['ioredis', 'raw']) expect(writesOf(client, 'auto-pipelined') ?? 0).toBeLessThan(0.9);

  expect(shapes.connecting?.map(({ client, trips }) => [client, trips.length])).toEqual([
    ['ioredis', 2],
    ['ioredis-unchecked', 1],
    ['node-redis', 1],
    ['raw', 1],
  ]);
  expect(shapes.connecting?.[0]?.trips.at(-1)).toEqual(['INFO']);
  expect(JSON.stringify(shapes.connecting)).not.toMatch(/default|redis-lab/);

  expect(longer?.arms.map(({ shape }) => shape)).toEqual(['fresh', 'shared', 'pool']);
  expect(longer?.roundTrip?.measuredMs).toBeGreaterThanOrEqual(1);

  expect(shapes.login?.plainMs).toBeGreaterThan(0);
  expect(shapes.login?.withPasswordMs).toBeGreaterThan(0);
  expect(JSON.stringify(findings)).toContain('logs in with a password');

  const { exhausted, leaked, blocked } = failures;
  expect(exhausted).toMatchObject({ error: 'ResourceRequest timed out' });
  expect(exhausted.waitedMs).toBeGreaterThanOrEqual(exhausted.acquireTimeoutMs - 1);
  expect(leaked).toMatchObject({ served: leaked.poolSize * leaked.throwsEvery });
  expect(blocked.behindMs).toBeGreaterThanOrEqual(blocked.blockMs - 1);
  expect(blocked.besideMs).toBeLessThan(blocked.behindMs);

  // A sum of connections for each network, and pools about that size.
  expect(knee.needed?.map(({ roundTrip }) => roundTrip.addedMs)).toEqual([0, 1]);
  for (const { perSecond, holdingMs, pools } of knee.needed ?? [])
    expect(pools.map(({ poolSize }) => poolSize)).toEqual(poolsAround(perSecond, holdingMs ?? 0));

  const { closed, open, paced } = stall;
  for (const latency of [closed.latency, open.latency, paced?.latencyFromSend])
    expect((latency?.max ?? 0) / 1e6).toBeGreaterThan(90);
  expect(closed.operations).toBeGreaterThan(0);
  expect(paced?.latencyFromSend.count).toBe(open.operations);
  // The same requests: whoever counts from the send leaves out the wait for a caller.
  expect(open.latency.sum).toBeGreaterThan(paced?.latencyFromSend.sum ?? 0);

  const trace = readTrace(await readFile(traceFile(cli, record.id), 'utf8'));
  const counted = (act: string, kind: string, arm?: string) =>
    trace.events.reduce((sum, event) => {
      if (event.act !== act || (arm !== undefined && event.arm !== arm)) return sum;
      if (event.kind === 'gap') return sum + (event.left[kind] ?? 0);
      return sum + (event.kind === kind ? 1 : 0);
    }, 0);
  const trials = (cells: readonly Cell[]) =>
    cells.flatMap(({ arms }) => arms.flatMap(({ rounds }) => rounds)).length;
  expect(counted('shapes', 'sample')).toBe(trials(shapes.cells));
  const rates = (knee.needed ?? []).reduce((sum, { pools }) => sum + pools.length, 0);
  expect(counted('knee', 'sample')).toBe(trials(knee.knees.map(({ cell }) => cell)) + rates);
  expect(counted('stall', 'sample', 'closed')).toBe(closed.operations);
  expect(counted('stall', 'sample', 'paced')).toBe(open.operations);
  expect(counted('failures', 'recv', 'leaked')).toBe(leaked.served);
  expect(counted('failures', 'drop', 'leaked')).toBe(1);
  expect(counted('failures', 'recv', 'exhausted')).toBe(exhausted.poolSize);
  expect(counted('failures', 'drop', 'exhausted')).toBe(1);
  expect([counted('failures', 'send', 'blocked'), counted('failures', 'recv', 'blocked')]).toEqual([3, 3]);

  const files = (await readdir(cli.folder)).filter((file) => file.endsWith('.hgrm'));
  expect(files).toHaveLength(15);
  expect(files).toContain('pool.pool-8-ioredis-8-callers.hgrm');
  expect(await readFile(join(cli.folder, files[0] as string), 'utf8')).toMatch(/^ +Value +Percentile/);
});

it('redis-tls: plain and encrypted side by side', async ({ cli }) => {
  const { record, findings } = await run(cli, 'redis-tls', ['--rtt', '0']);
  const { cells } = (record.data as PoolData).tls;
  expectMeasured(cells);
  expect(cells[0]?.arms.map(({ shape, tls }) => [shape, tls])).toEqual([
    ['fresh', false],
    ['shared', false],
    ['pool', false],
    ['fresh', true],
    ['shared', true],
    ['pool', true],
  ]);
  expect(findings.checks.map(({ claim }) => claim)).toEqual(['C05']);
  expect(JSON.stringify(findings.checks[0])).toContain('With TLS it is');
  expect(record.servers.map(({ name }) => name)).toEqual(['redis', 'redis-tls']);
});

const hasPostgres = (await findProgram(postgresProgram)) !== null;

describe.skipIf(!hasPostgres)('postgres (skipped where PostgreSQL is not installed)', () => {
  it('a client per query, a pool, Redis beside them, and a row that everybody wants', async ({ cli }) => {
    const { record, findings } = await run(cli, 'postgres');
    const { cells, knee, contended, login } = (record.data as PoolData).postgres;
    expectMeasured([...cells, contended]);
    expectMeasured([knee], 3);
    expect(cells[0]?.arms.map(({ client, shape }) => `${client} ${shape}`)).toEqual([
      'pg fresh',
      'pg pool',
      'ioredis fresh',
      'ioredis pool',
    ]);
    expect(contended.arms.map(({ synchronousCommit }) => synchronousCommit)).toEqual(['on', 'off']);
    expect(login).toMatchObject({ method: 'SCRAM-SHA-256', hashing: { iterations: 4_096 } });
    expect(findings.checks.map(({ claim }) => claim)).toEqual(['C06']);
    expect(findings.checks[0]?.verdict).not.toBe('refuted');
    expect(record.servers.map(({ name }) => name)).toEqual(['redis', 'postgres']);
  });

  it('nothing is left after kill -9 while its cluster is made', async ({ cli }) => {
    const running = cli.start(['pool-bench', '--target', 'postgres', ...tiny]);
    await eventually(async () => {
      const files = await readdir(cli.tempFolder, { recursive: true });
      expect(files.filter((file) => file.endsWith('-postgres/data/PG_VERSION'))).toHaveLength(1);
    });
    running.kill('SIGKILL');
    await running.ended;
  });
});

it('threads: three ways for four lengths of task; no server is started', async ({ cli }) => {
  const { record, findings } = await run(cli, 'threads');
  const { lengths } = (record.data as PoolData).threads;
  expect(lengths.map(({ taskMs }) => taskMs).slice(0, 4)).toEqual([0.1, 1, 10, 50]);
  expectMeasured(lengths.map(({ cell }) => cell));
  expect(findings.checks).toMatchObject([{ claim: 'C07', verdict: 'held' }]);
  expect(record.servers).toEqual([]);
});

// The fixture looks for processes and temp folders at the end.
it.for(['SIGINT', 'SIGKILL'] as const)('threads: nothing is left after %s', async (signal, { cli }) => {
  const running = cli.start(['pool-bench', '--target', 'threads', ...tiny]);
  await eventually(async () => {
    const files = await readdir(cli.tempFolder, { recursive: true });
    expect(files.filter((file) => file.endsWith('task.mjs'))).toHaveLength(1);
  });
  running.kill(signal);
  const { code, stderr } = await running.ended;
  expect(code, stderr).toBe(signal === 'SIGINT' ? 130 : null);
});

test('the learner’s own Redis: the stall is skipped, and nothing is left there', async () => {
  await withCli(async (cli) => {
    const { startLearnersRedis } = await import('../../redis-fixture.ts');
    const own = await startLearnersRedis({ password: 'secret word' });
    try {
      const url = `redis://:${encodeURIComponent('secret word')}@127.0.0.1:${own.port}`;
      const { record, findings } = await run(cli, 'redis', ['--redis', url]);
      expectMeasured((record.data as PoolData).shapes.cells);
      expect(findings.acts.find(({ id }) => id === 'stall')?.skipped?.en).toContain('your own Redis');
      expect(JSON.stringify(record)).not.toContain('secret');
      expect(await own.client.keys('*')).toEqual([]);
    } finally {
      await own.stop();
    }
  });
});
