import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CrashData, CutsData, RaceData } from '../../../labs/sticky/data.ts';
import { disproof } from '../../../labs/sticky/judge/proof.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import { findingsOf } from '../../../src/course/findings.ts';
import { currentRecord } from '../../../src/course/older-records.ts';
import type { Verdict } from '../../../src/report/findings.ts';
import { hangul, slip, textsIn } from '../../texts.ts';
import { actOf, answerOf, choicesOf, evidenceOf } from '../recorded.ts';
import { type Data, freshData, judged, lab, record } from './fixture.ts';

type Break = (data: Data) => void;

function verdictOf(claim: string, breakIt?: Break): Verdict | undefined {
  return judged(breakIt).checks.find((check) => check.claim === claim)?.verdict;
}

/** One result of the model; the fixture has it. */
function result(data: Data, scenario: string, strategy: string) {
  const find = (one: Data['model'][number]) => one.scenario === scenario && one.strategy === strategy;
  return data.model.find(find) as Data['model'][number];
}

function nobodyMoves(...where: readonly (readonly [scenario: string, strategy: string])[]): Break {
  return (data) => {
    for (const [scenario, strategy] of where) result(data, scenario, strategy).moved = 0;
  };
}
const counterexamples = [
  ['phones', 'nginx-ip-hash'],
  ['scale-in-4-3', 'nginx-ip-hash'],
  ['scale-out-3-4', 'nginx-ip-hash'],
  ['no-cookies', 'alb-duration-cookie'],
] as const;

const sessions = (store: string, change: Partial<Data['sessions'][number]>): Break => {
  return (data) => void Object.assign(data.sessions.find((arm) => arm.store === store) as object, change);
};
const webSockets = (change: Partial<Data['web-sockets']>): Break => {
  return (data) => void Object.assign(data['web-sockets'], change);
};
const path = (change: (found: Data['in-the-path']) => void): Break => {
  return (data) => change(data['in-the-path']);
};
const connected = (name: string, share: number): Break => {
  return (data) => {
    const arm = data.handshakes.arms.find((one) => one.arm === name);
    if (arm) arm.connected = share * arm.clients;
  };
};
const leaveOut = (...acts: readonly (keyof Data)[]): Break => {
  return (data) => {
    for (const act of acts) Object.assign(data, { [act]: { skipped: { ko: '안 했어요', en: 'left out' } } });
  };
};

/** The balancer is nowhere in the path: what C19 says. */
const outOfThePath = path(({ ends, carried, paused, killed }) => {
  ends.balanced.peer = ends.balanced.client;
  for (const connection of carried) connection.bytes = 219;
  paused.balancedAnswers = 5;
  killed.clientSawEnd = false;
  killed.serverSawEnd = false;
});

