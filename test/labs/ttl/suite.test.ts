import { beforeAll, describe, expect, it } from 'vitest';
import type { LagArm, TtlData, WayArm } from '../../../labs/ttl/data.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import type { TraceEvent } from '../../../src/core/trace.ts';
import { readTrace } from '../../../src/replay/read.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { expectExplained } from '../../cli/explained.ts';
import { it as itWithCli, withCli } from '../../cli/run-cli.ts';
import { slip, textsIn } from '../../texts.ts';
import { tracedMessages } from '../trace-counts.ts';

/** One quick run on real servers, and what is shown of it. */
let record: RunRecord<TtlData>;
let findings: Findings;
let data: TtlData;
let terminal: string;
let events: readonly TraceEvent[];

beforeAll(async () => {
  await withCli(async (cli) => {
    const ran = await cli.run([
      ...['ttl', '--quick', '--json', '--seed', '11', '--predict', '2,2,2'],
      ...['--churn', '1500ms', '--storm', '10000'],
    ]);
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stderr).not.toContain('Warning');
    ({ record, findings } = JSON.parse(ran.stdout));
    data = record.data as TtlData;
    terminal = (await cli.run(['show', 'last', '--detail', '--lang', 'ko'])).stdout;
    ({ events } = readTrace((await cli.run(['trace', 'last', '--format', 'jsonl'])).stdout));
  });
});

const lagOf = (others: number, hz: number, effort: number) =>
  data.lag.find((arm) => arm.others === others && arm.hz === hz && arm.effort === effort) as LagArm;
const wayOf = (id: string) => data['four-ways'].ways.find(({ way }) => way === id) as WayArm;
const groupOf = (id: string) => data.silence.groups.find(({ group }) => group === id);
const listOf = (id: string) => data.ghosts.lists.find(({ list }) => list === id);

it('comes to a verdict, in both languages, without a hole in a sentence', () => {
  expect(record).toMatchObject({
    lab: 'ttl',
    outcome: 'completed',
    error: null,
    predictions: { silence: 'read-first', lag: 'reads-only', churn: 'some' },
  });
  expect(findings.checks).toMatchObject([{ claim: 'C20', verdict: 'held' }]);
  for (const asked of ['silence', 'lag', 'churn'])
    expect(findings.acts.find(({ id }) => id === asked)?.prediction, asked).toMatchObject({ right: true });
  for (const [path, text] of textsIn(findings)) expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
  for (const act of ['1막', '2막', '3막', '4막', '5막', '6막']) expect(terminal).toContain(act);
  expect(terminal).toContain('600초'); // The real time and …
  expect(terminal).toContain('1,000'); // … this run's.
});

it('keeps every server with its settings, and the time of every act', () => {
  expect(record.timings.acts.map(({ id }) => id)).toEqual([
    'silence',
    'lag',
    'churn',
    'storm',
    'four-ways',
    'ghosts',
  ]);
  const eager = record.servers.filter(({ args }) => args.includes('--active-expire-effort'));
  expect(eager).toHaveLength(data.lag.length);
  expect(record.servers.filter(({ name }) => name === 'chat-server')).toHaveLength(1);
});

describe('silence', () => {
  it('reads see nobody after the TTL and miss nobody before it', () => {
    expect(data.silence.reads).toMatchObject({ seenAfter: 0, missedBefore: 0 });
    expect(data.silence.reads.seenBefore).toBeGreaterThan(1_000);
    expect(data.silence.reads.goneAfter).toBeGreaterThan(500);
    expect(data.silence.clockJumpMs).toBe(0);
  });

  it('those who keep moving never go; the silent who are read all do; every event comes', () => {
    expect(groupOf('moving')?.goneAfterReport.count).toBe(0);
    expect(groupOf('read')?.goneAfterReport.count).toBe(groupOf('read')?.people);
    for (const group of ['read', 'unread']) expect(groupOf(group)?.events).toMatchObject({ notYet: 0 });
    expect(data.silence.example).not.toBeNull();
  });

  it('nobody goes before the TTL is over: the last report lies a whole TTL back', () => {
    const ttlNs = (Number(record.params.ttl) / Number(record.params.speed)) * 1e6;
    expect(groupOf('read')?.goneAfterReport.min).toBeGreaterThanOrEqual(ttlNs - 2e6);
  });
});

describe('the lag', () => {
  it('among few others every event comes; among many hardly any', () => {
    const [few, many] = record.params.others as [number, number];
    expect(lagOf(few, 10, 1)).toMatchObject({ notYet: 0, deadKeys: 0 });
    const crowd = lagOf(many, 10, 1);
    expect(crowd.notYet).toBeGreaterThan((5 * crowd.silent) / 2);
    expect(crowd.deadKeys).toBeGreaterThan(crowd.silent / 2);
    expect(crowd.deadBytes).toBeGreaterThan(crowd.deadKeys * 40);
  });

  it('no event is dropped from the count, and none comes twice', () => {
    for (const arm of data.lag) {
      expect(arm.cameByTrial).toHaveLength(5);
      expect(arm.lag.count + arm.notYet + (arm.impossible ?? 0)).toBe(5 * arm.silent);
      expect(arm.eventsAfterRead).toBe(5 * arm.silent);
    }
  });

  it('what is still in memory is seen by no read', () => {
    for (const arm of data.lag) expect(arm.seenByRead).toBe(0);
  });
});

