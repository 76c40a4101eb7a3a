import { beforeAll, describe, expect, it } from 'vitest';
import type { DayCounts, NearbyData, PairArm, RingArm, StrategyArm } from '../../../labs/nearby/data.ts';
import { furtherBytes } from '../../../labs/nearby/judge/subscription-bytes.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import type { TraceEvent } from '../../../src/core/trace.ts';
import { readTrace } from '../../../src/replay/read.ts';
import type { TableBlock } from '../../../src/report/blocks.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { expectExplained } from '../../cli/explained.ts';
import { it as itWithCli, withCli } from '../../cli/run-cli.ts';
import { slip, textsIn } from '../../texts.ts';
import { tracedMessages } from '../trace-counts.ts';

/** One quick run on real servers and real sockets, and what is shown of it. */
let record: RunRecord<NearbyData>;
let findings: Findings;
let data: NearbyData;
let events: readonly TraceEvent[];

beforeAll(async () => {
  await withCli(async (cli) => {
    const ran = await cli.run([
      'nearby',
      '--quick',
      '--json',
      '--seed',
      '11',
      '--predict',
      '2,3,2,2,2,3,2,3',
    ]);
    expect(ran.code, ran.stderr).toBe(0);
    ({ record, findings } = JSON.parse(ran.stdout));
    data = record.data as NearbyData;
    ({ events } = readTrace((await cli.run(['trace', 'last', '--format', 'jsonl'])).stdout));
  });
});

const day = (id: string) => data.strategies.arms.find(({ strategy }) => strategy === id) as StrategyArm;
const pairOf = (id: string) => data.pair.find(({ strategy }) => strategy === id) as PairArm;
const ringOf = (id: string) => data.ring.find(({ change }) => change === id) as RingArm;

it('comes to its verdicts, in both languages, without a hole in a sentence', () => {
  expect(record).toMatchObject({ lab: 'nearby', outcome: 'completed', error: null });
  expect(findings.checks.map(({ claim, verdict }) => [claim, verdict])).toEqual([
    ['C21', 'refuted'],
    ['C22', 'held'],
    ['C23', 'held'],
    ['C24', 'refuted'],
  ]);
  expect(findings.acts.filter(({ skipped }) => skipped).map(({ id }) => id)).toEqual(['cluster']);
  for (const { id, prediction, skipped } of findings.acts)
    if (!skipped) expect(prediction, id).toMatchObject({ right: true });
  for (const [path, text] of textsIn(findings)) expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
});

describe('two friends', () => {
  it('who was there first sees the other only where somebody tells her server', () => {
    expect(pairOf('all')).toMatchObject({ anaSawBo: 3, boSawAna: 3, subscribed: 2, controls: 0 });
    expect(pairOf('active')).toMatchObject({ anaSawBo: 0, boSawAna: 3, subscribed: 1, controls: 0 });
    expect(pairOf('active-reverse')).toMatchObject({ anaSawBo: 3, boSawAna: 3, subscribed: 2, controls: 1 });
  });

  it.each(['all', 'active', 'active-reverse'])(
    'the trace of %s tells of as many messages as the figures',
    (strategy) => {
      const traced = tracedMessages(events, 'pair', strategy);
      const { anaSawBo, boSawAna, lines } = pairOf(strategy);
      const toPhones = events.filter(
        ({ act, arm, kind, ...event }) =>
          act === 'pair' &&
          arm === strategy &&
          kind === 'recv' &&
          'to' in event &&
          ['ana', 'bo'].includes(event.to),
      ).length;
      expect(toPhones).toBeGreaterThanOrEqual(anaSawBo + boSawAna);
      const heard = lines.filter(({ direction }) => direction === 'receives').length;
      expect(traced.received - toPhones).toBeGreaterThanOrEqual(heard);
      expect(traced.lost).toBe(0);
    },
  );
});

