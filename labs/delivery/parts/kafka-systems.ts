// Kafka: a topic of one partition, and how many have to have a message before the producer goes on.
import type { KafkaServer } from '../../../src/kit/run.ts';
import type { SystemId } from '../data.ts';
import type { Channel, Consumer, Line, System, Work } from './system.ts';

interface Kind {
  readonly id: SystemId;
  readonly acks: 'none' | 'leader' | 'all';
  readonly idempotent?: true;
}

export const kafkaKinds: readonly Kind[] = [
  { id: 'kafka-none', acks: 'none' },
  { id: 'kafka-leader', acks: 'leader' },
  { id: 'kafka-all', acks: 'all' },
  { id: 'kafka-idempotent', acks: 'all', idempotent: true },
];

const nothing = async () => {};

/** Of a server what a conversation needs. */
type Server = Pick<KafkaServer, 'client' | 'name' | 'createTopic' | 'lag'>;

export function kafkaSystem(server: Server, { id, ...kind }: Kind): System {
  async function open(name: string): Promise<Channel> {
    const topic = server.name(name);
    await server.createTopic(topic, 1);
    return await attach(topic);
  }
  async function attach(topic: string): Promise<Channel> {
    const readers = `${topic}-readers`;
    async function consume(line: Line, group: string, work: Work, commits: boolean): Promise<Consumer> {
      const client = server.client({ through: line });
      await client.consume(topic, group, async (message) => {
        await work(message.value);
        if (commits) await client.commit(message);
      });
      return { settled: nothing, away: nothing, back: nothing, close: client.close };
    }
    return {
      name: topic,
      async producer(line) {
        const client = server.client({ through: line, ...kind });
        return { send: (texts) => client.produce(topic, texts), close: client.close };
      },
      consumer: (line, _, work) => consume(line, readers, work, true),
      isDrained: async () => (await server.lag(topic, readers)) === 0,
      replay: (line, reader, work) => consume(line, `${topic}-${reader}`, work, false),
    };
  }
  const { acks, idempotent } = kind;
  return {
    ...{ id, sendsAgain: acks !== 'none', quietMs: 500, open, attach },
    ...(idempotent && { mostUnderWay: 1 }),
  };
}
