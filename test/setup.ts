// What `npm run setup` gets beside the programs of the labs: what only the tests need.
import { installMissing } from '../src/commands/setup.ts';
import type { Io } from '../src/terminal/io.ts';
import { chromium } from './web/chromium.ts';

const io: Io = {
  lang: 'en',
  debug: false,
  signal: new AbortController().signal,
  out: async (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  interrupt: () => {},
};
await installMissing(io, [chromium], true);
