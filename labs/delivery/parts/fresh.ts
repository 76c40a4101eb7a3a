// Servers that begin from nothing, one after the other, so that each has the machine for itself.
import {
  type Footprint,
  kafka,
  LabError,
  type PowerCut,
  powerCut,
  rabbitmq,
  redisCluster,
  redisOnDisk,
  type Text,
} from '../../../src/kit/run.ts';
import type { BrokerName, ServerId } from '../data.ts';
import { type DeliveryContext, vhost } from '../settings.ts';
import {
  chosenSystems,
  clusterBroker,
  kafkaBroker,
  rabbitBroker,
  redisBroker,
  redisServers,
} from './brokers.ts';
import type { Broker } from './system.ts';

export interface Fresh {
  readonly broker: Broker;
  footprint(): Promise<Footprint | null>;
  /** So far; null where nobody counts. */
  syncs(): Promise<number | null>;
}

export interface Source {
  readonly server: ServerId;
  start(): Promise<Fresh>;
}

/** The counter of fsyncs; why there is none, where there is none. */
export async function counterOf({ scope }: DeliveryContext): Promise<PowerCut | { readonly skipped: Text }> {
  try {
    return await scope.start(powerCut());
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const { what, next } = error.explanation;
    return { skipped: { ko: `${what.ko} ${next.ko}`, en: `${what.en} ${next.en}` } };
  }
}

export function sourcesOf(context: DeliveryContext, power?: PowerCut) {
  const { params, scope, services, signal } = context;
  const wanted = chosenSystems(params);
  const sources: Source[] = [];
  const missing: { broker: BrokerName; skipped: Text }[] = [];
  for (const { id, config, ids } of redisServers) {
    if (!ids.some((one) => wanted.includes(one))) continue;
    const start = async () => {
      const server = await scope.start(redisOnDisk({ save: '', ...config }, power));
      return freshOf(redisBroker(server, ids, signal), server);
    };
    sources.push({ server: id, start });
  }
  const { cluster } = services;
  if (cluster && 'skipped' in cluster) missing.push({ broker: 'redis-cluster', ...cluster });
  else if (cluster) {
    const start = async () => {
      const { nodes, ...rest } = await scope.start(redisCluster());
      const footprint = async () => added(await Promise.all(nodes.map((node) => node.footprint())));
      const broker = await clusterBroker({ nodes, ...rest }, signal);
      const kill = async () => void (await Promise.all(nodes.map((node) => node.kill())));
      return { broker: { ...broker, kill }, footprint, syncs: async () => null };
    };
    sources.push({ server: 'redis-cluster', start });
  }
  for (const name of ['rabbitmq', 'kafka'] as const) {
    const running = services[name];
    if (!running) continue;
    if ('skipped' in running) missing.push({ broker: name, ...running });
    else if (!running.isPrivate) missing.push({ broker: name, skipped: isOwn });
    else
      sources.push({
        server: name,
        async start() {
          if (name === 'kafka') {
            const server = await scope.start(kafka(power));
            return freshOf(kafkaBroker(server), server);
          }
          const server = await scope.start(rabbitmq({ arms: [vhost], ...(power && { power }) }));
          return freshOf(await rabbitBroker(server, context), server);
        },
      });
  }
  return { sources, missing };
}

const isOwn: Text = {
  ko: '내 서버라서 처음부터 띄워 볼 수 없어요.',
  en: 'A server of your own cannot be started from nothing.',
};

function freshOf(broker: Broker, { footprint, syncs }: Omit<Fresh, 'broker'>): Fresh {
  return { broker, footprint, syncs };
}

function added(footprints: readonly (Footprint | null)[]): Footprint | null {
  const known = footprints.filter((one) => one !== null);
  if (known.length < footprints.length) return null;
  const sum = (of: (one: Footprint) => number) => known.reduce((total, one) => total + of(one), 0);
  return {
    memoryBytes: sum(({ memoryBytes }) => memoryBytes),
    cpuMs: sum(({ cpuMs }) => cpuMs),
    openFiles: sum(({ openFiles }) => openFiles),
    diskBytes: sum(({ diskBytes }) => diskBytes),
  };
}
