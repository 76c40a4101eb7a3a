// RabbitMQ's queues: what a queue keeps, and whether the producer and the consumer say that they are done.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type AmqpConnection, explainAmqpError, type RabbitmqServer, until } from '../../../src/kit/run.ts';
import type { SystemId } from '../data.ts';
import { vhost } from '../settings.ts';
import type { Channel, Consumer, Line, Producer, System, Work } from './system.ts';

interface Kind {
  readonly id: SystemId;
  readonly durable: boolean;
  /** Confirms for the producer, acknowledgements by the consumer. */
  readonly acknowledged: boolean;
  readonly type?: 'quorum' | 'stream';
}

export const rabbitKinds: readonly Kind[] = [
  { id: 'rabbit-transient', durable: false, acknowledged: false },
  { id: 'rabbit-classic', durable: true, acknowledged: true },
  { id: 'rabbit-quorum', durable: true, acknowledged: true, type: 'quorum' },
  { id: 'rabbit-stream', durable: true, acknowledged: true, type: 'stream' },
];

const prefetch = 10;
const tryAgainMs = 20;
/** With a line that is cut a goodbye has no end. */
const goodbyeMs = 1_000;

/** Of a server what a conversation needs. */
type Server = Pick<RabbitmqServer, 'connect' | 'queue'>;

interface Around {
  readonly signal: AbortSignal;
  /** A folder: how far a stream was read is kept there, as an application keeps such a thing with its data. */
  readonly places: string;
}

export function rabbitSystem(server: Server, kind: Kind, { signal, places }: Around): System {
  const declare = async (connection: AmqpConnection, queue: string) => {
    const channel = await connection.createChannel();
    channel.on('error', () => {}); // What was under way says it.
    const { durable, type } = kind;
    await channel.assertQueue(queue, {
      durable,
      ...(type && { arguments: { 'x-queue-type': type } }),
    });
    return channel;
  };
  async function open(name: string): Promise<Channel> {
    const queue = server.queue(name);
    const made = await server.connect(vhost);
    try {
      await declare(made, queue);
    } catch (error) {
      throw explainAmqpError(error, false);
    } finally {
      await made.close();
    }
    return await attach(queue);
  }
  async function attach(queue: string): Promise<Channel> {
    const place = placeIn(join(places, queue));
    const consume = (line: Line, work: Work) =>
      reconnecting(server, line, signal, async (connection) => {
        const channel = await declare(connection, queue);
        await channel.prefetch(prefetch);
        const { acknowledged, type } = kind;
        const from = type === 'stream' ? { 'x-stream-offset': (await place.read()) + 1 } : {};
        await channel.consume(
          queue,
          async (message) => {
            if (!message) return;
            await work(message.content.toString(), message.fields.redelivered);
            const offset = Number(message.properties.headers?.['x-stream-offset'] ?? 0);
            // Writing it down for each message would cost as much as the message.
            if (type === 'stream' && offset % prefetch === prefetch - 1) await place.write(offset);
            if (acknowledged) quietly(() => channel.ack(message));
          },
          { noAck: !acknowledged, arguments: from },
        );
        return () => channel.close();
      });
    return {
      name: queue,
      producer: async (line) => publishing(server, line, queue, kind),
      consumer: (line, _, work) => consume(line, work),
      // A stream counts what it keeps, not what is left to read.
      ...(kind.type !== 'stream' && { isDrained: () => isEmpty(server, queue) }),
    };
  }
  const { acknowledged } = kind;
  return { id: kind.id, sendsAgain: acknowledged, quietMs: acknowledged ? 1_500 : 600, open, attach };
}

/** Nothing waits to be handed out: on a slow disk silence alone says little. */
async function isEmpty(server: Server, queue: string): Promise<boolean> {
  const connection = await server.connect(vhost);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => {}); // The question says it.
    return (await channel.checkQueue(queue)).messageCount === 0;
  } finally {
    await hangUp(connection);
  }
}

/** The offset of the last message that was read; -1 before the first. */
function placeIn(file: string) {
  return {
    async read(): Promise<number> {
      return Number(await readFile(file, 'utf8').catch(() => '-1'));
    },
    write: (offset: number) => writeFile(file, String(offset)),
  };
}

function publishing(server: Server, line: Line, queue: string, kind: Kind): Producer {
  let refusal: Error | undefined;
  const openChannel = async () => {
    let lose = (_: Error) => {};
    const lost = new Promise<never>((_, reject) => {
      lose = reject;
    });
    lost.catch(() => {}); // Only of interest to a send that is under way.
    const connection = await server.connect(vhost, line, (alarm) => {
      refusal = alarm;
      lose(alarm);
    });
    connection.once('close', () => {
      opened = null;
      lose(new Error('the connection was lost'));
    });
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => {}); // What was under way says it.
    return { connection, channel, lost };
  };
  let opened: ReturnType<typeof openChannel> | null = null;
  return {
    async send(texts) {
      if (refusal) throw refusal;
      opened ??= openChannel();
      const { channel, lost } = await opened.catch((error: unknown) => {
        opened = null;
        throw error;
      });
      const confirmed = texts.map(
        (text) =>
          new Promise<void>((resolve, reject) => {
            const options = { persistent: kind.durable };
            channel.sendToQueue(queue, Buffer.from(text), options, (error) =>
              error ? reject(error) : resolve(),
            );
          }),
      );
      // Without confirms nobody waits: the bytes are written out, and that is all that is known.
      if (kind.acknowledged) await Promise.race([Promise.all(confirmed), lost]);
      else for (const one of confirmed) one.catch(() => {});
    },
    refusal: () => refusal,
    async close() {
      const ours = await opened?.catch(() => null);
      if (ours) await hangUp(ours.connection);
    },
  };
}

/** A consumer that connects again and sets itself up anew, for amqplib does neither unless it is told. */
async function reconnecting(
  server: Server,
  line: Line,
  signal: AbortSignal,
  setUp: (connection: AmqpConnection) => Promise<() => Promise<void>>,
): Promise<Consumer> {
  let running = true;
  let isUp = false;
  let current: AmqpConnection | null = null;
  let leave = async () => {};
  async function once(): Promise<void> {
    const connection = await server.connect(vhost, line);
    current = connection;
    const ended = new Promise<void>((resolve) => connection.once('close', () => resolve()));
    try {
      leave = await setUp(connection);
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
    away: async () => {},
    back,
    async close() {
      running = false;
      // The channel first: it takes what was acknowledged on it before its end, and a connection that ends may not
      // (seen: the last message again, in 2 of 4 runs on a busy machine).
      await Promise.race([leave().catch(() => {}), wait(goodbyeMs)]);
      if (current) await hangUp(current);
    },
  };
}

/** It may be gone already. */
async function hangUp(connection: AmqpConnection): Promise<void> {
  try {
    await connection.close();
  } catch {
    // It was.
  }
}

/** The channel may be gone: then the message comes again, and is acknowledged then. */
function quietly(acknowledge: () => void): void {
  try {
    acknowledge();
  } catch {
    // Said above.
  }
}