describe('three ways on the same day', () => {
  it('only who subscribes to active friends alone misses anything, and nobody sees a stranger', () => {
    expect(day('all')).toMatchObject({ missed: 0, strangers: 0, arrivalsNever: 0 });
    expect(day('active-reverse')).toMatchObject({ missed: 0, strangers: 0, arrivalsNever: 0 });
    expect(day('active').missed / day('active').due).toBeGreaterThan(0.3);
  });

  it('it is the same day: as many connect and report', () => {
    const days = data.strategies.arms.map(({ connects, reports }) => [connects, reports]);
    expect(new Set(days.map(String)).size).toBe(1);
  });

  it('Redis counts the subscriptions as the servers do', () => {
    for (const { audit } of data.strategies.arms) expect(audit.byRedis).toBe(audit.byServers);
  });

  it('a phone throws away what comes from beyond the radius, as many as the model says', () => {
    for (const { pushed, came, model } of data.strategies.arms) {
      const { inRange = 0, beyond = 0 } = came ?? {};
      expect(beyond).toBeGreaterThan(inRange);
      expect(inRange).toBeGreaterThan(0);
      expect(inRange + beyond).toBeLessThanOrEqual(pushed);
      expect(beyond / (model.came?.beyond ?? 0)).toBeCloseTo(1, 1);
    }
  });

  it('the map is one person’s in all arms; somebody is unseen on it only where active friends alone are', () => {
    const unseen = (id: string) => day(id).map?.dots.filter(({ seen }) => seen === 'unseen').length;
    expect(new Set(data.strategies.arms.map(({ map }) => map?.me)).size).toBe(1);
    expect([unseen('all'), unseen('active-reverse')]).toEqual([0, 0]);
    expect(unseen('active')).toBeGreaterThan(0);
  });

  it('the trace ends with the places of the map', () => {
    for (const { strategy, map } of data.strategies.arms) {
      const places = events.filter(({ kind, arm }) => kind === 'place' && arm === strategy);
      const dots = map?.dots ?? [];
      expect(places.length).toBeGreaterThan(dots.length);
      for (const [at, { user, ...dot }] of dots.entries())
        expect(places.at(at - dots.length)).toMatchObject({
          ...{ map: `user-${map?.me}`, who: `user-${user}` },
          ...dot,
        });
    }
  });

  it('is what the model says, within 5 %: pushes, channels, operations, and what is missed', () => {
    const figures: readonly Exclude<keyof DayCounts, 'came'>[] = [
      'pushed',
      'delivered',
      'channels',
      'subscribed',
      'missed',
      'due',
    ];
    for (const { strategy, model, ...measured } of data.strategies.arms)
      for (const figure of figures) {
        const [here, there] = [measured[figure], model[figure]];
        expect(Math.abs(here - there), `${strategy} ${figure}: ${here}, model ${there}`).toBeLessThanOrEqual(
          0.05 * there + 5,
        );
      }
  });
});

it('a report is copied once for each location server, and pushed once for each friend', () => {
  const { servers, arms } = data.whale;
  expect(arms.map(({ friends }) => friends)).toEqual([3, 30, 300]);
  for (const { friends, trials } of arms) {
    expect(trials).toHaveLength(10);
    for (const trial of trials)
      expect(trial).toMatchObject({ copies: Math.min(friends, servers), pushes: friends });
  }
});

it('a stream of one’s own is read as far as needed, that of a server to its end; both are cut', () => {
  const { users, streams, keep, arms } = data.history;
  const [, byServer, byUser] = arms;
  for (const arm of [byServer, byUser]) {
    expect(arm?.foundForOne).toBe(keep);
    expect(arm?.kept).toBeGreaterThanOrEqual(users * keep);
    expect(arm?.kept).toBeLessThan(2 * users * keep);
  }
  expect(byUser?.readForOne).toBe(keep);
  expect(byServer?.readForOne).toBeGreaterThanOrEqual((users / streams) * keep);
});

it('strangers behind the edge of a cell are seen by who listens to the cells around, and only then', () => {
  const [own, wide, large] = data.cells.arms;
  expect(own?.shown).toBeLessThan(0.7 * (own?.inRange ?? 0));
  for (const arm of [wide, large]) expect(arm?.shown).toBe(arm?.inRange);
  expect(large?.delivered).toBeGreaterThan(wide?.delivered ?? 0);
});

it('a ring moves a fifth of the channels, a division four fifths; with overlap nothing is lost', () => {
  expect(ringOf('ring-added').moved / ringOf('ring-added').channels).toBeCloseTo(0.2, 1);
  expect(ringOf('modulo-added').moved / ringOf('modulo-added').channels).toBeCloseTo(0.8, 1);
  expect(ringOf('ring-added-overlap').missed).toBe(0);
  for (const { due } of data.ring) expect(due).toBeGreaterThan(100);
});

it('a further subscription takes the 112 bytes of Redis 7, and pipelining delivers more', () => {
  expect(Math.abs((furtherBytes(data.costs) ?? 0) - 112)).toBeLessThan(40);
  for (const { trials } of data.costs.pushes) expect(trials).toHaveLength(5);
});

itWithCli('a cluster sends a classic message to every other node, a sharded one to none', async ({ cli }) => {
  const flags = ['--acts', 'cluster', '--cluster', '3', '--quick', '--json', '--no-predict'];
  const { code, stdout, stderr } = await cli.run(['nearby', ...flags]);
  expect(code, stderr).toBe(0);
  const ran = JSON.parse(stdout);
  const { arms, nodes, resharding } = ran.record.data.cluster as NearbyData['cluster'];
  expect(arms.map(({ way }) => way)).toEqual(['classic', 'sharded']);
  for (const { way, trials } of arms)
    for (const { published, delivered, betweenNodes } of trials)
      expect([delivered, betweenNodes]).toEqual([published, way === 'classic' ? published * (nodes - 1) : 0]);

  // Of a slot that leaves a node the node says so, once for each channel; a dead one says nothing, and refuses.
  expect(resharding?.map(({ change }) => change)).toEqual(['node-emptied', 'node-added', 'node-lost']);
  for (const { change, moved, sunsubscribed, resubscribed, due, missed, refused } of resharding ?? []) {
    const isLost = change === 'node-lost';
    expect(moved).toBeGreaterThan(100);
    expect([sunsubscribed, resubscribed]).toEqual([isLost ? 0 : moved, moved]);
    expect(due).toBeGreaterThan(moved);
    expect(missed).toBeLessThan(due / 2);
    expect(refused > 0).toBe(isLost);
  }
  for (const [path, text] of textsIn(ran.findings)) expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
});

