// What to make happen, one after the other. Pure: each is ticked off by what the trace tells.
import type { Happening, Rung } from '../../../src/kit/judge.ts';

type Message = Extract<Happening, { kind: 'send' | 'recv' | 'ack' | 'drop' }>;

const subscribers = ['subscriber-1', 'subscriber-2'] as const;

const messages = (events: readonly Happening[], kind: Message['kind'], to?: string) =>
  events.filter(
    (event): event is Message => event.kind === kind && (to === undefined || (event as Message).to === to),
  );

const isState = (event: Happening, actor: string, state: string) =>
  event.kind === 'state' && event.actor === actor && event.state === state;

interface Fate {
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
  readonly refused: number;
}

/**
 * What became of what was sent while an actor was in this state for the last time, each way to a subscriber by itself.
 * Null while that goes on, where something else was broken meanwhile, and while nobody can know it of one of them.
 */
function meanwhile(events: readonly Happening[], actor: string, state: string, to?: string): Fate | null {
  const begins = events.findLastIndex((event) => isState(event, actor, state));
  const ends = events.findIndex((event, index) => index > begins && event.kind === 'state');
  const end = events[ends];
  if (begins < 0 || !end || !isState(end, actor, 'up') || isOtherBroken(events.slice(0, begins), actor))
    return null;
  const keyOf = (event: Message) => `${event.to} ${event.msg}`;
  const sent = new Set(messages(events.slice(begins, ends), 'send', to).map(keyOf));
  const since = (kind: 'recv' | 'drop') =>
    messages(events.slice(begins), kind).filter((event) => sent.has(keyOf(event)));
  const [received, dropped] = [since('recv').length, since('drop')];
  const refused = dropped.filter((event) => event.kind === 'drop' && event.why === 'refused').length;
  if (received + dropped.length < sent.size) return null;
  return { sent: sent.size, received, lost: dropped.length - refused, refused };
}

function isOtherBroken(before: readonly Happening[], actor: string): boolean {
  const last = before.findLast((event) => event.kind === 'state' && event.actor !== actor);
  return last?.kind === 'state' && last.state !== 'up';
}

const whileCut = (events: readonly Happening[]) => meanwhile(events, 'network', 'cut', 'subscriber-2');
const whilePaused = (events: readonly Happening[]) => meanwhile(events, 'redis', 'paused');

/** Where both hear again. */
function whileDead(events: readonly Happening[]): Fate | null {
  const death = events.findLastIndex((event) => isState(event, 'redis', 'dead'));
  const back = events.findIndex((event, index) => index > death && isState(event, 'redis', 'up'));
  const hear = subscribers.every((name) => messages(events.slice(back), 'recv', name).length > 0);
  return back > 0 && hear ? meanwhile(events, 'redis', 'dead') : null;
}

const heardBy = (events: readonly Happening[]) =>
  subscribers.map((name) => new Set(messages(events, 'recv', name).map(({ msg }) => msg)));

