import { describe, expect, it } from 'vitest';
import type { LagArm, StormData, WayArm } from '../../../labs/ttl/data.ts';
import { stormShown } from '../../../labs/ttl/show/storm.ts';
import { Histogram } from '../../../src/measure/histogram.ts';
import type { Verdict } from '../../../src/report/findings.ts';
import { hangul, slip, textsIn } from '../../texts.ts';
import { actOf, answerOf, choicesOf, evidenceOf } from '../recorded.ts';
import { freshData, judged, lab, record } from './fixture.ts';

type Data = ReturnType<typeof freshData>;
type Break = (data: Data) => void;

function way(data: Data, id: WayArm['way']) {
  return data['four-ways'].ways.find((arm) => arm.way === id) as { -readonly [K in keyof WayArm]: WayArm[K] };
}

/** The largest crowd with the default settings. */
function crowd(data: Data) {
  const arms = data.lag as unknown as { -readonly [K in keyof LagArm]: LagArm[K] }[];
  return arms.find(
    ({ others, hz, effort }) => others === 100_000 && hz === 10 && effort === 1,
  ) as (typeof arms)[0];
}

function events(count: number, ms: number) {
  const histogram = new Histogram();
  for (let event = 0; event < count; event += 1) histogram.record(ms * 1e6);
  return histogram.toJSON();
}

function eventsOfCrowd(came: number): Break {
  return (data) => void Object.assign(crowd(data), { lag: events(came, 90), notYet: 2_000 - came });
}

function reads(change: Partial<Data['silence']['reads']>): Break {
  return (data) => void Object.assign(data.silence.reads, change);
}

function skip(...acts: string[]): Break {
  const skipped = { ko: '건너뜀', en: 'skipped' };
  return (data) => void Object.assign(data, Object.fromEntries(acts.map((act) => [act, { skipped }])));
}

describe('the verdict on C20 can turn', () => {
  const cases: readonly (readonly [what: string, Verdict, Break])[] = [
    ['the run as it was', 'held', () => {}],
    ['one read saw somebody after the TTL', 'refuted', reads({ seenAfter: 1 })],
    [
      'one read saw somebody after the TTL, of very few reads',
      'refuted',
      reads({ seenAfter: 1, goneAfter: 3 }),
    ],
    ['one living person was missed', 'inconclusive', reads({ missedBefore: 1 })],
    ['hardly any read after the TTL', 'inconclusive', reads({ goneAfter: 499 })],
    ['hardly any read before the TTL', 'inconclusive', reads({ seenBefore: 499 })],
    [
      'somebody was never found missing',
      'inconclusive',
      (data) => {
        const read = data.silence.groups.find(({ group }) => group === 'read');
        if (read) read.goneAfterReport = events(19, 2_001) as never;
      },
    ],
    [
      'a key per user gave a stale answer of the four ways',
      'refuted',
      (data) => {
        way(data, 'key-per-user').stale = 1;
      },
    ],
    [
      'the same, but the server clock was set meanwhile: our steady clock is no judge then',
      'inconclusive',
      (data) => {
        way(data, 'key-per-user').stale = 1;
        data['four-ways'].clockJumpMs = 60_000;
      },
    ],
    [
      'searches found hardly anybody',
      'inconclusive',
      (data) => {
        way(data, 'key-per-user').named = 99;
      },
    ],
    // Nuances, not the sentence: none of them turns it.
    ['every event came at once', 'held', eventsOfCrowd(2_000)],
    ['the act on events was skipped', 'held', skip('lag')],
  ];

  it.each(cases)('%s -> %s', (_, verdict, breakIt) => {
    expect(judged(breakIt).checks).toMatchObject([{ claim: 'C20', verdict }]);
  });
});

describe('the answer to the prediction', () => {
  const cases: readonly (readonly [answer: string | null, Break])[] = [
    ['reads-only', () => {}],
    ['all-at-once', eventsOfCrowd(2_000)],
    [
      'still-seen',
      (data) => {
        crowd(data).seenByRead = 1;
      },
    ],
    [null, eventsOfCrowd(1_500)],
  ];

  it.each(cases)('%s', (answer, breakIt) => {
    const data = freshData();
    breakIt(data);
    expect(answerOf(lab, 'lag', data.lag, record.params)).toBe(answer);
  });

  it('is always one of the choices, and every choice can be the answer', () => {
    const given = cases.flatMap(([answer]) => answer ?? []);
    expect(given.sort()).toEqual(choicesOf(lab, 'lag'));
  });
});

