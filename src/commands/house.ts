import { type Command, Option } from 'commander';
import type { AnyDecision } from '../core/decision.ts';
import type { AnyLab } from '../core/lab.ts';
import type { Text } from '../core/text.ts';
import { trackNames } from '../course/track-names.ts';
import type { Io } from '../terminal/io.ts';
import { addFormats, ascii, mapOption, noColor, yes } from './lab-options.ts';

/** A command that is no lab. */
export interface HouseCommand {
  readonly name: string;
  readonly summary: Text;
  /** The lab whose words it speaks: it is loaded before the command is declared. */
  readonly of?: string;
  /** Its arguments, which the list of commands shows. */
  readonly takes?: readonly Taken[];
  /** Its options, and what it does. */
  declare(command: Command, house: House): void;
}

export interface Taken {
  /** As commander reads it: `<run>`, `[run]` where it can be left out, `[run...]` where there may be several. */
  readonly term: string;
  readonly text: Text;
  readonly fallback?: string;
  readonly choices?: readonly string[];
}

interface House {
  readonly io: Io;
  readonly program: Command;
  /** Null where the command is of no lab. */
  readonly lab: AnyLab | null;
  say(text: Text): string;
  exit(code: number): void;
}

const runs: Text = {
  ko: 'last, 실험 이름, 실행의 id, 또는 기록 파일',
  en: 'last, the name of a lab, the id of a run, or a record file',
};
const detail: Text = { ko: '막마다 표까지 모두 보기', en: 'every act with its tables' };
const anonymize: Text = {
  ko: '이름, 경로, 주소, 내 URL을 지우기',
  en: 'without names, paths, addresses and own URLs',
};
const asJson: Text = { ko: 'JSON으로 출력', en: 'as JSON' };

