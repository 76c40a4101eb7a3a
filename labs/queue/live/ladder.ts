// What to make happen, one after the other. Pure: each is ticked off by what the trace tells.
import type { Happening, Rung } from '../../../src/kit/judge.ts';
import { taken } from '../experiments.ts';

const workers = ['worker-1', 'worker-2'];

/** Orders whose work was acknowledged. */
function finished(events: readonly Happening[]): Set<string> {
  const acks = events.filter((event) => event.kind === 'ack' && event.from === 'unacked');
  return new Set(acks.map((event) => (event.kind === 'ack' ? event.msg : '')));
}

const refused = (events: readonly Happening[]) =>
  events.flatMap((event) => (event.kind === 'drop' && event.from === 'unacked' ? [event.msg] : []));

/** Handed out once more after a worker died with them; what somebody failed at comes back for another reason. */
const again = (events: readonly Happening[]) => {
  const failed = new Set(refused(events));
  const death = events.findIndex(
    (event) => event.kind === 'state' && workers.includes(event.actor) && event.state === 'dead',
  );
  return death < 0
    ? 0
    : taken(
        { events: events.slice(death).filter((event) => !('msg' in event && failed.has(event.msg))) },
        true,
      );
};

const dead = (events: readonly Happening[]) =>
  events.filter((event) => event.kind === 'recv' && event.to === 'dead').length;

/** Orders that RabbitMQ had confirmed before it was killed, and that were done after it was up again. */
function survived(events: readonly Happening[]): number {
  const isRabbit = (event: Happening, state: string) =>
    event.kind === 'state' && event.actor === 'rabbitmq' && event.state === state;
  const death = events.findLastIndex((event) => isRabbit(event, 'dead'));
  const back = events.findIndex((event, index) => index > death && isRabbit(event, 'up'));
  if (death < 0 || back < 0) return 0;
  const before = events.slice(0, death);
  const confirmed = before.flatMap((event) =>
    event.kind === 'recv' && event.to === 'queue' ? [event.msg] : [],
  );
  const doneBefore = finished(before);
  const doneAfter = finished(events.slice(back));
  return confirmed.filter((msg) => !doneBefore.has(msg) && doneAfter.has(msg)).length;
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
      ko: '주문을 든 워커 1을 죽여서, 같은 주문이 다시 배달되게 해 보세요',
      en: 'Kill worker 1 with an order in its hands, and see it delivered again',
    },
    done: (events) => again(events) > 0,
    learned: (events) => ({
      ko: `죽은 워커가 확인하지 못한 주문 ${again(events)}건이 다시 배달됐어요.`,
      en: `${again(events)} that the dead worker had not acknowledged were delivered again.`,
    }),
  },
  {
    task: {
      ko: '처리할 수 없는 주문을 넣고, 격리 큐에 도착할 때까지 봐요',
      en: 'Order what nobody can do, and watch it end among the dead letters',
    },
    done: (events) => dead(events) > 0,
    learned: (events) => ({
      ko: `워커가 ${refused(events).length}번 실패한 뒤에 ${dead(events)}건이 격리 큐로 갔어요. 다른 주문은 계속 처리됐는지 표에서 확인해 보세요.`,
      en: `After ${refused(events).length} failures ${dead(events)} lies among the dead letters. See in the counts whether the others went on.`,
    }),
  },
  {
    task: {
      ko: '주문을 여덟 건 몰아넣자마자 RabbitMQ를 죽이고, 다시 켜서 남은 주문을 찾아보세요',
      en: 'Order eight at once, kill RabbitMQ right away, start it again, and look for the orders',
    },
    done: (events) => survived(events) > 0,
    learned: (events) => ({
      ko: `RabbitMQ가 받았다고 한 주문 가운데 ${survived(events)}건이 다시 켜진 뒤에 처리됐어요.`,
      en: `${survived(events)} that RabbitMQ had confirmed before it died were done after it was up again.`,
    }),
  },
];
