// What can happen on the way: each fault is a value that knows how to begin and how to end. It meets every conversation
// of a broker at the same moment.
import { setTimeout as wait } from 'node:timers/promises';
import { type FaultProxy, until } from '../../../src/kit/run.ts';
import type { Fault } from '../data.ts';
import type { DeliveryContext } from '../settings.ts';
import type { Apart } from './apart.ts';
import type { Cast } from './cast.ts';
import type { Broker } from './system.ts';
import type { Talk } from './talk.ts';

export interface Stage {
  readonly context: DeliveryContext;
  readonly broker: Broker;
  readonly talks: Cast['talks'];
  readonly everybody: Cast['everybody'];
  readonly lines: Readonly<Record<'producer' | 'consumer' | 'second', FaultProxy>>;
  /** The process of the consumers, where they have one. */
  readonly apart: Apart | null;
  /** The first message that is said under the fault. */
  readonly firstId: number;
}

export interface FaultCase {
  readonly fault: Fault;
  /** The broker itself is stopped: never the learner's own. */
  readonly stopsBroker?: true;
  /** The consumers are a process of their own, which can be killed. */
  readonly consumersApart?: true;
  /** How the middle third is said. At once: nobody waits for it before the fault is over. */
  readonly middle?: 'at-once' | 'much';
  inject(stage: Stage): Promise<void>;
  heal(stage: Stage): Promise<void>;
}

const nothing = async () => {};

const pausedMs = 400;
/**
 * A quorum queue is older than this before anybody kills its broker. RabbitMQ writes down within half a second that it
 * exists (Ra's names.dets); killed sooner, it comes back with a queue that nobody leads, and nobody can read (seen).
 */
const declaredMs = 1_200;
/** What arrives while its reply is held shows at once, unless the machine is busy. */
const shownWithinMs = 10_000;

/** Nothing passes in one direction until it is let go again. */
function hold(stage: Stage, who: 'producer' | 'consumer', direction: 'upstream' | 'downstream'): void {
  held.set(stage, stage.lines[who].add(direction, { type: 'timeout', timeoutMs: 0 }));
}
const held = new WeakMap<Stage, () => void>();
const letGo = (stage: Stage) => held.get(stage)?.();

export const faultCases: readonly FaultCase[] = [
  { fault: 'none', inject: nothing, heal: nothing },
  {
    fault: 'offline',
    inject: ({ everybody }) => everybody((talk) => talk.leave()),
    heal: ({ everybody }) => everybody((talk) => talk.comeBack()),
  },
  {
    fault: 'consumer-cut',
    async inject({ everybody, lines }) {
      await everybody((talk) => talk.settled());
      await lines.consumer.down();
      await everybody((talk) => talk.away());
    },
    async heal({ everybody, lines }) {
      await lines.consumer.up();
      await everybody((talk) => talk.back());
    },
  },
  {
    // It asks for nothing until the whole third is there: so each system hands it as much as it ever would.
    fault: 'consumer-died',
    consumersApart: true,
    async inject(stage) {
      for (const talk of stage.talks()) talk.holdAtNext();
      hold(stage, 'consumer', 'upstream');
    },
    async heal(stage) {
      const { everybody, apart } = stage;
      letGo(stage);
      await everybody((talk) => talk.isHeld());
      await apart?.kill();
      await everybody((talk) => talk.takeOver());
    },
  },
  {
    fault: 'broker-killed',
    stopsBroker: true,
    async inject(stage) {
      await wait(declaredMs, undefined, { signal: stage.context.signal });
      hold(stage, 'consumer', 'downstream');
    },
    async heal(stage) {
      const { broker, talks, everybody, lines } = stage;
      const unwritten = await broker.unwritten?.();
      for (const { notebook } of talks()) if (unwritten !== undefined) notebook.brokerKept(unwritten);
      await broker.kill();
      await lines.consumer.down(); // With what it held.
      letGo(stage);
      await broker.restart();
      await lines.consumer.up();
      await everybody((talk) => talk.back());
    },
  },
  {
    fault: 'broker-paused',
    stopsBroker: true,
    middle: 'at-once',
    inject: async ({ broker }) => broker.pause(),
    async heal({ broker, context }) {
      await wait(pausedMs, undefined, { signal: context.signal });
      broker.resume();
    },
  },
  {
    fault: 'ack-lost',
    middle: 'at-once',
    inject: async (stage) => hold(stage, 'producer', 'downstream'),
    async heal(stage) {
      const { context, talks, lines, firstId } = stage;
      const arrived = ({ notebook, mostUnderWay }: Talk) => {
        const since = notebook.received.filter((id) => id >= firstId).length;
        return since >= Math.min(mostUnderWay, firstId - 1); // As many as were said before it.
      };
      const what = { ko: '메시지의 도착', en: 'the arrival of the messages' };
      await until(() => talks().every(arrived), {
        signal: context.signal,
        what,
        withinMs: shownWithinMs,
      }).catch(() => context.signal.throwIfAborted());
      await lines.producer.down();
      letGo(stage);
      await lines.producer.up();
    },
  },
  {
    fault: 'slow',
    middle: 'much',
    inject: async (stage) => hold(stage, 'consumer', 'downstream'),
    async heal(stage) {
      letGo(stage);
      await stage.everybody((talk) => talk.back());
    },
  },
];
