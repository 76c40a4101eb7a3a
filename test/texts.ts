import type { Text } from '../src/core/text.ts';

/** Every `{ ko, en }` pair in a value, with the path that leads to it. */
export function textsIn(value: unknown, path = ''): [path: string, text: Text][] {
  if (value === null || typeof value !== 'object') return [];
  const { ko, en } = value as Partial<Text>;
  if (typeof ko === 'string' && typeof en === 'string') return [[path, { ko, en }]];
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, `${path}.${key}`));
}

export const hangul = /\p{Script=Hangul}/u;

/** A value that slipped into a sentence without being one. */
export const slip = /undefined|null|NaN|\[object|Infinity/;
