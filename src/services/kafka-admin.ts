import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';
import { type KafkaAddress, openKafkajs } from './kafka-client.ts';

/** Asks a broker on a connection of its own, which ends whatever it says. */
export async function askKafka<Answer>(
  address: KafkaAddress,
  ask: (admin: Admin) => Promise<Answer>,
  retries = 5,
): Promise<Answer> {
  const sockets = new Set<Socket>();
  try {
    const admin = (await openKafkajs(address, undefined, sockets, retries)).admin();
    await admin.connect();
    return await ask(admin);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

export async function makeTopic(address: KafkaAddress, topic: string, partitions: number): Promise<void> {
  const topics = [{ topic, numPartitions: partitions, replicationFactor: 1 }];
  await askKafka(address, async (admin) => {
    await admin.createTopics({ topics, waitForLeaders: false });
    for (let left = shownAfter; ; left -= 1) {
      const shown = await admin.fetchTopicMetadata({ topics: [topic] }).catch((error: unknown) => {
        if (left === 0) throw error;
        return null;
      });
      if (shown?.topics[0]?.partitions.length === partitions) return;
      await wait(askAgainMs);
    }
  });
}

/** What a broker has made it shows a moment later. */
const shownAfter = 500;
const askAgainMs = 20;

/** Messages that a group has not committed yet. */
export async function lagOf(address: KafkaAddress, topic: string, group: string): Promise<number> {
  return await askKafka(address, async (admin) => {
    const ends = await admin.fetchTopicOffsets(topic);
    const [read] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    const committed = new Map(read?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    // An offset of -1: nothing was committed.
    return ends.reduce(
      (sum, { partition, high, low }) =>
        sum + Number(high) - Math.max(Number(low), committed.get(partition) ?? 0),
      0,
    );
  });
}

export const showKafka = ({ host, port }: KafkaAddress) =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

const privateInstead: Text = {
  ko: '--kafka를 빼면 실험용 Kafka를 따로 띄워서 실험해요.',
  en: 'Leave --kafka away and the lab starts a Kafka of its own.',
};

export function cannotConnect(address: KafkaAddress, cause: unknown): LabError {
  const where = showKafka(address);
  const message = messageOf(cause);
  const isLogin = /SASL|authenticat|password/i.test(message);
  return new LabError(
    exitCodes.runFailed,
    {
      what: { ko: `${where} 서버를 쓸 수 없어요.`, en: `The Kafka at ${where} cannot be used.` },
      why: same(message),
      next: isLogin ? same('KAFKA_URL=USER:PASSWORD@127.0.0.1:9092 redis-lab …') : privateInstead,
    },
    { cause },
  );
}
