import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../src/measure/histogram.ts';
import type { Verdict } from '../../../src/report/findings.ts';
import { hangul, slip, textsIn } from '../../texts.ts';
import { actOf, answerOf, choicesOf, evidenceOf } from '../recorded.ts';
import { freshData, judged, lab, older, record } from './fixture.ts';

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
type FanOutArm = Data['fan-out'][number];
const isJudged = (arm: FanOutArm) => arm.publisher === 'awaits' && arm.listener === 'ioredis';
/** Of the arms that are judged by their latency, with a client that has time to spare. */
function judgedLatencies(samples: number, ms: number, clientBusyShare = 0.5): Break {
  return (data) => {
    for (const arm of data['fan-out'].filter(isJudged))
      Object.assign(arm, { latency: latencies(samples, ms), deliveries: samples, clientBusyShare });
  };
}
function otherLatencies(ms: number): Break {
  return (data) => {
    for (const arm of data['fan-out'].filter((one) => !isJudged(one)))
      Object.assign(arm, { latency: latencies(2_000, ms), clientBusyShare: 0.5 });
  };
}
function firstArm(change: Partial<FanOutArm>): Break {
  return (data) => void Object.assign(data['fan-out'][0] as object, change);
}

const noTrialEnded: Break = (data) => {
  for (const arm of data['fan-out'])
    Object.assign(arm, {
      latency: latencies(0, 1),
      latencyOfLast: latencies(0, 1),
      deliveries: 0,
      elapsedMs: 0,
      trials: 0,
      lastUs: [null],
      replies: { messages: 0, latency: latencies(0, 1), beforeFirst: 0, beforeLast: 0, littleDeviation: 0 },
      cost: null,
      failed: { trials: 1, of: 1, reason: 'Client … scheduled to be closed ASAP' },
    });
};

