// RabbitMQ's queues: what a queue keeps, and whether the producer and the consumer say that they are done.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConsumeMessage } from 'amqplib';
import { type AmqpConnection, explainAmqpError, type RabbitmqServer, until } from '../../../src/kit/run.ts';
import type { SystemId } from '../data.ts';
import { vhost } from '../settings.ts';
import { hangUp, reconnecting } from './reconnecting.ts';
import type { Channel, Line, Producer, System, Work } from './system.ts';

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
const withinMs = 20_000;
const leaving = {
  ko: '소비자가 끊긴 것을 RabbitMQ가 아는 것',
  en: 'RabbitMQ noticing that the consumer was cut',
};

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
    /** The broker has noticed a line that was cut. Until then it sends into it, and without acknowledgements that is that. */
    const away = () =>
      until(async () => (await look(server, queue)).consumerCount === 0, { signal, what: leaving, withinMs });
    const consume = (line: Line, work: Work) =>
      reconnecting({ connect: () => server.connect(vhost, line), signal, away }, async (connection) => {
        const channel = await declare(connection, queue);
        await channel.prefetch(prefetch);
        const { acknowledged, type } = kind;
        const from = type === 'stream' ? { 'x-stream-offset': (await place.read()) + 1 } : {};
        const handle = async (message: ConsumeMessage) => {
          await work(message.content.toString(), message.fields.redelivered);
          const offset = Number(message.properties.headers?.['x-stream-offset'] ?? 0);
          // Writing it down for each message would cost as much as the message.
          if (type === 'stream' && offset % prefetch === prefetch - 1) await place.write(offset);
          if (acknowledged) quietly(() => channel.ack(message));
        };
        let last = Promise.resolve();
        const took = (message: ConsumeMessage | null) => {
          if (message) last = handle(message);
        };
        await channel.consume(queue, took, { noAck: !acknowledged, arguments: from });
        return {
          async settled() {
            await last;
            await channel.checkQueue(queue); // It is answered after what went before it.
          },
          leave: () => channel.close(),
        };
      });
    return {
      name: queue,
      producer: async (line) => publishing(server, line, queue, kind),
      consumer: (line, _, work) => consume(line, work),
      // On a slow disk silence alone says little. A stream counts what it keeps, not what is left to read.
      ...(kind.type !== 'stream' && {
        isDrained: async () => (await look(server, queue)).messageCount === 0,
      }),
    };
  }
  const { acknowledged } = kind;
  return { id: kind.id, sendsAgain: acknowledged, quietMs: acknowledged ? 1_500 : 600, open, attach };
}

/** How many messages wait to be handed out, and how many consumers the broker knows. */
async function look(server: Server, queue: string) {
  const connection = await server.connect(vhost);
  try {
    const channel = await connection.createChannel();
    channel.on('error', () => {}); // The question says it.
    return await channel.checkQueue(queue);
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

/** The channel may be gone: then the message comes again, and is acknowledged then. */
function quietly(acknowledge: () => void): void {
  try {
    acknowledge();
  } catch {
    // Said above.
  }
}
