import type { LabEvent } from '../../core/events.ts';
import type { ServerInfo } from '../../core/server-info.ts';
import { formatFigure, formatQuantity } from '../../report/format.ts';
import { mapStrings } from '../../report/map-strings.ts';
import type { TerminalPage } from '../../report/report.ts';
import { actWords } from '../words.ts';
import { fitFor, toAscii } from './ascii.ts';
import { renderAsked, renderGraded } from './prediction.ts';
import { styleOf } from './style.ts';
import { hang, widthOf } from './text.ts';

const barCells = 24;

/** What stays on the screen; how far an act is moves, and commands go to a file (`--trace`). */
export type LastingEvent = Exclude<LabEvent, { kind: 'progress' | 'command' }>;

/** One event as it scrolls by while the run goes on; no line end at the end. */
export function renderEvent(event: LastingEvent, page: TerminalPage): string {
  const text = lineOf(mapStrings(event, fitFor(page)), page);
  return page.ascii ? toAscii(text) : text;
}

/** One event in a log, where the act's name stands already: an act that ends is what came out. */
export function renderInLog(event: LastingEvent, page: TerminalPage): string {
  if (event.kind !== 'act-done' || event.skipped) return renderEvent(event, page);
  const { faint } = styleOf(page);
  const took = faint(tookText(event.tookMs));
  const text = hang('  ', `${fitFor(page)(event.headline[page.lang])}  ${took}`, page.columns);
  // Nobody was asked where a log is written: what they chose they gave as an option.
  const graded = event.prediction?.chosen && renderAsked(mapStrings(event.prediction, fitFor(page)), page);
  const lines = graded ? `${text}\n${graded}` : text;
  return page.ascii ? toAscii(lines) : lines;
}

function lineOf(event: LastingEvent, page: TerminalPage): string {
  const { lang, columns } = page;
  const { strong, faint, accent, good, unsure } = styleOf(page);
  switch (event.kind) {
    case 'act':
      return hang(`${accent('▸')} `, strong(actWords.named(event)[lang]), columns);
    case 'act-done': {
      const name = actWords.named(event)[lang];
      if (event.skipped) {
        const why = `${actWords.skipped[lang]}: ${event.headline[lang]}`;
        return hang(`${faint('·')} `, `${name}  ${faint(why)}`, columns);
      }
      const took = faint(tookText(event.tookMs));
      const line = hang(`${good('✓')} `, `${strong(name)}  ${event.headline[lang]}  ${took}`, columns);
      const graded = event.prediction?.chosen && renderGraded(event.prediction, page);
      return graded ? `${line}\n${graded}` : line;
    }
    case 'service-ready': {
      const took = formatQuantity(event.tookMs, 'ms');
      const ready = { ko: `준비됐어요 (${took})`, en: `ready in ${took}` }[lang];
      return hang(`  ${good('✓')} `, `${nameOf(event.server)} ${faint(ready)}`, columns);
    }
    case 'warning':
      return hang(`  ${unsure('!')} `, event.text[lang], columns);
  }
}

function progressParts(
  event: Extract<LabEvent, { kind: 'progress' }>,
  page: TerminalPage,
): [bar: string, figures: string] {
  const { accent, faint } = styleOf(page);
  const share = event.of > 0 ? Math.min(1, Math.max(0, event.done / event.of)) : 0;
  const filled = Math.round(share * barCells);
  const bar = accent('━'.repeat(filled)) + faint('┄'.repeat(barCells - filled));
  const figures = `${formatFigure(event.done, 'count')}/${formatFigure(event.of, 'count')}`;
  return [bar, `${figures} ${event.unit[page.lang]}`];
}

/** What the moving line knows of the act that is under way. */
export interface Moving {
  readonly act: Extract<LabEvent, { kind: 'act' }>;
  readonly progress: Extract<LabEvent, { kind: 'progress' }> | null;
  readonly elapsedMs: number;
}

/** The one line of an act while it runs. What does not fit is left out, never wrapped: a wrapped line cannot be cleared. */
export function renderMoving(moving: Moving, page: TerminalPage): string {
  const { act, progress, elapsedMs } = mapStrings(moving, fitFor(page));
  const { strong, faint, accent } = styleOf(page);
  const place = { ko: `${act.number}/${act.of}막`, en: `Act ${act.number}/${act.of}` }[page.lang];
  const which = `${accent('▸')} ${strong(place)}`;
  const took = faint(formatQuantity(Math.round(elapsedMs / 100) / 10, 's'));
  const named = `${which}  ${strong(act.title[page.lang])}  ${took}`;
  const fits = (line: string) => widthOf(line) < page.columns;
  const fitting = (progress ? progressParts(progress, page) : []).reduce(
    (line, part) => (fits(`${line}  ${part}`) ? `${line}  ${part}` : line),
    fits(named) ? named : `${which}  ${took}`,
  );
  return page.ascii ? toAscii(fitting) : fitting;
}

/** In brackets and in tenths of a second: beside a headline of figures it must not read as one of them. */
function tookText(tookMs: number): string {
  return `(${formatQuantity(Math.max(1, Math.round(tookMs / 100)) / 10, 's')})`;
}

function nameOf({ name, version }: ServerInfo): string {
  return version === '' ? name : `${name} ${version}`;
}
