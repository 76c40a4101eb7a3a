import { describe, expect, it } from 'vitest';
import type {
  CellsArm,
  ClusterTrial,
  HistoryArm,
  PairArm,
  PushTrial,
  RingArm,
  StrategyArm,
  TurningArm,
  WhaleTrial,
  Window,
} from '../../../labs/nearby/data.ts';
import type { TableBlock } from '../../../src/report/blocks.ts';
import type { Verdict } from '../../../src/report/findings.ts';
import { slip, textsIn } from '../../texts.ts';
import { actOf, answerOf, choicesOf, evidenceOf, type Mutable } from '../recorded.ts';
import { freshData, judged, lab, record } from './fixture.ts';

type Data = ReturnType<typeof freshData>;
type Break = (data: Data) => void;

const arm = (data: Data, strategy: StrategyArm['strategy']) =>
  data.strategies.arms.find((one) => one.strategy === strategy) as Mutable<StrategyArm>;

const change =
  (strategy: StrategyArm['strategy'], figures: Partial<StrategyArm>): Break =>
  (data) =>
    void Object.assign(arm(data, strategy), figures);

const withoutBuffers: Break = (data) => {
  for (const [at, one] of data.strategies.arms.entries())
    (one as Mutable<StrategyArm>).bufferBytes = 1024 * (at + 2);
};

const skip =
  (...acts: (keyof Data)[]): Break =>
  (data) =>
    void Object.assign(
      data,
      Object.fromEntries(acts.map((act) => [act, { skipped: { ko: '건너뜀', en: 'skipped' } }])),
    );

/** So many deliveries a second, give or take 3 %. */
const delivers =
  (window: Window, perSecond: number): Break =>
  (data) => {
    for (const pushes of data.costs.pushes.filter((one) => one.window === window))
      for (const [at, trial] of (pushes.trials as Mutable<PushTrial>[]).entries())
        trial.elapsedMs = ((1e3 * trial.deliveries) / perSecond) * (0.97 + 0.015 * at);
  };

const fewTrials: Break = (data) => {
  for (const { trials } of data.costs.pushes) (trials as unknown[]).splice(3);
};

const neverTurns: Break = (data) => {
  for (const { operations } of data.turning) Object.assign(operations, { 'active-reverse': 0.1 });
};

function verdictOf(claim: string, breakIt: Break, params = {}): Verdict | 'untested' | undefined {
  const { checks, untested } = judged(breakIt as never, params);
  if (untested.some((one) => one.claim === claim)) return 'untested';
  return checks.find((check) => check.claim === claim)?.verdict;
}

describe('the verdicts can turn', () => {
  const cases: readonly (readonly [claim: string, what: string, Verdict | 'untested', Break])[] = [
    ['C21', 'the run as it was', 'refuted', () => {}],
    ['C21', 'nobody was missed', 'held', change('active', { missed: 0 })],
    ['C21', 'hardly anybody was missed', 'inconclusive', change('active', { missed: 3 })],
    ['C21', 'hardly anything was due', 'inconclusive', change('all', { due: 499 })],
    ['C21', 'nothing was due', 'inconclusive', change('active', { due: 0, missed: 0 })],
    ['C21', 'who hears everybody misses things too', 'inconclusive', change('all', { missed: 1_000 })],
    ['C22', 'the run as it was', 'held', () => {}],
    ['C22', 'hardly a channel is idle', 'refuted', change('all', { idle: 10 })],
    [
      'C22',
      'a third of the channels is idle',
      'inconclusive',
      (data) => change('all', { idle: arm(data, 'all').channels / 3 })(data),
    ],
    ['C22', 'hardly a channel', 'inconclusive', change('all', { channels: 50, idle: 40 })],
    ['C23', 'the run as it was', 'held', () => {}],
    [
      'C23',
      'it misses one in ten',
      'refuted',
      (data) => change('active-reverse', { missed: arm(data, 'active-reverse').due / 10 })(data),
    ],
    ['C23', 'it misses one', 'inconclusive', change('active-reverse', { missed: 1 })],
    [
      'C23',
      'it shows people who are no friends any more',
      'refuted',
      change('active-reverse', { strangers: 1 }),
    ],
    [
      'C23',
      'it asks more than subscribing to everybody',
      'refuted',
      change('active-reverse', { controls: 100_000 }),
    ],
    ['C23', 'it holds more', 'refuted', change('active-reverse', { channels: 100_000 })],
    ['C23', 'hardly anything was due', 'inconclusive', change('all', { due: 499 })],
    ['C24', 'the run as it was', 'refuted', () => {}],
    ['C24', 'as slow as the book has it', 'held', delivers('pipelines', 110_000)],
    ['C24', 'much slower than that', 'refuted', delivers('pipelines', 8_000)],
    ['C24', 'too few trials', 'inconclusive', fewTrials],
    ['C24', 'nothing was measured', 'inconclusive', (data) => (data.costs.pushes as unknown[]).splice(0)],
    ['C21', 'the act was left out', 'untested', skip('strategies')],
    ['C24', 'the act was left out', 'untested', skip('costs')],
  ];
  it.each(cases)('%s: %s', (claim, _, verdict, breakIt) => {
    expect(verdictOf(claim, breakIt)).toBe(verdict);
  });

  it('C24 is about the figures that were put in', () => {
    expect(verdictOf('C24', () => {}, { dau: 2_000_000_000, listed: 5_000 })).toBe('refuted');
    expect(
      evidenceOf(
        judged(() => {}, { dau: 10_000_000 }),
        'C24',
        'en',
      ),
    ).toContain('1,333,333 pushes a second');
  });
});

