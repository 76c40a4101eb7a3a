import { setTimeout as wait } from 'node:timers/promises';
import type { Io } from './io.ts';

export const enter = 'enter';

const ctrlC = '\u0003';

/** What the keys of these letters type while the Korean layout is on. */
const onKoreanLayout: Readonly<Record<string, string>> = {
  ㅛ: 'y',
  ㅜ: 'n',
  ㅇ: 'd',
  ㄱ: 'r',
  ㅡ: 'm',
  ㅂ: 'q',
  ㅠ: 'b',
  ㄴ: 's',
  ㅗ: 'h',
  ㅈ: 'w',
  ㄷ: 'e',
};

/** What the terminal still holds is handed over within this time. */
const drainMs = 20;

/**
 * Puts a question and waits for one of its keys; the key answers at once. What was typed before the question was
 * there answers nothing.
 * @param ask writes the question, after the keyboard is empty
 * @param keys single characters, or `enter`
 * @returns the key
 * @throws the signal's reason when it is aborted: Ctrl-C, or a run that ended meanwhile
 */
export async function askKey(
  io: Io,
  ask: () => void,
  keys: readonly string[],
  signal: AbortSignal = io.signal,
): Promise<string> {
  const { stdin } = process;
  signal.throwIfAborted();
  // The keyboard is read raw: Ctrl-C is a key like any other, also before the question is there.
  const onCtrlC = (typed: string) => {
    if (!typed.includes(ctrlC)) return;
    io.err('\n');
    io.interrupt();
  };
  stdin.setEncoding('utf8').setRawMode(true).on('data', onCtrlC).resume();
  try {
    await wait(drainMs, undefined, { signal });
    ask();
    return await nextOf(keys, signal);
  } finally {
    stdin.off('data', onCtrlC).setRawMode(false).pause();
  }
}

function nextOf(keys: readonly string[], signal: AbortSignal): Promise<string> {
  const { stdin } = process;
  return new Promise<string>((resolve, reject) => {
    const stop = () => {
      stdin.off('data', read);
      signal.removeEventListener('abort', abort);
    };
    const abort = () => {
      stop();
      reject(signal.reason);
    };
    const read = (typed: string) => {
      const key = keys.find((wanted) => nameOf(typed[0] ?? '') === wanted);
      if (key === undefined) return;
      stop();
      resolve(key);
    };
    signal.addEventListener('abort', abort, { once: true });
    stdin.on('data', read);
  });
}

/**
 * The same for a page of the whole screen: it is drawn anew when the terminal becomes larger or smaller.
 * @param draw clears the screen and writes the page
 */
export async function askOnPage(
  io: Io,
  draw: () => void,
  keys: readonly string[],
  signal: AbortSignal = io.signal,
): Promise<string> {
  // Not before: what is typed at a page that can be seen must be heard.
  const ask = () => {
    draw();
    process.stderr.on('resize', draw);
  };
  try {
    return await askKey(io, ask, keys, signal);
  } finally {
    process.stderr.off('resize', draw);
  }
}

/** For what goes on by itself meanwhile. */
export interface QuitWatch {
  /** Aborted by `q`, and by whatever ends the program. */
  readonly signal: AbortSignal;
  /** Leaves the keyboard to somebody else. */
  stop(): Promise<void>;
}

export function watchForQuit(io: Io): QuitWatch {
  const quit = new AbortController();
  const stopped = new AbortController();
  const pressed = askKey(io, () => {}, ['q'], AbortSignal.any([io.signal, stopped.signal])).then(
    () => quit.abort(new Error('left')),
    () => {}, // Nobody pressed it.
  );
  return {
    signal: AbortSignal.any([io.signal, quit.signal]),
    async stop() {
      stopped.abort();
      await pressed;
    },
  };
}

/** The key that typed a character, also on a Korean layout: `q` for ㅂ. */
export function nameOf(character: string): string {
  if (character === '\r' || character === '\n') return enter;
  return (onKoreanLayout[character] ?? character).toLowerCase();
}
