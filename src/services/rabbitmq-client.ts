import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { alarmRaised, cannotConnect } from './rabbitmq-errors.ts';
import type { AmqpAddress } from './rabbitmq-url.ts';

export type AmqpConnection = ChannelModel;

const connectWithinMs = 5_000;

/**
 * `noDelay`: without it a confirm of 2 KiB takes 44 ms on loopback (Nagle and the delayed acknowledgement).
 * @throws the client's own error
 */
export async function openAmqp(address: AmqpAddress): Promise<AmqpConnection> {
  const { connect } = await import('amqplib');
  // Its own timeout is for a silent server: of one that speaks another protocol it waits for ever, socket open.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error('no answer to the AMQP handshake')), connectWithinMs);
  const tooLate = new Promise<never>((_, reject) => {
    late.signal.addEventListener('abort', () => reject(late.signal.reason), { once: true });
  });
  try {
    const socketOptions = { noDelay: true, signal: late.signal };
    const connection = await Promise.race([connect({ ...address }, socketOptions), tooLate]);
    connection.on('error', () => {}); // What was under way says it.
    return connection;
  } finally {
    clearTimeout(timer);
  }
}

/** Another way to the same server: the fault proxy. */
export interface Through {
  readonly host: string;
  readonly port: number;
}

/**
 * The connections of an act: they end with it.
 * @param fail is told what RabbitMQ says when nobody waits for its answer: it blocks whoever publishes, or closes a channel
 */
export function amqpConnections(addressOf: (arm: string) => AmqpAddress, fail: (error: Error) => void) {
  const connections = new Set<AmqpConnection>();
  async function connect(arm: string, through?: Through, blocked = fail): Promise<AmqpConnection> {
    const address = { ...addressOf(arm), ...(through && { hostname: through.host, port: through.port }) };
    const connection = await openAmqp(address).catch((error: unknown) => {
      throw cannotConnect(address, error);
    });
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
    connection.once('blocked', (reason) => blocked(alarmRaised(address, reason)));
    return connection;
  }
  return {
    connect,
    async channel(arm: string): Promise<ConfirmChannel> {
      const channel = await (await connect(arm)).createConfirmChannel();
      channel.on('error', fail);
      return channel;
    },
    disconnect(): void {
      for (const connection of connections) connection.close().catch(() => {}); // It may be gone already.
      connections.clear();
    },
  };
}
