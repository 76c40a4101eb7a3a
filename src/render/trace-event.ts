import type { Lang, Text } from '../core/text.ts';
import type { ActorId, ActorState, TraceEvent, TraceHeader, WhyDropped } from '../core/trace.ts';
import { formatFigure, formatQuantity } from '../report/format.ts';
import { sightingWords } from './words.ts';

/** When: `12.345 s` since the run began. */
export function timeOf(us: number): string {
  return `${(us / 1e6).toFixed(3)} s`;
}

/** What an actor is called in the reader's language; one that the trace does not name goes by its id. */
export function namesOf({ actors }: TraceHeader, lang: Lang): (id: ActorId) => string {
  const labels = new Map(actors.map(({ id, label }) => [id, label[lang]]));
  return (id) => labels.get(id) ?? id;
}

/** What happened, in a line: the same words in the list and under the lanes. */
export function sayer(header: TraceHeader, lang: Lang): (event: TraceEvent) => string {
  const nameOf = namesOf(header, lang);
  const series = new Map(header.series.map(({ id, label }) => [id, label[lang]]));
  const seriesOf = (id: string) => series.get(id) ?? id;
  return (event) => sayEvent(event, { nameOf, seriesOf, lang });
}

interface Names {
  nameOf(id: ActorId): string;
  seriesOf(id: string): string;
  readonly lang: Lang;
}

function sayEvent(event: TraceEvent, { nameOf, seriesOf, lang }: Names): string {
  switch (event.kind) {
    case 'send':
    case 'recv':
    case 'ack':
      return `${nameOf(event.from)} ${arrows[event.kind]} ${nameOf(event.to)}  ${words[event.kind][lang]} ${event.msg}${attempt(event.n)}`;
    case 'drop':
      return `${nameOf(event.from)} -x ${nameOf(event.to)}  ${words.drop[lang]} ${event.msg} (${whyDropped[event.why][lang]})`;
    case 'command':
      return `${nameOf(event.from)}> ${event.command}${event.reply === undefined ? '' : `  -> ${oneLine(event.reply)}`}`;
    case 'state':
      return `${nameOf(event.actor)}  ${stateWords[event.state][lang]}`;
    case 'sample':
      return `${seriesOf(event.series)} = ${formatFigure(event.value)}`;
    case 'place': {
      const [east, north] = [event.eastM, event.northM].map((metres) => formatFigure(metres / 1e3));
      const where = { ko: `동쪽 ${east} km, 북쪽 ${north} km`, en: `east ${east} km, north ${north} km` }[
        lang
      ];
      return `${nameOf(event.map)} @ ${nameOf(event.who)}  ${where}  ${sightingWords[event.seen][lang]}`;
    }
    case 'mark':
      return `# ${event.text[lang]}`;
    case 'gap': {
      const left = Object.entries(event.left)
        .map(
          ([kind, count]) =>
            `${Object.hasOwn(words, kind) ? words[kind as keyof typeof words][lang] : kind} ${formatFigure(count, 'count')}`,
        )
        .join(', ');
      return `… ${words.gap[lang]}: ${left} (${formatQuantity((event.toUs - event.atUs) / 1e6, 's')})`;
    }
  }
}

export const stateWords: Readonly<Record<ActorState, Text>> = {
  up: { ko: '정상', en: 'up' },
  paused: { ko: '멈춤', en: 'paused' },
  cut: { ko: '끊김', en: 'cut off' },
  dead: { ko: '죽음', en: 'dead' },
  draining: { ko: '새 일을 받지 않음', en: 'draining' },
};

export const whyDropped: Readonly<Record<WhyDropped, Text>> = {
  lost: { ko: '유실', en: 'lost' },
  refused: { ko: '거절', en: 'refused' },
  expired: { ko: '만료', en: 'expired' },
  trimmed: { ko: '스트림에서 잘림', en: 'trimmed' },
  buffer: { ko: '출력 버퍼가 넘침', en: 'output buffer full' },
};

const arrows = { send: '->', recv: '=>', ack: '<-' } as const;

const words = {
  send: { ko: '보냄', en: 'sends' },
  recv: { ko: '받음', en: 'received' },
  ack: { ko: '확인', en: 'acknowledged' },
  drop: { ko: '도착하지 않음', en: 'never arrived' },
  command: { ko: '명령', en: 'commands' },
  sample: { ko: '측정값', en: 'samples' },
  place: { ko: '위치', en: 'places' },
  gap: { ko: '여기서 줄였어요', en: 'left out here' },
} as const;

function attempt(n: number | undefined): string {
  return n === undefined || n === 1 ? '' : ` (#${n})`;
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}
