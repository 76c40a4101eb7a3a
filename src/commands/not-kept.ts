import { LabError } from '../core/errors.ts';
import { systemWords } from '../core/system-words.ts';
import type { Lang, Text } from '../core/text.ts';
import type { Io } from '../terminal/io.ts';

const lines = new WeakMap<Io, string>();

/** Where the state folder takes nothing the work goes on, and one line says so, once. */
export function notKept(io: Io, why: unknown): void {
  if (lines.has(io)) return;
  const said = why instanceof LabError ? spoken(why, io.lang) : systemWords(why)[io.lang];
  const line = `! ${text[io.lang]}: ${said.replaceAll('\n', ' ')}`;
  lines.set(io, line);
  io.err(`  ${line}\n`);
}

/** That line again, for who clears the screen; null where all is kept. */
export function notKeptLine(io: Io): string | null {
  return lines.get(io) ?? null;
}

function spoken({ explanation: { what, why } }: LabError, lang: Lang): string {
  return `${what[lang]} ${why[lang]}`;
}

const text: Text = {
  ko: '기록과 진행 상태를 남기지 못해요. XDG_STATE_HOME으로 쓸 수 있는 폴더를 알려 주세요',
  en: 'Nothing of this is kept; XDG_STATE_HOME can name a folder that can be written',
};
