// What to make happen, one after the other. Pure: each is ticked off by what the trace tells.
import type { Happening, Rung } from '../../../src/kit/judge.ts';

/** Orders whose work was acknowledged. */
function finished(events: readonly Happening[]): Set<string> {
  const acks = events.filter((event) => event.kind === 'ack' && event.from === 'unacked');
  return new Set(acks.map((event) => (event.kind === 'ack' ? event.msg : '')));
}

const refused = (events: readonly Happening[]) =>
  events.flatMap((event) => (event.kind === 'drop' && event.from === 'unacked' ? [event.msg] : []));

const deadLetters = (events: readonly Happening[]) =>
  events.flatMap((event) => (event.kind === 'recv' && event.to === 'dead' ? [event.msg] : []));

/** After how many others an order that did not come again is given up: it would have been handed out before them. */
const patience = 3;

/** What worker 1 had in its hands when it died last, and what was handed out since; null where it had nothing. */
function heldAtDeath(events: readonly Happening[]) {
  const isWorker = (event: Happening, state: string) =>
    event.kind === 'state' && event.actor === 'worker-1' && event.state === state;
  const death = events.findLastIndex((event) => isWorker(event, 'dead'));
  if (death < 0) return null;
  const back = events.findIndex((event, index) => index > death && isWorker(event, 'up'));
  const until = back < 0 ? events.length : back;
  const taken = (part: readonly Happening[]) =>
    part.flatMap((event) => (event.kind === 'recv' && event.from === 'unacked' ? [event.msg] : []));
  const last = events
    .slice(0, death)
    .findLastIndex((event) => event.kind === 'recv' && event.from === 'unacked' && event.to === 'worker-1');
  const [msg] = taken(events.slice(Math.max(0, last), last + 1));
  // What it said last may be told a moment after its death.
  const isOver = events
    .slice(0, until)
    .some((event) => isEnd(event) && event.to === 'worker-1' && event.msg === msg);
  if (msg === undefined || isOver) return null;
  // RabbitMQ may have handed it out again a moment before somebody else knows of the death.
  const isAgainWhileAway = taken(events.slice(last + 1, until)).includes(msg);
  return {
    msg,
    isAgain: taken(events.slice(last + 1)).includes(msg),
    /** Others were handed out while it was dead, and this one only when it was back. */
    hasWaited: !isAgainWhileAway && back >= 0 && taken(events.slice(death, back)).length >= patience,
    others: taken(events.slice(death)).filter((one) => one !== msg).length,
  };
}

const isEnd = (event: Happening): event is Extract<Happening, { kind: 'ack' | 'drop' }> =>
  (event.kind === 'ack' || event.kind === 'drop') && event.from === 'unacked';

/** The order that somebody failed at first, and how often that happened. */
function failures(events: readonly Happening[]) {
  const all = refused(events);
  const [msg = ''] = all;
  const last = events.findLastIndex((event) => event.kind === 'drop' && event.msg === msg);
  const others = finished(events.slice(last)).size;
  return {
    times: all.filter((one) => one === msg).length,
    isDead: deadLetters(events).includes(msg),
    others,
  };
}

/** Whoever comes again as often comes for ever. */
const forEver = 10;

/** Orders that RabbitMQ had confirmed before it was killed and that were not done; how many of them are over since. */
function outlived(events: readonly Happening[]): { open: number; done: number; isKnown: boolean } | null {
  const isRabbit = (event: Happening, state: string) =>
    event.kind === 'state' && event.actor === 'rabbitmq' && event.state === state;
  const death = events.findLastIndex((event) => isRabbit(event, 'dead'));
  const back = events.findIndex((event, index) => index > death && isRabbit(event, 'up'));
  if (death < 0 || back < 0) return null;
  const queued = (part: readonly Happening[]) =>
    part.flatMap((event) => (event.kind === 'recv' && event.to === 'queue' ? [event.msg] : []));
  const over = (part: readonly Happening[]) => new Set([...finished(part), ...deadLetters(part)]);
  const [before, after] = [over(events.slice(0, death)), over(events.slice(back))];
  const open = queued(events.slice(0, death)).filter((msg) => !before.has(msg));
  const done = open.filter((msg) => after.has(msg)).length;
  const later = queued(events.slice(back)).filter((msg) => !open.includes(msg) && after.has(msg)).length;
  return { open: open.length, done, isKnown: done === open.length || later >= patience };
}

