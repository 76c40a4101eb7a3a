import type { Text } from '../../core/text.ts';

/** Every `{ ko, en }` in a value, with the path that leads to it: `acts.2.predict.prompt`. */
export function textsIn(value: unknown, path = ''): [path: string, text: Text][] {
  if (value === null || typeof value !== 'object') return [];
  const { ko, en } = value as Partial<Text>;
  if (typeof ko === 'string' && typeof en === 'string') return [[path, { ko, en }]];
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, path === '' ? key : `${path}.${key}`));
}

export const hangul = /\p{Script=Hangul}/u;
