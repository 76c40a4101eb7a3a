// A slip of the keyboard in a name: which one was meant?
import type { Text } from '../core/text.ts';

/** Of a longer word more letters may be wrong, and of any word most must be right. */
const slipsFor = (length: number): number => Math.min(3, Math.floor(length / 3));

/** The name that was meant by a word that is none; null where none comes close. */
export function nearestOf(word: string, names: readonly string[]): string | null {
  if (word.length > longestName) return null;
  const typed = word.toLowerCase();
  const [nearest] = names
    .map((name) => ({ name, slips: slipsBetween(typed, name.toLowerCase()) }))
    .filter(({ name, slips }) => slips <= slipsFor(Math.max(typed.length, name.length)))
    .sort((one, other) => one.slips - other.slips);
  return nearest?.name ?? null;
}

/** The reason of an error about a wrong name: what was meant, or what there is. */
export function meant(word: string, names: readonly string[], otherwise: Text): Text {
  const name = nearestOf(word, names);
  return name === null ? otherwise : { ko: `혹시 이것인가요? ${name}`, en: `Did you mean ${name}?` };
}

const longestName = 60;

/** Letters put in, left out, taken for another or swapped with the next, at least so many. */
function slipsBetween(one: string, other: string): number {
  const [from, to] = [[...one], [...other]];
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  from.forEach((letter, row) => {
    const now = [row + 1];
    to.forEach((wanted, column) => {
      const at = (line: readonly number[], place: number) => line[place] as number;
      const isSwapped = row > 0 && column > 0 && letter === to[column - 1] && from[row - 1] === wanted;
      now.push(
        Math.min(
          at(now, column) + 1,
          at(last, column + 1) + 1,
          at(last, column) + (letter === wanted ? 0 : 1),
          isSwapped ? at(beforeLast, column - 1) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    });
    [beforeLast, last] = [last, now];
  });
  return last[to.length] as number;
}
