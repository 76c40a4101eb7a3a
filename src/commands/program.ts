import { Argument, Command, Help, type HelpConfiguration, type Option } from 'commander';
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
import { type Lang, same, type Text } from '../core/text.ts';
import { type CatalogueEntry, catalogue } from '../course/labs.ts';
import { packageVersion } from '../package-info.ts';
import { widthOf } from '../render/terminal/text.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import { addChatCommands } from './chat.ts';
import type { Ended } from './ended.ts';
import { houseCommands, type Taken } from './house.ts';
import { addLabOptions, addServeCommand, debugOption, labsOption, langOption } from './lab-options.ts';

/** The lab that the command line names, loaded: only its flags need to be known. */
export interface ChosenLab {
  readonly entry: CatalogueEntry;
  readonly lab: AnyLab;
}

export async function chosenLab(words: readonly string[]): Promise<ChosenLab | null> {
  const of = houseCommands.find(({ name, of }) => of !== undefined && words.includes(name))?.of;
  // The first: `delivery --systems pubsub` names a system, too.
  const named = words.find((word) => catalogue.some(({ id }) => id === word));
  const entry = catalogue.find(({ id }) => id === (of ?? named));
  return entry ? { entry, lab: (await entry.load()).default } : null;
}

/** What a lab from outside the package throws is no bug of ours. */
export function whoseError(chosen: ChosenLab | null, error: unknown): unknown {
  const folder = chosen?.entry.folder;
  const ofCommander = String((error as { code?: unknown } | null)?.code).startsWith('commander.');
  if (folder === undefined || ofCommander || error instanceof LabError) return error;
  const explanation = {
    what: { ko: `이 실험의 코드에서 오류가 났어요: ${folder}`, en: `The code of this lab failed: ${folder}` },
    why: same(messageOf(error)),
    next: { ko: '어느 줄인지 보려면 --debug를 붙여 보세요.', en: 'Add --debug to see the line.' },
  };
  return new LabError(exitCodes.runFailed, explanation, { cause: error });
}

/**
 * The whole command line; of a command that the words do not name only what the list of commands shows. Every action is
 * loaded when it is called. So `--help` starts fast.
 */
export function buildProgram(
  io: Io,
  words: readonly string[],
  chosen: ChosenLab | null,
  end: (ended: Ended) => void,
): Command {
  const say = (text: Text) => text[io.lang];
  const program = new Command('redis-lab')
    .description(
      say({
        ko: '공부 노트의 문장 하나를 진짜 서버에서 검증해 보는 실험실',
        en: 'A laboratory that puts one sentence of a study note to the test on real servers',
      }),
    )
    .version(packageVersion(), '-V, --version', say({ ko: '버전', en: 'the version' }))
    .exitOverride()
    // The subcommands inherit these settings, so they come first.
    .configureHelp(helpIn(io.lang))
    .helpOption('-h, --help', say({ ko: '도움말', en: 'show help' }))
    .helpCommand(false) // Ours knows when there is no such command.
    .configureOutput({
      writeErr: () => {},
      getOutHelpWidth: () => pageOf(process.stdout, io.lang, { color: false }).columns,
    });
  program.addOption(langOption(io.lang)).addOption(debugOption(io.lang));

  for (const entry of catalogue) {
    const command = program.command(entry.id).description(say(entry.title));
    if (chosen?.entry !== entry) continue;
    addLabOptions(command, chosen.lab, io.lang);
    command.action(async () => {
      const { runLabCommand } = await import('./run-lab.ts');
      end(await runLabCommand(io, entry, chosen.lab, command.optsWithGlobals()));
    });
    if (entry.id === 'chat') addChatCommands(command, io); // It is joined, too, and remembered for who joins.
    addServeCommand(command, io, chosen.lab);
  }
  const lab = chosen?.lab ?? null;
  const house = { io, program, lab, say, exit: (code: number) => end({ code, next: null }) };
  for (const { name, summary, takes = [], declare } of houseCommands) {
    const command = program.command(name).description(say(summary));
    for (const one of takes) command.addArgument(argumentOf(one, io.lang));
    if (words.includes(name)) declare(command, house);
    command.addOption(langOption(io.lang));
  }
  // What a shell asks at each Tab.
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (typed: string[]) => (await import('./completion.ts')).printCompletions(program, typed));
  for (const command of [program, ...program.commands]) command.addOption(labsOption(io.lang));
  return program;
}

function argumentOf({ term, text, fallback, choices }: Taken, lang: Lang): Argument {
  const argument = new Argument(term, text[lang]).default(fallback);
  return choices ? argument.choices(choices) : argument;
}

/** Commander's own words in the learner's language, and lines as wide as they are drawn. */
function helpIn(lang: Lang): HelpConfiguration {
  const own = new Help();
  const inKorean = (text: string) => text.replace('[options]', '[옵션]').replace('[command]', '[명령]');
  const withChoices = ({ description, argChoices }: Option | Argument) =>
    argChoices ? `${description}: ${argChoices.join(', ')}` : description;
  return {
    displayWidth: widthOf,
    minWidthToWrap: 10,
    styleTitle: (title) => (lang === 'ko' ? (koreanTitles[title] ?? title) : title),
    commandUsage: (command) =>
      lang === 'ko' ? inKorean(own.commandUsage(command)) : own.commandUsage(command),
    // Every command has options; its own help names them.
    subcommandTerm: (command) => own.subcommandTerm(command).replace(' [options]', ''),
    optionDescription: withChoices,
    argumentDescription: withChoices,
  };
}

const koreanTitles: Readonly<Record<string, string>> = {
  'Usage:': '사용법:',
  'Options:': '옵션:',
  'Commands:': '명령:',
  'Arguments:': '인자:',
};
