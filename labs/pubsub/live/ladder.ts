// What to make happen, one after the other. Pure: each is ticked off by what the trace tells.
import type { Happening, Rung } from '../../../src/kit/judge.ts';

type Message = Extract<Happening, { kind: 'send' | 'recv' | 'ack' | 'drop' }>;

const messages = (events: readonly Happening[], kind: Message['kind'], to?: string) =>
  events.filter(
    (event): event is Message => event.kind === kind && (to === undefined || (event as Message).to === to),
  );

const lostBySecond = (events: readonly Happening[]) =>
  messages(events, 'drop', 'subscriber-2').filter((event) => event.kind === 'drop' && event.why === 'lost');

/** From the last time that an actor came into this state to the next time that it came into the other one. */
function between(events: readonly Happening[], actor: string, from: string, to: string) {
  const begins = events.findLastIndex((event) => isState(event, actor, from));
  const ends = events.findIndex((event, index) => index > begins && isState(event, actor, to));
  if (begins < 0 || ends < 0) return null;
  return { inside: events.slice(begins, ends), after: events.slice(ends) };
}

function isState(event: Happening, actor: string, state: string): boolean {
  return event.kind === 'state' && event.actor === actor && event.state === state;
}

/** Sent while Redis stood still, and received after it went on. */
function late(events: readonly Happening[]): Message[] {
  const pause = between(events, 'redis', 'paused', 'up');
  if (!pause) return [];
  const sent = new Set(messages(pause.inside, 'send').map(({ msg, to }) => `${to} ${msg}`));
  return messages(pause.after, 'recv').filter(({ msg, to }) => sent.has(`${to} ${msg}`));
}

/** Those that were given up while Redis was dead, where everybody hears again. */
function refused(events: readonly Happening[]): Message[] {
  const death = between(events, 'redis', 'dead', 'up');
  const isBack = ['subscriber-1', 'subscriber-2'].every(
    (name) => messages(death?.after ?? [], 'recv', name).length > 0,
  );
  if (!death || !isBack) return [];
  return messages(events, 'drop').filter((event) => event.kind === 'drop' && event.why === 'refused');
}

export const ladder: readonly Rung[] = [
  {
    task: {
      ko: '두 구독자가 모두 메시지를 받을 때까지 봐요',
      en: 'Watch until both subscribers have got something',
    },
    done: (events) =>
      ['subscriber-1', 'subscriber-2'].every((name) => messages(events, 'recv', name).length >= 3),
    learned: (events) => {
      const [one, two] = ['subscriber-1', 'subscriber-2'].map(
        (name) => messages(events, 'recv', name).length,
      );
      return {
        ko: `지금까지 구독자 1은 ${one}건, 구독자 2는 ${two}건을 받았어요.`,
        en: `So far subscriber 1 has got ${one}, subscriber 2 has got ${two}.`,
      };
    },
  },
  {
    task: {
      ko: '구독자 2의 네트워크를 끊고, 잠시 뒤에 이어서 메시지 세 건을 잃게 해 보세요',
      en: 'Make subscriber 2 lose three messages: cut its network, and heal it a moment later',
    },
    done: (events) => lostBySecond(events).length >= 3,
    learned: (events) => ({
      ko: `네트워크가 끊긴 동안 발행된 ${lostBySecond(events).length}건은 다시 이어진 뒤에도 구독자 2에게 오지 않았어요.`,
      en: `${lostBySecond(events).length} that were published meanwhile did not reach subscriber 2 after the network was healed either.`,
    }),
  },
  {
    task: {
      ko: 'Redis를 멈췄다가 다시 움직여서, 늦게 도착하는 메시지를 만들어 보세요',
      en: 'Make messages late: pause Redis, then resume it',
    },
    done: (events) => late(events).length > 0,
    learned: (events) => ({
      ko: `멈춘 동안 보낸 메시지 가운데 ${late(events).length}건이 Redis가 다시 움직인 뒤에 도착했어요. 멈춤과 죽음은 달라요.`,
      en: `${late(events).length} that were sent during the pause arrived after it. A pause is not a death.`,
    }),
  },
  {
    task: {
      ko: 'Redis를 죽이고 다시 켜서, 그사이의 발행이 어떻게 됐는지 보세요',
      en: 'Kill Redis, start it again, and see what became of what was published meanwhile',
    },
    done: (events) => refused(events).length > 0,
    learned: (events) => ({
      ko: `발행자에게 ${messagesOf(refused(events))}건의 발행이 실패로 돌아왔어요. 두 구독자는 다시 켜진 Redis에서 이어서 듣고 있어요.`,
      en: `${messagesOf(refused(events))} of the publisher’s calls failed. Both subscribers hear the Redis that was started again.`,
    }),
  },
];

/** Each message has a hop to each subscriber. */
function messagesOf(hops: readonly Message[]): number {
  return new Set(hops.map(({ msg }) => msg)).size;
}