describe('each verdict can turn', () => {
  const cases: readonly (readonly [claim: string, what: string, Verdict, Break])[] = [
    ['C04', 'the run as it was', 'held', () => {}],
    ['C04', 'Redis misses one session', 'refuted', sessions('redis', { requests: 10, found: 9 })],
    ['C04', 'memory finds every session', 'inconclusive', sessions('memory', { requests: 10, found: 10 })],
    ['C04', 'no request was measured', 'inconclusive', sessions('redis', { requests: 0, found: 0 })],
    ['C04', 'a handful of requests', 'inconclusive', sessions('redis', { requests: 9, found: 9 })],
    ['C17', 'the run as it was', 'refuted', () => {}],
    ['C17', 'half of the connections broke', 'held', webSockets({ broken: 60 })],
    ['C17', 'frames went to the servers in turn', 'held', webSockets({ framesElsewhere: 800 })],
    ['C17', 'one connection broke', 'inconclusive', webSockets({ broken: 1 })],
    ['C17', 'one frame went to another server', 'inconclusive', webSockets({ framesElsewhere: 1 })],
    ['C17', 'one frame was not answered', 'inconclusive', webSockets({ framesAnswered: 1_199 })],
    [
      'C17',
      'too few connections',
      'inconclusive',
      webSockets({ connections: 29, framesAnswered: 290, broken: 0 }),
    ],
    ['C18', 'the run as it was', 'refuted', () => {}],
    [
      'C18',
      'a single client',
      'inconclusive',
      (data) => data.model.forEach((one) => void Object.assign(one, { clients: 1 })),
    ],
    ['C18', 'nobody ends up elsewhere', 'held', nobodyMoves(...counterexamples)],
    ['C18', 'only phones still move', 'refuted', nobodyMoves(...counterexamples.slice(1))],
    [
      'C18',
      'only clients without cookies still move',
      'refuted',
      nobodyMoves(...counterexamples.slice(0, 3)),
    ],
    [
      'C18',
      'users move even on a quiet day',
      'refuted',
      (data) => {
        nobodyMoves(...counterexamples)(data);
        result(data, 'steady', 'nginx-ip-hash').moved = 1_000;
      },
    ],
    ['C19', 'the run as it was', 'refuted', () => {}],
    ['C19', 'the balancer is nowhere in the path', 'held', outOfThePath],
    [
      'C19',
      'answers come while it is stopped, but the connection ends with it',
      'inconclusive',
      path(({ paused }) => void Object.assign(paused, { balancedAnswers: 3 })),
    ],
    [
      'C19',
      'its counters do not grow with the frames',
      'inconclusive',
      path(({ carried }) => carried.forEach((connection) => void Object.assign(connection, { bytes: 219 }))),
    ],
    [
      'C19',
      'the control does not work either',
      'inconclusive',
      path(({ paused }) => void Object.assign(paused, { directAnswers: 0 })),
    ],
  ];

  it.each(cases)('%s, %s: %s', (claim, _, verdict, breakIt) => {
    expect(verdictOf(claim, breakIt)).toBe(verdict);
  });
});

/** Two requests at a time put 400 things into a basket, and so many stayed. */
function raceOf(kept: number): RaceData {
  const arm = { items: 400, retries: 0 };
  return {
    arms: [
      { ...arm, way: 'get-set', kept },
      { ...arm, way: 'one-command', kept: 400 },
    ],
  };
}

function crashOf(refused: number, servedAfterMs: number | null): CrashData {
  return {
    checkEveryMs: 200,
    believedAfter: 3,
    arms: [{ way: 'no-check', asked: 9, refused, servedAfterMs }],
  };
}

describe('what newer runs add', () => {
  const cuts: CutsData = {
    timeoutMs: 1_000,
    silentCutAfterMs: 1_003,
    talkingLives: true,
    reloaded: { open: 3, live: 3 },
    limit: { workerConnections: 64, opened: 30, refusal: 'Unexpected server response: 500' },
  };

  it('C04 says what overlapping requests lost, and not that none did where none was measured', () => {
    const findings = judged((data) => void Object.assign(data, { race: raceOf(200) }));
    expect(evidenceOf(findings, 'C04', 'en')).toContain(
      'lost 200 of 400 things by GET and SET, 0 by one command',
    );
    expect(evidenceOf(judged(), 'C04', 'en')).not.toContain('GET and SET,');
    const refused = judged((data) => {
      Object.assign(data, {
        race: { arms: [{ way: 'get-set', items: 0, kept: 0, retries: 0, refused: 'OOM no' }] },
      });
    });
    expect(evidenceOf(refused, 'C04', 'en')).not.toContain('GET and SET,');
    expect(actOf(refused, 'race').headline?.en).toContain('OOM no');
  });

  it('C17 says when nginx does cut', () => {
    const findings = judged(webSockets({ cuts }));
    expect(evidenceOf(findings, 'C17', 'en')).toContain('proxy_read_timeout 1,000 ms');
    expect(evidenceOf(findings, 'C17', 'en')).toContain('Into 64 worker_connections went 30 WebSockets');
    expect(evidenceOf(judged(), 'C17', 'en')).not.toContain('proxy_read_timeout');
  });

  it('why, limit and question speak only of acts that ran', () => {
    const only = (...kept: string[]) =>
      judged((data) =>
        leaveOut(...(Object.keys(data) as (keyof Data)[]).filter((act) => !kept.includes(act)))(data),
      );
    const { why, caveat, discuss } = only('sessions');
    expect(`${why.en} ${caveat.en}`).not.toMatch(/model|ip_hash|WebSocket/);
    expect(discuss).toBeNull();
    expect(only('model').caveat.en).not.toContain('share this machine');
    expect(only('model').discuss?.en).toContain('75.2%');
  });
});

