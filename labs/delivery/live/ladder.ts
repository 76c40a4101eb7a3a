// What to make happen, one after the other. Pure: each is ticked off by what the trace tells.
import type { Happening, Rung } from '../../../src/kit/judge.ts';

const ways = ['pubsub', 'list', 'stream'] as const;
type WayId = (typeof ways)[number];

const isState = (event: Happening, actor: string, state: string) =>
  event.kind === 'state' && event.actor === actor && event.state === state;

/** The numbers that went from Redis to the consumer, or did not get there. */
function numbers(events: readonly Happening[], kind: 'send' | 'recv' | 'drop', way: WayId): Set<string> {
  return new Set(events.flatMap((event) => (event.kind === kind && event.from === way ? [event.msg] : [])));
}

const all = (some: Iterable<string>, of: ReadonlySet<string>) => [...some].every((one) => of.has(one));

/** What was sent while the consumer was dead for the last time: by each way, what became of it. */
function meanwhile(events: readonly Happening[]) {
  const back = events.findLastIndex((event) => isState(event, 'consumer-1', 'up'));
  const death = events
    .slice(0, Math.max(0, back))
    .findLastIndex((event) => isState(event, 'consumer-1', 'dead'));
  if (death < 0) return { sent: 0, lost: 0, isKept: false };
  const sent = (way: WayId) => numbers(events.slice(death, back), 'send', way);
  const since = events.slice(death);
  const lost = [...sent('pubsub')].filter((id) => numbers(since, 'drop', 'pubsub').has(id)).length;
  const isKept = (['list', 'stream'] as const).every((way) => all(sent(way), numbers(since, 'recv', way)));
  return { sent: sent('list').size, lost, isKept };
}

/** On the list no more, and not done: the stream had them, too, and there they were done. */
function takenAlong(events: readonly Happening[]): number {
  const done = numbers(events, 'recv', 'stream');
  return [...numbers(events, 'drop', 'list')].filter((id) => done.has(id)).length;
}

const twice = (events: readonly Happening[]) =>
  events.filter((event) => event.kind === 'recv' && event.from === 'stream' && (event.n ?? 1) > 1).length;

/** Given up since Redis died. */
function lostWithRedis(events: readonly Happening[], way: WayId): number {
  const death = events.findLastIndex((event) => isState(event, 'redis', 'dead'));
  return death < 0 ? 0 : numbers(events.slice(death), 'drop', way).size;
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
      ko: '소비자를 죽이고, 세 건 넘게 온 뒤에 다시 띄워서 무엇이 남아 있었는지 보세요',
      en: 'Kill the consumer, let three messages come, start it again, and see what was kept for it',
    },
    done: (events) => {
      const { sent, lost, isKept } = meanwhile(events);
      return sent >= 3 && lost >= 3 && isKept;
    },
    learned: (events) => {
      const { sent, lost } = meanwhile(events);
      return {
        ko: `소비자가 없는 동안 온 것 가운데 Pub/Sub에서는 ${lost}건을 잃었어요. 리스트와 스트림은 ${sent}건씩 모두 전했어요.`,
        en: `Of what came meanwhile Pub/Sub lost ${lost}; the list and the stream delivered all ${sent} of theirs.`,
      };
    },
  },
  {
    task: {
      ko: '일하는 중에 죽여서, 리스트에서 꺼낸 것을 잃게 해 보세요(안 되면 다시)',
      en: 'Kill it in the middle of its work, so that what it took off the list is lost (try again if it was idle)',
    },
    done: (events) => takenAlong(events) > 0,
    learned: (events) => ({
      ko: `리스트에서 꺼낸 ${takenAlong(events)}건은 처리되지 않은 채 사라졌어요. 같은 번호를 스트림은 다시 줬고, 처리됐어요.`,
      en: `${takenAlong(events)} taken off the list were never done. The stream handed out the same numbers again, and they were done.`,
    }),
  },
  {
    task: {
      ko: '확인 직전에 죽이고 다시 띄워서, 같은 메시지를 두 번 처리하게 해 보세요',
      en: 'Make a duplicate: kill it before its XACK, and start it again',
    },
    done: (events) => twice(events) > 0,
    learned: (events) => ({
      ko: `스트림의 메시지 가운데 ${twice(events)}건을 두 번 처리했어요.`,
      en: `${twice(events)} of the stream were done twice.`,
    }),
  },
  {
    task: {
      ko: '소비자를 죽여 메시지를 쌓은 다음 Redis도 죽이고, 둘 다 다시 켜서 무엇이 남았는지 보세요',
      en: 'Kill the consumer, let messages pile up, kill Redis, too; start both again, and see what is left',
    },
    done: (events) => lostWithRedis(events, 'list') > 0 && lostWithRedis(events, 'stream') > 0,
    learned: (events) => ({
      ko: `Redis와 함께 사라진 메시지: 리스트 ${lostWithRedis(events, 'list')}건, 스트림 ${lostWithRedis(events, 'stream')}건. 이 Redis는 디스크에 아무것도 남기지 않아요.`,
      en: `Gone with Redis: ${lostWithRedis(events, 'list')} on the list, ${lostWithRedis(events, 'stream')} in the stream. This Redis keeps nothing on disk.`,
    }),
  },
];