export const houseCommands: readonly HouseCommand[] = [
  {
    name: 'list',
    summary: { ko: '실험 목록과 실험마다 검증할 주장', en: 'the labs, and the claims each one tests' },
    declare: (command, { io, say }) =>
      command
        .option('--json', say(asJson))
        .action(async (flags: { json?: boolean }) => (await import('./list.ts')).list(io, flags)),
  },
  {
    name: 'show',
    summary: { ko: '저장된 실행을 다시 보기', en: 'show a saved run again' },
    takes: [{ term: '[run]', text: runs, fallback: 'last' }],
    declare(command, { io, say }) {
      command
        .option('--detail', say(detail))
        .addOption(mapOption(io.lang))
        .option('--anonymize', say(anonymize));
      addFormats(command, io.lang, ['json', 'csv', 'md']);
      addLook(command, say).action(async (run: string) =>
        (await import('./show.ts')).show(io, run, command.opts()),
      );
    },
  },
  {
    name: 'compare',
    summary: {
      ko: '여러 사람이나 여러 날의 기록을 나란히 보기',
      en: 'runs of several people or days, side by side',
    },
    takes: [{ term: '<run...>', text: runs }],
    declare(command, { io, say }) {
      command.option('--detail', say(detail)).option('--anonymize', say(anonymize));
      addFormats(command, io.lang, ['json', 'md']);
      addLook(command, say).action(async (which: string[]) =>
        (await import('./compare.ts')).compare(io, which, command.opts()),
      );
    },
  },
  {
    name: 'report',
    summary: { ko: '실행 기록으로 공부 노트 쓰기', en: 'a study note of saved runs' },
    takes: [{ term: '[run...]', text: runs }],
    declare: (command, { io, say }) =>
      command
        .addOption(formatOption(say, ['md', 'html']))
        .option(
          '--til',
          say({
            ko: '짧게: 막마다의 표와 그림은 빼기',
            en: 'short: without the tables and drawings of each act',
          }),
        )
        .option('--anonymize', say(anonymize))
        .action(async (which: string[]) => (await import('./report.ts')).report(io, which, command.opts())),
  },
  {
    name: 'replay',
    summary: { ko: '저장된 실행을 한 걸음씩 다시 보기', en: 'step through a saved run' },
    takes: [{ term: '[run]', text: runs, fallback: 'last' }],
    declare: (command, { io, say }) =>
      addLook(command, say).action(async (run: string) =>
        (await import('./replay.ts')).replay(io, run, command.opts()),
      ),
  },
  {
    name: 'trace',
    summary: {
      ko: '실행에서 언제 무엇이 오갔는지 내보내기',
      en: 'export what a run sent and received, and when',
    },
    takes: [{ term: '[run]', text: runs, fallback: 'last' }],
    declare: (command, { io, say }) =>
      command
        .addOption(formatOption(say, ['jsonl', 'perfetto']))
        .action(async (run: string) => (await import('./trace.ts')).exportTrace(io, run, command.opts())),
  },
  {
    name: 'demo',
    summary: {
      ko: '브라우저에서 실험하고, 측정한 실행을 한 걸음씩 다시 보기',
      en: 'run a lab from a page in the browser, and replay what was measured',
    },
    takes: [
      {
        term: '[run]',
        text: {
          ko: '실험 이름, last, 실행의 id, 또는 기록 파일',
          en: 'a lab, last, the id of a run, or a record file',
        },
      },
    ],
    declare: (command, { io, say }) =>
      command
        .option('--open', say({ ko: '브라우저도 열기', en: 'open the browser, too' }))
        .option(
          '--lan [address]',
          say({ ko: '같은 네트워크의 휴대폰으로 투표하기', en: 'let phones of the same network vote' }),
        )
        .option('--no-color', say(noColor))
        .option(
          '--port <n>',
          say({ ko: '쓸 포트(기본은 남는 포트)', en: 'the port (default: one that is free)' }),
        )
        .action(async (run?: string) => (await import('./demo.ts')).demo(io, run, command.opts())),
  },
  {
    name: 'lesson',
    summary: { ko: '실험의 학습 노트 읽기', en: 'read the lesson of a lab' },
    takes: [
      { term: '<lab>', text: { ko: '실험 이름', en: 'the name of a lab' } },
      { term: '[act]', text: { ko: '이 막만', en: 'only one act' } },
    ],
    declare: (command, { io, say }) =>
      addLook(command, say).action(async (lab: string, act?: string) =>
        (await import('./lesson.ts')).lesson(io, lab, act, command.opts()),
      ),
  },
  {
    name: 'glossary',
    summary: { ko: '용어집', en: 'what the words of the lessons mean' },
    takes: [{ term: '[term]', text: { ko: '찾을 말', en: 'a word, or a part of one' } }],
    declare: (command, { io, say }) =>
      addLook(command, say).action(async (term?: string) =>
        (await import('./glossary.ts')).glossary(io, term, command.opts()),
      ),
  },
  {
    name: 'doctor',
    summary: {
      ko: '필요한 프로그램이 있는지 보기',
      en: 'which programs are here, and how to get the others',
    },
    declare: (command, { io, say, exit }) =>
      command
        .option(
          '--acl <lab>',
          say({
            ko: '실험에 필요한 만큼만 허락하는 Redis ACL 규칙',
            en: 'the narrowest Redis ACL rule for a lab',
          }),
        )
        .action(async ({ acl }: { acl?: string }) => {
          const { doctor, doctorAcl } = await import('./doctor.ts');
          exit(await (acl === undefined ? doctor(io) : doctorAcl(io, acl)));
        }),
  },
  {
    name: 'setup',
    summary: { ko: '없는 프로그램 설치하기', en: 'install the programs that are missing' },
    declare: (command, { io, say }) =>
      command
        .option('--yes', say(yes))
        .action(async (flags: { yes?: boolean }) => (await import('./setup.ts')).setup(io, flags)),
  },
  {
    name: 'walkthrough',
    summary: {
      ko: '여러 실험의 막을 이야기 하나로, 혼자서 또는 여럿이',
      en: 'acts of several labs as one story, alone or in a room',
    },
    declare(command, { io, say }) {
      const add = (flags: string, text: Text) => command.option(flags, say(text));
      add('--track <track>', {
        ko: `길: ${trackNames.join(', ')}, 또는 내 실험의 이름`,
        en: `which one: ${trackNames.join(', ')}, or a lab of your own`,
      });
      add('--present', { ko: '여러 사람 앞에서: 큰 글씨, 투표', en: 'for a room: few words, votes' });
      const people = new Option('--people <n>', say({ ko: '투표하는 사람 수', en: 'how many people vote' }));
      command.addOption(people.implies({ present: true }));
      add('--notes', {
        ko: '다른 터미널에서 보는 발표자 화면',
        en: 'the presenter’s page, in another terminal',
      });
      add('--restart', { ko: '처음부터', en: 'from the beginning' });
      addLook(command, say).action(async () =>
        (await import('./walkthrough.ts')).walkthrough(io, command.opts()),
      );
    },
  },
  {
    name: 'experiments',
    summary: {
      ko: '실험용 서버를 손으로 망가뜨려 보는 실습',
      en: 'things to break by hand, on private servers that wait for it',
    },
    takes: [
      { term: '[lab]', text: { ko: '실험 이름', en: 'the name of a lab' } },
      { term: '[experiment]', text: { ko: '실습 이름이나 번호', en: 'its name, or its number' } },
    ],
    declare: (command, { io, say }) =>
      addLook(command, say).action(async (lab?: string, id?: string) =>
        (await import('./experiments.ts')).experiments(io, lab, id, command.opts()),
      ),
  },
  {
    name: 'decide',
    of: 'delivery',
    summary: {
      ko: 'Pub/Sub이면 될지, 무엇이 맞을지 일곱 질문으로 고르기',
      en: 'is Pub/Sub enough? Seven questions, answered by what was measured here',
    },
    declare(command, { io, say, lab }) {
      const decision = (lab as AnyLab).decision as AnyDecision;
      for (const [name, { prompt, choices }] of Object.entries(decision.questions)) {
        const ids = choices.map(({ id }) => id);
        command.addOption(new Option(`--${name} <answer>`, say(prompt)).choices(ids));
      }
      command.option('--json', say(asJson));
      addLook(command, say).action(async () =>
        (await import('./decide.ts')).decide(io, decision, command.opts()),
      );
    },
  },
  {
    name: 'review',
    summary: {
      ko: '예측이 빗나간 질문을 며칠 뒤에 다시 풀기',
      en: 'answer again, days later, what you predicted wrong',
    },
    declare: (command, { io, say }) =>
      addLook(command, say).action(async () => (await import('./review.ts')).review(io, command.opts())),
  },
  {
    name: 'reset',
    summary: { ko: '학습 기록 지우기', en: 'forget how far you are' },
    takes: [{ term: '[lab]', text: { ko: '이 실험만', en: 'only in this lab' } }],
    declare: (command, { io, say }) =>
      command
        .option('-y, --yes', say(yes))
        .action(async (lab: string | undefined, flags: { yes?: boolean }) =>
          (await import('./reset.ts')).reset(io, lab, flags),
        ),
  },
  {
    name: 'verify',
    summary: {
      ko: '모든 실험을 빠르게 돌려 이 버전이 기대하는 판정과 비교하기',
      en: 'every lab quickly, against the verdicts that this version expects',
    },
    declare(command, { io, say, exit }) {
      command.option('--json', say(asJson)).option(
        '--strict',
        say({
          ko: '판단 보류가 있으면 종료 코드 4',
          en: 'exit with 4 when a verdict is inconclusive',
        }),
      );
      addLook(command, say).action(async () =>
        exit(await (await import('./verify.ts')).verify(io, command.opts())),
      );
    },
  },
  {
    name: 'new-lab',
    summary: {
      ko: '내 문장을 검증할 실험의 뼈대 만들기',
      en: 'a skeleton for a lab that tests a sentence of your own',
    },
    takes: [{ term: '<id>', text: { ko: '실험 이름: a-z, 0-9, -', en: 'its name: a-z, 0-9 and -' } }],
    declare: (command, { io, program }) =>
      command.action(async (id: string) => {
        const { newLab } = await import('./new-lab.ts');
        await newLab(io, id, command.optsWithGlobals().labs, commandsOf(program));
      }),
  },
  {
    name: 'check',
    summary: {
      ko: '내 실험을 확인하기: 글, 두 언어, 실제 실행, 판정',
      en: 'check labs of your own: texts, both languages, a real run, the verdicts',
    },
    takes: [
      {
        term: '[dir]',
        text: { ko: '실험이 있는 폴더, 또는 실험 하나', en: 'the folder of the labs, or of one' },
      },
    ],
    declare: (command, { io, program, exit }) =>
      command.action(async (dir?: string) => {
        const { check } = await import('./check.ts');
        exit(await check(io, dir ?? command.optsWithGlobals().labs, commandsOf(program)));
      }),
  },
  {
    name: 'completion',
    summary: { ko: '셸 자동 완성 스크립트', en: 'the script that completes words in your shell' },
    takes: [{ term: '<shell>', text: { ko: '셸', en: 'the shell' }, choices: ['bash', 'zsh', 'fish'] }],
    declare: (command) =>
      command.action(async (shell: string) => (await import('./completion.ts')).printCompletionScript(shell)),
  },
  {
    name: 'help',
    summary: { ko: '명령의 도움말', en: 'show help for a command' },
    takes: [{ term: '[command]', text: { ko: '명령, 또는 exit-codes', en: 'a command, or exit-codes' } }],
    declare: (command, { io, program }) =>
      command.action(async (topic?: string) => (await import('./help.ts')).help(io, program, topic)),
  },
];

/** The names of all commands, the labs among them: what cannot be the name of another lab. */
export function commandsOf(program: Command): string[] {
  return program.commands.map((command) => command.name());
}

type Say = House['say'];

/** One of these, the first unless another is asked for. */
function formatOption(say: Say, choices: readonly [string, ...string[]]): Option {
  const text = say({ ko: '출력 형식', en: 'output format' });
  return new Option('--format <format>', text).choices(choices).default(choices[0]);
}

function addLook(command: Command, say: Say): Command {
  return command.option('--ascii', say(ascii)).option('--no-color', say(noColor));
}
