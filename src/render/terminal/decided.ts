import type { Decided } from '../../report/decided.ts';
import type { TerminalPage } from '../../report/report.ts';
import { labelled } from './ending.ts';
import { styleOf } from './style.ts';

const words = {
  fits: { ko: '맞는 것', en: 'Fits' },
  answers: { ko: '답', en: 'You said' },
  assumed: { ko: '짐작', en: 'Assumed' },
  tips: { ko: '달라질 때', en: 'Tipped by' },
  mind: { ko: '챙길 것', en: 'Mind' },
  measured: { ko: '잰 것', en: 'Measured' },
  promise: { ko: '약속', en: 'Promised' },
  next: { ko: '재 보기', en: 'Measure it' },
};

/** The answer of `redis-lab decide` on one screen. */
export function renderDecided(decided: Decided, command: string, page: TerminalPage): string {
  const { lang } = page;
  const entry = (label: { ko: string; en: string }, text: string): [string, string] => [label[lang], text];
  const listed = (assumed: boolean): string[] => {
    const said = decided.answers.filter((one) => one.assumed === assumed);
    return said.length > 0
      ? [said.map(({ question, answer }) => `${question[lang]}: ${answer[lang]}`).join(' · ')]
      : [];
  };
  const { measured } = decided;
  const figures = measured?.lines.map((line) => line[lang]) ?? [];
  return `${labelled(
    [
      entry(words.fits, styleOf(page).strong(decided.fits[lang])),
      entry(words.promise, decided.promise[lang]),
      ...(measured && figures.length > 0
        ? figures.map((line, index) => entry(words.measured, index === 0 ? `${line} (${measured.at})` : line))
        : [entry(words.next, command)]),
      ...decided.mind.map((text) => entry(words.mind, text[lang])),
      ...decided.tips.map(({ question, answer, fits }) =>
        entry(words.tips, `${question[lang]}: ${answer[lang]} → ${fits[lang]}`),
      ),
      ...listed(false).map((line) => entry(words.answers, line)),
      ...listed(true).map((line) => entry(words.assumed, line)),
    ],
    page,
  )}\n`;
}
