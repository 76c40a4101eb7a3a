// A chat server as a process of its own, so that it can die as servers do: kill -9, and no line of clean-up runs.
import { nodeProcess, type RedisServer, type Service, supervise } from '../../../src/kit/run.ts';

export interface ChatServerOptions {
  readonly redis: RedisServer['address'];
  readonly users: readonly string[];
  /** Who is connected comes in one after the other, over so long. */
  readonly arriveWithinMs: number;
  /** A SET of everybody who is online. */
  readonly onlineSet: string;
  /** Keys `<prefix><user>` with a TTL, renewed by a heartbeat. */
  readonly presences: readonly Presence[];
}

export interface Presence {
  readonly prefix: string;
  readonly ttlMs: number;
  readonly heartbeatMs: number;
}

export interface ChatServer {
  /** SIGKILL, and its end awaited. */
  kill(): Promise<void>;
}

const startsWithinMs = 10_000;

export function chatServer(options: ChatServerOptions, isUp: () => Promise<void>): Service<ChatServer> {
  const name = 'chat-server';
  return {
    name,
    programs: [],
    async start(host) {
      // The options come on standard input: they hold the password of Redis, and arguments are for everybody to see.
      const args = nodeProcess('chat-server-process');
      const process_ = await supervise(host, {
        name,
        file: process.execPath,
        args,
        input: JSON.stringify(options),
        folder: await host.tempFolder(name),
        ready: isUp,
        readyWithinMs: startsWithinMs + options.arriveWithinMs,
      });
      const info = { name, version: `Node ${process.versions.node}`, args: [process.execPath, ...args] };
      return { handle: { kill: process_.kill }, info, stop: process_.stop };
    },
  };
}
