// A subscriber is away for the middle third of a numbered sequence. What does it get?
import { until } from '../../../src/kit/run.ts';
import type { Absence, AwayArm, AwayData } from '../data.ts';
import { openReceiver } from '../parts/receiver.ts';
import { gapOf, openNotebook, thirds } from '../parts/sequence.ts';
import type { PubsubContext } from '../settings.ts';

const comeBackWithinMs = 10_000;
const absences = ['stays', 'disconnects', 'cut', 'silent-heals', 'silent'] as const;

export async function away(context: PubsubContext): Promise<AwayData> {
  const arms: AwayArm[] = [];
  for (const absence of absences) {
    arms.push(await absent(context, absence));
    context.services.redis.disconnect();
    const unit = { ko: '방식', en: 'arms' };
    context.emit({ kind: 'progress', done: arms.length, of: absences.length, unit });
  }
  return arms;
}

async function absent(context: PubsubContext, absence: Absence): Promise<AwayArm> {
  const { params, services, signal, clock } = context;
  const { redis } = services;
  const parts = thirds(params.sequence);
  const notebook = openNotebook(context, absence, { from: 'publisher', to: 'subscriber' });
  const channel = redis.key(`away-${absence}`);
  const publisher = await redis.connect('publisher');
  const sentAtMs = new Map<number, number>();
  let latestMs = 0;
  const receiver = await openReceiver(context, absence, channel, (id) => {
    notebook.arrived(id);
    latestMs = Math.max(latestMs, clock.nowMs() - (sentAtMs.get(id) ?? 0));
  });
  const subscribed = async (count: number) =>
    Number((await publisher.pubsub('NUMSUB', channel))[1]) === count;
  const heardUpTo = (ids: readonly number[]) => () => notebook.received.at(-1) === ids.at(-1);

  async function publish(ids: readonly number[]): Promise<number> {
    let replies = 0;
    for (const id of ids) {
      notebook.sent(id);
      sentAtMs.set(id, clock.nowMs());
      replies += await publisher.publish(channel, String(id));
      notebook.acknowledged(id);
    }
    return replies;
  }

  await publish(parts.before);
  // A connection delivers in order: when the last number is here, nothing is still on its way.
  await until(heardUpTo(parts.before), { signal, what: lastOf(parts.before), withinMs: comeBackWithinMs });
  await receiver.leave();
  if (absence === 'disconnects' || absence === 'cut') {
    await until(() => subscribed(0), { signal, what: serverKnows(0), withinMs: comeBackWithinMs });
  }
  const repliesInGap = await publish(parts.away);
  await receiver.comeBack();
  await until(() => subscribed(1), { signal, what: serverKnows(1), withinMs: comeBackWithinMs });
  await publish(parts.after);
  await until(heardUpTo(parts.after), { signal, what: lastOf(parts.after), withinMs: comeBackWithinMs });
  return { absence, gap: gapOf(parts), history: notebook.close(), repliesInGap, latestMs };
}

const lastOf = (ids: readonly number[]) => ({
  ko: `${ids.at(-1)}번 메시지의 도착`,
  en: `the arrival of message ${ids.at(-1)}`,
});
const serverKnows = (count: number) => ({
  ko: `PUBSUB NUMSUB의 응답이 ${count}명이 되는 것`,
  en: `PUBSUB NUMSUB answering ${count}`,
});
