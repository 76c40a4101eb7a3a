import type { Socket } from 'node:net';
import type { ServiceHost } from '../core/service.ts';
import { type ConnectOptions, connectRedis, type Redis } from './redis-client.ts';
import { openRedisPipeline, type RedisPipeline } from './redis-pipeline.ts';
import type { RedisServer } from './redis-server.ts';
import { openRedisSocket } from './redis-socket.ts';
import { type RedisAddress, showAddress } from './redis-url.ts';

export function describeAddress(
  address: RedisAddress,
): Pick<RedisServer, 'host' | 'port' | 'url' | 'address'> {
  return { host: address.host, port: address.port, url: showAddress(address), address };
}

/** Connections that end with their act, or with their server. */
export function connectionsOf(host: ServiceHost, address: RedisAddress) {
  const clients = new Set<Redis | RedisPipeline>();
  const sockets = new Set<Socket>();
  let acts = 0;
  function kept<Client extends Redis | RedisPipeline>(client: Client, act: number): Client {
    clients.add(client);
    // Its act gave up on it meanwhile, and the next one has need of its place.
    if (act !== acts) client.disconnect();
    return client;
  }
  return {
    async openSocket(): Promise<Socket> {
      const socket = await openRedisSocket(address);
      sockets.add(socket);
      return socket;
    },
    async connect(name: string, options: ConnectOptions = {}): Promise<Redis> {
      const act = acts;
      const client = await connectRedis(
        address,
        name,
        options,
        host.trace && !options.untraced ? host.emit : null,
      );
      return kept(client, act);
    },
    async pipeline(name: string, options: Pick<ConnectOptions, 'through'> = {}): Promise<RedisPipeline> {
      const act = acts;
      const note = (command: string) => host.emit({ kind: 'command', connection: name, command });
      return kept(await openRedisPipeline(address, name, options, host.trace ? note : null), act);
    },
    disconnect(): void {
      acts += 1;
      for (const client of clients) client.disconnect();
      for (const socket of sockets) socket.destroy();
      clients.clear();
      sockets.clear();
    },
  };
}
