// Far more orders at once than anybody works on. Where do they wait, and who is told when there is no room?
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConfirmChannel, Options } from 'amqplib';
import { monotonicClock, until, watchClient } from '../../../src/kit/run.ts';
import type { BurstArm, BurstData, BurstWay } from '../data.ts';
import { declareQueue } from '../parts/names.ts';
import { bodyOf } from '../parts/order.ts';
import type { QueueContext } from '../settings.ts';

const window = 500;
/** A queue with a maximum length gets twice as many as it holds. */
const limitedShare = 10;
const turnEvery = 200;
const askEveryMs = 25;
const depthParts = 10;
const prefetch = 200;
const withinMs = 120_000;
/** After so long without an order nothing more comes. */
const quietMs = 2_000;
const ways: readonly BurstWay[] = ['no-confirm', 'window', 'drop-head', 'reject'];

export async function burst(context: QueueContext): Promise<BurstData> {
  const maxLength = Math.floor(context.params.burst / limitedShare);
  const arms: BurstArm[] = [];
  for (const way of ways) {
    arms.push(await rush(context, way, maxLength));
    const unit = { ko: '방식', en: 'arms' };
    context.emit({ kind: 'progress', done: arms.length, of: ways.length, unit });
  }
  return { window, maxLength, arms };
}

const isLimited = (way: BurstWay) => way === 'drop-head' || way === 'reject';

async function rush(context: QueueContext, way: BurstWay, maxLength: number): Promise<BurstArm> {
  const { params, services, signal, note } = context;
  const queue = services.amqp.queue(`burst-${way}`);
  const control = await services.amqp.channel('burst');
  const limit: Options.AssertQueue = isLimited(way) ? { maxLength } : {};
  const overflow = way === 'reject' ? { arguments: { 'x-overflow': 'reject-publish' } } : {};
  await declareQueue(control, queue, { ...limit, ...overflow });
  const sent = isLimited(way) ? 2 * maxLength : params.burst;

  const beganNs = monotonicClock.nowNs();
  const since = () => (monotonicClock.nowNs() - beganNs) / 1e6;
  const clientSince = watchClient();
  const depth = openDepth(control, queue, since, (orders) =>
    note({ kind: 'sample', series: 'orders in the queue', value: orders }, way),
  );
  const channel = await services.amqp.channel('burst');
  const published = await publishAll(channel, queue, sent, way !== 'no-confirm', since);
  const publishedMs = since();
  const notThereYet = Math.max(0, sent - (await control.checkQueue(queue)).messageCount);
  // What was confirmed lies in the queue, or was dropped from it. Of the rest nobody knows but by waiting.
  const due = way === 'no-confirm' ? sent : (await control.checkQueue(queue)).messageCount;

  let [received, lastMs] = [0, since()];
  const worker = await services.amqp.channel('burst');
  await worker.prefetch(prefetch);
  await worker.consume(queue, (message) => {
    if (!message) return;
    received += 1;
    lastMs = since();
    worker.ack(message);
  });
  await until(() => received >= due || since() - lastMs > quietMs, {
    signal,
    what: { ko: '주문 처리', en: 'the work on the orders' },
    withinMs,
  });
  const drainedMs = lastMs;
  const clientBusyShare = clientSince(0).busyShare;
  const depthSeen = await depth.stop(drainedMs);
  await worker.close();
  const { confirmed, refused, unconfirmedPeak, heldBack } = published;
  return {
    way,
    sent,
    confirmed,
    refused,
    received,
    lost: (way === 'no-confirm' ? sent : confirmed) - received,
    publishedMs,
    notThereYet: way === 'no-confirm' ? notThereYet : 0,
    unconfirmedPeak,
    heldBack,
    drainedMs,
    clientBusyShare,
    depth: depthSeen,
  };
}

/** All of them; with confirms no more than the window at a time wait for theirs. */
async function publishAll(
  channel: ConfirmChannel,
  queue: string,
  count: number,
  withConfirms: boolean,
  since: () => number,
) {
  let [confirmed, refused, unconfirmed, unconfirmedPeak] = [0, 0, 0, 0];
  let [noRoom, waitedMs] = [0, 0];
  let hasRoom = () => {};
  const answered = (error: unknown) => {
    unconfirmed -= 1;
    if (error) refused += 1;
    else confirmed += 1;
    hasRoom();
  };
  for (let id = 1; id <= count; id += 1) {
    const body = bodyOf({ id, dish: 'bibimbap', workMs: 0 });
    if (withConfirms) {
      if (unconfirmed >= window) {
        const fromMs = since();
        await new Promise<void>((resolve) => {
          hasRoom = resolve;
        });
        waitedMs += since() - fromMs;
      }
      unconfirmed += 1;
      unconfirmedPeak = Math.max(unconfirmedPeak, unconfirmed);
    }
    const answer = withConfirms ? answered : undefined;
    // Flow control as a publisher meets it. It goes on all the same, as who does not look at it does.
    if (!channel.publish('', queue, body, { persistent: true }, answer)) noRoom += 1;
    if (id % turnEvery === 0) await nextTurn();
  }
  while (unconfirmed > 0)
    await new Promise<void>((resolve) => {
      hasRoom = resolve;
    });
  return { confirmed, refused, unconfirmedPeak, heldBack: { noRoom, waitedMs } };
}

/** Asks how many lie in the queue, again and again, until it is stopped. */
function openDepth(
  control: ConfirmChannel,
  queue: string,
  since: () => number,
  onSample: (orders: number) => void,
) {
  const seen: { atMs: number; orders: number }[] = [];
  const depthAt = (ms: number) => seen.findLast(({ atMs }) => atMs <= ms)?.orders ?? 0;
  let asking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    asking = asking.then(async () => {
      const { messageCount } = await control.checkQueue(queue);
      seen.push({ atMs: since(), orders: messageCount });
      onSample(messageCount);
    });
  }, askEveryMs);
  return {
    async stop(endMs: number) {
      clearInterval(timer);
      await asking;
      return Array.from({ length: depthParts + 1 }, (_, part) => depthAt((endMs * part) / depthParts));
    },
  };
}
