// Ways to hand the same messages to many readers, each of whom gets all of them.
import type { KafkaServer, RabbitmqServer, RedisServer } from '../../../src/kit/run.ts';
import type { FanWay } from '../data.ts';
import { vhost } from '../settings.ts';

export interface Fan {
  readonly way: FanWay;
  /**
   * All readers are at their places when it resolves. Those that acknowledge do so in the way of the system, a hundred at
   * a time; Kafka's keep their places to themselves.
   */
  open(name: string, readers: number, acknowledge: boolean, got: Got): Promise<FanOut>;
  /** What its server has on the disk; null where nobody can tell. */
  diskBytes(): Promise<number | null>;
}

/** So many messages more have come to a reader. */
export type Got = (reader: number, messages: number) => void;

export interface FanOut {
  /** Resolves when the server said yes to all of them. */
  send(texts: readonly string[]): Promise<void>;
  /** What of the server's memory is theirs; null where nobody can tell. */
  memoryBytes(): Promise<number | null>;
}

const step = 100;
const each = (count: number) => Array.from({ length: count }, (_, index) => index);
const untold = async () => null;

const diskOf =
  ({ footprint }: Pick<RedisServer, 'footprint'>) =>
  async () =>
    (await footprint())?.diskBytes ?? null;

export const fansOf = {
  pubsub: (server: RedisServer): Fan => ({
    way: 'pubsub',
    diskBytes: diskOf(server),
    async open(name, readers, _, got) {
      for (const reader of each(readers)) {
        const client = await server.connect(`reader-${reader + 1}`);
        client.on('message', () => got(reader, 1));
        await client.subscribe(name);
      }
      const producer = await server.pipeline('producer');
      const publish = (text: string) => ['PUBLISH', name, text];
      return { send: (texts) => producer.send(texts.map(publish)), memoryBytes: untold };
    },
  }),

  streams: (server: RedisServer): Fan => ({
    way: 'streams',
    diskBytes: diskOf(server),
    async open(name, readers, acknowledge, got) {
      const control = await server.connect('control');
      const producer = await server.pipeline('producer');
      for (const reader of each(readers)) {
        const group = `group-${reader + 1}`;
        await control.xgroup('CREATE', name, group, '0', 'MKSTREAM');
        const client = await server.connect(`reader-${reader + 1}`);
        void readAll(client, name, group, acknowledge, (messages) => got(reader, messages));
      }
      return {
        send: (texts) => producer.send(texts.map((text) => ['XADD', name, '*', 'text', text])),
        memoryBytes: () => control.memory('USAGE', name, 'SAMPLES', 0),
      };
    },
  }),

  rabbitmq: (server: RabbitmqServer): Fan => ({
    way: 'rabbitmq',
    diskBytes: diskOf(server),
    async open(name, readers, acknowledge, got) {
      const publisher = await server.channel(vhost);
      const exchange = server.exchange(name);
      await publisher.assertExchange(exchange, 'fanout', { durable: true });
      for (const reader of each(readers)) {
        const channel = await server.channel(vhost);
        const queue = server.queue(`${name}-${reader + 1}`);
        await channel.assertQueue(queue, { durable: true });
        await channel.bindQueue(queue, exchange, '');
        if (acknowledge) await channel.prefetch(2 * step);
        let seen = 0;
        await channel.consume(queue, (message) => {
          if (!message) return;
          seen += 1;
          if (acknowledge && seen % step === 0) channel.ack(message, true);
          got(reader, 1);
        });
      }
      return {
        async send(texts) {
          for (const text of texts) publisher.publish(exchange, '', Buffer.from(text), { persistent: true });
          await publisher.waitForConfirms();
        },
        memoryBytes: untold,
      };
    },
  }),

  kafka: (server: KafkaServer): Fan => ({
    way: 'kafka',
    diskBytes: diskOf(server),
    async open(name, readers, _, got) {
      const topic = server.name(name);
      await server.createTopic(topic, 1);
      const join = (reader: number) =>
        server.client().consume(topic, server.name(`${name}-${reader + 1}`), async () => got(reader, 1));
      await Promise.all(each(readers).map(join));
      const producer = server.client();
      return { send: (texts) => producer.produce(topic, texts), memoryBytes: untold };
    },
  }),
};

/** Until the connection ends with the act. */
async function readAll(
  client: Awaited<ReturnType<RedisServer['connect']>>,
  stream: string,
  group: string,
  acknowledge: boolean,
  got: (messages: number) => void,
): Promise<void> {
  const next = ['GROUP', group, 'reader', 'COUNT', step, 'BLOCK', 0, 'STREAMS', stream, '>'] as const;
  try {
    for (;;) {
      const reply = (await client.xreadgroup(...next)) as [string, [string, string[]][]][] | null;
      const entries = (reply?.[0]?.[1] ?? []).map(([entry]) => entry);
      if (acknowledge && entries.length > 0) await client.xack(stream, group, ...entries);
      got(entries.length);
    }
  } catch {
    // It has ended; a trial that misses its reader says so.
  }
}
