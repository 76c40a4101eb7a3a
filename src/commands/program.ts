import { Argument, Command, Help, type HelpConfiguration, Option } from 'commander';
import { type CatalogueEntry, catalogue } from '../../labs/index.ts';
import type { AnyLab } from '../core/lab.ts';
import type { Lang, Text } from '../core/text.ts';
import { packageVersion } from '../package-info.ts';
import { widthOf } from '../render/terminal/text.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import type { Ended } from './ended.ts';
import { formats } from './flags.ts';
import { addLabOptions, ascii, debugOption, langOption, noColor, yes } from './lab-options.ts';

/** The lab that the command line names, loaded: only its flags need to be known. */
export interface ChosenLab {
  readonly entry: CatalogueEntry;
  readonly lab: AnyLab;
}

/** The whole command line. Every action is loaded when it is called, so that `--help` starts fast. */
export function buildProgram(io: Io, chosen: ChosenLab | null, end: (ended: Ended) => void): Command {
  const exit = (code: number) => end({ code, next: null });
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
  }
  addHouseCommands(program, io, exit);
  program
    .command('help')
    .description(say({ ko: '명령의 도움말', en: 'show help for a command' }))
    .argument('[command]', say({ ko: '명령, 또는 exit-codes', en: 'a command, or exit-codes' }))
    .addOption(langOption(io.lang))
    .action(async (topic?: string) => (await import('./help.ts')).help(io, program, topic));
  return program;
}

