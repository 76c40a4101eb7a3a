// What to make happen, one after the other. Pure: each is ticked off by what the trace tells.
import type { Happening, Rung, Text } from '../../../src/kit/judge.ts';

const ways = ['pubsub', 'list', 'stream'] as const;
type WayId = (typeof ways)[number];

const isState = (event: Happening, actor: string, state: string) =>
  event.kind === 'state' && event.actor === actor && event.state === state;

/** The numbers that went from Redis to the consumer, or did not get there. */
function numbers(events: readonly Happening[], kind: 'send' | 'recv' | 'drop', way: WayId): Set<string> {
  return new Set(events.flatMap((event) => (event.kind === kind && event.from === way ? [event.msg] : [])));
}

interface Fate {
  readonly sent: number;
  readonly done: number;
}

/** How many of these were done since this event; null while one is neither done nor given up. */
function fateOf(
  events: readonly Happening[],
  since: number,
  way: WayId,
  sent: ReadonlySet<string>,
): Fate | null {
  const rest = events.slice(since);
  const [done, lost] = [numbers(rest, 'recv', way), numbers(rest, 'drop', way)];
  const open = [...sent].some((id) => !done.has(id) && !lost.has(id));
  return open ? null : { sent: sent.size, done: [...sent].filter((id) => done.has(id)).length };
}

/** What was sent while the consumer was dead for the last time: what became of it by each way. */
function meanwhile(events: readonly Happening[]): Readonly<Record<WayId, Fate>> | null {
  const back = events.findLastIndex((event) => isState(event, 'consumer-1', 'up'));
  const death = events
    .slice(0, Math.max(0, back))
    .findLastIndex((event) => isState(event, 'consumer-1', 'dead'));
  if (death < 0) return null;
  const during = events.slice(death, back);
  return each((way) => fateOf(events, death, way, numbers(during, 'send', way)));
}

/** What lay in Redis, for a dead consumer, when it died last: sent on, and neither done nor given up. */
function piledUp(events: readonly Happening[]): Readonly<Record<WayId, Fate>> | null {
  const death = events.findLastIndex((event) => isState(event, 'redis', 'dead'));
  const before = events.slice(0, Math.max(0, death));
  const consumer = before.findLast((event) => event.kind === 'state' && event.actor === 'consumer-1');
  if (!consumer || !isState(consumer, 'consumer-1', 'dead')) return null;
  return each((way) => {
    const over = new Set([...numbers(before, 'recv', way), ...numbers(before, 'drop', way)]);
    const open = [...numbers(before, 'send', way)].filter((id) => !over.has(id));
    return fateOf(events, death, way, new Set(open));
  });
}

/** Null where it is of one of the ways. */
function each(of: (way: WayId) => Fate | null): Readonly<Record<WayId, Fate>> | null {
  const [pubsub, list, stream] = ways.map(of);
  return pubsub && list && stream ? { pubsub, list, stream } : null;
}

/** Which ways delivered everything; null where no choice says that. */
function keepers(fates: Readonly<Record<WayId, Fate>>): string | null {
  const kept = ways.filter((way) => fates[way].sent > 0 && fates[way].done === fates[way].sent);
  const ids: Record<string, string> = {
    '': 'none',
    stream: 'stream',
    'list stream': 'both',
    'pubsub list stream': 'all',
  };
  return ids[kept.join(' ')] ?? null;
}

const whichWays = [
  { id: 'all', label: { ko: '세 길 모두', en: 'All three' } },
  { id: 'both', label: { ko: '리스트와 스트림', en: 'The list and the stream' } },
  { id: 'stream', label: { ko: '스트림만', en: 'The stream only' } },
  { id: 'none', label: { ko: '어느 것도 아니에요', en: 'None of them' } },
];

function toldOf(fates: Readonly<Record<WayId, Fate>> | null): Text {
  const [pubsub, list, stream] = ways.map((way) => `${fates?.[way].done ?? 0}/${fates?.[way].sent ?? 0}`);
  return {
    ko: `보낸 것 가운데 처리된 것: Pub/Sub ${pubsub}, 리스트 ${list}, 스트림 ${stream}.`,
    en: `Done of what was sent: Pub/Sub ${pubsub}, list ${list}, stream ${stream}.`,
  };
}

/** Taken off the list and never done: how many of the same numbers the stream did, and how many it lost, too. */
function takenAlong(events: readonly Happening[]): { again: number; gone: number } {
  // With Redis goes more than what somebody had in their hands.
  const rest = events.slice(events.findLastIndex((event) => isState(event, 'redis', 'dead')) + 1);
  const sent = numbers(rest, 'send', 'list');
  const [done, gone] = [numbers(rest, 'recv', 'stream'), numbers(rest, 'drop', 'stream')];
  const ids = [...numbers(rest, 'drop', 'list')].filter((id) => sent.has(id));
  return { again: ids.filter((id) => done.has(id)).length, gone: ids.filter((id) => gone.has(id)).length };
}

const twice = (events: readonly Happening[], way: WayId) =>
  events.filter((event) => event.kind === 'recv' && event.from === way && (event.n ?? 1) > 1).length;

/** So many others of the stream: what has not come again before them does not come. */
const patience = 3;

