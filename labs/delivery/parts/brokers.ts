// The servers of a run, each with the systems that run on it.
import {
  type KafkaServer,
  type RabbitmqServer,
  type RedisCluster,
  type RedisServer,
  redis,
  type Text,
} from '../../../src/kit/run.ts';
import type { BrokerName, MatrixData, SystemId } from '../data.ts';
import { type DeliveryContext, smallOutputBuffer, systemIds, vhost } from '../settings.ts';
import { kafkaKinds, kafkaSystem } from './kafka-systems.ts';
import { homeOf, pubsub, shardedPubsub } from './pubsub-systems.ts';
import { rabbitKinds, rabbitSystem } from './rabbit-systems.ts';
import { list, streams } from './redis-systems.ts';
import type { Broker, Reach } from './system.ts';

export const aof = (appendfsync: string) => ({ appendonly: 'yes', appendfsync });

/** The AOF is a setting of the whole server, so each has one of its own. */
export const redisServers: readonly {
  readonly id: 'redis' | 'redis-everysec' | 'redis-always';
  readonly config: Readonly<Record<string, string>>;
  readonly ids: readonly SystemId[];
}[] = [
  { id: 'redis', config: smallOutputBuffer, ids: ['pubsub', 'list', 'streams-off'] },
  { id: 'redis-everysec', config: aof('everysec'), ids: ['streams-everysec'] },
  { id: 'redis-always', config: aof('always'), ids: ['streams-always'] },
];

export function chosenSystems({ systems }: DeliveryContext['params']): readonly SystemId[] {
  const chosen: readonly string[] = systems;
  return systemIds.filter((id) => chosen.includes('all') || chosen.includes(id));
}

/** Those that are wanted and can be had; of the others, why not. */
export async function openBrokers(
  context: DeliveryContext,
): Promise<{ readonly brokers: readonly Broker[]; readonly missing: MatrixData['missing'] }> {
  const { params, scope, services, signal } = context;
  const wanted = chosenSystems(params);
  const brokers: Broker[] = [];
  const missing: { broker: BrokerName; skipped: Text }[] = [];
  const join = (broker: Broker) => {
    const systems = broker.systems.filter(({ id }) => wanted.includes(id));
    if (systems.length > 0) brokers.push({ ...broker, systems });
  };
  for (const { config, ids } of redisServers)
    if (ids.some((id) => wanted.includes(id)))
      join(redisBroker(await scope.start(redis({ config })), ids, signal));
  const { cluster, rabbitmq, kafka } = services;
  if (cluster && 'skipped' in cluster) missing.push({ broker: 'redis-cluster', ...cluster });
  else if (cluster) join(await clusterBroker(cluster, signal));
  if (rabbitmq && 'skipped' in rabbitmq) missing.push({ broker: 'rabbitmq', ...rabbitmq });
  else if (rabbitmq) join(await rabbitBroker(rabbitmq, context));
  if (kafka && 'skipped' in kafka) missing.push({ broker: 'kafka', ...kafka });
  else if (kafka) join(kafkaBroker(kafka));
  return { brokers, missing };
}

export function redisBroker(server: RedisServer, ids: readonly SystemId[], signal: AbortSignal): Broker {
  const systems = ids.map((id) => {
    if (id === 'pubsub') return pubsub(server, signal);
    return id === 'list' ? list(server) : streams(server, id, signal);
  });
  return {
    name: 'redis',
    ...verbsOf(server),
    reach: { broker: 'redis', address: server.address },
    unwritten: async () => {
      const info = await (await server.connect('control')).info('persistence');
      return Number(/^aof_buffer_length:(\d+)/m.exec(info)?.[1] ?? 0);
    },
    systems,
  };
}

export async function clusterBroker(cluster: RedisCluster, signal: AbortSignal): Promise<Broker> {
  const home = await homeOf(cluster, signal);
  const reach: Reach = { broker: 'redis', address: home.address };
  return { name: 'redis-cluster', ...verbsOf(home), reach, systems: [shardedPubsub(home, signal)] };
}

export async function rabbitBroker(
  server: RabbitmqServer,
  { scope, signal }: DeliveryContext,
): Promise<Broker> {
  const places = await scope.tempFolder('places');
  const reach: Reach = { broker: 'rabbitmq', address: server.address(vhost), places };
  const systems = rabbitKinds.map((kind) => rabbitSystem(server, kind, { signal, places }));
  return { name: 'rabbitmq', ...verbsOf(server), reach, systems };
}

export function kafkaBroker(server: KafkaServer): Broker {
  const systems = kafkaKinds.map((kind) => kafkaSystem(server, kind));
  return { name: 'kafka', ...verbsOf(server), reach: { broker: 'kafka', address: server.address }, systems };
}

/** What of a handle the faults need. */
function verbsOf({ host, port, isPrivate, pause, resume, kill, restart }: Verbs): Verbs {
  return { host, port, isPrivate, pause, resume, kill, restart };
}

type Verbs = Omit<Broker, 'name' | 'systems' | 'reach' | 'unwritten'>;
