import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Consumer, Kafka, Producer } from 'kafkajs';
import type { KafkaAddress } from './kafka-address.ts';
import { explainTooLarge } from './kafka-errors.ts';

export interface KafkaClientOptions {
  /** Another way to the same broker: the fault proxy. */
  readonly through?: { readonly host: string; readonly port: number };
  /** Who has to have a message before the broker says yes: nobody (it says nothing), its leader, every replica in sync. */
  readonly acks?: 'none' | 'leader' | 'all';
  /** Numbers what it sends, so that the broker drops what comes twice; wants `acks: 'all'`. */
  readonly idempotent?: boolean;
  /** Also what a transaction sent that was not committed. */
  readonly readUncommitted?: boolean;
  /** The name of its transactions: a newcomer of this name ends what the one before has left open. */
  readonly transactionalId?: string;
}

export interface KafkaMessage {
  readonly topic: string;
  readonly partition: number;
  /** Of the partition, from 0 on; too large for a number. */
  readonly offset: string;
  readonly value: string;
}

/** As little as a lab needs, so that another client library can stand in its place. */
export interface KafkaClient {
  /** All in one request. Resolves when the broker acknowledged it, with `acks: 'none'` when it is written out. */
  produce(topic: string, values: readonly string[], partition?: number): Promise<void>;
  /** Joins the group and takes one message after the other; resolves when it has its partitions. Commits nothing. */
  consume(topic: string, group: string, handle: (message: KafkaMessage) => Promise<void>): Promise<void>;
  /**
   * Sends on what `handle` makes of each message, and its place in the source, in one transaction.
   * @param handle resolves with what is sent; `commits` is called before the end of the transaction
   */
  transform(way: Transform): Promise<void>;
  /** The group goes on after this message. */
  commit(message: KafkaMessage): Promise<void>;
  /** The next message to be handled is this one. */
  seek(topic: string, partition: number, offset: string): void;
  /** Leaves the group if there is time; its connections end in any case. */
  close(): Promise<void>;
}

export interface Transform {
  readonly source: string;
  readonly target: string;
  readonly group: string;
  handle(message: KafkaMessage): Promise<string>;
  /** It is sent, and so is its place; the transaction is not over. */
  sent(message: KafkaMessage): Promise<void>;
}

const acksOnWire = { none: 0, leader: 1, all: -1 } as const;
/** A group gives up on a member that says nothing for so long. */
const sessionTimeoutMs = 3_000;
const goodbyeMs = 500;
const retry = { initialRetryTime: 50, maxRetryTime: 400, retries: 40 };

/** kafkajs is loaded when somebody asks for Kafka, and no sooner. */
export async function openKafkajs(
  address: KafkaAddress,
  through: KafkaClientOptions['through'],
  sockets: Set<Socket>,
  retries = retry.retries,
): Promise<Kafka> {
  const { Kafka, logLevel } = await import('kafkajs');
  return new Kafka({
    clientId: 'redis-lab',
    brokers: [`${address.host}:${address.port}`],
    logLevel: logLevel.NOTHING,
    ...(address.login && { sasl: { mechanism: 'plain', ...address.login } }),
    connectionTimeout: 3_000,
    retry: { ...retry, retries },
    // Whatever name the broker goes by: a proxy stands before it, or it is where we were told.
    socketFactory: ({ onConnect }) => {
      const { host, port } = through ?? address;
      const socket = connect({ host, port, noDelay: true }, onConnect);
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      return socket;
    },
  });
}

export function kafkaClient(address: KafkaAddress, options: KafkaClientOptions = {}): KafkaClient {
  const sockets = new Set<Socket>();
  const { through, acks = 'all', idempotent = false, readUncommitted = false, transactionalId } = options;
  let kafka: Promise<Kafka> | null = null;
  let producer: Promise<Producer> | null = null;
  let consumer: Consumer | null = null;
  let isClosed = false;
  /**
   * kafkajs gives the number of a send whose answer was lost to the next one that is under way: the broker takes that
   * for a duplicate and drops it, and what is sent again comes twice (seen: 1 of 30). So they go one after the other.
   */
  let lastSent: Promise<void> = Promise.resolve();
  const library = () => {
    kafka ??= openKafkajs(address, through, sockets);
    return kafka;
  };
  async function openProducer(): Promise<Producer> {
    const { Partitioners } = await import('kafkajs');
    const opened = (await library()).producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      idempotent: idempotent || transactionalId !== undefined,
      ...((idempotent || transactionalId) && { maxInFlightRequests: 1 }),
      ...(transactionalId && { transactionalId }),
    });
    await opened.connect();
    return opened;
  }
  const consume: KafkaClient['consume'] = async (topic, group, handle) => {
    consumer = (await library()).consumer({
      groupId: group,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: sessionTimeoutMs / 10,
      maxWaitTimeInMs: 100,
      allowAutoTopicCreation: false,
      readUncommitted,
      retry: { ...retry, restartOnFailure: async () => !isClosed },
    });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: ({ partition, message: { offset, value } }) =>
        handle({ topic, partition, offset, value: String(value) }),
    });
  };
  return {
    produce(topic, values, partition = 0) {
      const send = async () => {
        producer ??= openProducer();
        const messages = values.map((value) => ({ value, partition }));
        const sent = (await producer).send({ topic, messages, acks: acksOnWire[acks] });
        await sent.catch((error: unknown) => {
          throw explainTooLarge(error, topic);
        });
      };
      if (!idempotent) return send();
      const sent = lastSent.then(send);
      lastSent = sent.catch(() => {});
      return sent;
    },
    consume,
    async transform({ source, target, group, handle, sent }) {
      producer ??= openProducer();
      const opened = await producer;
      await consume(source, group, async (message) => {
        const value = await handle(message);
        const transaction = await opened.transaction();
        await transaction.send({ topic: target, messages: [{ value, partition: 0 }] });
        const partitions = [{ partition: message.partition, offset: after(message) }];
        await transaction.sendOffsets({ consumerGroupId: group, topics: [{ topic: source, partitions }] });
        await sent(message);
        await transaction.commit();
      });
    },
    async commit({ topic, partition, offset }) {
      const committed = consumer?.commitOffsets([{ topic, partition, offset: after({ offset }) }]);
      await committed?.catch((error: Error) => {
        // Wrapped, kafkajs does not know it for what it is: a consumer that the group has given up on would end there
        // instead of joining again (seen: one that was not heard for 4 s).
        throw error.cause ?? error;
      });
    },
    seek(topic, partition, offset) {
      consumer?.seek({ topic, partition, offset });
    },
    async close() {
      isClosed = true; // Else a consumer that was cut in the middle of a batch comes back for ever.
      const goodbyes = [consumer?.disconnect(), producer?.then((opened) => opened.disconnect())];
      await Promise.race([Promise.allSettled(goodbyes), wait(goodbyeMs)]);
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** What a group goes on with after a message. */
const after = ({ offset }: Pick<KafkaMessage, 'offset'>) => String(BigInt(offset) + 1n);

/** The clients of an act: they end with it. */
export function kafkaClients(address: KafkaAddress) {
  const clients = new Set<KafkaClient>();
  return {
    client(options?: KafkaClientOptions): KafkaClient {
      const opened = kafkaClient(address, options);
      clients.add(opened);
      return opened;
    },
    disconnect(): void {
      for (const client of clients) client.close().catch(() => {}); // It may be gone already.
      clients.clear();
    },
  };
}
