import type { Question } from '../../core/act.ts';
import type { Text } from '../../core/text.ts';
import { mapStrings } from '../../report/map-strings.ts';
import type { TerminalPage } from '../../report/report.ts';
import { fitFor, toAscii } from './ascii.ts';
import { styleOf, titled } from './style.ts';
import { hang, paragraph, proseColumns } from './text.ts';

const predict: Text = { ko: '예측해 보세요', en: 'Your prediction' };

/** The question before the experiment, with its numbered choices. */
export function renderPrompt(question: Question, page: TerminalPage, heading: Text = predict): string {
  const { prompt, choices } = mapStrings(
    { prompt: question.prompt, choices: question.choices },
    fitFor(page),
  );
  const { accent } = styleOf(page);
  const list = choices.map(({ label }, index) =>
    hang(`  ${accent(String(index + 1))}  `, label[page.lang], proseColumns(page.columns)),
  );
  const parts = [paragraph(prompt[page.lang], page.columns), list.join('\n')];
  const text = `\n${titled(heading[page.lang], parts, page)}\n\n`;
  return page.ascii ? toAscii(text) : text;
}
