import { describe, expect, it } from 'vitest';
import type { EndedArm, EndedSetting, PersistenceData } from '../../../labs/persistence/data.ts';
import { firstMissing, lostOf, shareLost } from '../../../labs/persistence/parts/lost.ts';
import { priceShown } from '../../../labs/persistence/show/price.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { endingRows, langs, pageOf } from '../../render/page.ts';
import { slip, textsIn } from '../../texts.ts';
import { actOf, answerOf, choicesOf, evidenceOf, type Mutable } from '../recorded.ts';
import { freshData, judged, lab, record, report } from './fixture.ts';

type Data = Mutable<PersistenceData>;
type Ended = 'goodbye' | 'kill' | 'power-cut';
const verdict = (findings: Findings) => findings.checks.find(({ claim }) => claim === 'C02')?.verdict;
const armIn = (data: Data, act: Ended, setting: EndedSetting) =>
  data[act].arms.find((arm) => arm.setting === setting) as Mutable<EndedArm>;
const isNotSlow = ({ setting }: { readonly setting: EndedSetting }) => setting !== 'aof-everysec-slow';
const keepAll = (arm: Mutable<EndedArm>) => {
  arm.kept = [[1, arm.sent]];
};
const loseLast = (arm: Mutable<EndedArm>) => {
  arm.kept = [[1, arm.acked - 1]];
};
const loseAll = (arm: Mutable<EndedArm>) => {
  arm.kept = [];
};
const skipped = { skipped: { ko: '건너뜀', en: 'skipped' } };

describe('what is lost', () => {
  it.each([
    ['nothing', [[1, 12]], 0, null, 'none'],
    ['the end, beside what was never acknowledged', [[1, 7]], 3, 8, 'some'],
    [
      'one in the middle, which cannot be and is seen',
      [
        [1, 3],
        [5, 12],
      ],
      1,
      4,
      'some',
    ],
    ['everything', [], 10, 1, 'all'],
  ] as const)('%s', (_, kept, lost, first, share) => {
    const arm = { setting: 'rdb', sent: 12, acked: 10, kept, oldestLostMs: null, syncs: null } as const;
    expect([lostOf(arm), firstMissing(arm), shareLost(arm)]).toEqual([lost, first, share]);
  });

  it('nobody knows where nothing was acknowledged', () => {
    expect(
      shareLost({ setting: 'rdb', sent: 5, acked: 0, kept: [], oldestLostMs: null, syncs: null }),
    ).toBeNull();
  });
});

describe('C02', () => {
  it('holds for what was measured, and says what it rests on', () => {
    const findings = judged();
    expect(verdict(findings)).toBe('held');
    for (const lang of ['ko', 'en'] as const) expect(evidenceOf(findings, 'C02', lang)).not.toMatch(slip);
  });

  const broken: readonly (readonly [what: string, breakIt: (data: Data) => void, verdict: string])[] = [
    [
      'AOF always loses one in the power cut',
      (data) => loseLast(armIn(data, 'power-cut', 'aof-always')),
      'refuted',
    ],
    ['AOF always loses all', (data) => loseAll(armIn(data, 'power-cut', 'aof-always')), 'refuted'],
    ['who keeps nothing has everything', (data) => keepAll(armIn(data, 'power-cut', 'none')), 'inconclusive'],
    [
      'who keeps nothing has some of it',
      (data) => loseLast(armIn(data, 'power-cut', 'none')),
      'inconclusive',
    ],
    [
      'nothing was acknowledged',
      (data) => {
        armIn(data, 'power-cut', 'aof-always').acked = 0;
      },
      'inconclusive',
    ],
  ];
  it.each(broken)('%s: %s', (_, breakIt, expected) => {
    expect(verdict(judged(breakIt))).toBe(expected);
  });

  it('is not tested without a power cut', () => {
    const findings = judged((data) => Object.assign(data, { 'power-cut': skipped }));
    expect(verdict(findings)).toBeUndefined();
    expect(findings.untested).toMatchObject([{ claim: 'C02' }]);
  });

  it('says what a slow fsync cost the killed, and where nobody could make one slow, what RDB did', () => {
    const slow = (lose: (arm: Mutable<EndedArm>) => void) =>
      judged((data) => {
        const arm = structuredClone(armIn(data, 'kill', 'aof-everysec'));
        data.kill.arms = [...data.kill.arms.filter(isNotSlow), { ...arm, setting: 'aof-everysec-slow' }];
        lose(armIn(data, 'kill', 'aof-everysec-slow'));
      });
    expect(evidenceOf(slow(loseLast), 'C02', 'en')).toMatch(
      /kill -9: none of [\d,]+ lost; while a slow fsync was under way 1 of [\d,]+ lost/,
    );
    expect(evidenceOf(slow(keepAll), 'C02', 'en')).toMatch(/while a slow fsync was under way none/);
    const without = judged((data) => {
      data.kill.arms = data.kill.arms.filter(isNotSlow);
      data.kill.noSlowDisk = { ko: '컴파일러가 없어요', en: 'there is no compiler' };
    });
    expect(evidenceOf(without, 'C02', 'en')).toMatch(/RDB by default: on kill -9 all/);
    expect(JSON.stringify(without.warnings)).toContain('there is no compiler');
  });

  it('says that the price is unknown where the interval holds 1', () => {
    const findings = judged((data) => {
      for (const arm of data.price.arms)
        if (arm.callers === 1)
          arm.rounds = arm.rounds.map(({ round }) => ({ round, perSecond: 100 + (round % 2) }));
    });
    expect(evidenceOf(findings, 'C02', 'en')).toMatch(/cannot tell/);
    expect(actOf(findings, 'price').headline?.en).toMatch(
      /callers 1: \S+ \(cannot tell it from no saving\), callers 50: \S+ \(\S+ × of no saving\)/,
    );
  });
});