export const ladder: readonly Rung[] = [
  {
    task: {
      ko: '두 구독자가 모두 메시지를 세 건씩 받을 때까지 봐요',
      en: 'Watch until both subscribers have got three each',
    },
    predict: {
      prompt: {
        ko: '발행자는 메시지마다 한 번만 발행해요. 누가 받을까요?',
        en: 'Each message is published once. Who gets it?',
      },
      choices: [
        { id: 'both', label: { ko: '두 구독자가 모두 받아요', en: 'Both subscribers' } },
        { id: 'turns', label: { ko: '둘이 번갈아 받아요', en: 'One of them, in turn' } },
      ],
      answer(events) {
        const [one = new Set(), two = new Set()] = heardBy(events);
        if (one.size < 3 || two.size < 3) return null;
        return [...one].some((msg) => two.has(msg)) ? 'both' : 'turns';
      },
    },
    learned: (events) => {
      const [one = 0, two = 0] = heardBy(events).map(({ size }) => size);
      return {
        ko: `지금까지 구독자 1은 ${one}건, 구독자 2는 ${two}건을 받았어요.`,
        en: `So far subscriber 1 has got ${one}, subscriber 2 has got ${two}.`,
      };
    },
  },
  {
    task: {
      ko: '구독자 2의 네트워크를 끊고, 세 건이 발행된 뒤에 이어 보세요',
      en: 'Cut the network of subscriber 2, let three be published, and heal it',
    },
    predict: {
      prompt: {
        ko: '끊긴 동안 발행된 메시지는 네트워크를 이으면 어떻게 될까요?',
        en: 'What becomes of what was published meanwhile, when the network is healed?',
      },
      choices: [
        {
          id: 'all',
          label: { ko: '구독자 2가 늦게라도 모두 받아요', en: 'Subscriber 2 gets all of it, late' },
        },
        { id: 'some', label: { ko: '일부만 받아요', en: 'It gets some of it' } },
        { id: 'none', label: { ko: '하나도 받지 못해요', en: 'It gets none of it' } },
      ],
      answer(events) {
        const fate = whileCut(events);
        if (!fate || fate.sent < 3) return null;
        return fate.received === 0 ? 'none' : fate.received === fate.sent ? 'all' : 'some';
      },
    },
    learned(events) {
      const { sent = 0, received = 0 } = whileCut(events) ?? {};
      return {
        ko: `끊긴 동안 발행된 ${sent}건 가운데 나중에라도 구독자 2에게 온 것은 ${received === 0 ? '하나도 없어요' : `${received}건이에요`}.`,
        en: `Of the ${sent} that were published meanwhile ${received === 0 ? 'none' : received} came to subscriber 2 later on.`,
      };
    },
  },
  {
    task: {
      ko: 'Redis를 멈추고, 메시지가 몇 건 쌓인 뒤에 다시 움직여 보세요',
      en: 'Pause Redis, let some messages pile up, and resume it',
    },
    predict: {
      prompt: {
        ko: '죽은 것이 아니라 멈춘 동안 보낸 메시지는 어떻게 될까요?',
        en: 'It is paused, not dead. What becomes of what is sent meanwhile?',
      },
      choices: [
        { id: 'late', label: { ko: '다시 움직인 뒤에 도착해요', en: 'It arrives after the pause' } },
        { id: 'lost', label: { ko: '유실돼요', en: 'It is lost' } },
        { id: 'refused', label: { ko: '발행이 실패로 돌아와요', en: 'The publisher gets an error' } },
      ],
      answer(events) {
        const fate = whilePaused(events);
        if (!fate || fate.sent === 0) return null;
        return fate.refused > 0 ? 'refused' : fate.lost > 0 ? 'lost' : 'late';
      },
    },
    learned(events) {
      const { sent = 0, received = 0 } = whilePaused(events) ?? {};
      return {
        ko: `멈춘 동안 두 구독자에게 보낸 ${sent}건 가운데 ${received === 0 ? '도착한 것은 없어요' : `${received}건이 다시 움직인 뒤에 도착했어요`}.`,
        en: `Of the ${sent} on their way to the two during the pause ${received === 0 ? 'none' : received} arrived after it.`,
      };
    },
  },
  {
    task: {
      ko: 'Redis를 죽이고, 메시지 몇 건 뒤에 다시 켜 보세요',
      en: 'Kill Redis, and start it again some messages later',
    },
    predict: {
      prompt: {
        ko: 'Redis가 죽어 있는 동안 한 발행은 어떻게 될까요?',
        en: 'What becomes of what is published while Redis is dead?',
      },
      choices: [
        { id: 'refused', label: { ko: '발행자에게 실패로 돌아와요', en: 'The publisher gets an error' } },
        {
          id: 'kept',
          label: {
            ko: '발행자가 들고 있다가 다시 켜지면 전해져요',
            en: 'It is kept, and delivered when Redis is back',
          },
        },
        {
          id: 'lost',
          label: { ko: '성공으로 끝나고 아무도 못 받아요', en: 'It seems to succeed, and nobody gets it' },
        },
      ],
      answer(events) {
        const fate = whileDead(events);
        if (!fate || fate.sent === 0) return null;
        return fate.refused > 0 ? 'refused' : fate.lost > 0 ? 'lost' : 'kept';
      },
    },
    learned(events) {
      // Each message has a way to each subscriber.
      const { sent = 0, refused = 0 } = whileDead(events) ?? {};
      const failed = refused / subscribers.length;
      return {
        ko: `그동안 발행한 ${sent / subscribers.length}건 가운데 ${failed === 0 ? '실패로 돌아온 것은 없어요' : `${failed}건이 실패로 돌아왔어요`}. 두 구독자는 다시 켜진 Redis에서 이어서 듣고 있어요.`,
        en: `Of the ${sent / subscribers.length} that were published meanwhile ${failed === 0 ? 'none' : failed} failed. Both subscribers hear the Redis that was started again.`,
      };
    },
  },
];