describe('each verdict can turn', () => {
  const cases: readonly (readonly [claim: string, what: string, Verdict, Break])[] = [
    ['C10', 'the run as it was', 'held', () => {}],
    ['C10', 'one delivery is missing', 'refuted', firstArm({ missed: 1 })],
    ['C10', 'one delivery is out of order', 'refuted', firstArm({ reordered: 1 })],
    ['C10', 'p99 is 101 ms', 'refuted', judgedLatencies(2_000, 101)],
    ['C10', 'p99 is 99 ms', 'held', judgedLatencies(2_000, 99)],
    ['C10', 'p99 is 101 ms where Node was at its limit', 'inconclusive', judgedLatencies(2_000, 101, 0.99)],
    ['C10', 'p99 is 99 ms where Node was at its limit', 'held', judgedLatencies(2_000, 99, 0.99)],
    ['C10', 'who pipelines, and bare sockets, wait over 100 ms', 'held', otherLatencies(500)],
    [
      'C10',
      'only the largest crowd waits over 100 ms',
      'refuted',
      (data) => {
        judgedLatencies(2_000, 1)(data);
        const largest = data['fan-out'].filter(isJudged).at(-1);
        if (largest) largest.latency = latencies(2_000, 150);
      },
    ],
    [
      'C10',
      'the same, and too few of them for a 99th percentile: the others are judged',
      'held',
      (data) => {
        judgedLatencies(2_000, 1)(data);
        const largest = data['fan-out'].filter(isJudged).at(-1);
        if (largest) largest.latency = latencies(900, 150);
      },
    ],
    ['C10', 'too few samples', 'inconclusive', judgedLatencies(100, 1)],
    [
      'C10',
      'too few samples, but one is missing',
      'refuted',
      (data) => {
        judgedLatencies(100, 1)(data);
        firstArm({ missed: 1 })(data);
      },
    ],
    ['C10', 'no trial of any arm came to its end', 'inconclusive', noTrialEnded],

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
    const waits: Break = (data) => void Object.assign(data.slow, { serverLog: null, longestReplyMs: 1_000 });
    const everything: Break = (data) => {
      uncut(data);
      data.slow.received = [[1, data.slow.published]];
    };
    expect(given('slow', [() => {}, everything, waits, uncut])).toEqual(['cuts', 'keeps', 'waits', null]);
    expect(choicesOf(lab, 'slow')).toEqual(['cuts', 'keeps', 'waits']);
  });

  it('the reply of PUBLISH', () => {
    const replies =
      (change: Record<string, number>): Break =>
      (data) => {
        for (const arm of data['fan-out']) Object.assign(arm.replies as object, change);
      };
    const older: Break = (data) => {
      for (const arm of data['fan-out']) delete arm.replies;
    };
    const breaks = [replies({ beforeLast: 1 }), replies({ beforeLast: 0 }), replies({ messages: 0 }), older];
    expect(given('fan-out', breaks)).toEqual(['not-all', 'all', null, null]);
    expect(choicesOf(lab, 'fan-out')).toEqual(['all', 'not-all']);
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
    data.streams = data.streams.filter(({ fault }) => !fault.startsWith('killed'));
    for (const arm of data['fan-out']) arm.cost = null;
  };

  it('what was skipped is said, and nothing else is missing', () => {
    const findings = judged(onTheirs);
    expect(findings.checks.map(({ verdict }) => verdict)).toEqual(['held', 'held', 'held']);
    expect(findings.acts.filter(({ skipped }) => skipped)).toMatchObject([{ id: 'slow', blocks: [] }]);
    const blocks = (all: typeof findings) => all.acts.flatMap((act) => act.blocks).length;
    expect(blocks(findings)).toBe(blocks(judged()) - 4); // The slow one's tables and log, the server's CPU.
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
    for (const breakIt of [
      onTheirs,
      judgedLatencies(100, 1),
      noTrialEnded,
      judgedLatencies(2_000, 101, 0.99),
    ]) {
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
      Object.assign(away(data, 'silent-heals'), { latestMs: 234.5 });
      stream(data, 'dies').history.received = [
        [1, 60],
        [1, 13],
      ];
      stream(data, 'acked-early').history.received = [[1, 53]];
      stream(data, 'claimed-early').history.received = [
        [1, 60],
        [1, 9],
      ];
      Object.assign(stream(data, 'trimmed'), { group: { pending: 0, lag: 19 } });
      stream(data, 'trimmed').history.received = [[1, 41]];
      stream(data, 'killed-with-aof').history.received = [[1, 49]];
      for (const arm of data['fan-out']) Object.assign(arm, { lastUs: undefined });
      Object.assign(data['fan-out'][0] as object, { deliveries: 1_000_000 });
      for (const arm of data['fan-out'].filter(isJudged))
        Object.assign(arm.replies as object, { messages: 1_000, beforeFirst: 11 });
    });
    const others = record.data?.['fan-out'].slice(1).reduce((sum, arm) => sum + arm.deliveries, 0) ?? 0;
    const expected = [
      [(1_000_000 + others).toLocaleString('en-US'), '100', '3,000', '33'],
      ['25', '21–45', '17', '235'],
      ['25', '13', '7', '9', '19', '11'],
    ];
    for (const [index, figures] of expected.entries()) {
      for (const lang of ['ko', 'en'] as const) {
        expect(figuresIn(evidenceOf(findings, `C1${index}`, lang))).toEqual(expect.arrayContaining(figures));
      }
    }
  });

  it('names the arm that decided, and no figure of an arm that was not judged', () => {
    const findings = judged((data) => {
      judgedLatencies(2_000, 1)(data);
      otherLatencies(777)(data);
      const [, second] = data['fan-out'].filter(isJudged);
      if (second) second.latency = latencies(2_000, 42);
    });
    const [, second] = freshData()['fan-out'].filter(isJudged);
    const said = evidenceOf(findings, 'C10', 'en');
    expect(said).toContain(`(subscribers: ${second?.subscribers})`);
    expect(figuresIn(said)).toContain('42');
    expect(said).not.toContain('777');
  });

  it('speaks of a slope only where the trials of the rounds agree that there is one', () => {
    const lastUs =
      (of: (size: number) => (number | null)[]): Break =>
      (data) => {
        for (const arm of data['fan-out']) Object.assign(arm, { lastUs: of(arm.subscribers) });
      };
    const said = (breakIt: Break) => evidenceOf(judged(breakIt), 'C10', 'en');
    expect(said(lastUs((size) => [1, 2, 3, 4, 5].map((round) => 7 * size + round)))).toContain('adds 7 µs');
    expect(said(lastUs((size) => [-size, size, -size, size, 0]))).not.toContain('adds');
    expect(said(lastUs((size) => [7 * size, 7 * size]))).not.toContain('adds'); // Two rounds.
    expect(said(lastUs(() => [null, null, null, null, null]))).not.toContain('adds');
  });

  it('says that a subscriber was cut off, in the server’s words', () => {
    const findings = judged(firstArm({ failed: { trials: 2, of: 5, reason: 'Client … omem=1 …' } }));
    for (const lang of ['ko', 'en'] as const) {
      expect(evidenceOf(findings, 'C10', lang)).toContain('Client … omem=1 …');
      expect(findings.warnings.map((text) => text[lang]).join()).toContain('Client … omem=1 …');
    }
  });

  it('a stream whose consumer was cut off is said to have had some done twice, where it had', () => {
    expect(evidenceOf(judged(), 'C12', 'en')).toContain('the stream nothing.');
    const again: Break = (data) => {
      const { history } = stream(data, 'cut');
      history.received = [...history.received, [1, 9]];
    };
    expect(evidenceOf(judged(again), 'C12', 'en')).toContain('the stream nothing (9 done twice).');
    expect(evidenceOf(judged(again), 'C12', 'ko')).toContain('잃지 않았어요(9건은 두 번 처리).');
  });

  it('a stream that was trimmed and lost nothing is not said to have', () => {
    const findings = judged((data) => everythingArrives(stream(data, 'trimmed')));
    expect(evidenceOf(findings, 'C12', 'en')).toContain('still lost nothing');
  });
});