describe('predictions', () => {
  const turns: Readonly<Record<string, Readonly<Record<string, (data: Data) => void>>>> = {
    goodbye: {
      none: (data) => keepAll(armIn(data, 'goodbye', 'rdb')),
      some: (data) => loseLast(armIn(data, 'goodbye', 'rdb')),
      all: (data) => loseAll(armIn(data, 'goodbye', 'rdb')),
    },
    kill: {
      none: (data) => keepAll(armIn(data, 'kill', 'aof-no')),
      some: (data) => loseLast(armIn(data, 'kill', 'aof-no')),
      all: (data) => loseAll(armIn(data, 'kill', 'aof-no')),
    },
    'power-cut': {
      none: (data) => keepAll(armIn(data, 'power-cut', 'aof-no')),
      some: (data) => loseLast(armIn(data, 'power-cut', 'aof-no')),
      all: (data) => loseAll(armIn(data, 'power-cut', 'aof-no')),
    },
    price: {
      more: (data) => alwaysAt50(data, 5),
      same: (data) => alwaysAt50(data, 1.2),
      less: (data) => alwaysAt50(data, 0.5),
    },
    restart: {
      longer: (data) => aofLoads(data, 3),
      same: (data) => aofLoads(data, 1),
      shorter: (data) => aofLoads(data, 0.3),
    },
    damage: {
      starts: (data) => flipped(data, 999),
      refuses: (data) => flipped(data, null),
    },
    replica: {
      lost: (data) => confirmedLost(data, 1),
      kept: (data) => confirmedLost(data, 0),
    },
    full: {
      refused: (data) => refused(data, 1, 0),
      evicts: (data) => refused(data, 0, 1),
      grows: (data) => refused(data, 0, 0),
    },
  };
  it.each(Object.entries(turns))('each choice of %s can be the right one', (act, choices) => {
    expect(Object.keys(choices).sort()).toEqual(choicesOf(lab, act));
    for (const [choice, turn] of Object.entries(choices)) {
      const data = freshData();
      turn(data);
      expect(answerOf(lab, act, data[act as keyof Data]), choice).toBe(choice);
    }
  });

  it('trials that lie far apart are told with the table', () => {
    const told = (most: number) =>
      JSON.stringify(
        priceShown.show(
          {
            arms: freshData().price.arms.map((arm) => ({
              ...arm,
              rounds: [10, 11, 12, 13, most].map((perSecond, round) => ({ round, perSecond })),
            })),
          },
          record.params as never,
        ),
      );
    expect(told(40)).toMatch(/more than 2 × apart \([^)]*: 10 to 40 a second\)/);
    expect(told(15)).not.toMatch(/apart/);
  });

  it('were graded in the kept run', () => {
    for (const { id } of lab.acts) expect(actOf(judged(), id).prediction, id).toMatchObject({ right: true });
    expect(record.outcome).toBe('completed');
  });

  it('a run with other callers does not answer the question about fifty', () => {
    expect(
      actOf(
        judged(() => {}, { concurrency: [1, 10] }),
        'price',
      ).prediction,
    ).toMatchObject({ right: null });
  });
});

