import tab, { type Complete, RootCommand, type Command as TabCommand } from '@bomb.sh/tab';
import type { Argument, Command, Option } from 'commander';
import { catalogue } from '../course/catalogue.ts';
import { glossary } from '../course/glossary.ts';
import { trackNames } from '../course/track-names.ts';

/** `redis-lab completion <shell>`: the script that the shell reads. */
export function printCompletionScript(shell: string): void {
  tab.setup('redis-lab', 'redis-lab', shell);
}

/**
 * What such a script asks at each Tab: prints the words that can follow.
 * @param program the whole command line, the lab that is typed with its options
 * @param words what stands behind `redis-lab`, the last one unfinished
 */
export function printCompletions(program: Command, words: readonly string[]): void {
  const root = new RootCommand();
  const add = (target: TabCommand, command: Command) => {
    for (const option of command.createHelp().visibleOptions(command)) addOption(target, option);
    for (const argument of command.registeredArguments) {
      target.argument(argument.name(), (complete) => offer(complete, valuesOf(argument, program)));
    }
  };
  add(root, program);
  for (const command of program.createHelp().visibleCommands(program)) {
    add(root.command(command.name(), command.description()), command);
  }
  root.parse([...words]);
}

function addOption(target: Pick<RootCommand, 'option'>, option: Option): void {
  const name = (option.long ?? '').slice(2);
  const short = option.short?.slice(1);
  if (option.required)
    target.option(name, option.description, (complete) => offer(complete, choicesOf(option)), short);
  else if (short) target.option(name, option.description, short);
  else target.option(name, option.description);
}

function choicesOf({ long, argChoices = [] }: Option): readonly string[] {
  return long === '--track' ? trackNames : argChoices;
}

/** What can stand for an argument goes by its name in the usage line. */
function valuesOf(argument: Argument, program: Command): readonly string[] {
  const labs = catalogue.map(({ id }) => id);
  switch (argument.name()) {
    case 'lab':
      return labs;
    case 'run':
      return ['last', ...labs];
    case 'term':
      return Object.keys(glossary);
    case 'command':
      return [...program.commands.map((command) => command.name()), 'exit-codes'];
    default:
      return argument.argChoices ?? [];
  }
}

function offer(complete: Complete, values: readonly string[]): void {
  for (const value of values) complete(value, '');
}
