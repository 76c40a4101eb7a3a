import { styleText } from 'node:util';
import type { Text } from '../core/text.ts';
import { cut, hang, widthOf } from '../render/terminal/text.ts';
import type { Io } from './io.ts';
import { nameOf } from './keys.ts';

export interface MenuOption {
  readonly id: string;
  readonly label: Text;
  /** Stands before the id: whether it has been done. */
  readonly mark?: string;
  /** Shown below the menu while it is on this option. */
  readonly about?: Text;
}

/** Elsewhere to go than to an option, a key each. */
export interface OtherWay {
  readonly key: string;
  readonly id: string;
}

/** In place of an answer: the terminal has another size. */
const resized = Symbol('resized');

/**
 * The menu of `redis-lab` alone: returns an id; null when the learner leaves it. inquirer breaks lines for the size
 * with which it began, so it begins anew, on the same option, when the terminal becomes larger or smaller.
 */
export async function choose(
  io: Io,
  message: Text,
  options: readonly MenuOption[],
  { preselected, others = [] }: { readonly preselected?: string; readonly others?: readonly OtherWay[] } = {},
): Promise<string | null> {
  let active = preselected;
  for (;;) {
    const { names, abouts, keys, rows } = layOut(io, message, options, others);
    const highlight = (line: string) => {
      active = options[names.findIndex((name) => line.endsWith(name))]?.id;
      return styleText('cyan', line);
    };
    const answer = await ask(io, others, {
      message: message[io.lang],
      choices: options.map(({ id }, index) => ({
        value: id,
        name: names[index],
        short: id,
        description: abouts[index],
      })),
      theme: { style: { keysHelpTip: () => keys, highlight } },
      pageSize: rows,
      ...(active !== undefined && { default: active }),
    });
    if (answer !== resized) return answer;
    io.err('\u001b[H\u001b[2J'); // Only the terminal knows where it has put the lines of before.
  }
}

async function ask(
  io: Io,
  others: readonly OtherWay[],
  select: object,
): Promise<string | null | typeof resized> {
  const { createPromptModule } = await import('inquirer');
  const leave = new AbortController();
  let instead: string | null | typeof resized = null;
  const prompt = createPromptModule({
    output: process.stderr,
    signal: AbortSignal.any([io.signal, leave.signal]),
  });
  const onKey = (typed: string | undefined, { name }: { readonly name?: string }) => {
    const key = nameOf(typed ?? '');
    instead = others.find((other) => other.key === key)?.id ?? null;
    if (name === 'escape' || key === 'q' || instead !== null) leave.abort();
  };
  const onResize = () => {
    instead = resized;
    leave.abort();
  };
  process.stdin.on('keypress', onKey);
  process.stderr.on('resize', onResize);
  try {
    const question = { type: 'select', name: 'answer', ...select };
    return (await (prompt(question as never) as unknown as Promise<{ answer: string }>)).answer;
  } catch (error) {
    if (leave.signal.aborted) return instead;
    // inquirer reads the keyboard raw: Ctrl-C reaches it as a key, and it answers with an ExitPromptError.
    if (error instanceof Error && error.name === 'ExitPromptError') io.interrupt();
    io.signal.throwIfAborted();
    throw error;
  } finally {
    process.stdin.off('keypress', onKey);
    process.stderr.off('resize', onResize);
  }
}

/** A line for each option, what is said of each, and the keys, as there is room for them at this moment. */
function layOut(
  io: Io,
  message: Text,
  options: readonly MenuOption[],
  others: readonly OtherWay[],
): {
  readonly names: readonly string[];
  readonly abouts: readonly string[];
  readonly keys: string;
  readonly rows: number;
} {
  const columns = process.stderr.columns ?? 80;
  const idCells = Math.max(...options.map(({ id }) => id.length));
  const numberCells = `${options.length}`.length;
  const tip = {
    ko: '화살표나 숫자로 고르고 Enter · 나가려면 q나 Esc',
    en: 'arrows or a digit, then Enter · q or Esc to leave',
  }[io.lang];
  const ways = others.map(({ key, id }) => `${key} ${id}`).join(' · ');
  const said = [tip, ...(ways === '' ? [] : [ways])];
  const before = (index: number, { id, mark }: MenuOption) =>
    `${`${index + 1}`.padStart(numberCells)} ${mark === undefined ? '' : `${mark} `}${id.padEnd(idCells)}  `;
  const labelCells = columns - pointerCells - widthOf(before(0, options[0] as MenuOption));
  // What has no room beside its option stands whole below it.
  const abouts = options.map(({ label, about }) => {
    const whole = widthOf(label[io.lang]) > labelCells ? label[io.lang] : '';
    const texts = [whole, about?.[io.lang] ?? ''].filter((text) => text !== '');
    return wrapped(texts.join('\n'), columns);
  });
  const share = (lines: readonly string[]) =>
    shareOf(options.length, wrapped([`? ${message[io.lang]}`, ...lines].join('\n'), columns), abouts);
  const hidden = {
    ko: `모두 ${options.length}개, 위아래로 더 있어요`,
    en: `${options.length} in all, more above and below`,
  }[io.lang];
  const allShown = share(said).options === options.length;
  const lines = allShown ? said : [hidden, ...said];
  const rows = share(lines);
  const names = options.map((option, index) => {
    const line = before(index, option);
    const named = labelCells < fewestCells ? line.trimEnd() : `${line}${option.label[io.lang]}`;
    // inquirer breaks a line that is too long in the middle of a word.
    return cut(named, columns - pointerCells);
  });
  return {
    names,
    abouts: abouts.map((about) => firstLines(about, rows.about)),
    keys: wrapped(lines.join('\n'), columns),
    rows: rows.options,
  };
}

/** What inquirer puts before an option. */
const pointerCells = 3;
const fewestShown = 4;
/** Less of a label than this says nothing. */
const fewestCells = 8;
/** Where a terminal does not know its size it says 0. */
const usualRows = 24;

/**
 * Rows for the options and for what is said of the one that is chosen. Where there is not room for both, half is the
 * options': on a narrow terminal a sentence may be longer than the screen.
 * @param around the question and the keys, as they are broken into lines
 */
function shareOf(
  options: number,
  around: string,
  abouts: readonly string[],
): { readonly options: number; readonly about: number } {
  const rowsOf = (text: string) => (text === '' ? 0 : text.split('\n').length);
  const free = (process.stderr.rows || usualRows) - rowsOf(around) - 1; // An empty line below the options.
  const wanted = Math.max(...abouts.map(rowsOf));
  const shown = Math.min(options, Math.max(fewestShown, free - wanted, Math.floor(free / 2)));
  return { options: shown, about: Math.max(0, free - shown) };
}

function firstLines(text: string, count: number): string {
  const lines = text.split('\n');
  if (lines.length <= count) return text;
  return count === 0 ? '' : [...lines.slice(0, count - 1), '…'].join('\n');
}

function wrapped(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => hang('', line, columns - 1))
    .join('\n');
}
