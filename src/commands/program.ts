import { Command, Option } from 'commander';
import { type CatalogueEntry, catalogue } from '../../labs/index.ts';
import type { AnyLab } from '../core/lab.ts';
import { flagOf, type Param, showDuration } from '../core/params.ts';
import type { Lang, Text } from '../core/text.ts';
import { packageVersion } from '../package-info.ts';
import { formats, type LabFlags } from './flags.ts';
import type { Io } from './io.ts';
import { ownServersOf } from './own-servers.ts';

/** The lab that the command line names, loaded: only its flags need to be known. */
export interface ChosenLab {
  readonly entry: CatalogueEntry;
  readonly lab: AnyLab;
}

/** The whole command line. Every action is loaded when it is called, so that `--help` starts fast. */
export function buildProgram(io: Io, chosen: ChosenLab | null, exit: (code: number) => void): Command {
  const say = (text: Text) => text[io.lang];
  const program = new Command('redis-lab')
    .description(
      say({
        ko: '공부 노트의 한 문장을 진짜 서버에서 시험해 보는 실험실',
        en: 'A laboratory that puts one sentence of a study note to the test on real servers',
      }),
    )
    .version(packageVersion())
    .exitOverride()
    // The subcommands inherit these settings, so they come first.
    .configureHelp(helpIn(io.lang))
    .helpOption('-h, --help', say({ ko: '도움말', en: 'show help' }))
    .helpCommand('help [command]', say({ ko: '명령의 도움말', en: 'show help for a command' }))
    .configureOutput({ writeErr: () => {} });
  program.addOption(langOption(io.lang)).addOption(debugOption(io.lang));

  for (const entry of catalogue) {
    const command = program.command(entry.id).description(say(entry.title));
    if (chosen?.entry !== entry) continue;
    addLabOptions(command, chosen.lab, io.lang);
    command.action(async () => {
      const { runLabCommand } = await import('./run-lab.ts');
      exit(await runLabCommand(io, entry, chosen.lab, command.optsWithGlobals()));
    });
  }
  addHouseCommands(program, io, exit);
  return program;
}

function addHouseCommands(program: Command, io: Io, exit: (code: number) => void): void {
  const say = (text: Text) => text[io.lang];
  program
    .command('list')
    .description(
      say({ ko: '실험 목록과 저마다 시험하는 주장', en: 'the labs, and the claims each one tests' }),
    )
    .option('--json', say({ ko: 'JSON으로', en: 'as JSON' }))
    .addOption(langOption(io.lang))
    .action(async (flags: { json?: boolean }) => (await import('./list.ts')).list(io, flags));
  const show = program
    .command('show')
    .description(say({ ko: '저장된 실행을 다시 보기', en: 'show a saved run again' }))
    .argument('[run]', say({ ko: '기록 파일, 또는 last', en: 'a record file, or last' }), 'last')
    .addOption(
      new Option('--format <format>', say({ ko: '출력 형식', en: 'output format' }))
        .choices(formats)
        .default('terminal'),
    )
    .option('--ascii', say(ascii))
    .option('--no-color', say(noColor))
    .addOption(langOption(io.lang))
    .action(async (run: string) => (await import('./show.ts')).show(io, run, show.opts()));
  program
    .command('doctor')
    .description(
      say({ ko: '필요한 프로그램이 있는지 보기', en: 'which programs are here, and how to get the others' }),
    )
    .addOption(langOption(io.lang))
    .action(async () => exit(await (await import('./doctor.ts')).doctor(io)));
  program
    .command('setup')
    .description(say({ ko: '없는 프로그램 설치하기', en: 'install the programs that are missing' }))
    .option('--yes', say(yes))
    .addOption(langOption(io.lang))
    .action(async (flags: { yes?: boolean }) => (await import('./setup.ts')).setup(io, flags));
}

const ascii: Text = { ko: 'ASCII와 한글만 쓰기', en: 'use only ASCII (and Hangul) characters' };
const noColor: Text = { ko: '색 없이', en: 'no colour' };
const yes: Text = { ko: '묻지 않고 진행', en: 'do not ask' };

