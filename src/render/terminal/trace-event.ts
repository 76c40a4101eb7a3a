import type { Lang } from '../../core/text.ts';
import type { TraceEvent } from '../../core/trace.ts';
import { formatFigure, formatQuantity } from '../../report/format.ts';

/** When: `12.345 s` since the run began. */
export function timeOf(us: number): string {
  return `${(us / 1e6).toFixed(3)} s`;
}

/** What happened, in a line: the same words in the list and under the lanes. */
export function sayEvent(event: TraceEvent, lang: Lang): string {
  switch (event.kind) {
    case 'send':
    case 'recv':
    case 'ack':
      return `${event.from} ${arrows[event.kind]} ${event.to}  ${words[event.kind][lang]} ${event.msg}${attempt(event.n)}`;
    case 'drop':
      return `${event.from} -x ${event.to}  ${words.drop[lang]} ${event.msg} (${event.why})`;
    case 'command':
      return `${event.from}> ${event.command}${event.reply === undefined ? '' : `  -> ${oneLine(event.reply)}`}`;
    case 'state':
      return `${event.actor}  ${words.state[lang]} ${event.state}`;
    case 'sample':
      return `${event.series} = ${formatFigure(event.value)}`;
    case 'mark':
      return `# ${event.text[lang]}`;
    case 'gap': {
      const left = Object.entries(event.left)
        .map(([kind, count]) => `${kind} ${formatFigure(count, 'count')}`)
        .join(', ');
      return `… ${words.gap[lang]}: ${left} (${formatQuantity((event.toUs - event.atUs) / 1e6, 's')})`;
    }
  }
}

const arrows = { send: '->', recv: '=>', ack: '<-' } as const;

const words = {
  send: { ko: '보냄', en: 'sends' },
  recv: { ko: '받음', en: 'received' },
  ack: { ko: '확인', en: 'acknowledged' },
  drop: { ko: '도착하지 않음', en: 'never arrived' },
  state: { ko: '상태', en: 'is' },
  gap: { ko: '여기서 줄였어요', en: 'left out here' },
} as const;

function attempt(n: number | undefined): string {
  return n === undefined || n === 1 ? '' : ` (#${n})`;
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
