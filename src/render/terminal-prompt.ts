import type { Prediction } from '../core/lab.ts';
import type { TerminalPage } from '../report/report.ts';
import { mapStrings } from './printable.ts';
import { fitFor, toAscii } from './terminal-ascii.ts';
import { titled } from './terminal-blocks.ts';
import { styleOf } from './terminal-style.ts';
import { hang, paragraph, proseColumns } from './terminal-text.ts';

const heading = { ko: '예측해 보세요', en: 'Your prediction' };

/** The question before the experiment, with its numbered choices. */
export function renderPrompt(prediction: Prediction, page: TerminalPage): string {
  const { prompt, choices } = mapStrings(prediction, fitFor(page));
  const { accent } = styleOf(page);
  const list = choices.map(({ label }, index) =>
    hang(`  ${accent(String(index + 1))}  `, label[page.lang], proseColumns(page.columns)),
  );
  const parts = [paragraph(prompt[page.lang], page.columns), list.join('\n')];
  const text = `\n${titled(heading[page.lang], parts, page)}\n\n`;
  return page.ascii ? toAscii(text) : text;
}
