// The servers of a run, each with the systems that run on it.
import { type RedisServer, redis, type Text } from '../../../src/kit/run.ts';
import type { BrokerName, MatrixData, SystemId } from '../data.ts';
import { type DeliveryContext, systemIds } from '../settings.ts';
import { kafkaKinds, kafkaSystem } from './kafka-systems.ts';
import { rabbitKinds, rabbitSystem } from './rabbit-systems.ts';
import { list, pubsub, streams } from './redis-systems.ts';
import type { Broker, System } from './system.ts';

/** So small that a consumer which stops reading meets it soon; by default it is 32 MB. */
const outputBuffer = 'pubsub 1mb 0 0';

const aof = (appendfsync: string) => ({ appendonly: 'yes', appendfsync });

/** The AOF is a setting of the whole server, so each has one of its own. */
const redisServers: readonly {
  readonly config: Readonly<Record<string, string>>;
  readonly systems: Partial<Record<SystemId, (server: RedisServer, context: DeliveryContext) => System>>;
}[] = [
  {
    config: { 'client-output-buffer-limit': outputBuffer },
    systems: { pubsub, list, 'streams-off': (server) => streams(server, 'streams-off') },
  },
  {
    config: aof('everysec'),
    systems: { 'streams-everysec': (server) => streams(server, 'streams-everysec') },
  },
  { config: aof('always'), systems: { 'streams-always': (server) => streams(server, 'streams-always') } },
];

export function chosenSystems({ systems }: DeliveryContext['params']): readonly SystemId[] {
  const chosen: readonly string[] = systems;
  return systemIds.filter((id) => chosen.includes('all') || chosen.includes(id));
}

/** Those that are wanted and can be had; of the others, why not. */
export async function openBrokers(
  context: DeliveryContext,
): Promise<{ readonly brokers: readonly Broker[]; readonly missing: MatrixData['missing'] }> {
  const { params, scope, services } = context;
  const wanted = chosenSystems(params);
  const brokers: Broker[] = [];
  const missing: { broker: BrokerName; skipped: Text }[] = [];
  const join = (name: BrokerName, server: Server, systems: readonly System[]) => {
    const { host, port, isPrivate, pause, resume, kill, restart } = server;
    const chosen = systems.filter(({ id }) => wanted.includes(id));
    if (chosen.length > 0)
      brokers.push({ name, host, port, isPrivate, pause, resume, kill, restart, systems: chosen });
  };
  for (const { config, systems } of redisServers) {
    const chosen = Object.entries(systems).filter(([id]) => wanted.includes(id as SystemId));
    if (chosen.length === 0) continue;
    const server = await scope.start(redis({ config }));
    join(
      'redis',
      server,
      chosen.map(([, system]) => system(server, context)),
    );
  }
  const { rabbitmq, kafka } = services;
  if (rabbitmq && 'skipped' in rabbitmq) missing.push({ broker: 'rabbitmq', ...rabbitmq });
  else if (rabbitmq)
    join(
      'rabbitmq',
      rabbitmq,
      rabbitKinds.map((kind) => rabbitSystem(rabbitmq, kind, context)),
    );
  if (kafka && 'skipped' in kafka) missing.push({ broker: 'kafka', ...kafka });
  else if (kafka)
    join(
      'kafka',
      kafka,
      kafkaKinds.map((kind) => kafkaSystem(kafka, kind)),
    );
  return { brokers, missing };
}

/** What of a handle the faults need. */
type Server = Omit<Broker, 'name' | 'systems'>;
