import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import type { KafkaAddress } from './kafka-address.ts';
import { openKafkajs } from './kafka-client.ts';
import { topicExists } from './kafka-errors.ts';

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

/** @throws LabError where there is one of this name: it would not be empty */
export async function makeTopic(address: KafkaAddress, topic: string, partitions: number): Promise<void> {
  const topics = [{ topic, numPartitions: partitions, replicationFactor: 1 }];
  await askKafka(address, async (admin) => {
    if (!(await admin.createTopics({ topics, waitForLeaders: false }))) throw topicExists(address, topic);
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
