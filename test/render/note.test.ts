import { describe, expect, it } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { reportOf } from '../../src/course/catalogue.ts';
import { htmlHead, htmlSections } from '../../src/render/html/note.ts';
import { renderNote } from '../../src/render/markdown/note.ts';
import type { Report } from '../../src/report/report.ts';
import { pageData } from '../../src/web/page-data.ts';
import { keptRecord } from '../labs/recorded.ts';

const reports = await Promise.all(
  catalogue.map(async (entry) => {
    const { default: lab } = await entry.load();
    return [entry.id, reportOf(entry, lab, keptRecord(entry.id), null)] as const;
  }),
);

const noNonsense = /undefined|NaN|\[object|null/;

/** Tags that are opened and not closed, or closed and not opened. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  const void_ = ['rect', 'polyline'];
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z!][a-z0-9]*)[^>]*>/gi)) {
    if (void_.includes(name.toLowerCase())) continue;
    if (!slash) open.push(name);
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}

function htmlNote(report: Report, short = false): string {
  const shown = pageData(report, null).report;
  return htmlHead(shown) + htmlSections(shown, short);
}

it('what a model calculated says so, and nothing else does', () => {
  const said = reports.flatMap(([id, report]) =>
    renderNote([report], 'en', false)
      .split(/^## /m)
      .filter((section) => section.includes('A model: calculated, no server was asked.'))
      .map((section) => `${id}: ${section.split('\n')[0]}`),
  );
  expect(said).toEqual(['sticky: Act 1 A model first', 'nearby: Act 3 Other worlds']);
});

describe.each(reports)('the study note of %s', (_, report) => {
  it.each(['ko', 'en'] as const)(
    'in Markdown, %s: claimed, measured, learned, and room for the rest',
    (lang) => {
      const note = renderNote([report], lang, false);
      const titles = [...note.matchAll(/^## (.*)$/gm)].map(([, title = '']) => title);
      const expected = {
        ko: ['노트에 적힌 말', '측정한 것', '배운 것'],
        en: ['What was claimed', 'What was measured', 'What I learned'],
      };
      expect(titles.filter((title) => expected[lang].includes(title))).toEqual(expected[lang]);
      expect(titles.slice(-3).map((title) => title.split(':')[0])).toEqual(['Keep', 'Problem', 'Try']);
      expect(note).not.toMatch(noNonsense);
      expect(note.startsWith(`# ${report.record.startedAt.slice(0, 10)} `)).toBe(true);
    },
  );

  it('short, it leaves out the acts', () => {
    expect(renderNote([report], 'en', true)).not.toMatch(/^## Act \d/m);
    expect(renderNote([report], 'en', false)).toMatch(/^## Act \d/m);
  });

  it('in HTML: whole, in both languages, without a script or anything from outside', () => {
    const page = htmlNote(report);
    expect(unbalanced(page)).toEqual([]);
    expect(page).not.toMatch(/<script|src=|href=|https?:|url\(|style=/);
    expect(page).not.toMatch(noNonsense);
    const count = (lang: string) => page.split(`<span lang="${lang}">`).length;
    expect(count('ko')).toBe(count('en'));
  });
});

it('how a room voted stands in it, by the choices that the question has', async () => {
  const entry = catalogue[0] as (typeof catalogue)[number];
  const { default: lab } = await entry.load();
  const votes = { channel: { first: { once: 3, twice: 2 }, second: { twice: 4 } } };
  const note = (more: object) => reportOf(entry, lab, { ...keptRecord(entry.id), ...more }, null);
  const section = (text: string, title: string) => text.split(/^## /m).find((one) => one.startsWith(title));
  expect(section(renderNote([note({ votes })], 'ko', true), '함께 투표한 것')).toMatch(
    /한 번: 3명, 다시 투표 0명 *\n *두 번: 2명, 다시 투표 4명 *\n *측정 결과: 두 번/,
  );
  const once = { channel: { ...votes.channel, second: null } };
  expect(section(renderNote([note({ votes: once })], 'en', true), 'How the room voted')).toMatch(
    /Once: 3 *\n *Twice: 2 *\n *Measured: Twice/,
  );
  expect(htmlNote(note({ votes }))).toContain('Twice: 2, second vote 4');
  expect(renderNote([note({})], 'en', true)).not.toContain('How the room voted');
  const stranger = { channel: { first: { nope: 9 }, second: null }, nope: votes.channel };
  expect(section(renderNote([note({ votes: stranger })], 'en', true), 'How the room voted')).toMatch(
    /Once: 0/,
  );
});

it('several runs make one note', () => {
  const all = reports.map(([, report]) => report);
  expect(renderNote(all, 'en', true).match(/^# \d{4}/gm)).toHaveLength(all.length);
});

it('an interval in a table is not broken at its dash', () => {
  const pool = reports.find(([id]) => id === 'pool-bench')?.[1] as Report;
  const cells = htmlNote(pool).match(/<td[^>]*>[^<]*\d\W*–\W*\d[^<]*/g) ?? [];
  expect(cells.length).toBeGreaterThan(0);
  for (const cell of cells) expect(cell).toMatch(/\d\u2060–\u2060\d/);
});

it('what a record smuggles in stays text', () => {
  const [, report] = reports[0] as (typeof reports)[number];
  const evil = '<img src=x onerror=alert(1)>\u001b[31m';
  const hostile: Report = { ...report, lab: { ...report.lab, title: { ko: evil, en: evil } } };
  const page = htmlNote(hostile);
  expect(page).not.toContain('<img');
  expect(page).not.toContain('\u001b');
  const note = renderNote([hostile], 'en', false);
  expect(note).not.toContain('\u001b');
  expect(note).not.toMatch(/[^\\]<img/);
});

it('a run that did not complete says so, and leaves nothing to fill in', () => {
  const [, report] = reports[0] as (typeof reports)[number];
  const aborted = {
    ...report,
    record: { ...report.record, outcome: 'aborted' as const, data: null },
    findings: null,
  };
  expect(renderNote([aborted], 'en', false)).toMatch(/## The run was stopped/);
  expect(unbalanced(htmlNote(aborted))).toEqual([]);
});
