import { execFile, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { ioredisShared } from '../../labs/pool-bench/parts/ioredis-shapes.ts';
import { rawBatched, rawFresh, rawPool } from '../../labs/pool-bench/parts/raw-shapes.ts';
import type { Route } from '../../labs/pool-bench/parts/route.ts';
import type { Shape } from '../../labs/pool-bench/parts/shape.ts';
import { monotonicClock } from '../../src/measure/clock.ts';
import { closedLoop } from '../../src/measure/closed-loop.ts';
import { Histogram } from '../../src/measure/histogram.ts';
import { startLearnersRedis } from '../redis-fixture.ts';
import { type BenchRow, medianOf } from './row.ts';

const rounds = 15;
const growthRounds = 7;
const key = 'value';
const { signal } = new AbortController();

/** What one side achieved in one turn. */
interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
}

/**
 * The pool lab against redis-benchmark and against a bare ioredis loop, turn about on one Redis. It has no password:
 * redis-benchmark takes one only as an argument, which every user of the machine could read.
 */
export async function benchPool(): Promise<BenchRow[]> {
  const server = await startLearnersRedis();
  try {
    await server.client.set(key, '0123456789abcdef');
    const route: Route = { host: '127.0.0.1', port: server.port, login: { db: 0 }, tls: null };
    return [
      await sharedLatency(route),
      ...(await floorRows(route)),
      ...(await freshRows(route)),
      ...(await overheadRows(route)),
      ...(await growthRows(route)),
      ...budgetRows(),
    ];
  } finally {
    await server.stop();
  }
}

/** Ours and theirs in turns, the first turn of each not counted. */
async function inTurns(ours: () => Promise<Figures>, theirs: () => Promise<Figures>) {
  const turns: { ours: Figures; theirs: Figures }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const oursFirst = round % 2 === 0;
    const first = await (oursFirst ? ours() : theirs());
    const second = await (oursFirst ? theirs() : ours());
    if (round > 0) turns.push(oursFirst ? { ours: first, theirs: second } : { ours: second, theirs: first });
  }
  return turns;
}

function rateRow(name: string, target: string, turns: { ours: Figures; theirs: Figures }[]): BenchRow {
  const perSecond = (side: 'ours' | 'theirs') => medianOf(turns.map((turn) => turn[side].perSecond));
  return {
    name,
    ours: `${perSecond('ours').toFixed(0)}/s`,
    peer: `${perSecond('theirs').toFixed(0)}/s`,
    ratio: medianOf(turns.map(({ ours, theirs }) => ours.perSecond / theirs.perSecond)),
    target,
  };
}

/** So many GETs through a shape, its connections opened before the clock starts. */
function load(shape: Shape, callers: number, operations: number) {
  return async (): Promise<Figures> => {
    const open = await shape.open();
    const { perSecond, latency, errors, firstError } = await closedLoop({
      callers,
      bound: { operations },
      operation: () => open.operation(),
      signal,
    });
    await open.close();
    if (errors > 0) throw new Error(`${firstError}`);
    return { perSecond, p50Ms: Histogram.fromJSON(latency).percentile(50) / 1e6 };
  };
}

/** redis-benchmark with the same command on the same key. */
function redisBenchmark({ port }: Route, args: readonly string[], operations: number) {
  return async (): Promise<Figures> => {
    const all = ['-p', `${port}`, '-n', `${operations}`, '--csv', ...args, 'GET', key];
    const { stdout } = await promisify(execFile)('redis-benchmark', all);
    const figures = stdout.trim().split('\n').at(-1)?.split('","') ?? [];
    return { perSecond: Number(figures[1]), p50Ms: Number(figures[4]) };
  };
}

async function sharedLatency(route: Route): Promise<BenchRow> {
  const turns = await inTurns(
    load(ioredisShared(route, key), 1, 10_000),
    redisBenchmark(route, ['-c', '1', '-k', '1'], 10_000),
  );
  const p50 = (side: 'ours' | 'theirs') => medianOf(turns.map((turn) => turn[side].p50Ms));
  return {
    name: 'pool: shared ioredis, 1 caller, p50 against redis-benchmark -c 1 -k 1',
    ours: `${p50('ours').toFixed(3)} ms`,
    peer: `${p50('theirs').toFixed(3)} ms`,
    ratio: medianOf(turns.map(({ ours, theirs }) => ours.p50Ms / theirs.p50Ms)),
    target: 'at most 1.3',
  };
}

async function floorRows(route: Route): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const callers of [1, 8, 50]) {
    const operations = callers === 1 ? 10_000 : 40_000;
    const turns = await inTurns(
      load(rawPool(route, key, callers), callers, operations),
      redisBenchmark(route, ['-c', `${callers}`, '-k', '1'], operations),
    );
    const name = `pool: raw floor, ${callers} connections with one in flight, against redis-benchmark -c ${callers} -k 1`;
    rows.push(rateRow(name, 'at least 0.9', turns));
  }
  const turns = await inTurns(
    load(rawBatched(route, key), 50, 400_000),
    redisBenchmark(route, ['-c', '1', '-P', '50'], 400_000),
  );
  const name = 'pool: raw floor, one connection with 50 in flight, against redis-benchmark -c 1 -P 50';
  return [...rows, rateRow(name, 'at least 0.8', turns)];
}

