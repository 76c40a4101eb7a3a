import { type Command, Option } from 'commander';
import type { AnyLab, Serve, Services } from '../core/lab.ts';
import { flagOf, type Param, showDuration } from '../core/params.ts';
import type { Lang, Text } from '../core/text.ts';
import type { Io } from '../terminal/io.ts';
import type { LabFlags } from './flags.ts';
import { ownServersOf } from './own-servers.ts';

export const ascii: Text = { ko: 'ASCII와 한글만 쓰기', en: 'use only ASCII (and Hangul) characters' };
export const noColor: Text = { ko: '색 없이 출력', en: 'no colour' };
const map: Text = { ko: '지도를 그려 보기', en: 'draw the map' };
export const yes: Text = { ko: '묻지 않고 진행', en: 'do not ask' };

export function langOption(lang: Lang): Option {
  const text = { ko: '언어', en: 'language' };
  return new Option('--lang <lang>', text[lang]).choices(['ko', 'en']);
}

export function labsOption(lang: Lang): Option {
  const text = {
    ko: '이 폴더의 실험도 쓰기(package.json의 redis-lab.labs와 같아요)',
    en: 'the labs of this folder too (as redis-lab.labs in package.json)',
  };
  return new Option('--labs <dir>', text[lang]);
}

export function debugOption(lang: Lang): Option {
  const text = { ko: '오류의 자세한 내용까지 보기', en: 'show the details of an error' };
  return new Option('--debug', text[lang]);
}

const formatTexts = {
  json: { ko: '결과를 JSON 문서 하나로 출력', en: 'the result as one JSON document' },
  csv: { ko: '표를 CSV로 출력', en: 'the tables as CSV' },
  md: { ko: '공부 노트에 붙일 Markdown으로 출력', en: 'as Markdown for your notes' },
} as const satisfies Record<string, Text>;

/** What a result can be printed as in place of the terminal's way: one of these at a time. */
export function addFormats(
  command: Command,
  lang: Lang,
  formats: readonly (keyof typeof formatTexts)[],
): void {
  for (const format of formats) {
    const others = formats.filter((other) => other !== format);
    command.addOption(new Option(`--${format}`, formatTexts[format][lang]).conflicts(others));
  }
}

/** A map is drawn on the terminal only. */
export function mapOption(lang: Lang): Option {
  return new Option('--map', map[lang]).conflicts(['json', 'csv', 'md']);
}

/** The lab's own parameters first, then what every lab has. */
export function addLabOptions(command: Command, lab: AnyLab, lang: Lang): void {
  const add = (flags: string, text: Text) => command.addOption(new Option(flags, text[lang]));
  for (const [name, param] of Object.entries(lab.params as Record<string, Param>)) {
    add(`${flagOf(name)} ${placeholderOf(param)}`.trimEnd(), withDefault(param));
  }
  const exclusive = (flags: string, others: (keyof LabFlags)[], text: Text) =>
    command.addOption(new Option(flags, text[lang]).conflicts(others));
  exclusive('--quick', ['full'], { ko: '몇 초 안에 끝내기', en: 'done in seconds' });
  exclusive('--full', ['quick'], { ko: '오래, 꼼꼼하게', en: 'longer and more thorough' });
  addFormats(command, lang, ['json', 'csv', 'md']);
  add('-o, --out <file>', {
    ko: '결과를 파일에 쓰기(형식은 확장자 .json .csv .md로 정해요)',
    en: 'write the result to a file (.json .csv .md are known by name)',
  });
  if (lab.percentiles) {
    add('--hdr <file>', {
      ko: '지연 시간의 백분위수를 HdrHistogram 파일로 저장(방법마다 하나)',
      en: 'write the latencies as HdrHistogram percentile files, one for each arm',
    });
  }
  if (lab.presets) {
    const labels = Object.values(lab.presets).map(({ label }) => label[lang]);
    const named = new Option('--preset <name>', labels.join(' · '));
    command.addOption(named.choices(Object.keys(lab.presets)));
  }
  if (lab.drawsMaps) command.addOption(mapOption(lang));
  command.addOption(langOption(lang));
  add('--seed <n>', { ko: '무작위 선택을 똑같이 되풀이할 시드', en: 'repeat the random choices of a run' });
  for (const { name, own } of ownServersOf(lab)) add(`--${name} <url>`, own.label);
  add('--install', { ko: '없는 프로그램을 먼저 설치', en: 'install what is missing first' });
  add('-y, --yes', yes);
  add('--acts <id,id,…>', {
    ko: `이 막만 하기: ${lab.acts.map(({ id }) => id).join(', ')}`,
    en: `only these acts: ${lab.acts.map(({ id }) => id).join(', ')}`,
  });
  add('--predict <n,n,…>', {
    ko: '예측을 미리 고르기. 묻는 순서대로, -는 건너뛰기',
    en: 'your predictions, without being asked: in the order of the questions, - skips one',
  });
  add('--no-predict', { ko: '예측을 묻지 않기', en: 'do not ask for a prediction' });
  add('--trace', {
    ko: '보낸 명령을 기록 옆 파일에 쓰기(그만큼 느려져요)',
    en: 'write the commands that are sent to a file beside the record (which slows the run)',
  });
  add('--hold', {
    ko: '끝난 뒤에도 실험용 서버를 켜 두기: 손으로 명령을 보내 봐요',
    en: 'leave its private servers up at the end, for commands by hand',
  });
  add('--ascii', ascii);
  add('--no-color', noColor);
  add('--detail', { ko: '막마다 표까지 모두 보기', en: 'every act with its tables' });
  add('-q, --quiet', { ko: '진행 상황을 표시하지 않기', en: 'no progress' });
  command.addOption(debugOption(lang));
  add('--strict', {
    ko: '판단 보류가 있으면 종료 코드 4로 끝내기',
    en: 'exit with 4 when a verdict is inconclusive',
  });
  const examples = lab.tryNext.map((next) => `  $ ${next.command}`);
  command.addHelpText('after', `\n${{ ko: '예:', en: 'Examples:' }[lang]}\n${examples.join('\n')}`);
}

/** `redis-lab <id> serve`, of a lab that has something to leave running. */
export function addServeCommand(command: Command, io: Io, lab: AnyLab): void {
  const serve: Serve<Services> | undefined = lab.serve;
  if (!serve) return;
  const own = command.command('serve').description(serve.summary[io.lang]);
  const add = (flags: string, text: Text) => own.addOption(new Option(flags, text[io.lang]));
  for (const [name, param] of Object.entries(serve.params))
    add(`${flagOf(name)} ${placeholderOf(param)}`, withDefault(param));
  for (const { name, own: server } of ownServersOf(lab)) add(`--${name} <url>`, server.label);
  own.addOption(langOption(io.lang));
  own.action(async () => (await import('./serve.ts')).serveLab(io, lab, serve, own.opts()));
}

/** What stands for the value of a setting. */
function placeholderOf(param: Param): string {
  return {
    int: '<n>',
    ints: '<n,n,…>',
    duration: '<time>',
    choice: '<name>',
    words: '<name,name,…>',
    flag: '',
  }[param.kind];
}

function withDefault(param: Param): Text {
  if (param.kind === 'flag') return param.label;
  const value = param.kind === 'duration' ? showDuration(param.default) : String(param.default);
  const choices = 'choices' in param ? `: ${param.choices.join(', ')}` : '';
  return {
    ko: `${param.label.ko}${choices} (기본 ${value})`,
    en: `${param.label.en}${choices} (default ${value})`,
  };
}
