import { mapStrings } from '../../report/map-strings.ts';
import type { TerminalPage } from '../../report/report.ts';
import type { VotesShown, WalkPage } from '../../report/walk-page.ts';
import { fitFor, toAscii } from './ascii.ts';
import { renderBlock } from './blocks.ts';
import { keysLine } from './keys-line.ts';
import { renderGraded } from './prediction.ts';
import { styleOf } from './style.ts';
import { hang, padEnd, paragraph, proseColumns, widestLine, widthOf } from './text.ts';

/** A page of a walkthrough; it fits the rows of the terminal, and the keys stand at its end. */
export function renderWalkPage(what: WalkPage, rows: number, page: TerminalPage): string {
  const shown = mapStrings(what, fitFor(page));
  const { lang, columns } = page;
  const { strong } = styleOf(page);
  const say = (text: string) => (what.present ? strong(paragraph(text, columns)) : paragraph(text, columns));
  const head = header(shown, page);
  const keys = keysLine(shown.keys, page);
  const body = [
    strong(paragraph(shown.heading[lang], columns)),
    ...shown.texts.map((text) => say(text[lang])),
    ...(shown.question ? [say(shown.question.prompt[lang])] : []),
    ...(shown.question?.choices.length ? [choicesOf(shown.question.choices, page)] : []),
    ...(shown.votes ? [votesOf(shown.votes, page)] : []),
    ...(shown.graded ? [renderGraded(shown.graded, page)] : []),
    ...(shown.hint ? [hang('  ? ', shown.hint[lang], proseColumns(columns))] : []),
  ].filter((part) => part !== null);
  const room = rows - linesOf(head) - linesOf(keys) - 2;
  const picture = shown.picture
    .map((block) => renderBlock(block, page))
    .find((drawn) => fits([...body, drawn], room));
  const text = [head, joined(picture === undefined ? body : [...body, picture], room), keys].join('\n\n');
  return page.ascii ? toAscii(text) : text;
}

function linesOf(text: string): number {
  return text.split('\n').length;
}

/** Parts with a blank line between them, or without where that takes too much room. */
function joined(parts: readonly string[], room: number): string {
  const airy = parts.join('\n\n');
  return linesOf(airy) <= room ? airy : parts.join('\n');
}

function fits(parts: readonly string[], room: number): boolean {
  return linesOf(parts.join('\n')) <= room;
}

/** The step on the left, the clock on the right. */
function header({ step, clock, track }: WalkPage, page: TerminalPage): string {
  const { lang, columns } = page;
  const { faint, accent } = styleOf(page);
  const spent = `${Math.floor(clock.spentMs / 60_000)}:${String(Math.floor(clock.spentMs / 1_000) % 60).padStart(2, '0')}`;
  const time = {
    ko: `${spent} (예정 ${clock.plannedMinutes}/${clock.minutes}분)`,
    en: `${spent} (planned ${clock.plannedMinutes}/${clock.minutes} min)`,
  }[lang];
  const left = `${step.number}/${step.of}  ${step.title[lang]}`;
  const named = `${left}  ${faint(track[lang])}`;
  const width = proseColumns(columns);
  const shown =
    [named, left].find((text) => widthOf(text) + widthOf(time) + 2 < width) ?? `${step.number}/${step.of}`;
  return `${accent('▸')} ${padEnd(shown, width - widthOf(time) - 3)} ${faint(time)}`;
}

function choicesOf(choices: NonNullable<WalkPage['question']>['choices'], page: TerminalPage): string {
  const { accent } = styleOf(page);
  return choices
    .map(({ label }, index) =>
      hang(`  ${accent(String(index + 1))}  `, label[page.lang], proseColumns(page.columns)),
    )
    .join('\n');
}

/** A line a choice: how many before, how many after, and the one that was measured. */
function votesOf({ choices }: VotesShown, page: TerminalPage): string {
  const { lang } = page;
  const { good, faint } = styleOf(page);
  const counts = choices.map(({ first, second }) => {
    if (first === null) return '';
    return second === null ? `${first}` : `${first} → ${second}`;
  });
  const width = widestLine(counts);
  const lines = choices.map(({ label, measured }, index) => {
    const sign = measured ? good('✓') : ' ';
    return hang(`  ${sign} ${padEnd(counts[index] ?? '', width)}  `, label[lang], proseColumns(page.columns));
  });
  const legend = choices.some(({ second }) => second !== null)
    ? { ko: '첫 투표 → 이야기한 뒤', en: 'first vote → after the talk' }
    : { ko: '투표', en: 'votes' };
  return [faint(paragraph(legend[lang], page.columns)), ...lines].join('\n');
}