describe('every choice of the other questions can be the answer', () => {
  const given = (id: 'silence' | 'four-ways' | 'ghosts', breaks: readonly Break[]) =>
    breaks.map((breakIt) => {
      const data = freshData();
      breakIt(data);
      return answerOf(lab, id, data[id], record.params);
    });

  it('whose event comes first', () => {
    const eventAfter =
      (readMs: number, unreadMs: number): Break =>
      (data) => {
        for (const group of data.silence.groups) {
          const lag = events(20, group.group === 'read' ? readMs : unreadMs);
          group.events = { lag: lag as never, notYet: 0, observedMs: 1_000 };
        }
      };
    expect(
      given('silence', [eventAfter(1, 50), eventAfter(50, 1), eventAfter(5, 6), eventAfter(5, 10)]),
    ).toEqual(['read-first', 'unread-first', 'same', null]);
    expect(choicesOf(lab, 'silence')).toEqual(['read-first', 'same', 'unread-first']);
  });

  it('people who left, in a GEO key', () => {
    const stale =
      (count: number): Break =>
      (data) =>
        void Object.assign(way(data, 'geo'), { named: 1_000, stale: count });
    expect(given('four-ways', [stale(0), stale(400), stale(50)])).toEqual(['none', 'many', null]);
    expect(choicesOf(lab, 'four-ways')).toEqual(['many', 'none']);
  });

  it('the dead where people come and go', () => {
    const shares = (deadShare: number) => ({ arms: [{ users: 100_000, deadShare }] });
    const answers = [0.005, 0.12, 0.6].map((share) => answerOf(lab, 'churn', shares(share)));
    expect(answers).toEqual(['hardly-any', 'some', 'most']);
    expect(answers.toSorted()).toEqual(choicesOf(lab, 'churn'));
    expect(answerOf(lab, 'churn', { arms: [] })).toBeNull();
  });

  it('a bystander while many keys end: named only where the interval leaves 1 out', () => {
    const trials = (stormMs: readonly number[]) => ({
      keys: 50_000,
      trials: stormMs.map((ms) => ({ calm: events(50, 1), storm: events(50, ms), stormMs: 100 })),
    });
    const answers = [
      [10, 11, 9, 12, 10],
      [0.1, 0.11, 0.1, 0.12, 0.1],
      [0.5, 2, 1, 0.7, 1.4],
    ].map((ms) => answerOf(lab, 'storm', trials(ms)));
    expect(answers).toEqual(['slower', 'nothing', null]);
    expect(choicesOf(lab, 'storm')).toEqual(['nothing', 'slower']);
  });

  it('how the reads of a storm came is said of that record: older ones had a closed loop', () => {
    const shown = (more: object) => {
      const trials = [{ calm: events(50, 1), storm: events(50, 9), stormMs: 100, ...more }];
      return JSON.stringify(stormShown.show({ keys: 50_000, trials, ...more } as StormData, {} as never));
    };
    expect(shown({})).toContain('A closed loop');
    expect(shown({})).not.toContain('on patrol');
    expect(shown({ readsPerSecond: 2_000, patrolMs: 25 })).toContain('An open loop: reads come at 2,000/s');
    expect(shown({ readsPerSecond: 2_000, patrolMs: 25 })).toContain('on patrol for 25 ms');
  });

  it('ghosts in a SET', () => {
    const ghosts =
      (atDeath: number, atEnd: number): Break =>
      (data) => {
        const set = data.ghosts.lists.find(({ list }) => list === 'set');
        Object.assign(set as object, { ghosts: atDeath, ghostsAtEnd: atEnd });
      };
    expect(given('ghosts', [ghosts(0, 0), ghosts(30, 0), ghosts(30, 30)])).toEqual([
      'go-at-once',
      'go-later',
      'stay',
    ]);
  });

  it('the question on events is not graded where the run is another one', () => {
    for (const params of [{ others: [1_000] }, { silent: 10 }, { observe: 200 }]) {
      const { prediction } = actOf(judged(undefined, params), 'lag');
      expect(prediction).toMatchObject({ right: null, measured: null, off: { en: expect.any(String) } });
    }
  });
});

it.each(['silence', 'four-ways'])('without %s the claim, which speaks of results, is not tested', (act) => {
  expect(judged(skip(act))).toMatchObject({ checks: [], untested: [{ claim: 'C20' }] });
});

