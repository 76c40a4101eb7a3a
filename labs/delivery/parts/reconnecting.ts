// A consumer of RabbitMQ that lives through a lost connection.
import { setTimeout as wait } from 'node:timers/promises';
import { type AmqpConnection, until } from '../../../src/kit/run.ts';
import type { Consumer } from './system.ts';

const tryAgainMs = 20;
/** With a line that is cut a goodbye has no end. */
const goodbyeMs = 1_000;

interface Way {
  connect(): Promise<AmqpConnection>;
  readonly signal: AbortSignal;
  away(): Promise<void>;
}

/** A consumer on one connection. */
interface Session {
  settled(): Promise<void>;
  leave(): Promise<void>;
}

/** A consumer that connects again and sets itself up anew, for amqplib does neither unless it is told. */
export async function reconnecting(
  { connect, signal, away }: Way,
  setUp: (connection: AmqpConnection) => Promise<Session>,
): Promise<Consumer> {
  let running = true;
  let isUp = false;
  let current: AmqpConnection | null = null;
  let session: Session | null = null;
  async function once(): Promise<void> {
    const connection = await connect();
    current = connection;
    const ended = new Promise<void>((resolve) => connection.once('close', () => resolve()));
    try {
      session = await setUp(connection);
      isUp = true;
      await ended;
    } finally {
      isUp = false;
      await hangUp(connection);
    }
  }
  const live = async () => {
    while (running) {
      await once().catch(() => {}); // The broker is not back yet, or the line is not.
      await wait(tryAgainMs);
    }
  };
  void live();
  const what = { ko: '소비자의 재연결', en: 'the consumer being connected' };
  const back = () => until(() => isUp, { signal, what, withinMs: 60_000 });
  await back();
  return {
    settled: async () => await session?.settled(),
    away,
    back,
    async close() {
      running = false;
      // The channel first: it takes what was acknowledged on it before its end, and a connection that ends may not
      // (seen: the last message again, in 2 of 4 runs on a busy machine).
      await Promise.race([session?.leave().catch(() => {}), wait(goodbyeMs)]);
      if (current) await hangUp(current);
    },
  };
}

/** It may be gone already. */
export async function hangUp(connection: AmqpConnection): Promise<void> {
  try {
    await connection.close();
  } catch {
    // It was.
  }
}
