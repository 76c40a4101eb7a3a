// The systems of a broker for a process of its own, which has its address and nothing else.
import { connectRedis, kafkaClient, openAmqp } from '../../../src/kit/run.ts';
import { kafkaKinds, kafkaSystem } from './kafka-systems.ts';
import { pubsub, shardedPubsub } from './pubsub-systems.ts';
import { rabbitKinds, rabbitSystem } from './rabbit-systems.ts';
import { list, streams, streamsIds } from './redis-systems.ts';
import type { Reach, System } from './system.ts';

/** It is ended by a signal, and by nothing else. */
const { signal } = new AbortController();

/** To be attached to, not to be opened: what a conversation needs was made by whoever began it. */
export function systemsAt(reach: Reach): System[] {
  switch (reach.broker) {
    case 'redis': {
      const server = {
        connect: (name: string, options = {}) => connectRedis(reach.address, name, options, null),
        pipeline: notHere,
      };
      return [
        pubsub(server, signal),
        shardedPubsub(server, signal),
        list(server),
        ...streamsIds.map((id) => streams(server, id, signal)),
      ];
    }
    case 'rabbitmq': {
      const connect = (_: string, through = {}) => {
        const { host, port } = { host: reach.address.hostname, port: reach.address.port, ...through };
        return openAmqp({ ...reach.address, hostname: host, port });
      };
      const server = { connect, queue: (name: string) => name };
      return rabbitKinds.map((kind) => rabbitSystem(server, kind, { signal, places: reach.places }));
    }
    case 'kafka': {
      const server = {
        client: (options = {}) => kafkaClient(reach.address, options),
        name: (name: string) => name,
        createTopic: notHere,
        lag: notHere,
      };
      return kafkaKinds.map((kind) => kafkaSystem(server, kind));
    }
  }
}

const notHere = () => Promise.reject(new Error('a consumer makes, sends and asks nothing'));
