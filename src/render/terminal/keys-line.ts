import type { Text } from '../../core/text.ts';
import type { TerminalPage } from '../../report/report.ts';
import { styleOf } from './style.ts';
import { paragraph, unbroken } from './text.ts';

/** The keys that work on a page, at its end. */
export function keysLine(keys: readonly (readonly [key: string, does: Text])[], page: TerminalPage): string {
  const { strong } = styleOf(page);
  const all = keys.map(([key, does]) => `${strong(key)}${unbroken(` ${does[page.lang]}`)}`);
  return paragraph(all.join('   '), page.columns);
}