describe('a claim whose act did not run is not tested', () => {
  it.each([
    ['C04', 'sessions'],
    ['C17', 'web-sockets'],
    ['C18', 'model'],
    ['C19', 'in-the-path'],
  ] as const)('%s without %s', (claim, act) => {
    const { checks, untested } = judged(leaveOut(act));
    expect(checks.map((check) => check.claim)).not.toContain(claim);
    expect(untested).toContainEqual(
      expect.objectContaining({ claim, reason: { ko: '안 했어요', en: 'left out' } }),
    );
  });

  it('the other acts may be left out: what they would add is not said', () => {
    const findings = judged(leaveOut('model', 'handshakes'));
    expect(findings.checks.map(({ claim }) => claim)).toEqual(['C04', 'C17', 'C19']);
    expect(evidenceOf(findings, 'C04', 'en')).not.toContain('(model)');
    expect(evidenceOf(findings, 'C17', 'en')).not.toContain('polling');
    expect(findings.comparison).toBeNull();
  });
});

describe('each question has every choice for an answer', () => {
  const movedBy = (share: number): Break => {
    return (data) => {
      const one = result(data, 'scale-out-3-4', 'nginx-ip-hash');
      one.moved = share * one.clients;
    };
  };
  const foundInMemory = (share: number) => sessions('memory', { requests: 100, found: 100 * share });
  const raced = (kept: number): Break => {
    return (data) => void Object.assign(data, { race: raceOf(kept) });
  };
  const crashed = (refused: number, servedAfterMs: number | null): Break => {
    return (data) => void Object.assign(data, { crash: crashOf(refused, servedAfterMs) });
  };
  const answers: readonly (readonly [act: keyof Data, answer: string | null, Break])[] = [
    ['model', 'nobody', movedBy(0)],
    ['model', 'a-quarter', movedBy(0.25)],
    ['model', 'three-quarters', movedBy(0.75)],
    ['model', null, movedBy(0.5)],
    ['sessions', 'all', foundInMemory(1)],
    ['sessions', 'a-third', () => {}],
    ['sessions', 'none', foundInMemory(0)],
    ['sessions', null, foundInMemory(0.7)],
    ['sessions', null, sessions('memory', { requests: 0, found: 0 })],
    ['race', 'both', raced(400)],
    ['race', 'one', raced(200)],
    ['race', 'none', raced(0)],
    ['race', null, raced(350)],
    ['crash', 'another', crashed(0, 3)],
    ['crash', 'refused', crashed(9, null)],
    ['crash', 'soon', crashed(5, 600)],
    ['web-sockets', 'same-server', () => {}],
    ['web-sockets', 'in-turn', webSockets({ framesElsewhere: 800 })],
    ['web-sockets', 'breaks', webSockets({ broken: 3 })],
    ['web-sockets', null, webSockets({ framesAnswered: 1_199 })],
    ['handshakes', 'hardly-anybody', () => {}],
    ['handshakes', 'a-third', connected('round_robin', 1 / 3)],
    ['handshakes', 'all', connected('round_robin', 1)],
    ['handshakes', null, connected('round_robin', 0.7)],
    ['handshakes', null, (data) => void data.handshakes.arms.splice(0)],
    ['in-the-path', 'waits', () => {}],
    ['in-the-path', 'comes', path(({ paused }) => void Object.assign(paused, { balancedAnswers: 1 }))],
    ['in-the-path', 'breaks', path(({ paused }) => void Object.assign(paused, { afterResume: 0 }))],
    ['in-the-path', null, path(({ paused }) => void Object.assign(paused, { directAnswers: 0 }))],
  ];

  it.each(answers)('%s: %s', (act, answer, breakIt) => {
    const data = freshData();
    breakIt(data);
    expect(answerOf(lab, act, data[act], record.params)).toBe(answer);
  });

  it('and no other answers', () => {
    for (const { id, predict } of lab.acts) {
      const given = answers.flatMap(([act, answer]) => (act === id && answer !== null ? [answer] : []));
      expect(given.sort(), id).toEqual(choicesOf(lab, id));
      // Whoever is right needs no explanation; everybody else gets one.
      const explained = predict?.choices.filter(({ misconception }) => misconception) ?? [];
      if (predict) expect(explained, id).toHaveLength(predict.choices.length - 1);
    }
  });

  it('the one about shares is not asked of a handful of clients', () => {
    const off = (clients: number) =>
      lab.acts.find(({ id }) => id === 'model')?.predict?.offWhen?.({ ...record.params, clients } as never);
    expect(off(99)?.en).toContain('fewer than 100');
    expect(off(100)).toBeNull();
  });

  it('the prediction of the recorded run was wrong, and is told why', () => {
    expect(actOf(judged(), 'model').prediction).toMatchObject({
      right: false,
      misconception: { en: expect.stringContaining('consistent hashing') },
    });
  });
});

