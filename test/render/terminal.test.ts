import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { renderReport } from '../../src/render/terminal.ts';
import { renderIntro } from '../../src/render/terminal-intro.ts';
import type { Report, TerminalPage } from '../../src/report/report.ts';
import { abortedReport, failedReport, report } from './fixture.ts';
import { langs, linesWiderThan, notAsciiNorHangul, pageOf } from './page.ts';

const reports: readonly Report[] = [report, failedReport, abortedReport];

function screen(shown: Report, page: TerminalPage): string {
  return `${renderIntro(shown.lab, page)}${renderReport(shown, page)}`;
}

describe.each(langs)('the screen in %s', (lang) => {
  test.each([80, 60, 50])('at %i columns', async (columns) => {
    await expect(screen(report, pageOf({ lang, columns }))).toMatchFileSnapshot(
      `golden/report.${lang}.${columns}.txt`,
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

  test.each([80, 60, 50])('is nowhere wider than %i columns, but for the path of the record', (columns) => {
    for (const shown of reports) {
      for (const ascii of [false, true]) {
        const tooWide = linesWiderThan(columns, screen(shown, pageOf({ lang, columns, ascii })));
        expect(tooWide).toHaveLength(1);
        expect(tooWide[0]).toContain(report.recordFile);
      }
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

test('the sections stand in the order of the design', () => {
  const text = renderReport(report, pageOf({ lang: 'en' }));
  const order = [
    'A first try',
    'Verdict',
    'Your prediction',
    'Warnings',
    'Why',
    'What this does',
    'Try next',
    'Next lab',
  ];
  const places = order.map((heading) => text.indexOf(`\n${heading}`.trimStart()));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('a control code in a reply is shown, not obeyed', () => {
  expect(renderReport(report, pageOf({ color: true }))).toContain('"\\x1b[2J');
  expect(renderReport(report, pageOf({ color: true }))).not.toContain('\u001b[2J');
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
  const answered = (prediction: string | null, answer: string | null) =>
    renderReport(
      {
        ...report,
        record: { ...report.record, prediction },
        findings: report.findings && { ...report.findings, answer },
      },
      pageOf({ lang: 'en' }),
    );

  test('is not mentioned where there was none', () => {
    expect(answered(null, 'lost')).not.toContain('Your prediction');
  });

  test('that was right is praised, without a misconception', () => {
    expect(answered('later', 'later')).toContain('You were right.');
    expect(answered('later', 'later')).not.toContain('so it seems');
  });

  test('that was wrong meets its misconception', () => {
    const text = answered('later', 'lost');
    expect(text).toMatch(/You said +They arrive all at once/);
    expect(text).toMatch(/Measured +They are gone/);
    expect(text).toContain('so it seems');
    expect(text).not.toContain('You were right.');
  });

  test('that was wrong without a known misconception is left at that', () => {
    expect(answered('lost', 'later')).toContain('It came out differently.\n');
  });

  test('stays open where nothing was decided', () => {
    const text = answered('later', null);
    expect(text).toContain('could not decide');
    expect(text).not.toContain('Measured  ');
  });

  test('of an older revision is shown as it was recorded', () => {
    expect(answered('maybe', 'lost')).toMatch(/You said +maybe/);
  });
});
