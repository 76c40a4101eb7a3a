import type { LabEvent } from '../core/events.ts';
import type { Lang } from '../core/text.ts';
import { formatFigure } from '../report/format.ts';
import { visible } from './printable.ts';
import { actWords } from './words.ts';

type Sent = Extract<LabEvent, { kind: 'command' }>;

export interface CommandLog {
  note(event: LabEvent): void;
  /** What redis-cli takes, a command a line; everything else stands behind a `#`. */
  text(): string;
}

/** Of the commands of an act that are alike so many stand there; the others are counted. */
const shownOfAKind = 3;
/** A command longer than this is shown in part: nobody reads a payload. */
const longestShown = 400;

/** What `--trace` writes: the commands of a run, act by act, however many there were. */
export function openCommandLog(lang: Lang): CommandLog {
  const lines = [heading[lang]];
  let alike = new Map<string, { readonly first: Sent; count: number }>();
  let speaker = '';

  function countRest(): void {
    for (const { first, count } of alike.values()) {
      const more = formatFigure(count - shownOfAKind, 'count');
      const said = { ko: `${more}번 더`, en: `${more} more` }[lang];
      if (count > shownOfAKind) lines.push(`# ${said}: ${first.connection}> ${beginningOf(first.command)}…`);
    }
    alike = new Map();
    speaker = '';
  }

  return {
    note(event) {
      if (event.kind === 'act') {
        countRest();
        lines.push('', `# ${actWords.named(event)[lang]}`);
      }
      if (event.kind !== 'command') return;
      const kind = kindOf(event);
      const known = alike.get(kind) ?? { first: event, count: 0 };
      known.count += 1;
      alike.set(kind, known);
      if (known.count > shownOfAKind) return;
      if (event.connection !== speaker) lines.push(`# ${event.connection}>`);
      speaker = event.connection;
      lines.push(shown(event.command), ...replyOf(event));
    },
    text() {
      countRest();
      return `${lines.map(visible).join('\n')}\n`;
    },
  };
}

const heading = {
  ko: '# 실험이 보낸 명령. #으로 시작하지 않는 줄은 redis-cli에 그대로 붙여 넣을 수 있어요.',
  en: '# What the experiment sent. Lines that do not begin with # can be pasted into redis-cli.',
};

/** Who sent it, the command's name and what it is about, but for the figures: fifty subscribers are alike, too. */
function kindOf({ connection, command }: Sent): string {
  return `${connection} ${beginningOf(command)}`.replace(/\d+/g, '0');
}

function beginningOf(command: string): string {
  return command.split(' ', 2).join(' ').slice(0, 60);
}

/** A secret that was left out and a payload that was cut cannot be pasted. */
function shown(command: string): string {
  if (command.length > longestShown) return `# ${command.slice(0, longestShown)}…`;
  return command.includes(' ***') ? `# ${command}` : command;
}

function replyOf({ reply }: Sent): string[] {
  return reply === undefined ? [] : reply.split('\n').map((line) => `#   ${line}`);
}