function langOption(lang: Lang): Option {
  const text = { ko: '언어', en: 'language' };
  return new Option('--lang <lang>', text[lang]).choices(['ko', 'en']);
}

function debugOption(lang: Lang): Option {
  const text = { ko: '오류의 자세한 내용까지 보기', en: 'show the details of an error' };
  return new Option('--debug', text[lang]);
}

/** The lab's own parameters first, then what every lab has. */
function addLabOptions(command: Command, lab: AnyLab, lang: Lang): void {
  const add = (flags: string, text: Text) => command.addOption(new Option(flags, text[lang]));
  for (const [name, param] of Object.entries(lab.params as Record<string, Param>)) {
    add(`${flagOf(name)} ${placeholderOf(param)}`.trimEnd(), withDefault(param));
  }
  const choices = lab.prediction.choices.length;
  const exclusive = (flags: string, others: (keyof LabFlags)[], text: Text) =>
    command.addOption(new Option(flags, text[lang]).conflicts(others));
  exclusive('--quick', ['full'], { ko: '몇 초 안에 끝내기', en: 'done in seconds' });
  exclusive('--full', ['quick'], { ko: '오래, 꼼꼼하게', en: 'longer and more thorough' });
  exclusive('--json', ['csv', 'md'], {
    ko: '결과를 JSON 문서 하나로',
    en: 'the result as one JSON document',
  });
  exclusive('--csv', ['json', 'md'], { ko: '표를 CSV로', en: 'the tables as CSV' });
  exclusive('--md', ['json', 'csv'], {
    ko: '공부 노트에 붙일 Markdown으로',
    en: 'as Markdown for your notes',
  });
  add('--out <file>', {
    ko: '결과를 파일에 쓰기(.json .csv .md는 이름으로 알아요)',
    en: 'write the result to a file (.json .csv .md are known by name)',
  });
  if (lab.percentiles) {
    add('--hdr <file>', {
      ko: '지연의 백분위수를 HdrHistogram 파일로(방법마다 하나)',
      en: 'write the latencies as HdrHistogram percentile files, one for each arm',
    });
  }
  command.addOption(langOption(lang));
  add('--seed <n>', { ko: '무작위 선택을 되풀이할 씨앗', en: 'repeat the random choices of a run' });
  for (const { name, own } of ownServersOf(lab)) add(`--${name} <url>`, own.label);
  add('--install', { ko: '없는 프로그램을 먼저 설치', en: 'install what is missing first' });
  add('--yes', yes);
  add('--predict <n>', {
    ko: `예측을 미리 고르기(1-${choices})`,
    en: `your prediction, without being asked (1-${choices})`,
  });
  add('--no-predict', { ko: '예측을 묻지 않기', en: 'do not ask for a prediction' });
  add('--trace', { ko: '보내는 명령을 모두 보이기', en: 'show every command that is sent' });
  add('--ascii', ascii);
  add('--no-color', noColor);
  add('--quiet', { ko: '진행 상황을 보이지 않기', en: 'no progress' });
  command.addOption(debugOption(lang));
  add('--strict', { ko: '판단 보류가 있으면 4로 끝내기', en: 'exit with 4 when a verdict is inconclusive' });
}

/** What stands for the value of a setting. */
function placeholderOf(param: Param): string {
  if (param.kind === 'choice') return `<${param.choices.join('|')}>`;
  return { int: '<n>', ints: '<n,n,…>', duration: '<time>', flag: '' }[param.kind];
}

function withDefault(param: Param): Text {
  if (param.kind === 'flag') return param.label;
  const value = param.kind === 'duration' ? showDuration(param.default) : String(param.default);
  return { ko: `${param.label.ko} (기본 ${value})`, en: `${param.label.en} (default ${value})` };
}

/** Commander's own headings, in the learner's language. */
function helpIn(lang: Lang): { styleTitle: (title: string) => string } {
  const korean: Record<string, string> = {
    'Usage:': '사용법:',
    'Options:': '옵션:',
    'Commands:': '명령:',
    'Arguments:': '인자:',
  };
  return { styleTitle: (title) => (lang === 'ko' ? (korean[title] ?? title) : title) };
}