function addHouseCommands(program: Command, io: Io, exit: (code: number) => void): void {
  const say = (text: Text) => text[io.lang];
  program
    .command('list')
    .description(
      say({ ko: '실험 목록과 실험마다 검증할 주장', en: 'the labs, and the claims each one tests' }),
    )
    .option('--json', say({ ko: 'JSON으로 출력', en: 'as JSON' }))
    .addOption(langOption(io.lang))
    .action(async (flags: { json?: boolean }) => (await import('./list.ts')).list(io, flags));
  const show = program
    .command('show')
    .description(say({ ko: '저장된 실행을 다시 보기', en: 'show a saved run again' }))
    .argument('[run]', say(runs), 'last')
    .addOption(
      new Option('--format <format>', say({ ko: '출력 형식', en: 'output format' }))
        .choices(formats)
        .default('terminal'),
    )
    .option('--detail', say({ ko: '막마다 표까지 모두 보기', en: 'every act with its tables' }))
    .option('--anonymize', say(anonymize))
    .option('--ascii', say(ascii))
    .option('--no-color', say(noColor))
    .addOption(langOption(io.lang))
    .action(async (run: string) => (await import('./show.ts')).show(io, run, show.opts()));
  const compare = program
    .command('compare')
    .description(
      say({
        ko: '여러 사람이나 여러 날의 기록을 나란히 보기',
        en: 'runs of several people or days, side by side',
      }),
    )
    .argument('<run...>', say(runs))
    .addOption(
      new Option('--format <format>', say({ ko: '출력 형식', en: 'output format' }))
        .choices(['terminal', 'md', 'json'])
        .default('terminal'),
    )
    .option('--detail', say({ ko: '막마다 표까지 모두 보기', en: 'every act with its tables' }))
    .option('--anonymize', say(anonymize))
    .option('--ascii', say(ascii))
    .option('--no-color', say(noColor))
    .addOption(langOption(io.lang))
    .action(async (which: string[]) => (await import('./compare.ts')).compare(io, which, compare.opts()));
  const report = program
    .command('report')
    .description(say({ ko: '실행 기록으로 공부 노트 쓰기', en: 'a study note of saved runs' }))
    .argument('[run...]', say(runs))
    .addOption(
      new Option('--format <format>', say({ ko: '출력 형식', en: 'output format' }))
        .choices(['md', 'html'])
        .default('md'),
    )
    .option(
      '--til',
      say({
        ko: '짧게: 막마다의 표와 그림은 빼기',
        en: 'short: without the tables and drawings of each act',
      }),
    )
    .addOption(langOption(io.lang))
    .action(async (which: string[]) => (await import('./report.ts')).report(io, which, report.opts()));
  const replay = program
    .command('replay')
    .description(say({ ko: '저장된 실행을 한 걸음씩 다시 보기', en: 'step through a saved run' }))
    .argument('[run]', say(runs), 'last')
    .option('--ascii', say(ascii))
    .option('--no-color', say(noColor))
    .addOption(langOption(io.lang))
    .action(async (run: string) => (await import('./replay.ts')).replay(io, run, replay.opts()));
  const trace = program
    .command('trace')
    .description(
      say({
        ko: '실행에서 언제 무엇이 오갔는지 내보내기',
        en: 'export what a run sent and received, and when',
      }),
    )
    .argument('[run]', say(runs), 'last')
    .addOption(
      new Option('--format <format>', say({ ko: '출력 형식', en: 'output format' }))
        .choices(['jsonl', 'perfetto'])
        .default('jsonl'),
    )
    .addOption(langOption(io.lang))
    .action(async (run: string) => (await import('./trace.ts')).exportTrace(io, run, trace.opts()));
  const lesson = program
    .command('lesson')
    .description(say({ ko: '실험의 학습 노트 읽기', en: 'read the lesson of a lab' }))
    .argument('<lab>', say({ ko: '실험 이름', en: 'the name of a lab' }))
    .argument('[act]', say({ ko: '이 막만', en: 'only one act' }))
    .option('--ascii', say(ascii))
    .option('--no-color', say(noColor))
    .addOption(langOption(io.lang))
    .action(async (lab: string, act?: string) =>
      (await import('./lesson.ts')).lesson(io, lab, act, lesson.opts()),
    );
  const glossary = program
    .command('glossary')
    .description(say({ ko: '용어집', en: 'what the words of the lessons mean' }))
    .argument('[term]', say({ ko: '찾을 말', en: 'a word, or a part of one' }))
    .option('--ascii', say(ascii))
    .option('--no-color', say(noColor))
    .addOption(langOption(io.lang))
    .action(async (term?: string) => (await import('./glossary.ts')).glossary(io, term, glossary.opts()));
  program
    .command('doctor')
    .description(
      say({ ko: '필요한 프로그램이 있는지 보기', en: 'which programs are here, and how to get the others' }),
    )
    .option(
      '--acl <lab>',
      say({
        ko: '실험에 필요한 만큼만 허락하는 Redis ACL 규칙',
        en: 'the narrowest Redis ACL rule for a lab',
      }),
    )
    .addOption(langOption(io.lang))
    .action(async ({ acl }: { acl?: string }) => {
      const { doctor, doctorAcl } = await import('./doctor.ts');
      exit(await (acl === undefined ? doctor(io) : doctorAcl(io, acl)));
    });
  program
    .command('setup')
    .description(say({ ko: '없는 프로그램 설치하기', en: 'install the programs that are missing' }))
    .option('--yes', say(yes))
    .addOption(langOption(io.lang))
    .action(async (flags: { yes?: boolean }) => (await import('./setup.ts')).setup(io, flags));
  const walkthrough = program
    .command('walkthrough')
    .description(
      say({
        ko: '여러 실험의 막을 이야기 하나로, 혼자서 또는 여럿이',
        en: 'acts of several labs as one story, alone or in a room',
      }),
    )
    .option(
      '--track <track>',
      say({ ko: '길: chat, nearby, brokers, all', en: 'which one: chat, nearby, brokers, all' }),
    )
    .option('--present', say({ ko: '여러 사람 앞에서: 큰 글씨, 투표', en: 'for a room: few words, votes' }))
    .option('--people <n>', say({ ko: '투표하는 사람 수', en: 'how many people vote' }))
    .option(
      '--notes',
      say({ ko: '다른 터미널에서 보는 발표자 화면', en: 'the presenter’s page, in another terminal' }),
    )
    .option('--restart', say({ ko: '처음부터', en: 'from the beginning' }))
    .option('--ascii', say(ascii))
    .option('--no-color', say(noColor))
    .addOption(langOption(io.lang))
    .action(async () => (await import('./walkthrough.ts')).walkthrough(io, walkthrough.opts()));
  const review = program
    .command('review')
    .description(
      say({
        ko: '예측이 빗나간 질문을 며칠 뒤에 다시 풀기',
        en: 'answer again, days later, what you predicted wrong',
      }),
    )
    .option('--ascii', say(ascii))
    .option('--no-color', say(noColor))
    .addOption(langOption(io.lang))
    .action(async () => (await import('./review.ts')).review(io, review.opts()));
  program
    .command('reset')
    .description(say({ ko: '학습 기록 지우기', en: 'forget how far you are' }))
    .argument('[lab]', say({ ko: '이 실험만', en: 'only in this lab' }))
    .option('-y, --yes', say(yes))
    .addOption(langOption(io.lang))
    .action(async (lab: string | undefined, flags: { yes?: boolean }) =>
      (await import('./reset.ts')).reset(io, lab, flags),
    );
  const verify = program
    .command('verify')
    .description(
      say({
        ko: '모든 실험을 빠르게 돌려 이 버전이 기대하는 판정과 비교하기',
        en: 'every lab quickly, against the verdicts that this version expects',
      }),
    )
    .option('--json', say({ ko: 'JSON으로 출력', en: 'as JSON' }))
    .option(
      '--strict',
      say({ ko: '판단 보류가 있으면 종료 코드 4', en: 'exit with 4 when a verdict is inconclusive' }),
    )
    .option('--ascii', say(ascii))
    .option('--no-color', say(noColor))
    .addOption(langOption(io.lang))
    .action(async () => exit(await (await import('./verify.ts')).verify(io, verify.opts())));
  program
    .command('completion')
    .description(say({ ko: '셸 자동 완성 스크립트', en: 'the script that completes words in your shell' }))
    .addArgument(new Argument('<shell>', say({ ko: '셸', en: 'the shell' })).choices(['bash', 'zsh', 'fish']))
    .addOption(langOption(io.lang))
    .action(async (shell: string) => (await import('./completion.ts')).printCompletionScript(shell));
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words: string[]) => (await import('./completion.ts')).printCompletions(program, words));
}

const anonymize: Text = {
  ko: '이름, 경로, 주소, 내 URL을 지우기',
  en: 'without names, paths, addresses and own URLs',
};
const runs: Text = {
  ko: 'last, 실험 이름, 실행의 id, 또는 기록 파일',
  en: 'last, the name of a lab, the id of a run, or a record file',
};
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
