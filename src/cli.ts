#!/usr/bin/env node
import { catalogue } from '../labs/index.ts';
import { reportError } from './commands/errors.ts';
import { type Io, languageOf } from './commands/io.ts';
import { buildProgram, type ChosenLab } from './commands/program.ts';
import { exitCodes } from './core/errors.ts';

const argv = process.argv.slice(2);
// What `ps` shows from here on: a password in `--redis redis://:…@host` is not for everybody on this machine.
process.title = ['redis-lab', ...argv.map((word) => word.replace(/^(.*?:\/\/)?.*@/s, '$1***@'))].join(' ');
const stop = new AbortController();
/** A run that was told to stop and still lives after this is ended; its servers have a reaper. */
const stopWithinMs = 10_000;

const io: Io = {
  lang: languageOf(argv, process.env),
  debug: argv.includes('--debug'),
  signal: stop.signal,
  out: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
  err: (text) => void process.stderr.write(text),
  interrupt,
};

function interrupt(): void {
  if (stop.signal.aborted) process.exit(exitCodes.interrupted); // The second Ctrl-C: at once.
  stop.abort(new Error('interrupted'));
  setTimeout(() => process.exit(exitCodes.interrupted), stopWithinMs).unref();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
// `redis-lab list | head -1`: the reader has seen enough; the run and its record go on.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
// After an abort the experiment's own promises still fail, one by one, with nobody left to hear them.
process.on('unhandledRejection', (error) => {
  if (!stop.signal.aborted) throw error;
});

async function main(): Promise<void> {
  const words = namesNothing(argv) ? await fromMenu() : argv;
  if (words.length === 0) return;
  const program = buildProgram(io, await chosenLab(words), (code) => {
    process.exitCode = code;
  });
  await program.parseAsync(words, { from: 'user' });
}

/** Only flags of the whole program, such as `--lang ko`: what to run is still to be chosen. */
function namesNothing(words: readonly string[]): boolean {
  return words.every((word, index) => /^--(debug|lang(=.*)?)$/.test(word) || words[index - 1] === '--lang');
}

async function fromMenu(): Promise<string[]> {
  const id = await (await import('./commands/menu.ts')).menu(io);
  return id === null ? [] : [id, ...argv];
}

async function chosenLab(words: readonly string[]): Promise<ChosenLab | null> {
  const entry = catalogue.find(({ id }) => words.includes(id));
  return entry ? { entry, lab: (await entry.load()).default } : null;
}

main().catch((error) => {
  const code = (error as { code?: string }).code;
  const asked =
    code === 'commander.helpDisplayed' || code === 'commander.version' || code === 'commander.help';
  process.exitCode = asked ? exitCodes.ran : reportError(io, error, argv);
});
