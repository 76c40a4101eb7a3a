// Ways to share a stream of messages between workers, one message at a time each.
import type { KafkaServer, RabbitmqServer, RedisServer } from '../../../src/kit/run.ts';
import type { LaneWay } from '../data.ts';
import { vhost } from '../settings.ts';
import { type Job, keys, workers } from './jobs.ts';

export interface Lane {
  readonly way: LaneWay;
  readonly workers: number;
  /** The workers are at their places when it resolves. */
  open(work: (worker: number, text: string) => Promise<void>): Promise<Send>;
}

/** All of them, in their order; each is known by its place. */
export type Send = (jobs: readonly Job[]) => Promise<void>;

const everybody = Array.from({ length: workers }, (_, index) => index);
const everyKey = Array.from({ length: keys }, (_, index) => index);
/** A key is always for the same worker. */
const ownerOf = (key: number) => key % workers;
const group = 'workers';

export function streamLanes(server: RedisServer): Lane[] {
  async function openStreams(
    streams: readonly string[],
    readers: readonly (readonly string[])[],
    work: (worker: number, text: string) => Promise<void>,
    streamOf: (job: Job) => string,
  ): Promise<Send> {
    const control = await server.connect('control');
    const producer = await server.pipeline('producer');
    for (const stream of streams) await control.xgroup('CREATE', stream, group, '0', 'MKSTREAM');
    for (const [worker, own] of readers.entries())
      void takeTurns(await server.connect(`worker-${worker + 1}`), worker, own, work);
    return (jobs) => producer.send(jobs.map((job, id) => ['XADD', streamOf(job), '*', 'id', String(id)]));
  }
  return [
    {
      way: 'stream-one',
      workers: 1,
      open: (work) => openStreams(['one'], [['one']], work, () => 'one'),
    },
    {
      way: 'stream-group',
      workers,
      open: (work) =>
        openStreams(
          ['shared'],
          everybody.map(() => ['shared']),
          work,
          () => 'shared',
        ),
    },
    {
      way: 'stream-per-key',
      workers,
      open(work) {
        const nameOf = (key: number) => `key-${key}`;
        const own = everybody.map((worker) => everyKey.filter((key) => ownerOf(key) === worker).map(nameOf));
        return openStreams(everyKey.map(nameOf), own, work, ({ key }) => nameOf(key));
      },
    },
  ];
}

type Reading = Awaited<ReturnType<RedisServer['connect']>>;

/** Until the connection ends with the act. */
async function takeTurns(
  client: Reading,
  worker: number,
  streams: readonly string[],
  work: (worker: number, text: string) => Promise<void>,
): Promise<void> {
  const [as, from] = [`worker-${worker + 1}`, streams.map(() => '>')];
  const first = ['GROUP', group, as, 'COUNT', 1, 'BLOCK', 0, 'STREAMS'] as const;
  try {
    for (;;) {
      const reply = (await client.xreadgroup(...first, ...streams, ...from)) as Reply;
      for (const [stream, entries] of reply ?? [])
        for (const [entry, fields] of entries) {
          await work(worker, fields[1] ?? '');
          await client.xack(stream, group, entry);
        }
    }
  } catch {
    // It has ended; a trial that misses its worker says so.
  }
}

type Reply =
  | readonly [stream: string, entries: readonly [entry: string, fields: readonly string[]][]][]
  | null;

export function rabbitLanes(server: RabbitmqServer): Lane[] {
  const lane = (way: LaneWay, isSingle: boolean): Lane => ({
    way,
    workers,
    async open(work) {
      const queue = server.queue(way);
      const publisher = await server.channel(vhost);
      const single = isSingle ? { arguments: { 'x-single-active-consumer': true } } : {};
      await publisher.assertQueue(queue, { durable: true, ...single });
      for (const worker of everybody) {
        const channel = await server.channel(vhost);
        await channel.prefetch(1);
        await channel.consume(queue, async (message) => {
          if (!message) return;
          await work(worker, message.content.toString());
          channel.ack(message);
        });
      }
      return async (jobs) => {
        for (const id of jobs.keys()) publisher.sendToQueue(queue, Buffer.from(String(id)));
        await publisher.waitForConfirms();
      };
    },
  });
  return [lane('rabbit-single', true), lane('rabbit-competing', false)];
}

export function kafkaLanes(server: KafkaServer): Lane[] {
  const lane = (way: LaneWay, partitions: number): Lane => ({
    way,
    workers,
    async open(work) {
      const topic = server.name(way);
      await server.createTopic(topic, partitions);
      // One after the other: when the last one has joined, all have, and nothing is handed from one to another any more.
      for (const worker of everybody)
        await server
          .client()
          .consume(topic, server.name(`${way}-${group}`), ({ value }) => work(worker, value));
      const producer = server.client();
      return async (jobs) => {
        const ids = [...jobs.entries()];
        for (let partition = 0; partition < partitions; partition += 1) {
          const own = ids.filter(([, { key }]) => ownerOf(key) % partitions === partition);
          if (own.length > 0)
            await producer.produce(
              topic,
              own.map(([id]) => String(id)),
              partition,
            );
        }
      };
    },
  });
  return [lane('kafka-one', 1), lane('kafka-keyed', workers)];
}
