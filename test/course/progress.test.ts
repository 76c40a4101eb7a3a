import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dueAmong, isDone, type LabProgress, type Noted, progressOf } from '../../src/course/progress.ts';
import { addNotes, progressFile, readNotes } from '../../src/course/progress-store.ts';

const dayMs = 24 * 60 * 60 * 1000;
const startMs = Date.UTC(2026, 0, 1);
const day = (days: number) => new Date(startMs + days * dayMs);

const missed = { lab: 'pubsub', act: 'away', chosen: 'everything', measured: 'without-the-gap' } as const;
const right = { ...missed, chosen: missed.measured } as const;

type Dated = readonly [days: number, what: Noted];

function notesOn(...noted: readonly Dated[]) {
  return noted.map(([days, what]) => ({ v: 1 as const, at: day(days).toISOString(), ...what }));
}

const dueOn = (days: number, ...noted: readonly Dated[]) =>
  dueAmong(progressOf(notesOn(...noted)), day(days).getTime()).map(({ act }) => act);

describe('a missed question comes again', () => {
  const first = [0, { kind: 'predicted', ...missed, sure: 3 }] as const;
  const reviewed = (days: number, answer: typeof missed | typeof right) =>
    [days, { kind: 'reviewed', ...answer, sure: null }] as const;

  it('after a day, three days and seven, and then no more', () => {
    expect(dueOn(0.9, first)).toEqual([]);
    expect(dueOn(1, first)).toEqual(['away']);
    expect(dueOn(3.9, first, reviewed(1, right))).toEqual([]);
    expect(dueOn(4, first, reviewed(1, right))).toEqual(['away']);
    expect(dueOn(10.9, first, reviewed(1, right), reviewed(4, right))).toEqual([]);
    expect(dueOn(11, first, reviewed(1, right), reviewed(4, right))).toEqual(['away']);
    expect(dueOn(400, first, reviewed(1, right), reviewed(4, right), reviewed(11, right))).toEqual([]);
  });

  it('from the start when it was missed again', () => {
    expect(dueOn(5, first, reviewed(1, right), reviewed(4, missed))).toEqual(['away']);
  });

  it('not when it was right at the first try', () => {
    expect(dueOn(400, [0, { kind: 'predicted', ...right, sure: null }])).toEqual([]);
  });

  it('at once where the clock was set back a year since', () => {
    expect(dueOn(-365, first)).toEqual(['away']);
  });
});

it('counts how often somebody was sure, and wrong', () => {
  const { calibration } = progressOf(
    notesOn(
      [0, { kind: 'predicted', ...missed, sure: 3 }],
      [1, { kind: 'reviewed', ...right, sure: 3 }],
      [1, { kind: 'reviewed', ...right, sure: 1 }],
      [1, { kind: 'reviewed', ...missed, sure: null }],
    ),
  );
  expect([...calibration]).toEqual([
    [3, { answers: 2, wrong: 1 }],
    [1, { answers: 1, wrong: 0 }],
  ]);
});

it('keeps the last verdict of each claim, also when a later run left it out', () => {
  const { labs } = progressOf(
    notesOn(
      [0, { kind: 'ran', lab: 'pubsub', verdicts: { C10: 'held', C11: 'held' }, tookMs: 5, whole: true }],
      [1, { kind: 'ran', lab: 'pubsub', verdicts: { C10: 'inconclusive' }, tookMs: 7 }],
    ),
  );
  expect(labs.get('pubsub')).toEqual({
    ranAt: day(1).toISOString(),
    tookMs: 7,
    verdicts: { C10: 'inconclusive', C11: 'held' },
    whole: true,
  });
});