describe('what stands below the verdict speaks of acts that ran', () => {
  it.each([
    ['ghosts', ['silence', 'lag', 'four-ways'], /member of a SET/, /sped-up/, null],
    [
      'lag',
      ['silence', 'four-ways', 'ghosts'],
      /no timer/,
      /^All on one machine/,
      /of the events had not come/,
    ],
    [
      'four-ways',
      ['silence', 'lag', 'ghosts'],
      /member of a SET/,
      /sped-up/,
      /"friends nearby" had already left/,
    ],
  ] as const)('%s alone', (_, others, why, caveat, discuss) => {
    const findings = judged(skip(...others));
    expect(findings.why.en).toMatch(why);
    expect(findings.caveat.en).toMatch(caveat);
    if (discuss) expect(findings.discuss?.en).toMatch(discuss);
    else expect(findings.discuss).toBeNull();
  });
});

describe('the evidence', () => {
  it('is made of the record’s own figures', () => {
    const findings = judged((data) => {
      Object.assign(data.silence.reads, {
        seenAfter: 17,
        goneAfter: 8_000,
        seenBefore: 61_000,
        missedBefore: 23,
      });
      Object.assign(crowd(data), {
        deadKeys: 1_877,
        deadBytes: 3 * 1024 * 1024,
        lag: events(111, 90),
        notYet: 1_889,
      });
      Object.assign(way(data, 'geo'), { named: 1_000, stale: 421 });
      Object.assign(way(data, 'geo-swept'), { named: 1_000, stale: 57 });
    });
    const figures = [
      '17',
      '8,017',
      '23',
      '61,023',
      '111',
      '2,000',
      '100,000',
      '1,877',
      '3 MiB',
      '42.1%',
      '5.7%',
    ];
    for (const lang of ['ko', 'en'] as const) {
      for (const figure of figures) expect(evidenceOf(findings, 'C20', lang)).toContain(figure);
    }
  });

  it('events that had not come are ">", never a percentile of those that came', () => {
    const findings = judged((data) => {
      eventsOfCrowd(900)(data);
      for (const arm of data.lag ?? []) arm.observedMs = 1_500.6;
    });
    const late = actOf(findings, 'lag').blocks.find((block) => block.kind === 'table');
    const row = late?.kind === 'table' ? late.rows[1] : undefined;
    expect(row?.cells.slice(2)).toEqual([45, '>1,500', null, null]);
  });
});

describe('what a reader must know first', () => {
  const cases: readonly (readonly [what: string, RegExp, Break])[] = [
    [
      'the server refused events',
      /NOPERM/,
      (data) => {
        data.silence.eventsRefused = 'NOPERM no permissions';
        for (const group of data.silence.groups) group.events = null;
      },
    ],
    [
      'the server clock went forward',
      /3,600,000 ms forward/,
      (data) => {
        data.silence.clockJumpMs = 3_600_000;
      },
    ],
    [
      'the server clock went back',
      /60,000 ms back/,
      (data) => {
        data['four-ways'].clockJumpMs = -60_000;
      },
    ],
    [
      'a way missed living friends',
      /GEO alone.*12 times/,
      (data) => {
        way(data, 'geo').missed = 12;
      },
    ],
  ];

  it.each(cases)('%s', (_, said, breakIt) => {
    const { warnings } = judged(breakIt);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.en).toMatch(said);
    expect(warnings[0]?.ko).toMatch(hangul);
  });

  it('nothing, when all went well', () => {
    expect(judged().warnings).toEqual([]);
  });

  it('a way that the server is too old for stands in the table as skipped, with the reason under it', () => {
    const [table] = actOf(judged(), 'four-ways').blocks;
    if (table?.kind !== 'table') throw new Error('no table of the ways');
    expect(table.rows.find(({ id }) => id === 'hash-field')?.cells.slice(1)).toEqual([
      { ko: '건너뜀', en: 'skipped' },
      null,
      null,
      null,
      null,
    ]);
    expect(table.notes?.map(({ en }) => en).join()).toMatch(/no HPEXPIRE \(since Redis 7\.4, Valkey 9\)/);
  });

  it('no sentence has a hole in it', () => {
    const breaks: Break[] = [
      ...cases.map(([, , breakIt]) => breakIt),
      eventsOfCrowd(0),
      reads({ goneAfter: 0 }),
    ];
    for (const breakIt of breaks) {
      for (const [path, text] of textsIn(judged(breakIt)))
        expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
    }
  });
});

it('what the lab says before any figure is complete in both languages', () => {
  const texts = textsIn(lab);
  expect(texts.length).toBeGreaterThan(10);
  for (const [path, { ko, en }] of texts) {
    if (ko !== en) expect(ko, path).toMatch(hangul); // What reads the same in both is a name: Redis.
    expect(en, path).not.toMatch(hangul);
    expect(en, path).not.toBe('');
  }
});

it('judging leaves the record as it is', () => {
  const before = structuredClone(record.data);
  judged();
  expect(record.data).toEqual(before);
});