describe('without nginx and HAProxy', () => {
  const without: Break = (data) => {
    leaveOut('web-sockets', 'in-the-path')(data);
    data.handshakes = { arms: [], firstRefusal: [], missing: ['nginx', 'HAProxy'] };
  };

  it('says what was skipped and why, and shows the rest', () => {
    const findings = judged(without);
    const notes = actOf(findings, 'handshakes').blocks;
    expect(notes).toMatchObject([
      { kind: 'note', text: { en: expect.stringContaining('nginx is missing, so its rows are left out') } },
      { kind: 'note', text: { en: expect.stringContaining('HAProxy is missing, so its rows are left out') } },
    ]);
    const tables = findings.acts.flatMap(({ blocks }) => blocks).filter(({ kind }) => kind === 'table');
    expect(tables).toHaveLength(3);
    expect(findings.checks.map(({ claim, verdict }) => [claim, verdict])).toEqual([
      ['C04', 'held'],
      ['C18', 'refuted'],
    ]);
    expect(findings.untested.map(({ claim }) => claim)).toEqual(['C17', 'C19']);
    expect(actOf(findings, 'handshakes').headline?.en).toContain('missing');
  });

  it('the arms of one that is missing are left out, with a note', () => {
    const findings = judged((data) => {
      data.handshakes.arms = data.handshakes.arms.filter(({ arm }) => !arm.startsWith('cookie'));
      data.handshakes.missing = ['HAProxy'];
    });
    const table = actOf(findings, 'handshakes').blocks.find(({ kind }) => kind === 'table');
    expect(JSON.stringify(table)).toContain('HAProxy is missing, so its rows are left out');
  });
});

describe('a record of format 1', () => {
  const read = (data: unknown) =>
    currentRecord(lab, {
      ...record,
      formatVersion: 1,
      timings: { totalMs: 1, steps: [] },
      data,
    } as unknown as RunRecord).data;
  const { model, sessions: arms, handshakes } = freshData();
  const acts = { model, sessions: arms, handshakes: handshakes.arms, firstRefusal: [], missing: ['nginx'] };

  it('without nginx says so', () => {
    const lacks = { skipped: { en: 'Not done: nginx was missing.' } };
    expect(read({ ...acts, webSockets: null, inThePath: null })).toMatchObject({
      model,
      'web-sockets': lacks,
      'in-the-path': lacks,
      handshakes: { missing: ['nginx'] },
      proof: { skipped: { en: '--prove runs it.' } },
    });
  });

  it('of a proof holds the proof alone', () => {
    const proof = { proof: [{ name: 'one', picks: 10, mismatches: 1 }], unproved: [], tooOld: [] };
    const data = read(proof);
    expect(data).toMatchObject({ proof, model: { skipped: {} }, sessions: { skipped: {} } });
    expect(disproof(data as never)).toBe(true);
  });
});

describe('a record of revision 2', () => {
  const kept: RunRecord = JSON.parse(readFileSync(new URL('record.v2.json', import.meta.url), 'utf8'));
  const findings = findingsOf(lab, currentRecord(lab, kept));

  it('is judged and shown without what it lacks', () => {
    expect(findings.checks.map(({ claim, verdict }) => [claim, verdict])).toEqual([
      ['C04', 'held'],
      ['C17', 'refuted'],
      ['C18', 'refuted'],
      ['C19', 'refuted'],
    ]);
    for (const act of ['race', 'crash'])
      expect(actOf(findings, act).skipped?.en).toContain('not in this record');
    expect(findings.comparison?.rows.map(({ id }) => id)).not.toContain('haproxy-stick-table-peers');
    for (const [where, { ko, en }] of textsIn(findings)) expect(`${ko} ${en}`, where).not.toMatch(slip);
  });
});

