import type { TerminalPage } from '../../report/report.ts';
import { visible } from '../printable.ts';

/** What may not stand on an `--ascii` page: all but printable ASCII, line ends, colour codes and Hangul. */
const foreign = /[^\p{Control}\x20-\x7e\uac00-\ud7a3\u3131-\u318e]/gu;

/** One cell for one cell wherever possible, so that a drawing stays straight. */
const lookAlikes: readonly (readonly [RegExp, string])[] = [
  [/[─┄┈╌╴╶‐‑‒–—―−]/u, '-'],
  [/[━┅┉╍═╸╺]/u, '='],
  [/[│┃┆┇┊┋╎╏║╵╷╹╻]/u, '|'],
  [/[\u2500-\u257f]/u, '+'],
  [/[\u2581-\u2590■◆]/u, '#'],
  [/[░▒▓]/u, '.'],
  [/[\u2801-\u28ff]/u, '.'],
  [/[→▶►▸›»⇒]/u, '>'],
  [/[←◀◂‹«⇐]/u, '<'],
  [/[↑▲]/u, '^'],
  [/[↓▼]/u, 'v'],
  [/[•●※]/u, '*'],
  [/[○◯]/u, 'o'],
  [/[×✗✕]/u, 'x'],
  [/✓/u, '+'],
  [/[µμ]/u, 'u'],
  [/[‘’]/u, "'"],
  [/[“”「」『』]/u, '"'],
  [/[·∙]/u, '/'],
  [/≈/u, '~'],
  [/≥/u, '>='],
  [/≤/u, '<='],
  [/≠/u, '!='],
  [/±/u, '+/-'],
];

/** The page for a terminal that draws ambiguous-width characters two cells wide. Idempotent. */
export function toAscii(text: string): string {
  return text.normalize('NFC').replace(foreign, asciiFor);
}

function asciiFor(character: string): string {
  const found = lookAlikes.find(([pattern]) => pattern.test(character));
  if (found) return found[1];
  // é is e with an accent, … is three dots, （ is a wide bracket; what is left has no likeness.
  const plain = character.normalize('NFKD').replace(/[\p{Mark}\p{Format}]/gu, '');
  return /^[\x20-\x7e]*$/.test(plain) ? plain : '?';
}

/** What is done to every string before it is laid out: `…` becomes three cells wide in ASCII. */
export function fitFor(page: TerminalPage): (text: string) => string {
  return page.ascii ? (text) => toAscii(visible(text)) : visible;
}

/** Sections with a blank line between them; the one place where a page becomes ASCII. */
export function finished(sections: readonly (string | null)[], page: TerminalPage): string {
  const text = `${sections.filter((section) => section !== null).join('\n\n')}\n`;
  return page.ascii ? toAscii(text) : text;
}
