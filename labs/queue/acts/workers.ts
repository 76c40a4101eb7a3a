// Three workers share a queue, and one of them is slow. How far ahead orders are handed out (prefetch) decides what lies
// with it while the others have nothing to do; and what a round trip for each order costs.
import { setTimeout as wait } from 'node:timers/promises';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { monotonicClock, runTrials, until, valuesOf } from '../../../src/kit/run.ts';
import type { ShareArm, SpeedArm, WorkersData } from '../data.ts';
import { declareQueue, publishConfirmed } from '../parts/names.ts';
import { bodyOf, orderIn } from '../parts/order.ts';
import type { QueueContext } from '../settings.ts';

const sharedOrders = 100;
const fastMs = 2;
const slowMs = 20;
const quickOrders = 500;
const doneWithinMs = 60_000;

export async function workers(context: QueueContext): Promise<WorkersData> {
  const { params, services, signal, emit } = context;
  const control = await services.amqp.channel('workers');
  const prefetches = [...new Set(params.prefetch)].sort((a, b) => a - b);
  const shares: ShareArm[] = [];
  for (const prefetch of prefetches) shares.push(await share(context, control, prefetch));
  const measured = await runTrials(
    prefetches.map((prefetch) => ({
      name: String(prefetch),
      trial: async (round: number) => ({ round, perSecond: await speed(context, control, prefetch) }),
    })),
    { rounds: params.rounds, warmupRounds: 1, signal, emit },
  );
  const speeds = measured.map((arm): SpeedArm => ({ prefetch: Number(arm.arm), trials: valuesOf(arm) }));
  return { orders: sharedOrders, fastMs, slowMs, shares, speeds };
}

/** The disk is not what this is about: nothing is persistent. */
async function fill(channel: ConfirmChannel, queue: string, count: number): Promise<void> {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  const bodies = ids.map((id) => bodyOf({ id, dish: 'bibimbap', workMs: 0 }));
  await Promise.all(bodies.map((body) => publishConfirmed(channel, '', queue, body, { persistent: false })));
}

async function share(context: QueueContext, control: ConfirmChannel, prefetch: number): Promise<ShareArm> {
  const { services, signal, note } = context;
  const arm = `prefetch-${prefetch}`;
  const queue = services.amqp.queue(`shared-${prefetch}`);
  await declareQueue(control, queue);
  const beganNs = monotonicClock.nowNs();
  const since = () => (monotonicClock.nowNs() - beganNs) / 1e6;
  const lastDoneMs = [0, 0, 0];
  const taken = [0, 0, 0];
  let done = 0;
  const cook = async (worker: number, takesMs: number) => {
    const channel = await services.amqp.channel('workers');
    await channel.prefetch(prefetch);
    let last = Promise.resolve();
    await channel.consume(queue, (message) => {
      if (!message) return;
      const hop = { msg: String(orderIn(message.content).id), to: `worker-${worker + 1}` };
      note({ kind: 'send', ...hop, from: 'queue', to: 'unacked' }, arm);
      note({ kind: 'recv', ...hop, from: 'unacked' }, arm);
      last = last.then(async () => {
        await wait(takesMs);
        channel.ack(message);
        note({ kind: 'ack', ...hop, from: 'unacked' }, arm);
        taken[worker] = (taken[worker] ?? 0) + 1;
        lastDoneMs[worker] = since();
        done += 1;
      });
    });
    return channel;
  };
  const cooks = [await cook(0, slowMs), await cook(1, fastMs), await cook(2, fastMs)];
  await fill(control, queue, sharedOrders);
  await until(() => done === sharedOrders, {
    signal,
    what: { ko: '주문 처리', en: 'the work on the orders' },
    withinMs: doneWithinMs,
  });
  for (const channel of cooks) await channel.close();
  const [slow = 0, ...fast] = taken;
  const [slowEnd = 0, ...fastEnds] = lastDoneMs;
  return {
    prefetch,
    taken: { fast, slow },
    allDoneMs: Math.max(...lastDoneMs),
    idleMs: Math.max(0, slowEnd - Math.max(...fastEnds)),
  };
}

/** Orders per second of one worker that has nothing to do but acknowledge. */
async function speed({ services, signal }: QueueContext, control: ConfirmChannel, prefetch: number) {
  const queue = services.amqp.queue(`speed-${prefetch}`);
  await declareQueue(control, queue);
  await fill(control, queue, quickOrders);
  const channel = await services.amqp.channel('workers');
  await channel.prefetch(prefetch);
  const beganNs = monotonicClock.nowNs();
  let done = 0;
  let endNs = beganNs;
  const acknowledge = (message: ConsumeMessage | null) => {
    if (!message) return;
    channel.ack(message);
    done += 1;
    endNs = monotonicClock.nowNs();
  };
  await channel.consume(queue, acknowledge);
  await until(() => done === quickOrders, {
    signal,
    what: { ko: '주문 처리', en: 'the work on the orders' },
    withinMs: doneWithinMs,
  });
  await channel.close();
  return (quickOrders / (endNs - beganNs)) * 1e9;
}
