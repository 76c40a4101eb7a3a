import { beforeAll, describe, expect, it } from 'vitest';
import type {
  EndedArm,
  EndedData,
  EndedSetting,
  PersistenceData,
  Setting,
} from '../../../labs/persistence/data.ts';
import { settings } from '../../../labs/persistence/parts/directives.ts';
import { shareLost } from '../../../labs/persistence/parts/lost.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import type { TraceEvent, TraceHeader } from '../../../src/core/trace.ts';
import { readTrace } from '../../../src/replay/read.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { withCli } from '../../cli/run-cli.ts';
import { slip, textsIn } from '../../texts.ts';
import { columnOf } from '../recorded.ts';
import { tracedMessages } from '../trace-counts.ts';

/** One quick run on real servers. */
let record: RunRecord<PersistenceData>;
let findings: Findings;
let data: PersistenceData;
let header: TraceHeader;
let events: readonly TraceEvent[];

beforeAll(async () => {
  await withCli(async (cli) => {
    const ran = await cli.run(['persistence', '--quick', '--json', '--seed', '5']);
    expect(ran.code, ran.stderr).toBe(0);
    ({ record, findings } = JSON.parse(ran.stdout));
    data = record.data as PersistenceData;
    ({ header, events } = readTrace((await cli.run(['trace', 'last', '--format', 'jsonl'])).stdout));
  });
});

it('comes to its verdict, without a hole in a sentence', () => {
  expect(record).toMatchObject({ lab: 'persistence', outcome: 'completed', error: null });
  expect(findings.checks).toMatchObject([{ claim: 'C02', verdict: 'held' }]);
  for (const [path, text] of textsIn(findings)) expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
});

/**
 * Of what a setting has to keep: with everysec those writes that the kernel had when the process was killed. While an
 * fsync is under way Redis holds back those that come, and on a slow disk one nearly always is.
 */
function shareOfPromised(arm: EndedArm): ReturnType<typeof shareLost> {
  const { setting, handedOver } = arm;
  const mayHold = setting === 'aof-everysec' || setting === 'both';
  if (!mayHold || handedOver === undefined) return shareLost(arm);
  return handedOver === 0 ? 'none' : shareLost({ ...arm, acked: handedOver });
}

describe('none, some or all of what was acknowledged is lost', () => {
  /** In the order of the settings: none, rdb, rdb-second, aof-no, aof-everysec, aof-always, both; and while an fsync is slow. */
  it.each([
    ['goodbye', ['all', 'none', 'none', 'none', 'none', 'none', 'none']],
    ['kill', ['all', 'all', 'some', 'none', 'none', 'none', 'none', 'some']],
    ['power-cut', ['all', 'all', 'some', 'all', 'some', 'none', 'some']],
  ] as const)('%s', (act, shares) => {
    const { arms }: EndedData = data[act];
    expect(Object.fromEntries(arms.map((arm) => [arm.setting, shareOfPromised(arm)]))).toEqual(
      Object.fromEntries(shares.map((share, index) => [settings[index] ?? 'aof-everysec-slow', share])),
    );
    for (const { setting, sent, acked, kept } of arms) {
      expect(acked, setting).toBeGreaterThanOrEqual(Number(record.params.writes));
      expect(sent, setting).toBeGreaterThanOrEqual(acked);
      // What is left is the beginning of what was written, without a hole.
      expect(kept.length, setting).toBeLessThanOrEqual(1);
      expect(kept[0]?.[0] ?? 1, setting).toBe(1);
    }
  });

  it('what the kernel had when a server was killed is known of those that keep an AOF', () => {
    const handedOver = (setting: EndedSetting) =>
      data.kill.arms.find((arm) => arm.setting === setting)?.handedOver;
    expect([handedOver('none'), handedOver('rdb'), handedOver('aof-everysec-slow')]).toEqual([
      0,
      0,
      undefined,
    ]);
    // These two hold nothing back, however slow the disk is.
    for (const setting of ['aof-no', 'aof-always'] as const)
      expect(handedOver(setting), setting).toBeGreaterThan(0);
    for (const { setting, handedOver: reached = 0, acked } of data.kill.arms)
      expect(reached, setting).toBeLessThanOrEqual(acked);
  });

  it('only what was synced outlives the power cut, and only some settings sync', () => {
    const syncsOf = (setting: Setting) =>
      data['power-cut'].arms.find((arm) => arm.setting === setting)?.syncs;
    expect([syncsOf('none'), syncsOf('rdb'), syncsOf('aof-no')]).toEqual([0, 0, 0]);
    expect(syncsOf('aof-always')).toBeGreaterThan(syncsOf('aof-everysec') ?? Infinity);
    // Without a power cut nobody counts; who makes syncs slow does.
    expect(data.kill.arms.filter(({ syncs }) => syncs !== null)).toMatchObject([
      { setting: 'aof-everysec-slow' },
    ]);
  });
});

