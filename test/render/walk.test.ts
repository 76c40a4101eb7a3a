import { describe, expect, it } from 'vitest';
import { tracks } from '../../labs/tracks/index.ts';
import type { Found } from '../../src/commands/walk-scene.ts';
import { viewOf } from '../../src/commands/walk-view.ts';
import type { AnyAct } from '../../src/core/act.ts';
import type { AnyLab } from '../../src/core/lab.ts';
import { loadLab } from '../../src/course/catalogue.ts';
import { findingsOf } from '../../src/course/findings.ts';
import { currentRecord } from '../../src/course/older-records.ts';
import { keep, type Phase, startWalk, stepOf } from '../../src/course/walk.ts';
import { widthOf } from '../../src/render/terminal/text.ts';
import { renderWalkPage } from '../../src/render/terminal/walk.ts';
import { renderWalkNotes } from '../../src/render/terminal/walk-notes.ts';
import { keptRecord } from '../labs/recorded.ts';

const phases: readonly Phase[] = [
  'story',
  'question',
  'sure',
  'talk',
  'revote',
  'result',
  'told',
  'why',
  'change',
  'changed',
  'recap',
  'end',
];

const scenes = (
  await Promise.all(
    tracks.flatMap((track) =>
      track.steps.map(async (step, index) => {
        const { lab } = await loadLab(step.lab);
        const act = (lab.acts as readonly AnyAct[]).find(({ id }) => id === step.act) as AnyAct;
        return [`${track.id} ${step.lab}/${step.act}`, { track, step, index, lab, act }] as const;
      }),
    ),
  )
).filter(([, { lab, step }]) => foundOf(lab, step.act)?.act.headline);

/** What the kept record of the lab found in this act, after the learner chose first what is easy to believe. */
function foundOf(lab: AnyLab, actId: string): Found | null {
  const record = currentRecord(lab, keptRecord(lab.id));
  const predict = (lab.acts as readonly AnyAct[]).find(({ id }) => id === actId)?.predict;
  const chosen = predict?.choices.find(({ misconception }) => misconception)?.id ?? '';
  const predicted = { ...record, predictions: { [actId]: chosen } };
  const findings = findingsOf(lab, predicted);
  const act = findings.acts.find(({ id }) => id === actId);
  return act ? { record: predicted, findings, act } : null;
}

describe.each(scenes)('%s', (_, { track, index, lab, act }) => {
  const found = foundOf(lab, act.id);

  it.each([
    [80, 24, null],
    [80, 24, 12],
    [60, 20, null],
    [60, 20, 12],
    [100, 30, 12],
  ] as const)('every page fits %i by %i', (columns, rows, people) => {
    const start = { ...startWalk(track, people), step: index };
    const votes = (act.predict?.choices ?? []).map(() => 4);
    const walk = keep(start, stepOf(start, track), {
      run: 'a',
      changedRun: 'b',
      votes,
      revotes: votes,
      told: 'lost',
    });
    for (const [hints, phase] of [0, 1, 2, 3].flatMap((count) =>
      phases.map((one) => [count, one] as const),
    )) {
      for (const lang of ['ko', 'en'] as const) {
        const page = { lang, columns, color: false, ascii: false };
        const at = keep({ ...walk, phase }, stepOf(walk, track), { hints });
        const scene = { walk: at, track, act, found, changed: found, spentMs: 3_601_000 };
        const lines = renderWalkPage(viewOf(scene), rows, page).split('\n');
        const where = `${phase} in ${lang}:\n${lines.join('\n')}`;
        expect(lines.length, where).toBeLessThanOrEqual(rows);
        for (const line of lines) expect(widthOf(line), where).toBeLessThanOrEqual(columns);
        expect(where).not.toMatch(/undefined|NaN|\[object/);
      }
    }
  });

  it('nothing before the run tells what came out', () => {
    for (const phase of ['story', 'question', 'sure', 'talk', 'revote'] as const) {
      const walk = { ...startWalk(track, 12), step: index, phase };
      const view = viewOf({ walk, track, act, found, changed: null, spentMs: 0 });
      const text = JSON.stringify(view);
      expect(text).not.toContain(JSON.stringify(found?.act.headline));
      expect(view.graded ?? view.votes).toBeNull();
      expect(view.picture).toEqual([]);
    }
  });
});

it.each([
  [false, []],
  [true, ['  ! The presenter has left. When the walk goes on, so does this page.', '']],
])(
  'the presenter’s page holds the votes, what is easy to believe, and what to ask; left: %s',
  (left, gone) => {
    const text = renderWalkNotes(
      {
        left,
        step: { number: 1, of: 3, title: { ko: '자리 비움', en: 'Away' } },
        phase: { ko: '투표', en: 'vote' },
        choices: [
          {
            label: { ko: '전부', en: 'Everything' },
            misconception: { ko: '보관', en: 'It is kept.' },
            first: 4,
            second: 1,
          },
          { label: { ko: '일부', en: 'A part' }, misconception: null, first: 5, second: 8 },
        ],
        ask: [{ ko: '왜?', en: 'Why?' }],
        next: { ko: '스트림', en: 'Streams' },
      },
      { lang: 'en', columns: 80, color: false, ascii: false },
    );
    expect(text).toBe(
      [
        '▸ 1/3  Away  vote',
        '',
        ...gone,
        '  1  Everything  4 → 1',
        '     It is kept.',
        '  2  A part  5 → 8',
        '',
        '  ? Why?',
        '',
        '  Next: Streams',
        '',
      ].join('\n'),
    );
  },
);
