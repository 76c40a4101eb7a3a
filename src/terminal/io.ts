import { isatty } from 'node:tty';
import type { Lang } from '../core/text.ts';
import type { TerminalPage } from '../report/report.ts';

/** What a command may touch of the terminal. */
export interface Io {
  readonly lang: Lang;
  readonly debug: boolean;
  /** Aborted by Ctrl-C, SIGTERM or a closed terminal. */
  readonly signal: AbortSignal;
  /** The result; written whole before it resolves. */
  out(text: string): Promise<void>;
  /** Progress and errors. */
  err(text: string): void;
  /** Stops the run as Ctrl-C does, for prompts that swallow the key. */
  interrupt(): void;
}

/** `--lang`, else what the locale variables say (POSIX: LC_ALL before LC_MESSAGES before LANG), else English. */
export function languageOf(argv: readonly string[], env: NodeJS.ProcessEnv): Lang {
  const flag = argv.indexOf('--lang');
  const given = flag >= 0 ? argv[flag + 1] : argv.find((word) => word.startsWith('--lang='))?.slice(7);
  if (given === 'ko' || given === 'en') return given;
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return locale.toLowerCase().startsWith('ko') && readsUtf8(env) ? 'ko' : 'en';
}

/** Not where the locale names another encoding, such as `ko_KR.eucKR`: there all but ASCII comes out as rubbish. */
function readsUtf8(env: NodeJS.ProcessEnv): boolean {
  const encoding = /\.([^@]+)/.exec(env.LC_ALL || env.LC_CTYPE || env.LANG || '')?.[1];
  return encoding === undefined || /^utf-?8$/i.test(encoding);
}

/** NO_COLOR (non-empty) wins over FORCE_COLOR, which wins over whether somebody watches. */
export function colorWanted(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv, flag: boolean): boolean {
  if (!flag || env.NO_COLOR) return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** The page that a stream is: its width when it is a terminal, otherwise 80 columns (or COLUMNS). */
export function pageOf(
  stream: NodeJS.WriteStream,
  lang: Lang,
  flags: { readonly color: boolean; readonly ascii?: boolean },
): TerminalPage {
  const wished = Number(process.env.COLUMNS);
  return {
    lang,
    columns: stream.columns || (Number.isInteger(wished) && wished >= 20 ? wished : 80),
    color: colorWanted(stream, process.env, flags.color),
    ascii: flags.ascii === true || !readsUtf8(process.env),
  };
}

/** Standard input where it is a keyboard. `process.stdin` is made when it is first named, which takes Node 2 ms. */
export function keyboard(): NodeJS.ReadStream | null {
  return isatty(0) ? process.stdin : null;
}

/** A terminal whose cursor can be moved: not one that calls itself dumb, as an editor's does. */
export function canDraw(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && process.env.TERM !== 'dumb';
}

/** A question can be put only where somebody sees it and can answer. */
export function canAsk(): boolean {
  return keyboard() !== null && process.stdout.isTTY === true && !process.env.CI;
}
