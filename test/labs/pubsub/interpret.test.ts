import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../src/measure/histogram.ts';
import type { Verdict } from '../../../src/report/findings.ts';
import { hangul, slip, textsIn } from '../../texts.ts';
import { answerOf, choicesOf, evidenceOf } from '../recorded.ts';
import { freshData, judged, lab, record } from './fixture.ts';

type Data = ReturnType<typeof freshData>;
type Break = (data: Data) => void;

function verdictOf(claim: string, breakIt?: Break): Verdict | undefined {
  return judged(breakIt).checks.find((check) => check.claim === claim)?.verdict;
}

/** An arm by its name; the fixture has them all. */
function away(data: Data, absence: string) {
  return data.away.find((arm) => arm.absence === absence) as Data['away'][number];
}
function stream(data: Data, fault: string) {
  return data.streams.find((arm) => arm.fault === fault) as Data['streams'][number];
}
function everythingArrives(arm: { history: Data['away'][number]['history'] }): void {
  arm.history.received = [...arm.history.sent];
}
/** The last message is the one that never came. */
function loseOne(arm: { history: Data['away'][number]['history'] }): void {
  const last = arm.history.received.at(-1);
  if (last) last[1] -= 1;
}

/** Samples of one latency each. */
function latencies(samples: number, ms: number) {
  const histogram = new Histogram();
  for (let sample = 0; sample < samples; sample += 1) histogram.record(ms * 1e6);
  return JSON.parse(JSON.stringify(histogram.toJSON()));
}
function allLatencies(samples: number, ms: number): Break {
  return (data) => {
    for (const arm of data['fan-out']) {
      arm.latency = latencies(samples, ms);
      arm.deliveries = samples;
    }
  };
}
function firstArm(change: Partial<Data['fan-out'][number]>): Break {
  return (data) => void Object.assign(data['fan-out'][0] as object, change);
}

describe('each verdict can turn', () => {
  const cases: readonly (readonly [claim: string, what: string, Verdict, Break])[] = [
    ['C10', 'the run as it was', 'held', () => {}],
    ['C10', 'one delivery is missing', 'refuted', firstArm({ missed: 1 })],
    ['C10', 'one delivery is out of order', 'refuted', firstArm({ reordered: 1 })],
    ['C10', 'p99 is 101 ms', 'refuted', allLatencies(2_000, 101)],
    ['C10', 'p99 is 99 ms', 'held', allLatencies(2_000, 99)],
    [
      'C10',
      'only the largest crowd waits over 100 ms',
      'refuted',
      (data) => {
        for (const arm of data['fan-out'].slice(-2)) arm.latency = latencies(2_000, 150);
      },
    ],
    ['C10', 'too few samples', 'inconclusive', allLatencies(100, 1)],
    [
      'C10',
      'too few samples, but one is missing',
      'refuted',
      (data) => {
        allLatencies(100, 1)(data);
        firstArm({ missed: 1 })(data);
      },
    ],

    ['C11', 'the run as it was', 'held', () => {}],
    ['C11', 'the control arm loses too', 'inconclusive', (data) => loseOne(away(data, 'stays'))],
    [
      'C11',
      'nothing was published meanwhile',
      'inconclusive',
      (data) => {
        away(data, 'cut').gap = [];
      },
    ],
    [
      'C11',
      'nothing is lost, however one was away',
      'refuted',
      (data) => {
        for (const arm of data.away) everythingArrives(arm);
      },
    ],

    ['C12', 'the run as it was', 'held', () => {}],
    ['C12', 'the stream loses under the same cut', 'refuted', (data) => loseOne(stream(data, 'cut'))],
    [
      'C12',
      'the stream loses when a consumer dies',
      'refuted',
      (data) => {
        stream(data, 'dies').history.received = [[1, 5]];
      },
    ],
    [
      'C12',
      'Pub/Sub lost nothing to compare with',
      'inconclusive',
      (data) => everythingArrives(away(data, 'cut')),
    ],
    [
      'C12',
      'the arm with the cut is missing',
      'inconclusive',
      (data) => {
        data.streams = data.streams.filter(({ fault }) => fault !== 'cut');
      },
    ],
  ];

  it.each(cases)('%s: %s -> %s', (claim, _, verdict, breakIt) => {
    expect(verdictOf(claim, breakIt)).toBe(verdict);
  });

  it('what a killed server loses is shown and does not decide C12', () => {
    const findings = judged((data) => everythingArrives(stream(data, 'killed-without-aof')));
    expect(findings.checks[2]).toMatchObject({ claim: 'C12', verdict: 'held' });
    expect(evidenceOf(findings, 'C12', 'en')).toContain('0 of 60 were gone without an AOF');
  });
});

