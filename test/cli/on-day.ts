import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cli, CliOptions } from './run-cli.ts';

/** Node reads this before the program: what it asks of the clock is so many milliseconds later. */
const fakeClock = `
const RealDate = Date;
const laterMs = Number(process.env.FAKE_CLOCK_LATER_MS);
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length > 0) super(...given);
    else super(RealDate.now() + laterMs);
  }
  static now() {
    return RealDate.now() + laterMs;
  }
};
`;

const dayMs = 24 * 60 * 60 * 1000;

/** On a terminal whose clock is so many days ahead; behind, where they are negative. */
export async function onDay(cli: Cli, days: number): Promise<CliOptions> {
  const file = join(cli.folder, 'fake-clock.cjs');
  await writeFile(file, fakeClock);
  const env = { TERM: 'xterm', NODE_OPTIONS: `--require ${file}`, FAKE_CLOCK_LATER_MS: String(days * dayMs) };
  return { onTerminal: true, env };
}
