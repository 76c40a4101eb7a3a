import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Cell, PoolData } from '../../../labs/pool-bench/data.ts';
import { isSkipped } from '../../../src/core/act.ts';
import type { RunRecord } from '../../../src/core/record.ts';
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
  expect(loopback?.arms).toHaveLength(11);
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

  const { closed, open } = stall;
  for (const latency of [closed.latency, open.latency]) expect(latency.max / 1e6).toBeGreaterThan(90);
  expect(closed.operations).toBeGreaterThan(0);

  const files = (await readdir(cli.folder)).filter((file) => file.endsWith('.hgrm'));
  expect(files).toHaveLength(14);
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
    await chmod(cli.folder, 0o711); // As root PostgreSQL runs as somebody else, who has to get to its folder.
    const { record, findings } = await run(cli, 'postgres');
    const { cells, knee, contended } = (record.data as PoolData).postgres;
    expectMeasured([...cells, contended]);
    expectMeasured([knee], 3);
    expect(cells[0]?.arms.map(({ client, shape }) => `${client} ${shape}`)).toEqual([
      'pg fresh',
      'pg pool',
      'ioredis fresh',
      'ioredis pool',
    ]);
    expect(findings.checks.map(({ claim }) => claim)).toEqual(['C06']);
    expect(findings.checks[0]?.verdict).not.toBe('refuted');
    expect(record.servers.map(({ name }) => name)).toEqual(['redis', 'postgres']);
  });

  it('nothing is left after kill -9 while its cluster is made', async ({ cli }) => {
    await chmod(cli.folder, 0o711);
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
