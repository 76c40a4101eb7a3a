import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { same } from '../../src/core/text.ts';
import { renderNote } from '../../src/render/markdown/note.ts';
import { renderMarkdown } from '../../src/render/markdown/page.ts';
import { renderIntro } from '../../src/render/terminal/intro.ts';
import { renderPrompt } from '../../src/render/terminal/prompt.ts';
import { renderReport } from '../../src/render/terminal/report.ts';
import type { Graded } from '../../src/report/findings.ts';
import type { Report, TerminalPage } from '../../src/report/report.ts';
import { abortedReport, failedReport, findings, prediction, report } from './fixture.ts';
import { endingRows, langs, linesWiderThan, notAsciiNorHangul, pageOf } from './page.ts';

const reports: readonly Report[] = [report, failedReport, abortedReport];

function screen(shown: Report, page: TerminalPage): string {
  return `${renderIntro(shown.lab, page)}${renderReport(shown, page, true)}`;
}

describe.each(langs)('the screen in %s', (lang) => {
  test.each([80, 60, 50])('at %i columns', async (columns) => {
    await expect(screen(report, pageOf({ lang, columns }))).toMatchFileSnapshot(
      `golden/report.${lang}.${columns}.txt`,
    );
  });

  test('without the details', async () => {
    await expect(renderReport(report, pageOf({ lang }))).toMatchFileSnapshot(`golden/ending.${lang}.80.txt`);
    await expect(renderReport(report, pageOf({ lang, columns: 60 }))).toMatchFileSnapshot(
      `golden/ending.${lang}.60.txt`,
    );
  });

  test('in ASCII', async () => {
    const ascii = screen(report, pageOf({ lang, ascii: true }));
    await expect(ascii).toMatchFileSnapshot(`golden/report.${lang}.80.ascii.txt`);
  });

  test('of a failed run and of an aborted one', async () => {
    await expect(screen(failedReport, pageOf({ lang }))).toMatchFileSnapshot(`golden/failed.${lang}.80.txt`);
    await expect(screen(abortedReport, pageOf({ lang }))).toMatchFileSnapshot(
      `golden/aborted.${lang}.80.txt`,
    );
  });

  test('after the comparison is one screen: 24 lines at 80 columns, about 30 at 60', () => {
    const lines = (columns: number) => endingRows(report, pageOf({ lang, columns }));
    expect(lines(80)).toBeLessThanOrEqual(24);
    expect(lines(60)).toBeLessThanOrEqual(32);
  });

  test.each([false, true])(
    'is nowhere wider than the page, but for paths and commands (detail: %s)',
    (detail) => {
      for (const shown of reports) {
        for (const ascii of [false, true]) {
          for (let columns = 40; columns <= 140; columns += 1) {
            const page = pageOf({ lang, columns, ascii });
            const tooWide = linesWiderThan(columns, renderReport(shown, page, detail));
            const excused = [/ redis-lab /, shown.recordFile ?? '-', /--PUBLISH--/];
            expect(tooWide.filter((line) => !excused.some((known) => line.match(known)))).toEqual([]);
          }
        }
      }
    },
  );

  test('breaks no command and no figure, however narrow the page', () => {
    const whole = [
      report.recordFile ?? '',
      ...report.tryNext.map(({ command }) => command),
      'redis-lab lesson pubsub',
      '12.3 ms',
      'redis 7.0.15',
      { ko: '시드 42', en: 'seed 42' }[lang],
      { ko: '95% 신뢰구간 0.9~18배', en: '95% interval' }[lang],
    ];
    for (let columns = 40; columns <= 140; columns += 1) {
      const text = renderReport(report, pageOf({ lang, columns }), true);
      for (const words of whole) expect(text, `${columns}`).toContain(words);
    }
  });

  test('holds only ASCII and Hangul when asked to', () => {
    for (const shown of reports) {
      for (const columns of [80, 60, 50]) {
        expect(screen(shown, pageOf({ lang, columns, ascii: true }))).not.toMatch(notAsciiNorHangul);
        expect(screen(shown, pageOf({ lang, columns }))).toMatch(notAsciiNorHangul);
      }
    }
  });

  test('differs in colour only by its escape codes', () => {
    for (const shown of reports) {
      for (const columns of [80, 60, 50]) {
        const plain = screen(shown, pageOf({ lang, columns }));
        const colored = screen(shown, pageOf({ lang, columns, color: true }));
        expect(plain).not.toContain('\u001b');
        expect(colored).toContain('\u001b[');
        expect(stripVTControlCharacters(colored)).toBe(plain);
      }
    }
  });

  test('has no blanks at the ends of its lines', () => {
    expect(screen(report, pageOf({ lang }))).not.toMatch(/ $/m);
    expect(renderReport(report, pageOf({ lang }))).not.toMatch(/ $/m);
  });
});