it.for([
  [
    'all its claims have a verdict, by one run after the other',
    [{ C10: 'held' }, { C11: 'refuted' }],
    false,
    true,
  ],
  ['one has none', [{ C10: 'held' }, {}], false, false],
  ['one has none, and it ran as a whole', [{ C10: 'held' }], true, true],
] as const)('a lab of two claims where %s', ([, runs, whole, done]) => {
  const notes = runs.map(
    (verdicts) => [0, { kind: 'ran', lab: 'pubsub', verdicts, tookMs: 1, whole }] as const,
  );
  const soFar = progressOf(notesOn(...notes)).labs.get('pubsub') as LabProgress;
  expect(isDone(soFar, ['C10', 'C11'])).toBe(done);
});

it('a reset forgets one lab, or everything', () => {
  const both = [
    [0, { kind: 'ran', lab: 'pubsub', verdicts: {}, tookMs: 1 }],
    [0, { kind: 'ran', lab: 'ttl', verdicts: {}, tookMs: 1 }],
    [0, { kind: 'predicted', ...missed, sure: 3 }],
  ] as const;
  const one = progressOf(notesOn(...both, [1, { kind: 'reset', lab: 'pubsub' }]));
  expect([[...one.labs.keys()], one.missed]).toEqual([['ttl'], []]);
  const all = progressOf(notesOn(...both, [1, { kind: 'reset', lab: null }]));
  expect([all.labs.size, all.calibration.size]).toEqual([0, 0]);
});

describe('the log on disk', () => {
  const ran: Noted = { kind: 'ran', lab: 'ttl', verdicts: { C20: 'held' }, tookMs: 9 };
  let state = '';
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'redis-lab-test-'));
    vi.stubEnv('XDG_STATE_HOME', state);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(state, { recursive: true });
  });

  it('begins where there is none, and is for its owner alone', async () => {
    expect(await readNotes()).toEqual({ notes: [], torn: 0, setAside: null });
    await addNotes(day(0), [ran]);
    expect((await readNotes()).notes).toMatchObject([ran]);
  });

  it('loses nothing when two add to it at once', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => addNotes(day(n), [{ ...ran, tookMs: n }])));
    expect((await readNotes()).notes).toHaveLength(50);
  });

  it('loses only the line that was torn, and passes over what a later version wrote', async () => {
    await addNotes(day(0), [ran]);
    const whole = await readFile(progressFile(), 'utf8');
    await writeFile(progressFile(), `${whole}{"v":2,"kind":"dream"}\n{"v":1,"at":"20`);
    await addNotes(day(1), [ran]);
    const { notes, torn, setAside } = await readNotes();
    expect([notes.length, torn, setAside]).toEqual([2, 1, null]);
    expect(await readFile(progressFile(), 'utf8')).toContain('"v":2');
  });

  it('that holds nothing but damage is set aside, and a new one begins', async () => {
    await addNotes(day(0), [ran]);
    await writeFile(progressFile(), Buffer.from([0, 255, 10, 13, 200, 10]));
    expect(await readNotes()).toEqual({ notes: [], torn: 0, setAside: `${progressFile()}.damaged` });
    await addNotes(day(1), [ran]);
    expect((await readNotes()).notes).toHaveLength(1);
    expect(await readdir(dirname(progressFile()))).toHaveLength(2);
  });

  it.for([
    '{"v":1,"at":"yesterday","kind":"ran","lab":"ttl","verdicts":{}}',
    '{"v":1,"at":"2026-01-01T00:00:00Z","kind":"ran","lab":7,"verdicts":{}}',
    '{"v":1,"at":"2026-01-01T00:00:00Z","kind":"ran","lab":"ttl","verdicts":null}',
    '{"v":1,"at":"2026-01-01T00:00:00Z","kind":"predicted","lab":"ttl"}',
    '{"v":1,"at":"2026-01-01T00:00:00Z","kind":"reset"}',
    '[]',
    'null',
  ])('a note with something amiss is passed over: %s', async (line) => {
    await addNotes(day(0), [ran]);
    await writeFile(progressFile(), `${line}\n`, { flag: 'a' });
    const { notes } = await readNotes();
    expect(notes).toHaveLength(1);
    expect(() => progressOf(notes)).not.toThrow();
  });
});
