import type { Trace } from '../core/trace.ts';
import { renderMoment, renderReplayKeys } from '../render/terminal/replay.ts';
import { compileReplay } from '../replay/state-at.ts';
import type { TerminalPage } from '../report/report.ts';
import type { Io } from './io.ts';

/** Where the replay is, and whether it moves by itself. */
export interface Cursor {
  /** How many events have happened. */
  readonly event: number;
  readonly playing: boolean;
  /** What was typed after `g`; null when nothing is being typed. */
  readonly typed: string | null;
  readonly help: boolean;
}

export const start: Cursor = { event: 0, playing: false, typed: null, help: false };

/** The cursor after a key; null when the key ends the replay. Pure, so that a test can press keys. */
export function press(cursor: Cursor, key: string, { events }: Trace): Cursor | null {
  const to = (event: number) => ({
    ...cursor,
    event: Math.min(events.length, Math.max(0, event)),
    playing: false,
  });
  if (cursor.typed !== null) return typeTime(cursor, key, events);
  switch (key) {
    case 'right':
      return to(cursor.event + 1);
    case 'left':
      return to(cursor.event - 1);
    case 'shift-right':
      return to(nextMark(events, cursor.event, 1));
    case 'shift-left':
      return to(nextMark(events, cursor.event, -1));
    case 'home':
      return to(0);
    case 'end':
      return to(events.length);
    case 'space':
      return { ...cursor, playing: !cursor.playing };
    case 'g':
      return { ...cursor, typed: '', playing: false };
    case '?':
      return { ...cursor, help: !cursor.help };
    case 'q':
      return null;
    default:
      return cursor;
  }
}

/** Digits and a point, an `s` that changes nothing, Enter goes there. */
function typeTime(cursor: Cursor, key: string, events: Trace['events']): Cursor {
  const typed = cursor.typed ?? '';
  if (key === 'enter') {
    const us = Number(typed) * 1e6;
    const after = events.findIndex(({ atUs }) => atUs > us);
    return { ...cursor, event: after < 0 ? events.length : after, typed: null };
  }
  if (key === 'backspace') return { ...cursor, typed: typed.slice(0, -1) };
  if (/^[\d.]$/.test(key)) return { ...cursor, typed: typed + key };
  return key === 's' ? cursor : { ...cursor, typed: null };
}

/** Marks and faults, and the beginning of an act. */
function nextMark(events: Trace['events'], from: number, step: 1 | -1): number {
  for (let at = from - 1 + step; at >= 0 && at < events.length; at += step) {
    const event = events[at];
    const isFault = event?.kind === 'mark' || event?.kind === 'state' || event?.kind === 'drop';
    if (isFault || event?.act !== events[at - 1]?.act) return at + 1;
  }
  return step > 0 ? events.length : 0;
}

const named: Readonly<Record<string, string>> = {
  '\u001b[C': 'right',
  '\u001b[D': 'left',
  '\u001b[1;2C': 'shift-right',
  '\u001b[1;2D': 'shift-left',
  '\u001b[H': 'home',
  '\u001b[F': 'end',
  ' ': 'space',
  '\r': 'enter',
  '\u007f': 'backspace',
  ㅎ: 'g',
  ㅂ: 'q',
};
const ctrlC = '\u0003';
const eventsASecond = 8;

/** Steps a trace on the whole screen until `q`. */
export async function playReplay(io: Io, trace: Trace, pageNow: () => TerminalPage): Promise<void> {
  const { stdin, stdout } = process;
  const replay = compileReplay(trace);
  let cursor: Cursor | null = start;
  const draw = () => {
    if (!cursor) return;
    const page = pageNow();
    const moment = { ...replay.stateAt(trace.events[cursor.event - 1]?.atUs ?? -1), events: cursor.event };
    const shown = renderMoment(trace, moment, (stdout.rows ?? 24) - 3, page);
    const prompt = cursor.typed === null ? '' : `\ng ${cursor.typed}`;
    const help = cursor.help ? `\n${renderReplayKeys(page)}` : '\n? ';
    stdout.write(`\u001b[H\u001b[2J${shown}${help}${prompt}`);
  };
  stdout.write('\u001b[?1049h'); // The screen that was there comes back afterwards.
  stdin.setEncoding('utf8').setRawMode(true).resume();
  const timer = setInterval(() => {
    if (!cursor?.playing) return;
    const event: number = cursor.event + 1;
    cursor = { ...cursor, event: Math.min(event, trace.events.length), playing: event < trace.events.length };
    draw();
  }, 1_000 / eventsASecond);
  try {
    draw();
    await new Promise<void>((resolve) => {
      io.signal.addEventListener('abort', () => resolve(), { once: true });
      stdout.on('resize', draw);
      stdin.on('data', (typed: string) => {
        if (typed === ctrlC) return io.interrupt();
        cursor = cursor && press(cursor, named[typed] ?? typed, trace);
        if (!cursor) return resolve();
        draw();
      });
    });
  } finally {
    clearInterval(timer);
    stdout.off('resize', draw);
    stdin.setRawMode(false).pause().removeAllListeners('data');
    stdout.write('\u001b[?1049l');
  }
}