it('no sentence has a hole, whatever is missing', () => {
  const cases: ((data: Data) => void)[] = [
    () => {},
    (data) => Object.assign(data, { 'power-cut': skipped }),
    (data) => Object.assign(data, { price: skipped }),
    (data) => {
      for (const act of ['goodbye', 'kill', 'power-cut'] as const) data[act].arms.length = 0;
    },
    (data) => {
      data.price.arms.length = 0;
      data.replica.arms.length = 0;
      data.full.arms.length = 0;
    },
  ];
  for (const breakIt of cases)
    for (const [path, text] of textsIn(judged(breakIt)))
      expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
});

describe('the ending speaks of acts that ran', () => {
  const alone =
    (act: keyof Data) =>
    (data: Data): void => {
      for (const other of Object.keys(data)) if (other !== act) Object.assign(data, { [other]: skipped });
    };
  const endings = [
    ['goodbye', 'SIGTERM', 'processes', null],
    ['kill', 'kernel lives on', 'processes', 'RDB by default lost 10,600'],
    ['power-cut', 'fsync has confirmed', 'simulated', 'the power cut'],
    ['price', 'share one', 'disk of this machine', 'AOF always took'],
    ['restart', 'run again', 'just been written', 'from the AOF took'],
    ['damage', 'torn end', 'done by us', '--fix saved'],
    ['replica', 'WAIT counts', 'proxy', 'WAIT had confirmed'],
    ['full', 'the policy decides', 'One Redis', null],
  ] as const;

  it.each(endings)('of %s alone', (act, why, caveat, discuss) => {
    const findings = judged(alone(act));
    expect(findings.why.en).toContain(why);
    expect(findings.caveat.en).toContain(caveat);
    if (discuss) expect(findings.discuss?.en).toContain(discuss);
    else expect(findings.discuss).toBeNull();
    for (const [other, others] of endings) if (other !== act) expect(findings.why.en).not.toContain(others);
  });

  it.each<[keyof Data, (data: Data) => void]>([
    ['power-cut', (data) => keepAll(armIn(data, 'power-cut', 'aof-everysec'))],
    ['kill', (data) => keepAll(armIn(data, 'kill', 'rdb'))],
    ['price', (data) => data.price.arms.splice(0)],
    ['restart', (data) => data.restart.arms.splice(0)],
    ['damage', (data) => data.damage.arms.splice(0)],
    ['replica', (data) => confirmedLost(data, 0)],
  ])('of %s alone it asks nothing where there is no figure for it', (act, breakIt) => {
    const findings = judged((data) => {
      alone(act)(data);
      breakIt(data);
    });
    expect(findings.discuss).toBeNull();
  });

  it.each(lab.acts.map(({ id }) => id))('and is one screen of %s alone', (act) => {
    const findings = judged(alone(act as keyof Data));
    for (const lang of langs)
      for (const [columns, lines] of [
        [80, 24],
        [60, 20],
      ] as const)
        expect(endingRows({ ...report, findings }, pageOf({ lang, columns })), lang).toBeLessThanOrEqual(
          lines,
        );
  });
});

function alwaysAt50(data: Data, factor: number): void {
  const armOf = (callers: number) =>
    data.price.arms.find((arm) => arm.setting === 'aof-always' && arm.callers === callers);
  const [one, fifty] = [armOf(1), armOf(50)];
  if (!one || !fifty) throw new Error('no such arm');
  one.rounds = one.rounds.map(({ round }) => ({ round, perSecond: 1000 + round }));
  fifty.rounds = one.rounds.map(({ round }) => ({
    round,
    perSecond: (1000 + round) * factor * (1 + round / 1000),
  }));
}

function aofLoads(data: Data, factor: number): void {
  const keys = Math.max(...data.restart.arms.map((arm) => arm.keys));
  const armOf = (source: string) =>
    data.restart.arms.find((arm) => arm.source === source && arm.keys === keys);
  const [rdb, aof] = [armOf('rdb'), armOf('aof')];
  if (!rdb || !aof) throw new Error('no such arm');
  rdb.loadMs = [100, 101, 102, 103, 104];
  aof.loadMs = rdb.loadMs.map((ms, start) => ms * factor * (1 + start / 1000));
}

function flipped(data: Data, kept: number | null): void {
  for (const arm of data.damage.arms) if (arm.damage === 'aof-flipped') arm.keptByRestart = kept;
}

function confirmedLost(data: Data, lost: number): void {
  for (const arm of data.replica.arms) if (arm.failover === 'wait-other') arm.confirmedLost = lost;
}

function refused(data: Data, refusals: number, evicted: number): void {
  for (const arm of data.full.arms)
    if (arm.policy === 'noeviction')
      Object.assign(arm, { refused: refusals, idleLost: evicted, activeLost: 0 });
}
