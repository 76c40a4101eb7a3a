// The way of every byte: client - network (our proxy, which counts) - nginx - server.
import { createRandom, type FaultProxy, nginx, proxy } from '../../../src/kit/run.ts';
import type { TransportsContext } from '../settings.ts';
import { type TransportServer, transportServer } from './transport-server.ts';

/** What has nginx hand on the wish to upgrade; an ordinary request keeps its connection to the server for the next. */
export const upgrading = {
  http: "map $http_upgrade $connection_upgrade { default upgrade; '' ''; }",
  server: `proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;`,
};

const idleToServers = 64;

export function upstream(name: string, ports: readonly number[], how = ''): string {
  const servers = ports.map((port) => `server 127.0.0.1:${port};`).join(' ');
  return `upstream ${name} { ${how} ${servers} keepalive ${idleToServers}; }`;
}

export interface Route {
  readonly server: TransportServer;
  /** In front of nginx: where clients connect, and where bytes are counted. */
  readonly network: FaultProxy;
  readonly nginxPort: number;
}

/** One server behind nginx, which hands everything on at once. */
export async function openRoute(
  context: TransportsContext,
  clients = context.params.clients,
): Promise<Route> {
  const server = await context.scope.start(transportServer());
  const { port } = await context.scope.start(
    nginx({
      http: `${upgrading.http}\n  ${upstream('app', [server.port])}`,
      server: `${upgrading.server}\n    proxy_buffering off;\n    location / { proxy_pass http://app; }`,
      clients,
    }),
  );
  return { server, nginxPort: port, network: await openNetwork(context, port) };
}

export function openNetwork({ scope, seed }: TransportsContext, port: number): Promise<FaultProxy> {
  const random = createRandom(seed).fork('network').next;
  return scope.start(proxy({ upstream: { host: '127.0.0.1', port }, random }));
}
