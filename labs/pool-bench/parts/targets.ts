// Whose pool a run measures, and what is measured only for some of them.
import type { Text } from '../../../src/kit/judge.ts';

export const targets = ['redis', 'redis-tls', 'postgres', 'threads', 'all'] as const;
export type Target = (typeof targets)[number];

/** Whether a run with these parameters is for one of these targets. */
export const isFor =
  (...wanted: readonly Target[]) =>
  ({ target }: Readonly<Record<string, unknown>>): boolean =>
    target === 'all' || wanted.some((name) => name === target);

/** What an act that is for one target says of a run that is not. */
export const onlyFor =
  (wanted: Target) =>
  (params: Readonly<Record<string, unknown>>): Text | null =>
    isFor(wanted)(params)
      ? null
      : { ko: `--target ${wanted} 옵션을 주면 해요.`, en: `--target ${wanted} runs it.` };