describe('what if', () => {
  itWithCli('the figures of a service of one’s own go into the sum', async ({ cli }) => {
    const flags = '--dau 10m --active 20% --friends 200 --interval 15s'.split(' ');
    const { code, stdout, stderr } = await cli.run([
      ...['nearby', '--quick', '--json', '--acts', 'costs', '--no-predict'],
      ...flags,
    ]);
    expect(code, stderr).toBe(0);
    const { acts } = JSON.parse(stdout).findings as Findings;
    const blocks = acts.find(({ id }) => id === 'costs')?.blocks ?? [];
    const sum = blocks.find((block) => 'id' in block && block.id === 'sum') as TableBlock;
    const cellOf = (line: string) => sum.rows.find(({ id }) => id === line)?.cells[2];
    expect([cellOf('online'), cellOf('updates'), cellOf('pushes')]).toEqual([
      ...['2,000,000', '133,333', '5,333,333'],
    ]);
  });

  itWithCli('a world of three is seen message by message, and too small to judge by', async ({ cli }) => {
    const { code, stdout, stderr } = await cli.run([
      ...[
        'nearby',
        '--users',
        '3',
        '--active',
        '95%',
        '--friends',
        '2',
        '--world',
        '120s',
        '--quick',
        '--json',
      ],
      ...['--acts', 'strategies', '--no-predict'],
    ]);
    expect(code, stderr).toBe(0);
    const { findings: said, record: small } = JSON.parse(stdout);
    expect(said.checks.find(({ claim }: { claim: string }) => claim === 'C21').verdict).toBe('inconclusive');
    const { events: few } = readTrace((await cli.run(['trace', 'last', '--format', 'jsonl'])).stdout);
    for (const { strategy, delivered } of small.data.strategies.arms as StrategyArm[]) {
      const heard = few.filter((event) => event.kind === 'recv' && event.arm === strategy);
      expect(heard.filter((event) => 'on' in event && event.on?.startsWith('place:')).length).toBe(delivered);
    }
  });

  itWithCli('--preset book is the book’s ratios, and flags win over it', async ({ cli }) => {
    const { code, stdout, stderr } = await cli.run([
      ...['nearby', '--preset', 'book', '--json', '--acts', 'strategies', '--no-predict', '--quick'],
      ...['--world', '60s', '--users', '500'],
    ]);
    expect(code, stderr).toBe(0);
    const { record: small, findings: said } = JSON.parse(stdout);
    expect(small.params).toMatchObject({ users: 500, friends: 400, listed: 400, active: 10, world: 60_000 });
    expect(said.comparison.title.en).toContain('1/200,000 of the book');
  });
});

describe('bad input', () => {
  itWithCli('an interval of nothing, and a TTL of nothing, are said before it starts', async ({ cli }) => {
    for (const name of ['interval', 'ttl']) {
      const ended = await cli.run(['nearby', `--${name}`, '0', '--quick', '--no-predict']);
      expect(ended.code).toBe(2);
      expectExplained(ended, /a time from 1s/);
      expect(ended.stderr).toContain(`--${name}`);
    }
  });

  itWithCli('more people than files may be open is said before it starts', async ({ cli }) => {
    const args = [
      'nearby',
      '--users',
      '10000',
      '--active',
      '95',
      '--acts',
      'strategies',
      '--no-predict',
      '--quiet',
    ];
    const shell = 'ulimit -n 1024; exec "$@"';
    const ended = await cli.run(args, { shell });
    expect(ended.code).toBe(2);
    expectExplained(ended, /1024 open files \(ulimit -n\)/);
    expect(ended.stderr).toMatch(/--users \d+ .* ulimit -n \d+/);
  });

  itWithCli(
    'nobody online, everybody online, a TTL below the interval: it completes and claims nothing',
    async ({ cli }) => {
      for (const flags of [
        ['--users', '10', '--friends', '1', '--active', '1'],
        ['--users', '60', '--friends', '20', '--active', '95', '--ttl', '5s', '--interval', '60s'],
      ]) {
        const { code, stdout, stderr } = await cli.run([
          ...[
            'nearby',
            '--quick',
            '--json',
            '--acts',
            'strategies',
            '--no-predict',
            '--world',
            '300s',
            ...flags,
          ],
        ]);
        expect(code, stderr).toBe(0);
        const { checks } = JSON.parse(stdout).findings as Findings;
        expect(checks.find(({ claim }) => claim === 'C21')?.verdict, flags.join(' ')).not.toBe('held');
      }
    },
  );
});
