import type { Random } from '../../src/measure/random.ts';

/** What a file of ours never holds, and what a reader may take for something it does. */
const hostile: readonly unknown[] = [
  ...[null, true, false, '', ' ', 'x', '한글', 0, -1, 0.5, 1e-9, 7, 1e9, 2 ** 53, 1e308, -1e308],
  ...[[], {}, [[]], [null], [{}], { ko: 'x' }, { skipped: 1 }, { skipped: { ko: 'x', en: 'y' } }],
  ...['__proto__', 'constructor', '=1+1', '| a | b |', '<script>', '```'],
  ...['\u001b[2J\u001b]0;t\u0007', '\u009b31m', '\u202egnp', 'a\r\nb', '\ud800', 'x'.repeat(100_000)],
  ...[[[1, 1e12]], [[0, 2 ** 31]], Array.from({ length: 10_000 }, () => 1), '1e999'],
];

export type Holder = Record<string, unknown>;

/** Goes down a random way, and changes what stands at its end. */
export function mutate(root: Holder, random: Random): void {
  if (typeof root !== 'object' || root === null) return; // It was changed before.
  let holder = root;
  for (;;) {
    const keys = Object.keys(holder);
    if (keys.length === 0) return;
    const key = keys[random.int(keys.length)] as string;
    const value = holder[key];
    const canGoDown = typeof value === 'object' && value !== null;
    if (canGoDown && random.int(5) > 0) holder = value as Holder;
    else {
      change(holder, key, random);
      return;
    }
  }
}

function change(holder: Holder, key: string, random: Random): void {
  const value = holder[key];
  const kind = random.int(6);
  if (kind === 0) delete holder[key];
  else if (kind === 1 && typeof value === 'number') holder[key] = -value;
  else if (kind === 2 && Array.isArray(value)) holder[key] = value.slice(0, random.int(value.length + 1));
  else if (kind === 3 && Array.isArray(value)) holder[key] = [...value, ...value].reverse();
  else holder[key] = structuredClone(hostile[random.int(hostile.length)]);
}

/** As text: numbers that are too large for a number, and now and then a torn or altered file. */
export function damaged(text: string, random: Random): string {
  const large = text.replaceAll('"1e999"', '1e999');
  const at = random.int(large.length);
  if (random.int(10) === 0) return large.slice(0, at);
  if (random.int(10) === 0) return `${large.slice(0, at)}${large.slice(at + 1)}`;
  return large;
}

/** What a terminal would obey, but for line ends. */
export const obeyed = /(?![\r\n])\p{Control}|[\u202a-\u202e\u2066-\u2069]/u;
/** What a program says that had no figure. */
export const nothingSaid = /\bNaN\b|\bundefined\b|\[object /;