describe('what is said', () => {
  const ways: readonly (readonly [string, Break])[] = [
    ['the run as it was', () => {}],
    ['nobody was missed', change('active', { missed: 0, arrivalsNever: 0 })],
    ['somebody who hears everybody was missed', change('all', { missed: 7 })],
    ['strangers', change('active-reverse', { strangers: 2, missed: 3 })],
    ['nobody ever came later', change('active', { arrivalsNever: 0, arrivalsSeen: 0 })],
    ['the reverse way holds no idle channel', change('active-reverse', { idle: 0 })],
    ['the servers and Redis disagree', change('all', { audit: { byRedis: 3, byServers: 4 } })],
    ['the buffers are told apart', withoutBuffers],
    ['it never turns', neverTurns],
    ['without the costs', skip('costs')],
    ['without the other worlds', skip('turning')],
    [
      'only the one with very many friends',
      skip('pair', 'strategies', 'turning', 'history', 'cells', 'ring', 'cluster', 'costs'),
    ],
    [
      'only the way behind',
      skip('pair', 'strategies', 'turning', 'whale', 'cells', 'ring', 'cluster', 'costs'),
    ],
    ['only the cluster', skip('pair', 'strategies', 'turning', 'whale', 'history', 'cells', 'ring', 'costs')],
    ['only the ring', skip('pair', 'strategies', 'turning', 'whale', 'history', 'cells', 'cluster', 'costs')],
  ];
  it.each(ways)('has no hole in it: %s', (_, breakIt) => {
    for (const [path, text] of textsIn(judged(breakIt as never)))
      expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
  });

  it('names from where on another way asks less, or that it is nowhere so', () => {
    expect(evidenceOf(judged(), 'C23', 'en')).toMatch(
      /with \d+% of the users connected, subscribing to everybody asked less/,
    );
    expect(evidenceOf(judged(neverTurns as never), 'C23', 'en')).toContain('asked more at every share');
  });
});

it('says which memory of Redis is meant: a record of revision 1 has the buffers in it', () => {
  const note = (breakIt?: Break) => {
    const { blocks } = actOf(judged(breakIt as never), 'strategies');
    const table = blocks.find((block) => 'id' in block && block.id === 'servers') as TableBlock;
    return table.notes?.find(({ en }) => en.startsWith('Redis memory'))?.en;
  };
  expect(note()).toMatch(/included\.$/);
  expect(note(withoutBuffers)).toContain('Buffers of the connections (2 KiB to 4 KiB)');
});