async function freshRows(route: Route): Promise<BenchRow[]> {
  const kept = load(rawPool(route, key, 8), 8, 20_000);
  const fresh = load(rawFresh(route, key), 8, 1_000);
  const turns = await inTurns(kept, fresh);
  const theirs = await inTurns(
    redisBenchmark(route, ['-c', '8', '-k', '1'], 20_000),
    redisBenchmark(route, ['-c', '8', '-k', '0'], 1_000),
  );
  const factorOf = (all: typeof turns) =>
    medianOf(all.map((turn) => turn.ours.perSecond / turn.theirs.perSecond));
  const [ours, peer] = [factorOf(turns), factorOf(theirs)];
  return [
    rateRow('pool: raw pool of 8 against a raw connection per operation, 8 callers', 'at least 8', turns),
    {
      name:
        'pool: kept against fresh connections, 8 callers: our ratio against that of redis-benchmark -k 1 / -k 0 ' +
        '(ours also logs in with HELLO, and Node makes and closes a socket less cheaply than C)',
      ours: `${ours.toFixed(1)} x`,
      peer: `${peer.toFixed(1)} x`,
      ratio: ours / peer,
    },
  ];
}

/** What counting and timing take from ioredis: the same work with nothing round it but a counter. */
async function overheadRows(route: Route): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const callers of [1, 50]) {
    const operations = callers === 1 ? 10_000 : 40_000;
    const bare = async (): Promise<Figures> => {
      const client = new Redis({ port: route.port, lazyConnect: true });
      await client.connect();
      let left = operations;
      const startMs = monotonicClock.nowMs();
      const caller = async () => {
        while (left > 0) {
          left -= 1;
          await client.get(key);
        }
      };
      await Promise.all(Array.from({ length: callers }, caller));
      const elapsedMs = monotonicClock.nowMs() - startMs;
      client.disconnect();
      return { perSecond: (operations / elapsedMs) * 1e3, p50Ms: Number.NaN };
    };
    const turns = await inTurns(load(ioredisShared(route, key), callers, operations), bare);
    rows.push(
      rateRow(
        `pool: closed loop over shared ioredis, ${callers} callers, against a bare loop`,
        'at least 0.9',
        turns,
      ),
    );
  }
  return rows;
}

/** Ten times the operations: how many times the time, and how many times the memory. */
async function growthRows(route: Route): Promise<BenchRow[]> {
  const operations = 60_000;
  const measure = async (count: number) => {
    const startMs = monotonicClock.nowMs();
    await load(rawBatched(route, key), 8, count)();
    return monotonicClock.nowMs() - startMs;
  };
  await measure(operations);
  const [one, ten] = [[] as number[], [] as number[]];
  for (let round = 0; round < growthRounds; round += 1) {
    one.push(await measure(operations));
    ten.push(await measure(10 * operations));
  }
  const [oneMs, tenMs] = [medianOf(one), medianOf(ten)];
  const [oneMb, tenMb] = [liveMemoryMb('10ms'), liveMemoryMb('100ms')];
  return [
    {
      name: 'pool: time for ten times the operations',
      ours: `${tenMs.toFixed(0)} ms`,
      peer: `${oneMs.toFixed(0)} ms`,
      ratio: tenMs / oneMs,
      target: 'at most 11',
    },
    {
      name: 'pool: memory in use (after garbage collection, its maximum) of a run with ten times longer trials',
      ours: `${tenMb.toFixed(1)} MB`,
      peer: `${oneMb.toFixed(1)} MB`,
      ratio: tenMb / oneMb,
      target: 'about 1',
    },
  ];
}

/** Looks at the heap of a whole run from inside, all the time. */
function liveMemoryMb(trial: string): number {
  const watch = `
    let most = 0;
    setInterval(() => { gc(); const { heapUsed, external } = process.memoryUsage(); most = Math.max(most, heapUsed + external); }, 50).unref();
    process.on('exit', () => console.error(most));
  `;
  const { stderr } = redisLab(
    ['--quick', '--trial', trial],
    ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(watch)}`],
  );
  return Number(stderr.trim().split('\n').at(-1)) / 1e6;
}

const cli = resolve('dist/cli.cjs');

function redisLab(flags: readonly string[], nodeFlags: readonly string[] = []) {
  const args = ['pool-bench', ...flags, '--json', '--quiet', '--no-predict'];
  const run = spawnSync(process.execPath, [...nodeFlags, cli, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (run.status !== 0) throw new Error(`pool-bench ended with ${run.status}: ${run.stderr}`);
  return run;
}

/** Whole runs against what a learner is told they take. */
function budgetRows(): BenchRow[] {
  return [
    ['default', [], 15_000],
    ['--quick', ['--quick'], 5_000],
  ].map(([name, flags, budgetMs]) => {
    const startMs = monotonicClock.nowMs();
    redisLab(flags as string[]);
    const tookMs = monotonicClock.nowMs() - startMs;
    return {
      name: `pool: a run (${name}) against its budget, wall time`,
      ours: `${(tookMs / 1e3).toFixed(1)} s`,
      peer: `${Number(budgetMs) / 1e3} s`,
      ratio: tookMs / Number(budgetMs),
      target: 'about 1',
    };
  });
}
