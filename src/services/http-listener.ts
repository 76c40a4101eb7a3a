import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Scope } from '../core/scope.ts';

export interface HttpListener {
  readonly server: Server;
  readonly port: number;
}

/**
 * An HTTP server in this process, on a free port of 127.0.0.1. It ends with the scope, and so do its connections; none
 * ends before that by itself, under somebody who is about to use it again.
 */
export async function listen(scope: Scope, handler: RequestListener): Promise<HttpListener> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  server.keepAliveTimeout = 0;
  await once(server, 'listening');
  scope.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, port: (server.address() as AddressInfo).port };
}
