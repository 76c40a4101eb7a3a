#!/usr/bin/env node
import { catalogue } from '../labs/index.ts';
import { buildProgram, type ChosenLab } from './commands/program.ts';
import { exitCodes, LabError, messageOf } from './core/errors.ts';
import { same } from './core/text.ts';
import { reportError } from './terminal/errors.ts';
import { type Io, languageOf } from './terminal/io.ts';

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
  out: (text) =>
    new Promise((resolve, reject) =>
      process.stdout.write(text, (error) =>
        error && !isBrokenPipe(error) ? reject(cannotPrint(error)) : resolve(),
      ),
    ),
  err: (text) => void process.stderr.write(text),
  interrupt,
};

function interrupt(): void {
  if (stop.signal.aborted) process.exit(exitCodes.interrupted); // The second Ctrl-C: at once.
  stop.abort(new Error('interrupted'));
  setTimeout(() => process.exit(exitCodes.interrupted), stopWithinMs).unref();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
// `redis-lab list | head -1`: the reader has seen enough; the run and its record go on. What else goes wrong with the
// result is told by `out`; where stderr takes nothing, there is nobody to tell.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

function isBrokenPipe(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EPIPE';
}

function cannotPrint(cause: Error): LabError {
  const explanation = {
    what: { ko: '결과를 출력하지 못했어요.', en: 'The result cannot be written to standard output.' },
    why: same(messageOf(cause)),
    next: same('redis-lab show last'),
  };
  return new LabError(exitCodes.runFailed, explanation, { cause });
}

// After an abort the experiment's own promises still fail, one by one, with nobody left to hear them.
process.on('unhandledRejection', (error) => {
  if (!stop.signal.aborted) throw error;
});

async function main(): Promise<void> {
  let words = namesNothing(argv) ? await fromMenu() : argv;
  while (words.length > 0) {
    let next: string | null = null;
    const program = buildProgram(io, await chosenLab(words), (ended) => {
      process.exitCode = ended.code;
      next = ended.next;
    });
    await program.parseAsync(words, { from: 'user' });
    if (next !== 'again') words = next === null ? [] : [next];
  }
}

/** Only flags of the whole program, such as `--lang ko`: what to run is still to be chosen. */
function namesNothing(words: readonly string[]): boolean {
  return /^(--(debug|lang[ =](ko|en))( |$))*$/.test(words.join(' '));
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
