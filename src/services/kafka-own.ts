import { exitCodes, LeftBehindError, messageOf } from '../core/errors.ts';
import type { RunningService, ServiceHost } from '../core/service.ts';
import { same } from '../core/text.ts';
import { type KafkaAddress, parseKafkaAddress, showKafka } from './kafka-address.ts';
import { askKafka, lagOf, makeTopic } from './kafka-admin.ts';
import { kafkaClients } from './kafka-client.ts';
import { cannotConnect } from './kafka-errors.ts';
import type { KafkaServer } from './kafka-server.ts';

/** The learner's own Kafka: topics and groups with the run's prefix, and those deleted afterwards. */
export async function useOwnKafka(host: ServiceHost, text: string): Promise<RunningService<KafkaServer>> {
  const address = parseKafkaAddress(text);
  await askKafka(address, (admin) => admin.describeCluster(), 0).catch((error: unknown) => {
    throw cannotConnect(address, error);
  });
  const { client, disconnect } = kafkaClients(address);
  const topics = new Set<string>();
  const prefix = `redis-lab.${host.runId}.`;
  const onlyPrivate = () => {
    throw new Error('a lab must skip an arm that stops Kafka when it is not private');
  };
  return {
    info: { name: 'kafka', version: '?', args: [] },
    handle: {
      host: address.host,
      port: address.port,
      address,
      version: '?',
      isPrivate: false,
      name: (name) => prefix + name,
      async createTopic(topic, partitions) {
        topics.add(topic);
        await makeTopic(address, topic, partitions);
      },
      lag: (topic, group) => lagOf(address, topic, group),
      client,
      footprint: async () => null,
      syncs: async () => null,
      pause: onlyPrivate,
      resume: onlyPrivate,
      kill: onlyPrivate,
      restart: onlyPrivate,
    },
    release: disconnect,
    async stop() {
      disconnect();
      await deleteAll(address, [...topics], prefix);
    },
  };
}

/** @throws LeftBehindError with those that may still be there */
async function deleteAll(address: KafkaAddress, topics: readonly string[], prefix: string): Promise<void> {
  if (topics.length === 0) return;
  try {
    await askKafka(address, async (admin) => {
      await admin.deleteTopics({ topics: [...topics] });
      const { groups } = await admin.listGroups();
      const ours = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(prefix));
      if (ours.length > 0) await admin.deleteGroups(ours);
    });
  } catch (cause) {
    const at = `--bootstrap-server ${showKafka(address)}`;
    throw new LeftBehindError(
      exitCodes.runFailed,
      {
        what: {
          ko: `내 Kafka(${showKafka(address)})에 실험이 만든 토픽이나 그룹이 남았을 수 있어요: ${topics.join(', ')}`,
          en: `Topics or groups of the run may be left on your Kafka (${showKafka(address)}): ${topics.join(', ')}`,
        },
        why: same(messageOf(cause)),
        next: same(`kafka-topics.sh ${at} --delete --topic '${topics.join(',')}'`),
      },
      { cause },
    );
  }
}
