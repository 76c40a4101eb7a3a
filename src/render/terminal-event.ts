import type { LabEvent } from '../core/events.ts';
import type { ServerInfo } from '../core/server-info.ts';
import { formatFigure, formatQuantity } from '../report/format.ts';
import type { TerminalPage } from '../report/report.ts';
import { mapStrings } from './printable.ts';
import { fitFor, toAscii } from './terminal-ascii.ts';
import { styleOf } from './terminal-style.ts';
import { hang } from './terminal-text.ts';

const barCells = 24;

/** One event as it scrolls by while the run goes on; no line end at the end. */
export function renderEvent(event: LabEvent, page: TerminalPage): string {
  const text = lineOf(mapStrings(event, fitFor(page)), page);
  return page.ascii ? toAscii(text) : text;
}

function lineOf(event: LabEvent, page: TerminalPage): string {
  const { lang, columns } = page;
  const { strong, faint, accent, good, unsure } = styleOf(page);
  switch (event.kind) {
    case 'step':
      return `\n${hang(`${accent('▸')} `, strong(event.title[lang]), columns)}`;
    case 'service-ready': {
      const took = formatQuantity(event.tookMs, 'ms');
      const ready = { ko: `준비됐어요 (${took})`, en: `ready in ${took}` }[lang];
      return hang(`  ${good('✓')} `, `${nameOf(event.server)} ${faint(ready)}`, columns);
    }
    case 'command': {
      // Never wrapped: a command is there to be copied into redis-cli.
      const sent = `  ${accent(event.connection)}${faint('>')} ${event.command}`;
      return event.reply === undefined ? sent : `${sent}\n${faint(indented(event.reply))}`;
    }
    case 'progress': {
      const share = event.of > 0 ? Math.min(1, Math.max(0, event.done / event.of)) : 0;
      const filled = Math.round(share * barCells);
      const bar = accent('━'.repeat(filled)) + faint('┄'.repeat(barCells - filled));
      const figures = `${formatFigure(event.done, 'count')}/${formatFigure(event.of, 'count')}`;
      return `  ${bar}  ${figures} ${event.unit[lang]}`;
    }
    case 'warning':
      return hang(`  ${unsure('!')} `, event.text[lang], columns);
  }
}

function nameOf({ name, version }: ServerInfo): string {
  return version === '' ? name : `${name} ${version}`;
}

function indented(reply: string): string {
  return reply
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