describe('the trace', () => {
  it.each(['goodbye', 'kill', 'power-cut'])(
    'of %s tells of as many acknowledged writes as the table',
    (act) => {
      const traced = events.flatMap((event) =>
        event.act === act && event.kind === 'sample' && event.series === 'acknowledged'
          ? [[event.arm, event.value]]
          : [],
      );
      expect(traced).toHaveLength(act === 'kill' ? 8 : 7);
      expect(Object.fromEntries(traced)).toEqual(columnOf(findings, act, 'ended', 'acked'));
    },
  );

  it.each(['goodbye', 'kill', 'power-cut', 'damage'])(
    'of %s tells its servers apart, which are up at once',
    (act) => {
      const died = events.flatMap((event) =>
        event.act === act && event.kind === 'state' && event.state === 'dead' ? [event.actor] : [],
      );
      expect(died.length).toBeGreaterThan(4);
      const names = new Map(header.actors.map(({ id, label }) => [id, label.ko]));
      expect(new Set(died.map((id) => names.get(id))).size).toBe(died.length);
    },
  );

  it('loses its one order in the power cut where the table lost all, and not where it lost none', () => {
    const lost = columnOf(findings, 'power-cut', 'ended', 'lost');
    const acked = columnOf(findings, 'power-cut', 'ended', 'acked');
    const traced = (setting: string) => tracedMessages(events, 'power-cut', setting).lost;
    for (const setting of ['none', 'aof-no', 'aof-always'])
      expect(traced(setting), setting).toBe(lost[setting] === acked[setting] ? 1 : 0);
    expect([traced('none'), traced('aof-always')]).toEqual([1, 0]);
  });
});

it('every setting is priced for every number of callers, in every round', () => {
  expect(data.price.arms).toHaveLength(10);
  for (const { setting, callers, operations, rounds, latency } of data.price.arms) {
    expect(rounds, setting).toHaveLength(Number(record.params.rounds));
    expect(operations, setting).toBe(latency.count);
    expect(operations, setting).toBeGreaterThanOrEqual(callers);
  }
});

it('the AOF holds each write, and is larger than the snapshot until it is rewritten', () => {
  const { arms, writesPerKey } = data.restart;
  for (const keys of record.params.keys as number[]) {
    const armOf = (source: string) => arms.find((arm) => arm.source === source && arm.keys === keys);
    const [rdb, aof, rewritten] = [armOf('rdb'), armOf('aof'), armOf('aof-rewritten')];
    expect(aof?.bytes).toBeGreaterThan((rdb?.bytes ?? Infinity) * (writesPerKey - 1));
    expect(rewritten?.bytes).toBeLessThan(aof?.bytes ?? 0);
    for (const arm of [rdb, aof, rewritten]) expect(arm?.loadMs).toHaveLength(5);
    expect([rdb?.forkUs, rewritten?.forkUs].every((us) => Number(us) > 0)).toBe(true);
    expect(aof?.forkUs).toBeNull();
  }
});

it('a torn end costs the last write, a byte inside stops the server, and the tool saves what came before', () => {
  const { written } = data.damage.arms[0] ?? { written: 0 };
  const table = data.damage.arms.map(({ damage, keptByRestart, said }) => [
    damage,
    keptByRestart,
    said !== null,
  ]);
  expect(table).toEqual([
    ['aof-torn', written - 1, true],
    ['aof-torn-strict', null, true],
    ['aof-flipped', null, true],
    ['rdb-torn', null, true],
    ['rdb-flipped', null, true],
  ]);
  const saved = (damage: string) => data.damage.arms.find((arm) => arm.damage === damage)?.keptByTool;
  expect(saved('aof-torn-strict')).toBe(written - 1);
  expect(saved('aof-flipped')).toBeGreaterThan(written / 4);
  expect(saved('aof-flipped')).toBeLessThan(written);
  expect(saved('rdb-flipped')).toBeNull();
});

it('what WAIT confirmed is lost only where another replica takes over', () => {
  expect(data.replica.arms).toEqual([
    { failover: 'no-wait', acked: 1000, confirmed: null, lost: 500, confirmedLost: 0 },
    { failover: 'wait', acked: 1000, confirmed: 500, lost: 500, confirmedLost: 0 },
    { failover: 'wait-other', acked: 1000, confirmed: 1000, lost: 500, confirmedLost: 500 },
  ]);
});

it('a full store refuses, or throws out by its policy', () => {
  const policy = (name: string) => data.full.arms.find((arm) => arm.policy === name);
  expect(policy('noeviction')).toMatchObject({ activeLost: 0, idleLost: 0, settingsLost: 0 });
  expect(policy('noeviction')?.refused).toBeGreaterThan(0);
  expect(policy('noeviction')?.said).toMatch(/^OOM/);
  for (const name of ['allkeys-lru', 'volatile-lru', 'volatile-ttl', 'allkeys-random'])
    expect(policy(name)?.refused, name).toBe(0);
  for (const name of ['volatile-lru', 'volatile-ttl'])
    expect(policy(name), name).toMatchObject({ activeLost: 0, settingsLost: 0 });
  expect(policy('allkeys-random')?.activeLost).toBeGreaterThan(0);
  expect(policy('allkeys-lru')?.settingsLost).toBeGreaterThan(0);
});
