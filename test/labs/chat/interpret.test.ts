import { describe, expect, it } from 'vitest';
import { countCell, type RoomLog } from '../../../labs/chat/parts/count.ts';
import type { Notebook } from '../../../labs/chat/parts/notebook.ts';
import type { Verdict } from '../../../src/report/findings.ts';
import { hangul, slip, textsIn } from '../../texts.ts';
import { answerOf } from '../recorded.ts';
import { freshData, judged, lab, record } from './fixture.ts';

type Data = ReturnType<typeof freshData>;

const verdictOf = (breakIt?: (data: Data) => void): Verdict | undefined =>
  judged(breakIt).checks.find(({ claim }) => claim === 'C09')?.verdict;
const arm = (data: Data, mode: string) =>
  data.relay.find((one) => one.mode === mode) as Data['relay'][number];
const cell = (data: Data, mode: string, fault: string) =>
  data.faults.find((one) => one.mode === mode && one.fault === fault) as Data['faults'][number];

/** Changes one object of the data. */
const change =
  <One extends object>(pick: (data: Data) => One, to: (one: One) => Partial<One>) =>
  (data: Data) =>
    void Object.assign(pick(data), to(pick(data)));

describe('C09', () => {
  it('held as recorded', () => expect(verdictOf()).toBe('held'));

  it.each<[string, Verdict, (data: Data) => void]>([
    [
      'Pub/Sub lost one',
      'refuted',
      change(
        (data) => arm(data, 'pubsub'),
        (one) => ({ otherServer: one.otherServer - 1 }),
      ),
    ],
    [
      'without a relay something crossed',
      'inconclusive',
      change(
        (data) => arm(data, 'alone'),
        () => ({ otherServer: 1 }),
      ),
    ],
    [
      'even one server loses',
      'inconclusive',
      change(
        (data) => arm(data, 'alone'),
        (one) => ({ sameServer: one.sameServer - 1 }),
      ),
    ],
    [
      'nothing was sent',
      'inconclusive',
      change(
        (data) => arm(data, 'pubsub'),
        () => ({ sent: 0 }),
      ),
    ],
  ])('%s: %s', (_, verdict, breakIt) => expect(verdictOf(breakIt)).toBe(verdict));

  const pointsOf = (breakIt?: (data: Data) => void) =>
    judged(breakIt)
      .checks.flatMap(({ evidence }) => evidence.points ?? [])
      .map(({ en }) => en)
      .join('\n');

  it('says what was lost, and when nothing was', () => {
    expect(pointsOf()).toMatch(/gone for a moment, Pub\/Sub only lost [\d,]+ of/);
    expect(
      pointsOf(
        change(
          (data) => cell(data, 'pubsub', 'phones-cut'),
          () => ({ lost: 0 }),
        ),
      ),
    ).toContain('lost nothing');
    expect(
      pointsOf(
        change(
          (data) => cell(data, 'recovery', 'phones-cut'),
          (one) => ({ lost: one.lost + 3 }),
        ),
      ),
    ).toContain('3 were still gone without a word');
  });
});

describe('the answers to the questions', () => {
  const answer = (act: 'relay' | 'faults' | 'herd' | 'ghosts', breakIt: (data: Data) => void = () => {}) => {
    const data = freshData();
    breakIt(data);
    return answerOf(lab, act, data[act], record.params);
  };
  it('are those of the record', () => {
    expect([answer('relay'), answer('faults'), answer('herd'), answer('ghosts')]).toEqual([
      'nothing',
      'gone',
      'fixed',
      'lease',
    ]);
  });
  it('turn with the data', () => {
    expect(
      answer(
        'relay',
        change(
          (data) => arm(data, 'alone'),
          ({ sent }) => ({ otherServer: sent }),
        ),
      ),
    ).toBe('everything');
    expect(
      answer(
        'faults',
        change(
          (data) => cell(data, 'pubsub', 'phones-cut'),
          () => ({ lost: 0 }),
        ),
      ),
    ).toBe('come');
    expect(
      answer(
        'faults',
        change(
          (data) => cell(data, 'pubsub', 'phones-cut'),
          ({ lost }) => ({ told: lost }),
        ),
      ),
    ).toBe('told');
    expect(
      answer('herd', ({ herd }) => {
        const [fixed, jitter] = herd.arms;
        Object.assign(fixed as object, { backOff: 'jitter' });
        Object.assign(jitter as object, { backOff: 'fixed' });
      }),
    ).toBe('jitter');
    expect(
      answer(
        'ghosts',
        ({ ghosts }) => void Object.assign(ghosts, { goneAfterMs: ghosts.goneAfterMs.map(() => 10) }),
      ),
    ).toBe('at-once');
    expect(answer('ghosts', ({ ghosts }) => void ghosts.goneAfterMs.pop())).toBe('never');
  });
});

describe('what is counted', () => {
  const notebook = (change: Partial<Notebook>): Notebook => ({
    user: 'kim',
    said: new Map(),
    acknowledged: new Map(),
    heard: [],
    told: [],
    assured: [],
    recovered: 0,
    lostConnectionMs: [],
    upMs: [0],
    went: new Map(),
    ...change,
  });
  /** Ten messages, one a millisecond, each acknowledged. */
  const ten = new Map(Array.from({ length: 10 }, (_, index) => [index + 1, index + 1]));
  const speaker = notebook({ said: ten, acknowledged: ten });
  const heard = (...numbers: number[]) => numbers.map((n) => ({ n, atMs: n + 1 }));
  const count = (reader: Partial<Notebook>) => {
    const rooms: RoomLog[] = [{ speaker, readers: [notebook(reader)] }];
    return countCell(rooms, { fromMs: 3, toMs: 6 });
  };
  it('everything heard', () => {
    expect(count({ heard: heard(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) })).toMatchObject({
      ...{ due: 10, lost: 0, told: 0, falselyRecovered: 0, duplicated: 0, reordered: 0, needless: 0 },
      caughtUpMs: { people: 1 },
    });
  });
  it('a gap: in silence, announced, and with a false all-clear', () => {
    const gap = heard(1, 2, 3, 8, 9, 10);
    expect(count({ heard: gap })).toMatchObject({ lost: 4, told: 0, falselyRecovered: 0, caughtUpMs: null });
    expect(count({ heard: gap, told: [{ why: 'history-too-short', atMs: 7.5 }] })).toMatchObject({
      ...{ lost: 4, told: 4, falselyRecovered: 0, needless: 0 },
    });
    expect(count({ heard: gap, told: [{ why: 'no-history', atMs: 7.5 }] })).toMatchObject({ told: 0 });
    expect(count({ heard: gap, assured: [7.5] })).toMatchObject({ lost: 4, told: 0, falselyRecovered: 4 });
  });
  it('what comes twice, what comes late, and a reload for nothing', () => {
    expect(count({ heard: heard(1, 2, 2, 3, 5, 4, 6, 7, 8, 9, 10) })).toMatchObject({
      ...{ duplicated: 1, reordered: 1 },
    });
    expect(
      count({
        heard: heard(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        told: [{ why: 'history-is-another', atMs: 5 }],
      }),
    ).toMatchObject({ needless: 1 });
  });
});

it('both languages are whole', () => {
  for (const [path, { ko, en }] of textsIn([judged(), lab])) {
    if (ko !== en) expect(ko, path).toMatch(hangul);
    expect(`${ko} ${en}`, path).not.toMatch(slip);
    expect(en, path).not.toMatch(hangul);
  }
});