export const ladder: readonly Rung[] = [
  {
    task: { ko: '주문 세 건이 끝까지 처리될 때까지 봐요', en: 'Watch until three orders are done' },
    done: (events) => finished(events).size >= 3,
    learned: (events) => ({
      ko: `${finished(events).size}건을 처리하고 확인(ack)까지 보냈어요.`,
      en: `${finished(events).size} were done and acknowledged.`,
    }),
  },
  {
    task: {
      ko: '주문을 처리하고 있는 워커 1을 죽여 보세요(쉬고 있었다면 다시)',
      en: 'Kill worker 1 with an order in its hands (try again if it was idle)',
    },
    predict: {
      prompt: {
        ko: '워커 1이 처리하던 주문은 어떻게 될까요?',
        en: 'What becomes of the order that worker 1 had in its hands?',
      },
      choices: [
        {
          id: 'again',
          label: { ko: '곧 다른 워커에게 배달돼요', en: 'It is soon delivered to the other worker' },
        },
        {
          id: 'waits',
          label: { ko: '워커 1이 돌아올 때까지 기다려요', en: 'It waits until worker 1 is back' },
        },
        { id: 'gone', label: { ko: '사라져요', en: 'It is gone' } },
      ],
      answer(events) {
        const held = heldAtDeath(events);
        if (!held) return null;
        if (held.isAgain) return held.hasWaited ? 'waits' : 'again';
        return held.others >= patience ? 'gone' : null;
      },
    },
    learned(events) {
      const { msg = '', isAgain = false } = heldAtDeath(events) ?? {};
      return {
        ko: `죽은 워커가 확인(ack)하지 못한 주문 ${msg}: ${isAgain ? '다시 배달됐어요' : '다시 배달되지 않았어요'}.`,
        en: `Order ${msg}, which the dead worker had not acknowledged, was ${isAgain ? '' : 'not '}delivered again.`,
      };
    },
  },
  {
    task: {
      ko: '처리할 수 없는 주문을 넣고, 어디에서 끝나는지 봐요',
      en: 'Order what nobody can do, and watch where it ends',
    },
    predict: {
      prompt: {
        ko: '처리할 때마다 실패하는 주문은 어떻게 될까요?',
        en: 'What becomes of an order at which every worker fails?',
      },
      choices: [
        { id: 'stuck', label: { ko: '끝없이 다시 배달돼요', en: 'It is delivered again for ever' } },
        {
          id: 'dropped',
          label: { ko: '한 번 실패하면 버려져요', en: 'It is thrown away after one failure' },
        },
        {
          id: 'aside',
          label: { ko: '몇 번 실패한 뒤에 따로 옮겨져요', en: 'After some failures it is put aside' },
        },
      ],
      answer(events) {
        const { times, isDead, others } = failures(events);
        if (isDead) return 'aside';
        return times >= forEver ? 'stuck' : times === 1 && others >= forEver ? 'dropped' : null;
      },
    },
    learned(events) {
      const { times, isDead } = failures(events);
      return {
        ko: `워커가 ${times}번 실패했고, 격리 큐에 ${isDead ? '있어요' : '없어요'}. 다른 주문은 계속 처리됐는지 표에서 확인해 보세요.`,
        en: `Failures: ${times}. It lies ${isDead ? '' : 'not '}among the dead letters. See in the counts whether the others went on.`,
      };
    },
  },
  {
    task: {
      ko: '주문을 여덟 건 몰아넣자마자 RabbitMQ를 죽이고, 다시 켜서 남은 주문을 찾아보세요',
      en: 'Order eight at once, kill RabbitMQ right away, start it again, and look for the orders',
    },
    predict: {
      prompt: {
        ko: 'RabbitMQ가 받았다고 확인(confirm)한 주문은 얼마나 처리될까요?',
        en: 'How many of the orders that RabbitMQ had confirmed are done in the end?',
      },
      choices: [
        { id: 'all', label: { ko: '모두', en: 'All of them' } },
        { id: 'some', label: { ko: '일부만', en: 'Some of them' } },
        { id: 'none', label: { ko: '하나도 안 돼요', en: 'None of them' } },
      ],
      answer(events) {
        const { open = 0, done = 0, isKnown = false } = outlived(events) ?? {};
        if (open === 0 || !isKnown) return null;
        return done === open ? 'all' : done > 0 ? 'some' : 'none';
      },
    },
    learned(events) {
      const { open = 0, done = 0 } = outlived(events) ?? {};
      return {
        ko: `죽기 전에 확인됐고 아직 처리되지 않았던 ${open}건 가운데 ${done === 0 ? '처리된 것은 없어요' : `${done}건이 다시 켜진 뒤에 처리됐어요`}.`,
        en: `Of the ${open} that were confirmed and not done when it died ${done === 0 ? 'none' : done} were done after it was up again.`,
      };
    },
  },
];
