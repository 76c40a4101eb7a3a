import { expect } from 'vitest';
import type { Ended } from './run-cli.ts';

/** The whole of stderr is what, why and what next; no stack trace, no warning of Node's. */
export function expectExplained({ stderr }: Ended, why: RegExp): void {
  expect(stderr).toMatch(/^(error|오류): .+\n {2}(why|왜): .+\n {2}(next|다음에는): .+\n$/);
  expect(/(?:why|왜): (.*)/.exec(stderr)?.[1]).toMatch(why);
}
