import { type ConnectOptions, cliForm } from './redis-client.ts';
import { openRedisSocket } from './redis-socket.ts';
import type { RedisAddress } from './redis-url.ts';
import { encodeCommand, replyReader } from './resp.ts';

export interface RedisPipeline {
  /**
   * All at once. Resolves when the server has answered each of them.
   * @throws the first error that it answered with, or that the connection was lost: then nobody knows which were done
   */
  send(commands: readonly string[][]): Promise<void>;
  disconnect(): void;
}

interface Batch {
  unanswered: number;
  refused: Error | null;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * A connection for many commands at once. A client library makes a promise of each of them and is the limit long
 * before Redis is, so this one writes and counts replies itself (`npm run bench -- brokers`).
 * @throws LabError that says why the server cannot be used
 */
export async function openRedisPipeline(
  address: RedisAddress,
  name: string,
  { through }: Pick<ConnectOptions, 'through'>,
  emitCommand: ((command: string) => void) | null,
): Promise<RedisPipeline> {
  const socket = await openRedisSocket(address, { name, ...(through ? { through } : {}) });
  const read = replyReader();
  const batches: Batch[] = [];
  socket.on('data', (chunk: Buffer) => {
    for (const refused of read(chunk)) {
      const [batch] = batches;
      if (!batch) return;
      batch.refused ??= refused;
      batch.unanswered -= 1;
      if (batch.unanswered > 0) continue;
      batches.shift();
      if (batch.refused) batch.reject(batch.refused);
      else batch.resolve();
    }
  });
  socket.on('close', () => {
    for (const { reject } of batches.splice(0)) reject(lost());
  });
  return {
    async send(commands) {
      if (socket.destroyed) throw lost();
      if (emitCommand) for (const command of commands) emitCommand(cliForm(command));
      if (commands.length === 0) return;
      socket.write(commands.map(encodeCommand).join(''));
      await new Promise<void>((resolve, reject) => {
        batches.push({ unanswered: commands.length, refused: null, resolve, reject });
      });
    },
    disconnect: () => void socket.destroy(),
  };
}

/** In the words of the client libraries: whoever puts it into ours goes by them. */
const lost = (): Error => new Error('connection closed');