describe('coming and going', () => {
  it('the dead level off: the more leave between two rounds, the more', () => {
    const shares = data.churn.arms.map(({ deadShare }) => deadShare);
    expect(shares).toHaveLength(3);
    for (const share of shares) {
      expect(share).toBeGreaterThan(0.005);
      expect(share).toBeLessThan(0.5);
    }
    expect(shares[2]).toBeGreaterThan(shares[0] as number);
  });
});

describe('keys that end together', () => {
  it('all go, and somebody waited while they did', () => {
    expect(data.storm.trials).toHaveLength(5);
    for (const { calm, storm, stormMs, patrolMs } of data.storm.trials) {
      // An open loop: as many reads while it is slow as before.
      expect(calm.count).toBeGreaterThan(0);
      expect(storm.count).toBe(calm.count);
      expect(stormMs).toBeLessThan(5_000);
      // Nobody reads them: it was the patrol.
      expect(patrolMs).toBeGreaterThan(0);
    }
  });
});

describe('four ways', () => {
  it('all of them did the same work, and only GEO names those who left', () => {
    const measured = data['four-ways'].ways.filter((arm): arm is WayArm => arm.missingCommand === null);
    expect(new Set(measured.map(({ questions }) => questions)).size).toBe(1);
    for (const id of ['key-per-user', 'timestamp']) expect(wayOf(id)).toMatchObject({ stale: 0 });
    for (const { named, bytesPerUser } of measured) {
      expect(named).toBeGreaterThan(0);
      expect(bytesPerUser).toBeGreaterThan(20);
    }
    expect(wayOf('geo').stale).toBeGreaterThan(0);
    expect(wayOf('geo').stale / wayOf('geo').named).toBeGreaterThan(
      wayOf('geo-swept').stale / wayOf('geo-swept').named,
    );
    const growing = (wayOf('geo').parts ?? []).map(({ stale, named }) => stale / named);
    expect(growing).toHaveLength(5);
    expect(growing.at(-1)).toBeGreaterThan(growing[0] as number);
    expect(wayOf('geo-swept').commands).toBeGreaterThan(wayOf('key-per-user').commands);
  });

  it('a way is measured, or skipped because of a command that this server has not', () => {
    expect(data['four-ways'].ways.map(({ way }) => way)).toEqual([
      'key-per-user',
      'geo',
      'geo-swept',
      'hash-field',
      'timestamp',
    ]);
    const hashField = data['four-ways'].ways.find(({ way }) => way === 'hash-field');
    expect([null, 'HPEXPIRE']).toContain(hashField?.missingCommand);
  });
});

describe('ghosts', () => {
  it('a SET keeps everybody, keys let them go', () => {
    const users = data.ghosts.users;
    expect(listOf('set')).toMatchObject({
      foundOffline: 0,
      ghosts: users,
      ghostsAtEnd: users,
      goneAfterMs: null,
    });
    for (const list of ['prompt', 'slow']) {
      expect(listOf(list)).toMatchObject({ ghostsAtEnd: 0, goneAfterMs: expect.any(Number) });
    }
  });

  it('a heartbeat slower than the TTL makes the living flicker', () => {
    expect(listOf('slow')?.foundOffline).toBeGreaterThan(0);
    expect(listOf('slow')?.foundOffline).toBeGreaterThan(listOf('prompt')?.foundOffline ?? Infinity);
  });
});

describe('the trace', () => {
  it('drops each person whom a read found gone, and has each event that came', () => {
    for (const { group, goneAfterReport, events: lags } of data.silence.groups) {
      const { lost, received } = tracedMessages(events, 'silence', group);
      expect(lost, group).toBe(goneAfterReport.count);
      expect(received, group).toBe(lags?.lag.count ?? 0);
    }
  });

  const samples = (act: string, arm: string) =>
    events.flatMap((event) =>
      event.kind === 'sample' && event.act === act && event.arm === arm ? [event.value] : [],
    );

  it('samples of each trial the events that came, of each part the stale answers, of each list its ghosts', () => {
    for (const { others, hz, effort, cameByTrial } of data.lag)
      expect(samples('lag', `${others} others, hz ${hz}, effort ${effort}`)).toEqual(cameByTrial);
    for (const arm of data['four-ways'].ways)
      if (arm.missingCommand === null)
        expect(samples('four-ways', arm.way)).toEqual(arm.parts?.map(({ stale }) => stale));
    for (const { list, ghosts, ghostsAtEnd } of data.ghosts.lists)
      expect(samples('ghosts', list)).toEqual([ghosts, ghostsAtEnd]);
  });
});

describe('bad input', () => {
  const cases = [
    [['--ttl', '600'], /from 1s to 24h/],
    [['--ttl', '0s'], /from 1s to 24h/],
    [['--observe', '1'], /from 100ms to 1h/],
    [['--speed', '0'], /from 1 to 600/],
    [['--others', '1000,,5'], /from 1 to/],
    [['--silent', 'all'], /from 10 to/],
    [['--ttl', '1m', '--speed', '600'], /Below 500 ms/],
  ] as const;

  for (const [args, why] of cases) {
    itWithCli(`${args.join(' ')} is refused with a way out`, async ({ cli }) => {
      const ended = await cli.run(['ttl', '--quick', '--quiet', ...args, '--md']);
      expect(ended.code).toBe(2);
      expectExplained(ended, why);
      expect(ended.stdout).toBe('');
    });
  }
});
