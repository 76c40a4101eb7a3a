import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { houseCommands } from '../../src/commands/house.ts';
import { buildProgram, chosenLab } from '../../src/commands/program.ts';
import { createRandom, type Random } from '../../src/measure/random.ts';
import type { Io } from '../../src/terminal/io.ts';
import { type Cli, it } from '../cli/run-cli.ts';
import { endure } from './endure.ts';

/** What nobody would type, and somebody always does. An argument holds no NUL byte and at most 128 KiB. */
const hostile: readonly string[] = [
  ...['', ' ', '-', '--', '-1', '0', '1', '+1', '1.5', '1e9', '0x10', 'NaN', 'Infinity', '9'.repeat(400)],
  ...['1,2,,3', ',', '1,'.repeat(2_000), '5s', '5 s', '1h', '99999999h', '.5s', 'true', 'all', 'last'],
  ...['__proto__', 'constructor', 'toString', '$(id)', "'; --", '%s%n', '../../etc/passwd', '/dev/null', '/'],
  ...['한글', '💣', '９', 'ㅋㅋ', '\u00e9', 'e\u0301', '\ud800'],
  ...['\u001b[2J\u001b]0;title\u0007', '\u009b31m', 'a\nb\r\nc', '\r', '\t', '\u0007', '\u007f', '\u202e'],
  ...['x'.repeat(100_000), 'x '.repeat(50_000), '가'.repeat(30_000), `redis://u:p@${'h'.repeat(1_000)}:1`],
];

/** What changes this machine, runs every lab, or shows a stack trace because it was asked to. */
const notTried = ['setup', 'verify', '--install', '--debug'];

/** Refused when everything before it was taken: no lab begins, and nothing is served until somebody ends it. */
const refused = { lab: ['--out', '/nowhere/at/all.md'], demo: ['--lan', 'nowhere'] };

const silentIo: Io = {
  lang: 'en',
  debug: false,
  signal: new AbortController().signal,
  out: async () => {},
  err() {},
  interrupt() {},
};

/** The whole command line with the options of every lab, as commander knows it. */
async function everyCommand(): Promise<Command[]> {
  const labs = await Promise.all(
    catalogue.map(async (entry) => {
      const chosen = { entry, lab: (await entry.load()).default };
      return buildProgram(silentIo, [entry.id], chosen, () => {}).commands.find(
        (one) => one.name() === entry.id,
      );
    }),
  );
  const names = houseCommands.map(({ name }) => name);
  const others = buildProgram(silentIo, names, await chosenLab(names), () => {}).commands.filter(
    (one) => !catalogue.some(({ id }) => id === one.name()),
  );
  return [...labs, ...others].filter(
    (one) => one !== undefined && !notTried.includes(one.name()),
  ) as Command[];
}

/** A command line of a command's own words with values that fit or do not. */
function draw(command: Command, random: Random): string[] {
  const pick = <T>(items: readonly T[]) => items[random.int(items.length)] as T;
  const value = (choices: readonly string[] = []) =>
    random.int(3) > 0 || choices.length === 0 ? pick(hostile) : pick(choices);
  const words = [command.name()];
  const options = command.options.filter(({ long }) => !notTried.includes(long ?? ''));
  for (let more = random.int(4); more > 0 && options.length > 0; more -= 1) {
    const option = pick(options);
    const flag = option.long ?? '';
    if (!option.required) words.push(flag);
    else if (random.int(2) === 0) words.push(`${flag}=${value(option.argChoices)}`);
    else words.push(flag, value(option.argChoices));
  }
  for (const { argChoices } of command.registeredArguments)
    if (random.int(2) === 0) words.push(value(argChoices));
  if (random.int(10) === 0) words.push(pick(hostile));
  if (catalogue.some(({ id }) => id === command.name())) return [...words, ...refused.lab];
  return [...words, ...(command.name() === 'demo' ? refused.demo : [])];
}

/** What a terminal would obey, but for the ends of lines and the tabs of a completion. */
const obeyed = /(?![\n\t])[\p{Control}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const stackTrace = /^\s+at .+:\d+:\d+\)?$/m;
const explained = /^(error|오류): .+\n {2}(why|왜): [\s\S]+\n {2}(next|다음에는): .+\n$/;
const slowestMs = 20_000;

/** What is wrong with how it went; an empty list when nothing is. */
async function faultsOf(cli: Cli, words: readonly string[]): Promise<string[]> {
  const running = cli.start(words, { env: { PATH: '/nowhere' } });
  const late = setTimeout(() => running.kill('SIGKILL'), slowestMs);
  const { code, signal, stdout, stderr } = await running.ended;
  clearTimeout(late);
  const wrong = {
    hangs: signal !== null,
    [`ends with ${code}`]: ![0, 1, 2, 3].includes(code ?? 0),
    'has a stack trace': stackTrace.test(stderr),
    'goes out raw': obeyed.test(stderr) || obeyed.test(stdout),
    'repeats a long value': stderr.length > 4_000,
    'explains nothing': code === 2 && !explained.test(stderr),
  };
  const typed = words.map((word) => JSON.stringify(word.slice(0, 60))).join(' ');
  const said = JSON.stringify(stderr.slice(0, 500));
  return Object.entries(wrong).flatMap(([fault, is]) => (is ? [`${fault}: ${typed}\n    ${said}`] : []));
}

describe('a command line of words that nobody expects', () => {
  it('is taken or explained: no bug of ours, no stack trace, no hang, nothing raw', {
    timeout: 60_000 * endure,
  }, async ({ cli }) => {
    const random = createRandom(12);
    const commands = await everyCommand();
    mkdirSync(join(cli.folder, 'state'), { recursive: true });
    const lines = Array.from({ length: 5 * endure }, () => commands.map((one) => draw(one, random))).flat();
    // Two at a time: as many as the smallest machine has cores.
    const next = lines.values();
    const faults: string[] = [];
    const worker = async () => {
      for (const words of next) faults.push(...(await faultsOf(cli, words)));
    };
    await Promise.all([worker(), worker()]);
    expect(faults.join('\n')).toBe('');
  });
});
