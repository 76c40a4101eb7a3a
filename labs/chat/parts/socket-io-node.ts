// A server of Socket.IO as a process of its own, with the verbs of a chat server.
import { type ChatNode, type RedisServer, type Service, serverNode } from '../../../src/kit/run.ts';

export interface SocketIoOptions {
  readonly name: string;
  readonly secret: string;
  readonly redis: RedisServer['address'];
  readonly beatMs: number;
  readonly drainMs: number;
  /** Messages of all rooms that its stream keeps; null for the adapter of Pub/Sub, which keeps none. */
  readonly keep: number | null;
}

export function socketIoNode(options: SocketIoOptions): Service<ChatNode> {
  return serverNode(options, 'socket-io-node-process');
}
