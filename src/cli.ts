#!/usr/bin/env node
import { argv } from './terminal/argv.ts';

// First it hides what `ps` would show; then the rest is loaded.

import { commandsOf } from './commands/house.ts';
import { configuredLabs, sayLabs } from './commands/labs-folder.ts';
import { buildProgram, chosenLab, whoseError } from './commands/program.ts';
import { exitCodes, LabError } from './core/errors.ts';
import { systemWords } from './core/system-words.ts';
import { same } from './core/text.ts';
import { reportError } from './terminal/errors.ts';
import { houseWords } from './terminal/house-words.ts';
import { type Io, keyboard, languageOf } from './terminal/io.ts';

const stop = new AbortController();
/** A run that was told to stop and still lives after this is ended; its servers have a reaper. */
const stopWithinMs = 5_000;
const endWithinMs = 2_000;

const io: Io = {
  lang: languageOf(argv, process.env),
  debug: argv.includes('--debug'),
  signal: stop.signal,
  out: (text) =>
    new Promise((resolve) =>
      process.stdout.write(text, (error) => {
        unsaid ??= error ?? null;
        resolve();
      }),
    ),
  err: (text) => void process.stderr.write(text),
  interrupt,
};

console.warn = () => {}; // A library's words in the middle of our screen: ioredis warns where INFO is not allowed.

/** The first error of the result's stream. It ends the talking; the work goes on and is kept. */
let unsaid: NodeJS.ErrnoException | null = null;

/** Ctrl-C; the second time at once. */
function interrupt(): void {
  if (stop.signal.aborted) process.exit(exitCodes.interrupted);
  end();
}

function end(): void {
  stop.abort(new Error('interrupted'));
  setTimeout(() => process.exit(exitCodes.interrupted), stopWithinMs).unref();
}

process.on('SIGINT', interrupt);
process.on('SIGTERM', end);
// A terminal that closes says so several times over; what was measured is kept before the end.
let hungUp = false;
function hangUp(): void {
  hungUp = true;
  end();
}
// `nohup` has the signal ignored, which Node undoes before it comes here; `_`, by which bash, zsh and ksh say what they
// started, still tells.
const outlivesTerminal = /(^|\/)nohup$/.test(process.env._ ?? '');
process.on('SIGHUP', outlivesTerminal ? () => {} : hangUp);
// A prompt is often told first, by the keyboard: nothing else may keep Node here until the signal is seen.
const keys = keyboard();
keys?.on('close', hangUp);
const streams = [...(keys ? [keys] : []), process.stdout, process.stderr];
for (const stream of streams) stream.on('error', () => {});

function cannotPrint(cause: Error): LabError {
  const explanation = {
    what: { ko: '결과를 출력하지 못했어요.', en: 'The result cannot be written to standard output.' },
    why: systemWords(cause),
    next: same('redis-lab show last'),
  };
  return new LabError(exitCodes.runFailed, explanation, { cause });
}

// A line editor throws what the keyboard of a closed terminal says (EIO): inquirer's, too, where nobody else can listen.
process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EIO') return hangUp();
  explain(error);
  process.exit();
});

// After an abort the experiment's own promises still fail, one by one, with nobody left to hear them.
process.on('unhandledRejection', (error) => {
  if (!stop.signal.aborted) throw error;
});

async function main(): Promise<void> {
  const { labs, rest } = houseWords(argv);
  await addLabs(labs, rest);
  let words = rest.length === 0 ? await fromMenu() : argv;
  while (words.length > 0) {
    let next: string | null = null;
    const chosen = await chosenLab(words);
    const program = buildProgram(io, words, chosen, (ended) => {
      process.exitCode = ended.code;
      next = ended.next;
    });
    await program.parseAsync(words, { from: 'user' }).catch((error) => {
      throw whoseError(chosen, error);
    });
    if (next !== 'again') words = next === null ? [] : [next];
  }
}

/** Those of `--labs`, else of the package.json here. These two commands read them by themselves. */
async function addLabs(given: string | null, words: readonly string[]): Promise<void> {
  if (given !== null) sayLabs(given);
  const folder = given ?? configuredLabs();
  if (folder === null || words[0] === 'check' || words[0] === 'new-lab') return;
  const { addOutsideLabs } = await import('./commands/outside-labs.ts');
  const commands = commandsOf(buildProgram(io, [], null, () => {}));
  await addOutsideLabs(io, folder, commands, given !== null, words);
}

async function fromMenu(): Promise<string[]> {
  const id = await (await import('./commands/menu.ts')).menu(io);
  return id === null ? [] : [id, ...argv];
}

async function say(): Promise<void> {
  await main();
  // `redis-lab list | head -1`: the reader has seen enough, and nothing is wrong.
  if (unsaid !== null && unsaid.code !== 'EPIPE') throw cannotPrint(unsaid);
}

function explain(error: unknown): void {
  const code = (error as { code?: string }).code;
  const asked =
    code === 'commander.helpDisplayed' || code === 'commander.version' || code === 'commander.help';
  process.exitCode = asked ? exitCodes.ran : reportError(io, error, argv);
}

function leave(): void {
  if (hungUp && streams.some(({ isTTY }) => isTTY)) {
    // As a program ends whose terminal is gone. Node aborts instead: it cannot set that terminal back.
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  }
  // Whatever a library keeps open, a connection or a timer: nobody waits for it after the last word.
  setTimeout(() => process.exit(), endWithinMs).unref();
}

// Not awaited: a CommonJS module cannot, and build.js says why it is one.
void say().catch(explain).then(leave);