describe('a world of the book’s ratios', () => {
  const ratios = { users: 1_000, friends: 400, active: 10, interval: 30_000, ttl: 600_000, dau: 100_000_000 };
  const tableOf = (params: object) =>
    actOf(
      judged(() => {}, { listed: 400, ...params }),
      'strategies',
    ).blocks.find((block) => 'id' in block && block.id === 'scaled-up') as TableBlock | undefined;

  it('is put beside the book, with the factor, and the table that decides says how small it is', () => {
    const { comparison } = judged(() => {}, { ...ratios, listed: 400 });
    expect(comparison?.title).toEqual({
      ko: '같은 하루, 세 가지 구독(책의 1/100,000)',
      en: 'The same day, three ways (1/100,000 of the book)',
    });
    const cells = tableOf(ratios)?.rows.map((row) => row.cells.slice(1).map(String)) ?? [];
    expect(cells.map((row) => row[2])).toEqual(['10,000,000', '333,333', '13,333,333']);
    for (const [counted = '', scaled = ''] of cells) {
      const [small, large] = [counted, scaled].map((text) => Number(text.replaceAll(',', ''))) as [
        number,
        number,
      ];
      expect(large / small / 1e5).toBeCloseTo(1, 1);
    }
  });

  it('of other ratios there is none', () => {
    for (const other of [
      { friends: 40 },
      { active: 20 },
      { ttl: 60_000 },
      { listed: 40 },
      { interval: 1_000 },
    ])
      expect(tableOf({ ...ratios, ...other }), JSON.stringify(other)).toBeUndefined();
  });
});

describe('every prediction can be borne out by each of its choices', () => {
  const answers = (act: keyof Data, ways: readonly Break[]) =>
    ways
      .map((breakIt) => {
        const data = freshData();
        breakIt(data);
        return answerOf(lab, act, data[act], record.params);
      })
      .sort();

  const pair =
    (anaSawBo: number, boSawAna: number): Break =>
    (data) =>
      void Object.assign(data.pair.find(({ strategy }) => strategy === 'active') as PairArm, {
        anaSawBo,
        boSawAna,
      });
  const share = (part: number) => change('active', { due: 1_000, missed: 1_000 * part });
  const most =
    (reverse: number): Break =>
    (data) => {
      for (const one of data.turning as Mutable<TurningArm>[])
        Object.assign(one.operations, { all: 10, 'active-reverse': reverse });
    };
  const shown =
    (part: number): Break =>
    (data) =>
      void Object.assign(data.cells.arms[0] as CellsArm, { inRange: 1_000, shown: 1_000 * part });
  const moved =
    (part: number): Break =>
    (data) =>
      void Object.assign(data.ring.find((one) => one.change === 'ring-added') as RingArm, {
        channels: 1_000,
        moved: 1_000 * part,
      });

  const copied =
    (copies: number): Break =>
    (data) => {
      for (const trial of data.whale.arms.at(-1)?.trials ?? [])
        (trial as Mutable<WhaleTrial>).copies = copies;
    };
  const read =
    (server: number, user: number): Break =>
    (data) => {
      for (const one of data.history.arms as Mutable<HistoryArm>[])
        one.readForOne = { none: 0, 'by-server': server, 'by-user': user }[one.keeping];
    };

  const between =
    (sent: number): Break =>
    (data) => {
      for (const trial of data.cluster.arms[0]?.trials ?? [])
        (trial as Mutable<ClusterTrial>).betweenNodes = sent * trial.published;
    };

  it.each([
    ['pair', [pair(3, 3), pair(0, 3), pair(3, 0)]],
    ['strategies', [share(0), share(0.2), share(0.5), share(0.9)]],
    ['turning', [most(5), most(10), most(20)]],
    ['whale', [copied(1), copied(8), copied(1_000)]],
    ['history', [read(100, 100), read(1_200, 100), read(100, 1_200)]],
    ['cells', [shown(1), shown(0.8), shown(0.4)]],
    ['ring', [moved(0), moved(0.2), moved(0.8)]],
    ['cluster', [between(0), between(1), between(2)]],
    ['costs', [() => {}, delivers('pipelines', 110_000), delivers('pipelines', 8_000)]],
  ] as const)('%s', (act, ways) => {
    expect(answers(act, ways)).toEqual(choicesOf(lab, act));
  });

  it('nothing is borne out where nothing was seen, and the sum is asked with the book’s figures only', () => {
    expect(answers('pair', [pair(0, 0)])).toEqual([null]);
    expect(answers('strategies', [change('active', { due: 0, missed: 0 })])).toEqual([null]);
    const { predict } = lab.acts.find(({ id }) => id === 'costs') ?? {};
    expect(predict?.offWhen?.(record.params as never)).toBeNull();
    expect(predict?.offWhen?.({ ...record.params, dau: 1_000 } as never)).not.toBeNull();
  });
});
