// A subscriber is away for the middle third of a numbered sequence. What does it get?
import { createRandom, proxy, type Redis, until } from '../../../src/kit/run.ts';
import type { Absence, AwayArm, AwayData } from '../data.ts';
import { gapOf, type Notebook, openNotebook, thirds } from '../parts/sequence.ts';
import type { PubsubContext } from '../settings.ts';

const comeBackWithinMs = 10_000;

export async function away(context: PubsubContext): Promise<AwayData> {
  const arms: AwayArm[] = [];
  for (const absence of ['stays', 'disconnects', 'cut', 'silent'] as const) {
    arms.push(await absent(context, absence));
    context.emit({ kind: 'progress', done: arms.length, of: 4, unit: { ko: '방식', en: 'arms' } });
  }
  return arms;
}

async function absent(context: PubsubContext, absence: Absence): Promise<AwayArm> {
  const { params, services, signal } = context;
  const { redis } = services;
  const parts = thirds(params.sequence);
  const notebook = openNotebook(context, absence, { from: 'publisher', to: 'subscriber' });
  const channel = redis.key(`away-${absence}`);
  const publisher = await redis.connect('publisher');
  const receiver = await openReceiver(context, absence, channel, notebook);
  const subscribed = async (count: number) =>
    Number((await publisher.pubsub('NUMSUB', channel))[1]) === count;
  const heardUpTo = (ids: readonly number[]) => () => notebook.received.at(-1) === ids.at(-1);

  async function publish(ids: readonly number[]): Promise<number> {
    let replies = 0;
    for (const id of ids) {
      notebook.sent(id);
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

  receiver.close();
  publisher.disconnect();
  return { absence, gap: gapOf(parts), history: notebook.close(), repliesInGap };
}

interface Receiver {
  leave(): Promise<void>;
  comeBack(): Promise<void>;
  close(): void;
}

/** A subscriber and the way in which it goes and returns. */
async function openReceiver(
  context: PubsubContext,
  absence: Absence,
  channel: string,
  notebook: Notebook,
): Promise<Receiver> {
  const { services, scope } = context;
  const listen = async (subscriber: Redis) => {
    subscriber.on('message', (_, text) => notebook.arrived(Number(text)));
    await subscriber.subscribe(channel);
    return subscriber;
  };
  const nothing = async () => {};

  if (absence === 'stays' || absence === 'disconnects') {
    let subscriber = await listen(await services.redis.connect('subscriber'));
    return {
      leave: absence === 'stays' ? nothing : async () => subscriber.disconnect(),
      comeBack:
        absence === 'stays'
          ? nothing
          : async () => {
              subscriber = await listen(await services.redis.connect('subscriber'));
            },
      close: () => subscriber.disconnect(),
    };
  }

  const network = await scope.start(
    proxy({ upstream: services.redis, random: createRandom(context.seed).next }),
  );
  const subscriber = await listen(
    await services.redis.connect('subscriber', { through: network, reconnect: true }),
  );
  const resubscribed = () => new Promise<void>((resolve) => subscriber.once('ready', () => resolve()));
  let remove = () => {};
  return {
    async leave() {
      if (absence === 'cut') return network.down();
      const removals = [
        network.add('upstream', { type: 'timeout', timeoutMs: 0 }),
        network.add('downstream', { type: 'timeout', timeoutMs: 0 }),
      ];
      remove = () => removals.forEach((off) => void off());
    },
    async comeBack() {
      const back = resubscribed();
      // Somebody notices at last that the line is dead (a keep-alive, a NAT that timed out) and gives it up.
      if (absence === 'silent') await network.down();
      remove();
      await network.up();
      await back;
    },
    close: () => subscriber.disconnect(),
  };
}

const lastOf = (ids: readonly number[]) => ({
  ko: `${ids.at(-1)}번 메시지의 도착`,
  en: `the arrival of message ${ids.at(-1)}`,
});
const serverKnows = (count: number) => ({
  ko: `PUBSUB NUMSUB의 응답이 ${count}명이 되는 것`,
  en: `PUBSUB NUMSUB answering ${count}`,
});
