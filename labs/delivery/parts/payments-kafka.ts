// The same payments by Kafka's transactions: what was made of a message and its place in the source are written together
// or not at all, for those who read what is committed.
import { setTimeout as wait } from 'node:timers/promises';
import { type KafkaServer, until } from '../../../src/kit/run.ts';
import type { OnceArm } from '../data.ts';
import { idsOf, openTally, type Payments } from './payments.ts';

const withinMs = 60_000;
/** Nothing more comes. */
const quietMs = 500;

export async function throughKafka(
  server: KafkaServer,
  payments: Payments,
  signal: AbortSignal,
): Promise<OnceArm> {
  const [source, target, group] = ['payments', 'books', 'cashiers'].map((name) => server.name(name)) as [
    string,
    string,
    string,
  ];
  for (const topic of [source, target]) await server.createTopic(topic, 1);
  await server.client().produce(source, idsOf(payments).map(String));
  const tally = openTally(payments);
  let isDone = false;
  while (!isDone) {
    const worker = server.client({ transactionalId: server.name('cashier') });
    let isDead = false;
    const deadly = new Set<string>();
    await worker.transform({
      source,
      target,
      group,
      async handle({ value }) {
        if (tally.delivered(Number(value))) deadly.add(value);
        return value;
      },
      async sent({ value }) {
        if (!deadly.has(value)) return;
        isDead = true;
        await new Promise(() => {}); // It never comes to its commit.
      },
    });
    const what = { ko: '결제를 모두 처리하는 것', en: 'all payments being done' };
    const isOver = async () => {
      isDone = !isDead && (await server.lag(source, group)) === 0;
      return isDead || isDone;
    };
    await until(isOver, { signal, what, withinMs });
    await worker.close();
  }
  const booked = await timesIn(server, target, false);
  const seen = await timesIn(server, target, true);
  const uncommittedTwice = tally.close('kafka', seen).bookedTwice;
  return { ...tally.close('kafka', booked), uncommittedTwice };
}

/** How often each stands in a topic, for a reader of this kind. */
async function timesIn(server: KafkaServer, topic: string, readUncommitted: boolean) {
  const times = new Map<number, number>();
  const client = server.client({ readUncommitted });
  let last = performance.now();
  await client.consume(topic, server.name(`auditor-${readUncommitted}`), async ({ value }) => {
    times.set(Number(value), (times.get(Number(value)) ?? 0) + 1);
    last = performance.now();
  });
  while (performance.now() - last < quietMs || times.size === 0) await wait(20);
  await client.close();
  return times;
}
