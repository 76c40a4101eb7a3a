import { describe, expect, it } from 'vitest';
import type { LagArm } from '../../../labs/ttl/lag.ts';
import type { WayArm } from '../../../labs/ttl/way-arm.ts';
import { Histogram } from '../../../src/measure/histogram.ts';
import type { Verdict } from '../../../src/report/findings.ts';
import { hangul, slip, textsIn } from '../../texts.ts';
import { freshData, lab, record } from './fixture.ts';

type Data = ReturnType<typeof freshData>;
type Break = (data: Data) => void;

function judged(breakIt: Break = () => {}) {
  const data = freshData();
  breakIt(data);
  return lab.interpret(data as never, record.params as never);
}

function way(data: Data, id: WayArm['way']) {
  return data.fourWays.ways.find((arm) => arm.way === id) as { -readonly [K in keyof WayArm]: WayArm[K] };
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
      'a key per user gave a stale answer in act 3',
      'refuted',
      (data) => {
        way(data, 'key-per-user').stale = 1;
      },
    ],
    [
      'the same, but the server clock was set during act 3: our steady clock is no judge then',
      'held',
      (data) => {
        way(data, 'key-per-user').stale = 1;
        data.fourWays.clockJumpMs = 60_000;
      },
    ],
    // Nuances, not the sentence: none of them turns it.
    ['every event came at once', 'held', eventsOfCrowd(2_000)],
    ['act 2 was skipped', 'held', (data) => void Object.assign(data, { lag: null })],
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
    [null, (data) => void Object.assign(data, { lag: null })],
  ];

  it.each(cases)('%s', (answer, breakIt) => {
    expect(judged(breakIt).answer).toBe(answer);
  });

  it('is always one of the choices, and every choice can be the answer', () => {
    const given = cases.flatMap(([answer]) => answer ?? []);
    expect(given.sort()).toEqual(lab.prediction.choices.map(({ id }) => id).sort());
  });
});

describe('the evidence', () => {
  it('is made of the record’s own figures', () => {
    const { checks } = judged((data) => {
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
      for (const figure of figures) expect(checks[0]?.evidence[lang]).toContain(figure);
    }
  });

  it('events that had not come are ">", never a percentile of those that came', () => {
    const { blocks } = judged((data) => {
      eventsOfCrowd(900)(data);
      for (const arm of data.lag ?? []) arm.observedMs = 1_500.6;
    });
    const late = blocks.find((block) => block.kind === 'table' && block.title.en.startsWith('Act 2'));
    const row = late?.kind === 'table' ? late.rows[1] : undefined;
    expect(row?.slice(2)).toEqual([45, 45, '>1,500', '>1,500']);
  });
});

describe('what a reader must know first', () => {
  const cases: readonly (readonly [what: string, RegExp, Break])[] = [
    ['acts were skipped', /act 2 .* act 4/, (data) => void Object.assign(data, { lag: null, ghosts: null })],
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
        data.fourWays.clockJumpMs = -60_000;
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
    const table = judged().blocks.find(
      (block) => block.kind === 'table' && block.title.en.startsWith('Act 3'),
    );
    if (table?.kind !== 'table') throw new Error('no table of act 3');
    expect(
      table.rows.find((row) => (row[0] as { en: string }).en.startsWith('TTL on a hash'))?.slice(1),
    ).toEqual([{ ko: '건너뜀', en: 'skipped' }, null, null, null, null]);
    expect(table.notes?.at(-1)?.en).toMatch(/no HPEXPIRE \(since Redis 7\.4, Valkey 9\)/);
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
  const texts = textsIn({ ...lab, run: undefined });
  expect(texts.length).toBeGreaterThan(10);
  for (const [path, { ko, en }] of texts) {
    expect(ko, path).toMatch(hangul);
    expect(en, path).not.toMatch(hangul);
    expect(en, path).not.toBe('');
  }
});

it('judging leaves the record as it is', () => {
  const data = freshData();
  lab.interpret(data as never, record.params as never);
  expect(data).toEqual(record.data);
});
