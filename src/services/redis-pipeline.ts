import { connectionError } from './connection-error.ts';
import { type ConnectOptions, cliForm } from './redis-client.ts';
import { turnedAway } from './redis-turned-away.ts';
import { type RedisAddress, tlsOptions } from './redis-url.ts';

const connectWithinMs = 3_000;

export interface RedisPipeline {
  /**
   * All at once, in as few writes as the socket's buffer allows. Resolves when the server has answered each of them.
   * @throws the first error that it answered with, or that the connection was lost: then nobody knows which were done
   */
  send(commands: readonly string[][]): Promise<void>;
  disconnect(): void;
}

/**
 * A connection for many commands at once, by node-redis. ioredis is the limit there long before Redis is, by its own
 * pipeline too (`npm run bench -- brokers`).
 * @throws LabError that says why the server cannot be used
 */
export async function openRedisPipeline(
  address: RedisAddress,
  name: string,
  { through }: Pick<ConnectOptions, 'through'>,
  emitCommand: ((command: string) => void) | null,
): Promise<RedisPipeline> {
  const { createClient, ErrorReply } = await import('redis');
  const { host, port } = through ?? address;
  const way = { host, port, connectTimeout: connectWithinMs, reconnectStrategy: false } as const;
  const client = createClient({
    socket: address.tls ? { ...way, ...tlsOptions(address), tls: true } : way,
    database: address.db,
    ...(address.username ? { username: address.username } : {}),
    ...(address.password ? { password: address.password } : {}),
    name,
    disableClientInfo: true,
  });
  client.on('error', () => {}); // The send that failed says it; without a listener the process would end.
  const disconnect = () => {
    if (client.isOpen) client.destroy();
  };
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true; // `connectTimeout` is for TCP alone: a server may take the connection and say nothing.
    disconnect();
  }, connectWithinMs);
  try {
    await client.connect();
  } catch (error) {
    disconnect();
    const cause = isLate ? new Error('no answer') : error;
    throw connectionError(address, (await turnedAway(address, cause)) ?? cause);
  } finally {
    clearTimeout(late);
  }
  return {
    async send(commands) {
      const pipeline = client.multi();
      for (const command of commands) {
        emitCommand?.(cliForm(command));
        pipeline.addCommand(command);
      }
      await pipeline.execAsPipeline().catch((error: unknown) => {
        // The name that ioredis gives what a server answered: whoever puts it into words goes by that.
        throw error instanceof ErrorReply ? Object.assign(error, { name: 'ReplyError' }) : error;
      });
    },
    disconnect,
  };
}