describe('the ending speaks of acts that ran', () => {
  const only =
    (...acts: (keyof Data)[]): Break =>
    (data) => {
      for (const act of Object.keys(data) as (keyof Data)[])
        if (!acts.includes(act))
          Object.assign(data, { [act]: { skipped: { ko: '안 했어요', en: 'left out' } } });
    };

  it('of all: the question is made of what was lost', () => {
    const { why, caveat, discuss } = judged();
    expect(why.en).toContain('PUBLISH hands');
    expect(why.en).toContain('XACK');
    expect(caveat.en).toContain('kill -9');
    expect(discuss?.en).toContain('the 20 lost');
  });

  it.each([
    ['channel', 'subscriptions', 'one machine', null],
    ['fan-out', 'copies', 'network', null],
    ['away', 'PUBLISH hands', 'proxy', 'lost'],
    ['slow', 'output buffer', 'one machine', 'evicted'],
    ['streams', 'XACK', 'kill -9', 'twice'],
  ] as const)('of %s alone', (act, why, caveat, discuss) => {
    const findings = judged(only(act));
    expect(findings.why.en).toContain(why);
    expect(findings.caveat.en).toContain(caveat);
    if (discuss) expect(findings.discuss?.en).toContain(discuss);
    else expect(findings.discuss).toBeNull();
    for (const word of ['stream', 'PUBLISH hands']) {
      const may = { stream: act === 'streams', 'PUBLISH hands': act === 'away' }[word];
      if (!may) expect(findings.why.en).not.toContain(word);
    }
  });

  it('what a slow subscriber costs others, and what went with its connection, is said only of a run in which it did', () => {
    const shown = (breakIt?: Break) => JSON.stringify(actOf(judged(breakIt), 'slow').blocks);
    expect(shown()).toContain('keys of others that made room');
    expect(shown()).toContain('went with the connection');
    const nothing: Break = (data) => {
      Object.assign(data.slow.eviction as object, { evicted: 0 });
      Object.assign(data.slow, { serverLog: null });
    };
    expect(shown(nothing)).not.toContain('keys of others that made room');
    expect(shown(nothing)).not.toContain('went with the connection');
  });

  it('nothing was lost, nothing came twice, nothing was evicted: there is no question', () => {
    const { discuss } = judged((data) => {
      everythingArrives(away(data, 'cut'));
      everythingArrives(stream(data, 'dies'));
      Object.assign(data.slow.eviction as object, { evicted: 0 });
    });
    expect(discuss).toBeNull();
  });
});

describe.each(older)('%s, a record of an earlier shape', (_, kept) => {
  it('is judged as it was, and what it lacks is left out', () => {
    const findings = kept.judged();
    expect(findings.checks.map(({ verdict }) => verdict)).toEqual(['held', 'held', 'held']);
    for (const [path, text] of textsIn(findings)) expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
    const ids = findings.acts.flatMap(({ blocks }) =>
      blocks.flatMap((block) => ('id' in block ? [block.id] : [])),
    );
    expect(ids).toEqual(['commands', 'latency', 'last', 'delivery', 'ids', 'delivery', 'side-by-side']);
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
