import type { LabEvent } from '../core/events.ts';
import type { Text } from '../core/text.ts';
import { renderEvent } from '../render/terminal-event.ts';
import type { TerminalPage } from '../report/report.ts';

/** What a person sees while a run goes on. */
export interface LiveView {
  onEvent(event: LabEvent): void;
  /** Clears the moving line, so that something else can be written. */
  pause(): void;
  close(): void;
}

const frames = ['|', '/', '-', '\\'];
const frameMs = 100;

const silent: LiveView = { onEvent() {}, pause() {}, close() {} };

/** On a terminal one line moves; elsewhere only what has happened is written, a line each. */
export function openLiveView(
  stream: NodeJS.WriteStream,
  page: TerminalPage,
  options: { readonly quiet: boolean; readonly trace: boolean; readonly nowMs: () => number },
): LiveView {
  if (options.quiet) return silent;
  const moving = stream.isTTY === true ? openMovingLine(stream, page, options.nowMs) : null;
  let wrote = false;
  return {
    onEvent(event) {
      moving?.note(event);
      const lasting =
        event.kind !== 'progress' && (event.kind !== 'command' || options.trace || moving !== null);
      if (!lasting) return;
      moving?.clear();
      stream.write(`${renderEvent(event, page)}\n`);
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

/** The step that is under way, how far it is, and how long it has taken. */
function openMovingLine(stream: NodeJS.WriteStream, page: TerminalPage, nowMs: () => number) {
  const startedMs = nowMs();
  let step: Text | null = null;
  let progress: Extract<LabEvent, { kind: 'progress' }> | null = null;
  let frame = 0;
  let timer: NodeJS.Timeout | null = null;
  const clear = () => void stream.write('\r\x1b[K');

  function draw(): void {
    const seconds = ((nowMs() - startedMs) / 1000).toFixed(1);
    const bar = progress ? `  ${renderEvent(progress, page)}` : '';
    frame += 1;
    clear();
    stream.write(`${frames[frame % frames.length]} ${seconds} s${bar}`);
  }

  return {
    clear,
    note(event: LabEvent): void {
      if (event.kind === 'step') {
        step = event.title;
        progress = null;
      }
      if (event.kind === 'progress') progress = event;
      if (!timer && step) timer = setInterval(draw, frameMs);
    },
    stop(): void {
      if (timer) clearInterval(timer);
      timer = null;
      clear();
    },
  };
}
