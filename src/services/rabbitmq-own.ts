import { exitCodes, LeftBehindError, messageOf } from '../core/errors.ts';
import type { RunningService, ServiceHost } from '../core/service.ts';
import { same } from '../core/text.ts';
import { amqpConnections, openAmqp } from './rabbitmq-client.ts';
import { cannotConnect } from './rabbitmq-errors.ts';
import type { RabbitmqServer } from './rabbitmq-server.ts';
import { type AmqpAddress, parseAmqpUrl, showAmqp } from './rabbitmq-url.ts';

/** The learner's own broker: one virtual host, names with the run's prefix, and those names deleted afterwards. */
export async function useOwnRabbitmq(
  host: ServiceHost,
  url: string,
): Promise<RunningService<RabbitmqServer>> {
  const address = parseAmqpUrl(url);
  const version = await askVersion(address);
  const { connect, channel, disconnect } = amqpConnections(() => address, host.fail);
  const queues = new Set<string>();
  const exchanges = new Set<string>();
  const named = (names: Set<string>) => (name: string) => {
    const ours = `redis-lab.${host.runId}.${name}`;
    names.add(ours);
    return ours;
  };
  const onlyPrivate = () => {
    throw new Error('a lab must skip an arm that stops RabbitMQ when it is not private');
  };
  return {
    info: { name: 'rabbitmq', version, args: [] },
    handle: {
      host: address.hostname,
      port: address.port,
      version,
      isPrivate: false,
      queue: named(queues),
      exchange: named(exchanges),
      address: () => address,
      connect,
      channel,
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
      await deleteAll(address, [...queues], [...exchanges]);
    },
  };
}

async function askVersion(address: AmqpAddress): Promise<string> {
  try {
    const connection = await openAmqp(address);
    const { version } = connection.connection.serverProperties;
    await connection.close();
    return version;
  } catch (error) {
    throw cannotConnect(address, error);
  }
}

/** @throws LeftBehindError with those that may still be there */
async function deleteAll(
  address: AmqpAddress,
  queues: readonly string[],
  exchanges: readonly string[],
): Promise<void> {
  const left = new Set([...queues, ...exchanges]);
  if (left.size === 0) return;
  try {
    const connection = await openAmqp(address);
    const channel = await connection.createChannel();
    channel.on('error', () => {}); // The deletion under way says it.
    // To delete what is not there is no error to RabbitMQ.
    for (const name of queues) await channel.deleteQueue(name).then(() => left.delete(name));
    for (const name of exchanges) await channel.deleteExchange(name).then(() => left.delete(name));
    await connection.close();
  } catch (error) {
    const still = (names: readonly string[]) => names.filter((name) => left.has(name));
    throw leftBehind(address, still(queues), still(exchanges), error);
  }
}

function leftBehind(
  address: AmqpAddress,
  queues: readonly string[],
  exchanges: readonly string[],
  cause: unknown,
): LeftBehindError {
  const list = [...queues, ...exchanges].join(', ');
  const commands = [
    ...queues.map((name) => `rabbitmqctl -p '${address.vhost}' delete_queue '${name}'`),
    ...exchanges.map((name) => `rabbitmqadmin -V '${address.vhost}' delete exchange name='${name}'`),
  ];
  return new LeftBehindError(
    exitCodes.runFailed,
    {
      what: {
        ko: `내 RabbitMQ(${showAmqp(address)})에 실험이 만든 큐나 교환기가 남았을 수 있어요: ${list}`,
        en: `Queues or exchanges of the run may be left on your RabbitMQ (${showAmqp(address)}): ${list}`,
      },
      why: same(messageOf(cause)),
      next: same(commands.join(' && ')),
    },
    { cause },
  );
}