describe('a proof', () => {
  const proved = (picks: number, mismatches: number) => {
    const proof = { proof: [{ name: 'nginx ip_hash, equal', picks, mismatches }], unproved: [], tooOld: [] };
    return judged((data) => void Object.assign(data, lab.older?.data(proof)), { prove: true });
  };

  it.each([
    ['no mismatch', 10, 0, 'held', undefined],
    ['one mismatch', 10, 1, 'refuted', true],
    ['nothing compared', 0, 0, 'refuted', true],
  ] as const)('%s', (_, picks, mismatches, verdict, disproved) => {
    const findings = proved(picks, mismatches);
    expect(findings.checks).toMatchObject([{ claim: 'proof', verdict }]);
    expect(findings.checks[0]?.sentence.en).toContain('The model picks');
    expect(findings.disproof).toBe(disproved);
    expect(findings.untested.map(({ claim }) => claim)).toEqual(['C04', 'C17', 'C18', 'C19']);
  });

  it('is no part of the other runs, and says how to get it', () => {
    const { untested, disproof: wrong, acts } = judged();
    expect(untested).toEqual([]);
    expect(acts.find(({ id }) => id === 'proof')?.skipped?.en).toBe('--prove runs it.');
    expect(wrong).toBeUndefined();
  });
});

describe('what is shown', () => {
  it('is in both languages, and no word of the other', () => {
    const matrixless = judged();
    const texts = textsIn([matrixless, lab]);
    expect(texts.length).toBeGreaterThan(50);
    for (const [where, { ko, en }] of texts) {
      expect(en, where).not.toMatch(slip);
      expect(ko, where).not.toMatch(slip);
      expect(en, where).not.toMatch(hangul);
    }
  });

  it('no sentence has a hole in it, whatever came out', () => {
    const breaks: readonly Break[] = [
      outOfThePath,
      webSockets({ broken: 1 }),
      webSockets({ framesElsewhere: 1 }),
      webSockets({ framesAnswered: 1 }),
      sessions('redis', { found: 0 }),
      sessions('memory', { requests: 0, found: 0 }),
      nobodyMoves(...counterexamples),
      path(({ paused, killed }) => {
        paused.directAnswers = 0;
        killed.directAnswers = 0;
      }),
    ];
    for (const breakIt of breaks) {
      for (const [where, { ko, en }] of textsIn(judged(breakIt))) {
        expect(`${ko} ${en}`, where).not.toMatch(slip);
        expect(ko, where).not.toMatch(/(?<![\d,.])0(건|명|번|대|개|%)(를|을|가|이|은|는)/);
      }
    }
  });

  it('the table that decides has at most eight rows and six columns', () => {
    const { comparison } = judged();
    expect(comparison?.rows.length).toBeLessThanOrEqual(8);
    expect(comparison?.columns.length).toBeLessThanOrEqual(6);
    expect(comparison?.rows[0]?.id).toBe('nginx-round-robin');
    for (const { cells } of comparison?.rows ?? []) expect(cells).not.toContain(null);
  });

  it('a reason only where the run shows it', () => {
    expect(judged().why.en).toContain('an open WebSocket is one request');
    expect(judged(webSockets({ framesElsewhere: 1 })).why.en).not.toContain('WebSocket');
    expect(judged().why.en).toContain('found by every server');
    expect(judged(sessions('redis', { found: 0 })).why.en).not.toContain('found by every server');
    expect(evidenceOf(judged(), 'C04', 'en')).toContain('under round robin');
    expect(evidenceOf(judged(connected('round_robin', 1)), 'C04', 'en')).not.toContain('under round robin');
  });

  it('of the answers only the sentence, not its wrapping', () => {
    const findings = judged();
    expect(JSON.stringify(findings.acts)).toContain('400 Session ID unknown');
    expect(evidenceOf(findings, 'C17', 'ko')).toContain('(400 Session ID unknown)');
  });
});

it('judging leaves the record as it is', () => {
  const before = structuredClone(record.data);
  judged();
  expect(record.data).toEqual(before);
});
