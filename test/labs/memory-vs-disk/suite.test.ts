import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MemoryData } from '../../../labs/memory-vs-disk/data.ts';
import { coldArm, coldOverWarm } from '../../../labs/memory-vs-disk/parts/cells.ts';
import { tmpfs } from '../../../labs/memory-vs-disk/parts/disk.ts';
import { cacheOf, queriesPerRead, wayOf } from '../../../labs/memory-vs-disk/parts/saved.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import type { TraceEvent } from '../../../src/core/trace.ts';
import { readTrace } from '../../../src/replay/read.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { withCli } from '../../cli/run-cli.ts';
import { slip, textsIn } from '../../texts.ts';
import { columnOf } from '../recorded.ts';
import { tracedMessages } from '../trace-counts.ts';

/** One quick run on real servers. */
let record: RunRecord<MemoryData>;
let findings: Findings;
let data: MemoryData;
let events: readonly TraceEvent[];

beforeAll(async () => {
  await withCli(async (cli) => {
    const ran = await cli.run(['memory-vs-disk', '--quick', '--json', '--seed', '5']);
    expect(ran.code, ran.stderr).toBe(0);
    ({ record, findings } = JSON.parse(ran.stdout));
    data = record.data as MemoryData;
    ({ events } = readTrace((await cli.run(['trace', 'last', '--format', 'jsonl'])).stdout));
  });
});

it('comes to its verdicts, without a hole in a sentence', () => {
  expect(record).toMatchObject({ lab: 'memory-vs-disk', outcome: 'completed', error: null });
  expect(findings.checks).toMatchObject([
    { claim: 'C01', verdict: 'refuted' },
    { claim: 'C03', verdict: 'held' },
  ]);
  for (const [path, text] of textsIn(findings)) expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
});

it('every kind of work is done by every system, in every round, without an error', () => {
  expect(data.kinds).toMatchObject({ leftOut: [], redisIsPrivate: true, postgresIsPrivate: true });
  expect(data.kinds.versions.sqlite).toMatch(/^3\.\d+\.\d+ \(libsql\)$/);
  const alone = data.kinds.arms.filter(({ callers }) => callers === 1);
  expect(alone).toHaveLength(7 * 5);
  // SQLite has one caller; the others two kinds of work of many.
  expect(data.kinds.arms).toHaveLength(7 * 5 + 5 * 2);
  for (const { system, work, operations, rounds, latency, failed } of data.kinds.arms) {
    expect(failed, `${system} ${work}`).toBeUndefined();
    expect(rounds, `${system} ${work}`).toHaveLength(Number(record.params.rounds));
    expect(latency.count, `${system} ${work}`).toBe(operations);
  }
});

it('the kernel forgot the files, and PostgreSQL and SQLite had to read them again', async () => {
  if ((await statfs(tmpdir())).type === tmpfs) {
    const cold = findings.acts.find(({ id }) => id === 'cold');
    return expect(JSON.stringify(cold)).toContain('set TMPDIR to a folder on a disk');
  }
  for (const store of ['postgres', 'sqlite'] as const) {
    const arm = coldArm(data.cold, store);
    expect(arm?.forgotten?.residentBefore, store).toBeGreaterThan(0);
    expect(arm?.forgotten?.residentAfter, store).toBeLessThan((arm?.forgotten?.fileBytes ?? 0) / 2);
    expect(arm && coldOverWarm(arm)?.ratio, store).toBeGreaterThan(1);
  }
  expect(coldArm(data.cold, 'redis')?.loadMs).toHaveLength(5);
});

describe('a cache', () => {
  const misses = (cache: 'none' | 'small' | 'middle' | 'whole' | 'ttl') => {
    const arm = cacheOf(data.cache, cache);
    return (arm && queriesPerRead(arm)) ?? Number.NaN;
  };
  it('takes more of the reads the more room it has, and all of them when it holds everything', () => {
    expect(misses('none')).toBe(1);
    expect(misses('small')).toBeLessThan(0.75);
    expect(misses('middle')).toBeLessThan(misses('small'));
    expect(misses('whole')).toBe(0);
    expect(misses('ttl')).toBeGreaterThan(0.1);
  });

  it('holds no more than there is room for', () => {
    const cached = (cache: 'small' | 'middle') => cacheOf(data.cache, cache)?.cached ?? Number.NaN;
    expect(cached('small')).toBeGreaterThan(50);
    expect(cached('small')).toBeLessThan(data.cache.posts * 0.1);
    expect(cached('middle')).toBeLessThan(data.cache.posts * 0.4);
  });
});

it('a lock lets one query through, and without anything several run at once', () => {
  const [nothing, lock] = [wayOf(data.stampede, 'nothing'), wayOf(data.stampede, 'lock')];
  expect(lock?.atOnce).toBe(1);
  expect(nothing?.atOnce).toBeGreaterThan(1);
  // Where the query is slower than a copy lives, the lock is taken once more.
  for (const { queries } of lock?.rounds ?? []) expect(queries).toBeLessThanOrEqual(2);
});

it('who sees an old post is a matter of what the writer and the reader do', () => {
  const reads = data.stale.arms[0]?.reads;
  expect(data.stale.arms.map(({ coherence, stale }) => [coherence, stale])).toEqual([
    ['ttl-only', reads],
    ['delete', 0],
    ['race', reads],
    ['lease', 0],
  ]);
  for (const { stale, staysMs } of data.stale.arms) {
    if (stale === 0) expect(staysMs).toBeNull();
    else expect(staysMs).toBeGreaterThan(data.stale.ttlMs / 2);
  }
});

describe('the trace', () => {
  it.each(['ttl-only', 'delete', 'race', 'lease'])(
    'of one post under %s tells what the table counts of all',
    (way) => {
      const told = events.flatMap((event) =>
        event.act === 'stale' && event.arm === way && event.kind === 'command' && event.from === 'web-2'
          ? [event.reply]
          : [],
      );
      const cell = (column: string) => columnOf(findings, 'stale', 'stale', column)[way];
      const posts = Number(cell('writes'));
      expect(told.length * posts).toBe(cell('reads'));
      expect(told.filter((reply) => reply === 'old').length * posts).toBe(cell('stale'));
    },
  );

  it('has each query of the herd, and as many as its mark says: one with a lock', () => {
    const queries = (way: string) => {
      const mark = events.find((event) => event.kind === 'mark' && event.id === `herd-${way}`);
      const { sent, received } = tracedMessages(events, 'stampede', way);
      expect(received, way).toBe(sent);
      expect(mark?.kind === 'mark' ? mark.text.en : '', way).toContain(`the query ran ${sent} times`);
      return sent;
    };
    expect(queries('lock')).toBe(1);
    expect(queries('nothing')).toBeGreaterThan(1);
  });
});
