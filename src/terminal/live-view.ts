import type { LabEvent } from '../core/events.ts';
import { type LastingEvent, renderEvent, renderInLog, renderMoving } from '../render/terminal/event.ts';
import type { TerminalPage } from '../report/report.ts';
import { canDraw } from './io.ts';

/** What a person sees while a run goes on. */
export interface LiveView {
  onEvent(event: LabEvent): void;
  /** Clears the moving line, so that something else can be written. */
  pause(): void;
  close(): void;
}

const frameMs = 100;

const silent: LiveView = { onEvent() {}, pause() {}, close() {} };

/**
 * An act is one line that fills in: on a terminal it moves while the act runs, and what came out stays. Elsewhere it is
 * a line when it begins and one when it ends.
 * @param pageNow the page as wide as the terminal is now
 */
export function openLiveView(
  stream: NodeJS.WriteStream,
  pageNow: () => TerminalPage,
  options: { readonly quiet: boolean; readonly nowMs: () => number },
): LiveView {
  if (options.quiet) return silent;
  const moving = canDraw(stream) ? openMovingLine(stream, pageNow, options.nowMs) : null;
  let wrote = false;
  // A log that nobody can take back says what begins, too.
  const isLasting = (event: LabEvent): event is LastingEvent => {
    const { kind } = event;
    if (kind === 'act-done' || kind === 'warning') return true;
    // What runs inside redis-lab itself has no version, and is no news.
    return moving === null && (kind === 'act' || (kind === 'service-ready' && event.server.version !== ''));
  };
  return {
    onEvent(event) {
      moving?.note(event);
      if (!isLasting(event)) return;
      moving?.clear();
      stream.write(`${moving ? renderEvent(event, pageNow()) : renderInLog(event, pageNow())}\n`);
      wrote = true;
    },
    pause: () => moving?.stop(),
    close() {
      moving?.stop();
      // The result stands apart from what led to it.
      if (wrote) stream.write('\n');
    },
  };
}

/** The act that is under way, how far it is, and how long it has taken. */
function openMovingLine(stream: NodeJS.WriteStream, pageNow: () => TerminalPage, nowMs: () => number) {
  let startedMs = nowMs();
  let act: Extract<LabEvent, { kind: 'act' }> | null = null;
  let progress: Extract<LabEvent, { kind: 'progress' }> | null = null;
  let timer: NodeJS.Timeout | null = null;
  const clear = () => void stream.write('\r\x1b[K');

  function draw(): void {
    if (!act) return;
    clear();
    stream.write(renderMoving({ act, progress, elapsedMs: nowMs() - startedMs }, pageNow()));
  }
  function stop(): void {
    if (timer) clearInterval(timer);
    timer = null;
    clear();
  }

  return {
    clear,
    stop,
    note(event: LabEvent): void {
      if (event.kind === 'act') {
        act = event;
        progress = null;
      }
      if (event.kind === 'act-done') {
        act = null;
        stop();
      }
      if (event.kind === 'progress') progress = event;
      if (!timer && act && event.kind !== 'act-done') {
        startedMs = nowMs(); // Also after a question: the time to think is not the act's.
        timer = setInterval(draw, frameMs);
      }
      if (event.kind === 'act') draw();
    },
  };
}