/** How often the message was done whose XACK was missing last; null while it may still come again. */
function timesUnacked(events: readonly Happening[]): number | null {
  const at = events.findLastIndex((event) => event.kind === 'mark' && event.id.startsWith('unacked:'));
  const mark = events[at];
  if (mark?.kind !== 'mark') return null;
  const since = events
    .slice(at)
    .flatMap((event) => (event.kind === 'recv' && event.from === 'stream' ? [event.msg] : []));
  const again = since.filter((msg) => msg === mark.id.slice('unacked:'.length)).length;
  return again > 0 || since.length >= patience ? 1 + again : null;
}

export const ladder: readonly Rung[] = [
  {
    task: {
      ko: '세 길에서 저마다 세 건이 처리될 때까지 봐요',
      en: 'Watch until three are done by each of the ways',
    },
    done: (events) => ways.every((way) => numbers(events, 'recv', way).size >= 3),
    learned: (events) => {
      const [pubsub, list, stream] = ways.map((way) => numbers(events, 'recv', way).size);
      return {
        ko: `처리한 메시지: Pub/Sub ${pubsub}건, 리스트 ${list}건, 스트림 ${stream}건.`,
        en: `Done so far: Pub/Sub ${pubsub}, list ${list}, stream ${stream}.`,
      };
    },
  },
  {
    task: {
      ko: '소비자를 죽이고, 세 건 이상 보낸 뒤에 다시 띄워 보세요',
      en: 'Kill the consumer, let three messages be sent, and start it again',
    },
    predict: {
      prompt: {
        ko: '소비자가 없는 동안 보낸 것을 나중에 모두 전하는 길은 어느 것일까요?',
        en: 'Which ways deliver all that was sent while there was no consumer?',
      },
      choices: whichWays,
      answer(events) {
        const fates = meanwhile(events);
        return fates && fates.list.sent >= 3 ? keepers(fates) : null;
      },
    },
    learned: (events) => toldOf(meanwhile(events)),
  },
  {
    task: {
      ko: '일하는 중에 소비자를 죽이고 다시 띄워 보세요(쉬고 있었다면 다시)',
      en: 'Kill the consumer in the middle of its work, and start it again (once more if it was idle)',
    },
    predict: {
      prompt: {
        ko: '소비자가 꺼내 들고 있던 메시지는 어떻게 될까요?',
        en: 'What becomes of the messages that it had in its hands?',
      },
      choices: [
        {
          id: 'both',
          label: {
            ko: '리스트와 스트림이 모두 다시 줘요',
            en: 'The list and the stream hand them out again',
          },
        },
        {
          id: 'stream',
          label: {
            ko: '스트림은 다시 주고, 리스트에서는 사라져요',
            en: 'The stream does; on the list they are gone',
          },
        },
        { id: 'none', label: { ko: '어디에서도 다시 오지 않아요', en: 'They come again nowhere' } },
      ],
      answer(events) {
        const { again, gone } = takenAlong(events);
        if (twice(events, 'list') > 0) return 'both';
        return again > 0 ? 'stream' : gone > 0 ? 'none' : null;
      },
    },
    learned(events) {
      const { again, gone } = takenAlong(events);
      return {
        ko: `리스트에서 꺼냈는데 처리되지 않은 메시지는 ${again + gone === 0 ? '없어요' : `${again + gone}건이에요`}. 그 가운데 스트림에서 처리된 번호는 ${again === 0 ? '없어요' : `${again}건이에요`}.`,
        en: `Taken off the list and never done: ${again + gone}. Of the same numbers ${again === 0 ? 'none was' : `${again} were`} done by the stream.`,
      };
    },
  },
  {
    task: {
      ko: '확인(XACK) 직전에 소비자를 죽이고 다시 띄워 보세요',
      en: 'Kill the consumer before its XACK, and start it again',
    },
    predict: {
      prompt: {
        ko: '일은 끝났는데 확인하지 못한 메시지예요. 어떻게 될까요?',
        en: 'Its work on a message was done, and not acknowledged. What becomes of the message?',
      },
      choices: [
        {
          id: 'once',
          label: { ko: '처리된 줄 알고 다시 주지 않아요', en: 'It counts as done and does not come again' },
        },
        { id: 'twice', label: { ko: '다시 와서 두 번 처리해요', en: 'It comes again, and is done twice' } },
      ],
      answer(events) {
        const times = timesUnacked(events);
        return times === null ? null : times > 1 ? 'twice' : 'once';
      },
    },
    learned: (events) => ({
      ko: `확인하지 못한 그 메시지를 ${timesUnacked(events)}번 처리했어요.`,
      en: `Times that the message without an XACK was done: ${timesUnacked(events)}.`,
    }),
  },
  {
    task: {
      ko: '소비자를 죽여 메시지를 쌓은 다음 Redis도 죽이고, 둘 다 다시 켜 보세요',
      en: 'Kill the consumer, let messages pile up, kill Redis, too, and start both again',
    },
    predict: {
      prompt: {
        ko: '이 Redis는 디스크에 아무것도 남기지 않아요. 쌓인 메시지가 모두 남는 길은 어느 것일까요?',
        en: 'This Redis keeps nothing on disk. Which ways still deliver all that had piled up?',
      },
      choices: whichWays,
      answer(events) {
        const fates = piledUp(events);
        return fates && fates.list.sent > 0 && fates.stream.sent > 0 ? keepers(fates) : null;
      },
    },
    learned: (events) => toldOf(piledUp(events)),
  },
];
