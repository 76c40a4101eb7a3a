import type { Lang } from '../../core/text.ts';
import type { Trace, TraceEvent, TraceHeader } from '../../core/trace.ts';
import type { Moment } from '../../replay/state-at.ts';
import { formatFigure } from '../../report/format.ts';
import { mapStrings } from '../../report/map-strings.ts';
import type { TerminalPage } from '../../report/report.ts';
import { sayer, stateWords, timeOf } from '../trace-event.ts';
import { fitFor, toAscii } from './ascii.ts';
import { styleOf } from './style.ts';
import { cut, hang, padEnd, widestLine } from './text.ts';

/** Every event of a trace, a line each, under the name of its act. */
export function renderEventList(trace: Trace, page: TerminalPage): string {
  const { strong, faint } = styleOf(page);
  const sayEvent = sayer(mapStrings(trace.header, fitFor(page)), page.lang);
  let act: string | null = null;
  const lines = mapStrings(trace.events, fitFor(page)).flatMap((event) => {
    const line = `${faint(timeOf(event.atUs))}  ${sayEvent(event)}`;
    if (event.act === act) return [line];
    act = event.act;
    return [strong(`▸ ${event.act}`), line];
  });
  const text = `${lines.join('\n')}\n`;
  return page.ascii ? toAscii(text) : text;
}

/** The moment of a replay: a lane per actor, what it just did, and the events round it. */
export function renderMoment(trace: Trace, moment: Moment, rows: number, page: TerminalPage): string {
  const { lang, columns } = page;
  const { strong, faint, accent } = styleOf(page);
  const events = mapStrings(
    trace.events.slice(Math.max(0, moment.events - around), moment.events + around),
    fitFor(page),
  );
  const header = mapStrings(trace.header, fitFor(page));
  const sayEvent = sayer(header, lang);
  const at = Math.min(around, moment.events);
  const current = events[at - 1];
  const place = `${current?.act ?? '-'}${current?.arm === undefined ? '' : ` / ${current.arm}`}`;
  const counts = `${moment.events}/${trace.events.length}`;
  const head = `${strong(place)}  ${timeOf(current?.atUs ?? 0)}  ${faint(counts)}`;
  const lanes = lanesOf(header, moment, current, page);
  const room = Math.max(3, rows - lanes.length - 4);
  const first = Math.max(0, at - 1 - Math.floor(room / 2));
  const list = events.slice(first, first + room).map((event, index) => {
    const isCurrent = first + index === at - 1;
    const line = `${isCurrent ? '>' : ' '} ${timeOf(event.atUs)}  ${sayEvent(event)}`;
    const fitting = cut(line, columns);
    return isCurrent ? accent(fitting) : faint(fitting);
  });
  const text = [cut(head, columns), ...lanes, '', ...list, faint(cut(tallyOf(moment, lang), columns))].join(
    '\n',
  );
  return page.ascii ? toAscii(text) : text;
}

/** So many events before and after the current one are looked at. */
const around = 60;

function lanesOf(
  { actors }: TraceHeader,
  moment: Moment,
  current: TraceEvent | undefined,
  page: TerminalPage,
): string[] {
  const { faint, good, bad, unsure } = styleOf(page);
  const seen = actors.filter(({ id }) => involves(current, id) || moment.actors.has(id));
  const width = widestLine(seen.map(({ label }) => label[page.lang]));
  const { from, to } = moment.hops;
  return seen.map(({ id, label }) => {
    const state = moment.actors.get(id) ?? 'up';
    const paint = { up: good, paused: unsure, draining: unsure, cut: bad, dead: bad }[state];
    const number = moment.hops.actors.indexOf(id);
    const flying = moment.flying.filter((hop) => [from[hop], to[hop]].includes(number)).length;
    const sign = involves(current, id) ? '*' : ' ';
    const way = flying === 0 ? '' : faint(`  ~ ${flying}`);
    return cut(
      `${sign} ${padEnd(label[page.lang], width)}  ${paint(stateWords[state][page.lang])}${way}`,
      page.columns,
    );
  });
}

function involves(event: TraceEvent | undefined, id: string): boolean {
  if (!event) return false;
  if (event.kind === 'state') return event.actor === id;
  return 'from' in event && (event.from === id || event.to === id);
}

function tallyOf({ counts }: Moment, lang: Lang): string {
  const names = {
    send: ['보냄', 'sent'],
    recv: ['받음', 'received'],
    ack: ['확인', 'acked'],
    drop: ['유실', 'lost'],
  };
  return Object.entries(names)
    .filter(([kind]) => counts.get(kind))
    .map(([kind, [ko, en]]) => `${lang === 'ko' ? ko : en} ${formatFigure(counts.get(kind) ?? 0, 'count')}`)
    .join('  ');
}

/** The keys of the replay, for `?`. */
export function renderReplayKeys(page: TerminalPage): string {
  const keys =
    page.lang === 'ko'
      ? '← → 한 이벤트 · Shift ← → 다음 표시 · Space 재생/멈춤 · g 2.4s 그 시각으로 · ? 도움말 · q 끝내기'
      : '← → an event · Shift ← → a mark · Space play/pause · g 2.4s go to a time · ? help · q quit';
  return hang('', keys, page.columns);
}