describe('the answer to the prediction', () => {
  const answers: readonly (readonly [answer: string | null, Break])[] = [
    ['without-the-gap', () => {}],
    ['everything', (data) => everythingArrives(away(data, 'cut'))],
    [
      'only-before',
      (data) => {
        away(data, 'cut').history.received = [[1, 20]];
      },
    ],
    // One lost outside the gap: none of the choices describes it.
    [null, (data) => loseOne(away(data, 'cut'))],
    [
      null,
      (data) => {
        away(data, 'cut').gap = [];
      },
    ],
  ];

  it.each(answers)('%s', (answer, breakIt) => {
    const data = freshData();
    breakIt(data);
    expect(answerOf(lab, 'away', data.away)).toBe(answer);
  });

  it('is always one of the choices, and every choice can be the answer', () => {
    const given = answers.flatMap(([answer]) => answer ?? []);
    expect(given.sort()).toEqual(choicesOf(lab, 'away'));
  });
});

describe('every choice of the other questions can be the answer', () => {
  const given = (id: string, breaks: readonly Break[]) =>
    breaks.map((breakIt) => {
      const data = freshData();
      breakIt(data);
      return answerOf(lab, id, data[id as keyof Data]);
    });

  it('a channel and a pattern', () => {
    const copies =
      (count: number): Break =>
      (data) =>
        void Object.assign(data.channel.pattern, { copies: count });
    expect(given('channel', [copies(1), copies(2), copies(3)])).toEqual(['once', 'twice', null]);
    expect(choicesOf(lab, 'channel')).toEqual(['once', 'twice']);
  });

  it('a subscriber that does not read', () => {
    const uncut: Break = (data) => void Object.assign(data.slow, { serverLog: null });
    const everything: Break = (data) => {
      uncut(data);
      data.slow.received = [[1, data.slow.published]];
    };
    expect(given('slow', [() => {}, everything, uncut])).toEqual(['cuts', 'keeps', null]);
  });

  it('a consumer that dies', () => {
    const nothingTwice: Break = (data) => everythingArrives(stream(data, 'dies'));
    const lost: Break = (data) => {
      stream(data, 'dies').history.received = [[1, 50]];
    };
    expect(given('streams', [() => {}, nothingTwice, lost])).toEqual(['twice', 'exactly-once', 'lost']);
    expect(choicesOf(lab, 'streams')).toEqual(['exactly-once', 'lost', 'twice']);
  });
});

describe('on the learner’s own Redis', () => {
  const onTheirs: Break = (data) => {
    Object.assign(data, { slow: { skipped: { ko: '내 Redis', en: 'your own Redis' } } });
    data.streams = data.streams.slice(0, 2);
  };

  it('what was skipped is said, and nothing else is missing', () => {
    const findings = judged(onTheirs);
    expect(findings.checks.map(({ verdict }) => verdict)).toEqual(['held', 'held', 'held']);
    expect(findings.acts.filter(({ skipped }) => skipped)).toMatchObject([{ id: 'slow', blocks: [] }]);
    const blocks = (all: typeof findings) => all.acts.flatMap((act) => act.blocks).length;
    expect(blocks(findings)).toBe(blocks(judged()) - 2); // The table and the server's words.
    expect(evidenceOf(findings, 'C12', 'en')).not.toContain('kill -9');
  });

  it('a claim whose act did not run is not tested', () => {
    const { checks, untested } = judged((data) => {
      Object.assign(data, { streams: { skipped: { ko: '안 했어요', en: 'left out' } } });
    });
    expect(checks.map(({ claim }) => claim)).toEqual(['C10', 'C11']);
    expect(untested).toMatchObject([{ claim: 'C12', reason: { en: 'left out' } }]);
  });

  it('no sentence has a hole in it', () => {
    for (const breakIt of [onTheirs, allLatencies(100, 1), allLatencies(0, 1)]) {
      for (const [path, text] of textsIn(judged(breakIt))) {
        expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
      }
    }
  });
});

describe('the evidence', () => {
  /** Every figure in a sentence, as a reader sees it: 1,234 · 0.5 · 21–40. */
  const figuresIn = (sentence: string | undefined) =>
    sentence?.replaceAll('~', '–').match(/\d[\d,.–]*\d|\d/g) ?? [];

  it('is made of the record’s own figures', () => {
    // Figures that no other arm has, so that finding them means something.
    const findings = judged((data) => {
      away(data, 'cut').history.received = [
        [1, 20],
        [46, 60],
      ];
      away(data, 'silent').repliesInGap = 17;
      stream(data, 'dies').history.received = [
        [1, 60],
        [1, 13],
      ];
      stream(data, 'killed-with-aof').history.received = [[1, 49]];
      Object.assign(data['fan-out'][0] as object, { deliveries: 1_000_000 });
    });
    const others = record.data?.['fan-out'].slice(1).reduce((sum, arm) => sum + arm.deliveries, 0) ?? 0;
    const expected = [
      [(1_000_000 + others).toLocaleString('en-US'), '100'],
      ['25', '21–45', '17'],
      ['25', '13', '11'],
    ];
    for (const [index, figures] of expected.entries()) {
      for (const lang of ['ko', 'en'] as const) {
        expect(figuresIn(evidenceOf(findings, `C1${index}`, lang))).toEqual(expect.arrayContaining(figures));
      }
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
