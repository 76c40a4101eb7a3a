import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../src/report/findings.ts';
import { hangul, slip, textsIn } from '../../texts.ts';
import { freshData, lab, record } from './fixture.ts';

type Data = ReturnType<typeof freshData>;
type Break = (data: Data) => void;

function judged(breakIt: Break = () => {}) {
  const data = freshData();
  breakIt(data);
  return lab.interpret(data, record.params as never);
}

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
const webSockets = (change: Partial<NonNullable<Data['webSockets']>>): Break => {
  return (data) => void Object.assign(data.webSockets as object, change);
};
const path = (change: (found: NonNullable<Data['inThePath']>) => void): Break => {
  return (data) => change(data.inThePath as NonNullable<Data['inThePath']>);
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
    ['C17', 'the run as it was', 'refuted', () => {}],
    ['C17', 'one connection broke', 'held', webSockets({ broken: 1 })],
    ['C17', 'one frame went to another server', 'held', webSockets({ framesElsewhere: 1 })],
    ['C17', 'one frame was not answered', 'held', webSockets({ framesAnswered: 1_199 })],
    ['C17', 'nginx is missing', 'inconclusive', (data) => void Object.assign(data, { webSockets: null })],
    ['C18', 'the run as it was', 'refuted', () => {}],
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
    ['C19', 'nginx is missing', 'inconclusive', (data) => void Object.assign(data, { inThePath: null })],
  ];

  it.each(cases)('%s, %s: %s', (claim, _, verdict, breakIt) => {
    expect(verdictOf(claim, breakIt)).toBe(verdict);
  });
});

describe('the prediction', () => {
  const movedBy = (share: number): Break => {
    return (data) => {
      const { clients } = result(data, 'scale-out-3-4', 'nginx-ip-hash');
      result(data, 'scale-out-3-4', 'nginx-ip-hash').moved = share * clients;
    };
  };

  it.each([
    [0, 'nobody'],
    [0.25, 'a-quarter'],
    [0.75, 'three-quarters'],
    [0.5, null],
  ])('with %f of the users moved it is %s', (share, answer) => {
    expect(judged(movedBy(share)).answer).toBe(answer);
  });

  it('each wrong choice comes with the misconception behind it', () => {
    const { choices } = lab.prediction;
    expect(
      choices.filter(({ id }) => id !== 'three-quarters').every(({ misconception }) => misconception),
    ).toBe(true);
  });
});

describe('without nginx and HAProxy', () => {
  const without: Break = (data) => {
    Object.assign(data, { webSockets: null, handshakes: [], firstRefusal: [], inThePath: null });
    data.missing = ['nginx', 'HAProxy'];
  };

  it('says what was skipped and why, and shows the rest', () => {
    const { warnings, blocks, checks } = judged(without);
    expect(warnings.map(({ en }) => en)).toEqual([
      expect.stringContaining('nginx is missing, so this was skipped: acts 3 and 5'),
      expect.stringContaining('HAProxy is missing, so this was skipped: the HAProxy rows'),
    ]);
    expect(blocks).toHaveLength(3);
    expect(checks.map(({ verdict }) => verdict)).toEqual(['held', 'inconclusive', 'refuted', 'inconclusive']);
  });
});

describe('what is shown', () => {
  it('is in both languages, and no word of the other', () => {
    const texts = textsIn([judged(), lab.prediction, lab.question, lab.tryNext]);
    expect(texts.length).toBeGreaterThan(50);
    for (const [where, { ko, en }] of texts) {
      expect(en, where).not.toMatch(slip);
      expect(ko, where).not.toMatch(slip);
      expect(en, where).not.toMatch(hangul);
    }
  });

  it('of the answers only the sentence, not its wrapping', () => {
    const { blocks, checks } = judged();
    expect(JSON.stringify(blocks)).toContain('400 Session ID unknown');
    expect(checks.find(({ claim }) => claim === 'C17')?.evidence.ko).toContain('(400 Session ID unknown)');
  });
});
