// The outline of a study note: what was claimed, predicted, measured and learned, then what is left to the reader to
// fill in. Markdown and HTML are written from it.
import type { Text } from '../core/text.ts';
import type { Block } from '../report/blocks.ts';
import type { ActFindings, Check, Findings, Graded, Voted } from '../report/findings.ts';
import { mapStrings } from '../report/map-strings.ts';
import type { Report } from '../report/report.ts';
import { typed } from './commands.ts';
import { notesOnce } from './notes-once.ts';
import { unfinishedRun } from './unfinished.ts';
import { actWords, headings, predictionWords, verdictWords } from './words.ts';

export interface Section {
  readonly title: Text;
  readonly texts?: readonly Text[];
  readonly items?: readonly Text[];
  readonly blocks?: readonly Block[];
  /** Left to the reader to fill in. */
  readonly blank?: true;
}

const words = {
  claimed: { ko: '노트에 적힌 말', en: 'What was claimed' },
  voted: { ko: '함께 투표한 것', en: 'How the room voted' },
  predicted: { ko: '내 예측', en: 'What I predicted' },
  measured: { ko: '측정한 것', en: 'What was measured' },
  learned: { ko: '배운 것', en: 'What I learned' },
  keep: { ko: 'Keep: 계속할 것', en: 'Keep' },
  problem: { ko: 'Problem: 아쉬웠던 것', en: 'Problem' },
  try: { ko: 'Try: 해 볼 것', en: 'Try' },
} as const satisfies Record<string, Text>;

/** @param short leaves out the tables and drawings of each act */
export function studyNote(report: Report, short: boolean): Section[] {
  const { findings } = report;
  if (findings === null) return [unfinished(report)];
  const { checks, acts, comparison } = findings;
  const untested = mapStrings(findings.untested, (text) => typed(text, report));
  const predicted = acts.flatMap(({ prediction }) => (prediction?.chosen ? predictionItems(prediction) : []));
  const votes = acts.flatMap(({ voted }) => (voted ? votedItem(voted) : []));
  return [
    { title: words.claimed, items: [...checks, ...untested].map(quoted) },
    ...(predicted.length > 0 ? [{ title: words.predicted, items: predicted }] : []),
    ...(votes.length > 0 ? [{ title: words.voted, items: votes }] : []),
    {
      title: words.measured,
      items: [...checks.map(verdict), ...untested.map(notTested)],
      blocks: comparison ? [comparison] : [],
    },
    ...(short
      ? []
      : notesOnce(acts)
          .filter(({ skipped }) => skipped === null)
          .map(actSection)),
    { title: words.learned, texts: learned(findings) },
    ...[words.keep, words.problem, words.try].map((title) => ({ title, blank: true as const })),
  ];
}

function unfinished(report: Report): Section {
  const [ko, en] = [unfinishedRun(report, 'ko'), unfinishedRun(report, 'en')];
  return {
    title: { ko: ko.heading, en: en.heading },
    texts: [{ ko: ko.noVerdict, en: en.noVerdict }],
    items: ko.said.map((said, index) => ({ ko: said, en: en.said[index] ?? said })),
  };
}

function quoted({ claim, sentence }: Pick<Check, 'claim' | 'sentence'>): Text {
  return { ko: `${claim} "${sentence.ko}"`, en: `${claim} "${sentence.en}"` };
}

function verdict({ claim, verdict, evidence: { headline } }: Check): Text {
  const word = verdictWords[verdict];
  return { ko: `${claim} ${word.ko}: ${headline.ko}`, en: `${claim} ${word.en}: ${headline.en}` };
}

function notTested({ claim, reason }: Findings['untested'][number]): Text {
  return {
    ko: `${claim} ${actWords.notTested.ko}: ${reason.ko}`,
    en: `${claim} ${actWords.notTested.en}: ${reason.en}`,
  };
}

/** The question, and under it what was said beside what was measured. */
function predictionItems({ prompt, chosen, measured, right }: Graded): Text[] {
  if (!chosen) return [];
  const sign = right === null ? '' : right ? ' ✓' : ' ✗';
  const said = (lang: keyof Text) => {
    const answer = measured ?? predictionWords.open;
    return [
      prompt[lang],
      `${predictionWords.chosen[lang]}: ${chosen[lang]}${sign}`,
      `${predictionWords.answer[lang]}: ${answer[lang]}`,
    ].join('\n');
  };
  return [{ ko: said('ko'), en: said('en') }];
}

/** The question, under it how many chose what, before and after they talked, and what was measured. */
function votedItem({ prompt, choices, measured }: Voted): Text {
  const said = (lang: keyof Text) => {
    const people = (count: number) => (lang === 'ko' ? `${count}명` : `${count}`);
    const again = { ko: '다시 투표', en: 'second vote' }[lang];
    const lines = choices.map(({ label, first, second }) => {
      const after = second === null ? '' : `, ${again} ${people(second)}`;
      return `${label[lang]}: ${people(first)}${after}`;
    });
    const answer = measured ?? predictionWords.open;
    return [prompt[lang], ...lines, `${predictionWords.answer[lang]}: ${answer[lang]}`].join('\n');
  };
  return { ko: said('ko'), en: said('en') };
}

function actSection({ number, title, isModel, headline, blocks }: ActFindings): Section {
  const act = actWords.act(number);
  return {
    title: { ko: `${act.ko} ${title.ko}`, en: `${act.en} ${title.en}` },
    texts: [...(isModel ? [actWords.model] : []), ...(headline ? [headline] : [])],
    blocks,
  };
}

function learned({ why, caveat, acts, discuss }: Findings): Text[] {
  const misconceptions = acts.flatMap(({ prediction }) => prediction?.misconception ?? []);
  const labelled = (label: Text, text: Text): Text => ({
    ko: `${label.ko}: ${text.ko}`,
    en: `${label.en}: ${text.en}`,
  });
  return [
    ...(why.en ? [why] : []),
    ...misconceptions,
    ...(caveat.en ? [labelled(headings.caveat, caveat)] : []),
    ...(discuss ? [labelled(headings.discuss, discuss)] : []),
  ];
}