test('the ASCII drawing keeps every column where it was', () => {
  const widths = (text: string) => text.split('\n').map((line) => stringWidth(line));
  const [fancy, ascii] = [false, true].map((ascii) => renderIntro(report.lab, pageOf({ ascii })));
  expect(widths(ascii ?? '')).toEqual(widths(fancy ?? ''));
});

test('a picture that does not fit is left out', () => {
  expect(renderIntro(report.lab, pageOf({ columns: 60 }))).toContain('──PUBLISH──');
  expect(renderIntro(report.lab, pageOf({ columns: 50 }))).not.toContain('PUBLISH');
});

/** Where each of these first stands; none may be missing. */
function placesOf(text: string, headings: readonly string[]): number[] {
  const lines = text.split('\n');
  return headings.map((heading) => {
    const place = lines.findIndex((line) => line.trimStart().startsWith(heading));
    return place < 0 ? expect.fail(`no ${heading}`) : place;
  });
}

test('with the details: acts, evidence, warnings, what next, where it is kept, and last the ending', () => {
  const text = renderReport(report, pageOf({ lang: 'en' }), true);
  const places = placesOf(text, [
    '▸ Act 1  The channel',
    'A first try',
    '▸ Act 2  Fan-out',
    '▸ Act 3  Away',
    'You said',
    'The messages sent meanwhile',
    '▸ Act 4  The cluster',
    'What the verdicts rest on',
    'Warnings',
    'Next',
    'Lesson',
    'Measured on',
    'Record',
    'A subscriber who was away',
    'Verdict',
    '✓ C10',
    '· C13',
    'Why',
    'Limit',
    'Next lab',
  ]);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('without: the table that decides and one screen', () => {
  const text = renderReport(report, pageOf({ lang: 'en' }));
  const places = placesOf(text, [
    'A subscriber who was away',
    'Verdict',
    'You said',
    'Measured',
    'Why',
    'Limit',
    'Warnings',
    'Next',
    'Next lab',
    'Details',
  ]);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBe(0);
  expect(text).not.toContain('Act 1');
  expect(text).not.toContain('Measured on');
});

test('the first warning stands in the ending with how many more there are; the details have them all', () => {
  const [first, second] = findings.warnings;
  const ending = renderReport(report, pageOf({ lang: 'en' }));
  expect(ending.replace(/\s+/g, ' ')).toContain(`${first?.en} (1 more in the details)`);
  expect(ending).not.toContain(second?.en);
  const all = renderReport(report, pageOf({ lang: 'en' }), true);
  expect(all).toContain(second?.en);
  expect(all).not.toContain('more)');
  const calm = { ...report, findings: { ...findings, warnings: [] } };
  for (const detail of [false, true])
    expect(renderReport(calm, pageOf({ lang: 'en' }), detail)).not.toContain('Warnings');
});

test('a question to talk about ends the screen, where there is one', () => {
  const ending = renderReport(report, pageOf({ lang: 'en' }));
  expect(ending.trimEnd().split('\n').at(-1)).toMatch(/^ {2}Discuss {3}\S/);
  const without = { ...report, findings: { ...findings, discuss: null } };
  for (const text of [renderReport(without, pageOf({ lang: 'en' })), renderMarkdown(without, 'en')])
    expect(text).not.toContain('Discuss');
});

test('where no act has run there is no reason and no limit to name, and no label without words', () => {
  const silent: Report = { ...report, findings: { ...findings, why: same(''), caveat: same('') } };
  const [ending, markdown] = [renderReport(silent, pageOf({ lang: 'en' })), renderMarkdown(silent, 'en')];
  for (const text of [ending, markdown]) expect(text).not.toMatch(/^\W*(Why|Limit)\s*$/m);
  expect(renderNote([silent], 'en', true)).not.toMatch(/Limit:\s*$/m);
});

test('what could not be kept is not named as something to show', () => {
  const unkept: Report = {
    ...report,
    recordFile: null,
    tryNext: [{ command: 'redis-lab show last --map', look: same('look') }, ...report.tryNext],
  };
  expect(renderReport(unkept, pageOf({ lang: 'en' }))).not.toContain('show last');
  expect(renderReport(unkept, pageOf({ lang: 'en' }))).toContain(report.tryNext[0]?.command);
});

test('nothing is said twice on a screen with details', () => {
  for (const lang of langs) {
    const text = renderReport(report, pageOf({ lang, columns: 140 }), true);
    const said = [
      ...findings.checks.flatMap(({ evidence }) => [evidence.headline, ...evidence.points]),
      ...findings.warnings,
      ...report.tryNext.map(({ command }) => same(command)),
      findings.why,
      findings.caveat,
      ...(findings.discuss ? [findings.discuss] : []),
    ];
    // The page wraps prose at 80 columns, so a sentence is known by how it begins.
    for (const { [lang]: sentence } of said)
      expect(text.split(sentence.slice(0, 24)), sentence).toHaveLength(2);
  }
});

test('an act that was skipped says so, and a claim that was not tested says why', () => {
  const text = renderReport(report, pageOf(), true);
  expect(text).toContain('▸ 4막  클러스터\n  건너뜀: redis-server 7 이상이 필요해요.');
  expect(text).toMatch(/· C13 {2}이번에는 검증하지 않음 {2}"클러스터에서는/);
});

test('what acts and claims were skipped for is said once, however many they are', () => {
  const skipped = { ko: '고르지 않았어요.', en: 'Not chosen.' };
  const skip = (act: (typeof findings)['acts'][number], at: number) =>
    at === 1 ? act : { ...act, headline: null, skipped, prediction: null, blocks: [] };
  const untested = ['C10', 'C11'].map((claim) => ({ claim, sentence: same(claim), reason: skipped }));
  const shown = { ...report, findings: { ...findings, acts: findings.acts.map(skip), untested } };
  const ending = renderReport(shown, pageOf({ lang: 'en' }));
  expect(ending.match(/Not chosen/g)).toHaveLength(1);
  const details = renderReport(shown, pageOf({ lang: 'en' }), true);
  expect(details.slice(0, details.indexOf('Verdict')).match(/Not chosen/g)).toHaveLength(1);
  for (const { number } of findings.acts) expect(details).toContain(`Act ${number}  `);
  expect(renderMarkdown(shown, 'en').match(/skipped: Not chosen/g)).toHaveLength(1);
});

test('a run whose acts were all skipped has no table that decides', () => {
  const text = renderReport({ ...report, findings: { ...findings, comparison: null } }, pageOf());
  expect(text.startsWith('판정')).toBe(true);
});

test('commands are printed as they can be typed', () => {
  const untested = [{ claim: 'C13', sentence: same('C13'), reason: same('All of it: redis-lab queue') }];
  const byNpx = { ...report, findings: { ...findings, untested }, program: 'npx redis-lab' };
  const page = pageOf({ lang: 'en' });
  for (const shown of [byNpx, { ...abortedReport, program: 'npx redis-lab' }]) {
    for (const text of [
      renderReport(shown, page),
      renderReport(shown, page, true),
      renderMarkdown(shown, 'en'),
      renderNote([shown], 'en', false),
    ]) {
      const commands = [...text.matchAll(/(npx )?\bredis-lab (?:pubsub|queue|lesson|show)/g)];
      if (text.includes('pubsub --')) expect(commands.length).toBeGreaterThan(1);
      expect(commands.filter(([, npx]) => !npx).map(([command]) => command)).toEqual([]);
    }
  }
  expect(renderReport(report, page, true)).not.toContain('npx');
});

test('a control code in a reply is shown, not obeyed', () => {
  expect(renderReport(report, pageOf({ color: true }), true)).toContain('"\\x1b[2J');
  expect(renderReport(report, pageOf({ color: true }), true)).not.toContain('\u001b[2J');
});

test('the path of the record is whole, at the beginning of its line where it has no room beside its label', () => {
  const recordFile = `/home/learner/${'deep/'.repeat(12)}20261126-031148943-pool-bench-e6853387.json`;
  for (const columns of [80, 60]) {
    const text = renderReport({ ...report, recordFile }, pageOf({ columns }), true);
    expect(text).toContain(`\n${recordFile}\n`);
  }
  expect(renderReport({ ...report, recordFile }, pageOf({ columns: 140 }), true)).toContain(
    `  ${recordFile}\n`,
  );
});

test('an unfinished run has no verdict', () => {
  for (const shown of [failedReport, abortedReport]) {
    // Even if somebody hands in findings: what was not measured to the end is not judged.
    const text = renderReport({ ...shown, findings: report.findings }, pageOf());
    expect(text).not.toContain('맞아요');
    expect(text).toContain('판정은 내리지 않아요');
  }
});

describe('the prediction', () => {
  const answered = (graded: Partial<Graded>, detail = false) => {
    const acts = findings.acts.map((act) =>
      act.prediction ? { ...act, prediction: { ...prediction, ...graded } } : act,
    );
    return renderReport({ ...report, findings: { ...findings, acts } }, pageOf({ lang: 'en' }), detail);
  };

  test('is not mentioned where there was none; the details still say what was measured', () => {
    const none = { chosen: null, right: null, misconception: null };
    expect(answered(none)).not.toMatch(/Your prediction|You said|Measured/);
    expect(answered(none, true)).toMatch(
      /What becomes of the messages sent meanwhile\?\n +Measured +They are gone/,
    );
    expect(answered(none, true)).not.toContain('You said');
  });

  test('that was right is praised, without a misconception', () => {
    const right = { measured: prediction.chosen, right: true, misconception: null };
    expect(answered(right)).toMatch(/You said +They arrive all at once after the reconnect {2}✓\n/);
    expect(answered(right, true)).toContain('You were right.');
    for (const detail of [false, true]) expect(answered(right, detail)).not.toContain('so it seems');
  });

  test('that was wrong stands beside the measurement, and in its act meets its misconception', () => {
    for (const detail of [false, true]) {
      const text = answered({}, detail);
      expect(text).toMatch(/You said +They arrive all at once after the reconnect {2}✗\n/);
      expect(text).toMatch(/Measured +They are gone/);
      expect(text).not.toContain('You were right.');
      expect(text.includes('so it seems')).toBe(detail);
    }
  });

  test('that was wrong without a known misconception is left at that', () => {
    expect(answered({ misconception: null }, true)).toContain('It came out differently.\n');
  });

  test('stays open where nothing was decided', () => {
    const text = answered({ measured: null, right: null, misconception: null });
    expect(text.replace(/\s+/g, ' ')).toContain('reconnect ? Measured This run could not decide');
  });

  test('is not graded where the run asked something else', () => {
    const off = { measured: null, right: null, misconception: null, off: same('The question is off.') };
    expect(answered(off)).toContain('Your prediction  The question is off.');
    expect(answered(off)).not.toContain('You said');
    expect(answered({ ...off, chosen: null }, true)).not.toContain('The question is off.');
  });

  test('of two acts each names its act', () => {
    const acts = [1, 2].map((number) => ({
      ...findings.acts[0],
      id: `act-${number}`,
      number,
      title: same(`act${number}`),
      prediction,
      blocks: [],
    })) as (typeof findings)['acts'];
    const text = renderReport({ ...report, findings: { ...findings, acts } }, pageOf({ lang: 'en' }));
    expect(text).toMatch(/You said +act1: They arrive[\s\S]*You said +act2: They arrive/);
    expect(answered({})).not.toContain(`${findings.acts[0]?.title.en}: They arrive`);
  });

  test('of three acts is a tally, so that the ending stays one screen', () => {
    const tallied = (lang: TerminalPage['lang'], ...rights: (boolean | null)[]) => {
      const acts = rights.map((right, index) => ({
        ...findings.acts[0],
        id: `act-${index}`,
        number: index + 1,
        title: same(`act${index}`),
        prediction: { ...prediction, right },
        blocks: [],
      })) as (typeof findings)['acts'];
      return renderReport({ ...report, findings: { ...findings, acts } }, pageOf({ lang }));
    };
    const text = tallied('en', true, false, null);
    expect(text.replace(/\s+/g, ' ')).toContain('1 of 2 predictions were right. ✓ act0 ✗ act1 · act2');
    expect(text).not.toContain('You said');
    expect(tallied('en', false, false, false)).toContain('None of 3 predictions was right.');
    expect(tallied('ko', false, false, false)).toContain('예측 3개가 모두 빗나갔어요.');
    expect(tallied('ko', null, null, null)).toContain('판단할 수 없었어요.');
  });
});

test('the question before an act has its choices under it, and fits', () => {
  const question = {
    prompt: prediction.prompt,
    choices: [
      { id: 'later', label: prediction.chosen ?? same('') },
      { id: 'lost', label: prediction.measured ?? same('') },
    ],
  };
  for (const lang of langs) {
    for (const columns of [80, 40]) {
      const text = renderPrompt(question, pageOf({ lang, columns }));
      expect(linesWiderThan(columns, text)).toEqual([]);
      expect(text).toMatch(/^ {2}1 {2}\S/m);
      expect(text).toMatch(/^ {2}2 {2}\S/m);
    }
  }
  expect(renderPrompt(question, pageOf({ ascii: true }))).not.toMatch(notAsciiNorHangul);
});
