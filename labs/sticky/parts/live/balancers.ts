// The real balancers of the acts with real connections, and how they are told to carry WebSockets.
import {
  type Haproxy,
  type HaproxyOptions,
  haproxy,
  type Nginx,
  type NginxOptions,
  nginx,
  nginxLacks,
} from '../../../../src/kit/run.ts';
import type { NginxMethod } from '../../data.ts';
import type { StickyContext } from '../../settings.ts';
import { addressHeader } from '../balancing.ts';

/** The path /ip_hash/… leads to the three servers under that method. */
const nginxMethods = ['round_robin', 'least_conn', 'ip_hash', 'consistent'] as const satisfies NginxMethod[];

const directiveOf: Readonly<Record<NginxMethod, string>> = {
  round_robin: '',
  least_conn: 'least_conn;',
  ip_hash: 'ip_hash;',
  consistent: 'hash $remote_addr consistent;',
};

/** What has nginx hand on the wish to upgrade: "Upgrade" is meant for the next hop only. */
export const upgrading = {
  http: "map $http_upgrade $connection_upgrade { default upgrade; '' close; }",
  server: `proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;`,
};

const realip = 'http_realip_module';

/** What a method needs that a build of nginx may lack. */
const modulesOf: Readonly<Record<NginxMethod, readonly string[]>> = {
  round_robin: [],
  least_conn: ['http_upstream_least_conn_module'],
  ip_hash: ['http_upstream_ip_hash_module', realip],
  consistent: ['http_upstream_hash_module', realip],
};

export interface LiveNginx extends Nginx {
  readonly options: NginxOptions;
  /** Those that this build has. */
  readonly methods: readonly NginxMethod[];
  readonly lacking: readonly string[];
}

/** nginx in front of these ports. */
export async function startNginx(
  { scope, params }: StickyContext,
  ports: readonly number[],
): Promise<LiveNginx> {
  const lacking = await nginxLacks([...new Set(nginxMethods.flatMap((method) => modulesOf[method]))]);
  const methods = nginxMethods.filter((method) => !modulesOf[method].some((one) => lacking.includes(one)));
  const options = { ...nginxConfig(ports, methods, lacking), clients: params.connections };
  return { ...(await scope.start(nginx(options))), options, methods, lacking };
}

/** HAProxy in front of these ports, with a cookie. */
export function startHaproxy({ scope, params }: StickyContext, ports: readonly number[]): Promise<Haproxy> {
  return scope.start(haproxy({ ...haproxyConfig(ports), clients: params.connections }));
}

function nginxConfig(
  ports: readonly number[],
  methods: readonly NginxMethod[],
  lacking: readonly string[],
): NginxOptions {
  const believed = `set_real_ip_from 127.0.0.0/8;\n  real_ip_header ${addressHeader};`;
  const servers = ports.map((port) => `server 127.0.0.1:${port};`).join(' ');
  return {
    http: `${upgrading.http}
  log_format bytes '$arg_frames $bytes_sent';
  ${lacking.includes(realip) ? '' : believed}
  ${methods.map((method) => `upstream ${method} { ${directiveOf[method]} ${servers} }`).join('\n  ')}`,
    server: `${upgrading.server}
    add_header X-Upstream $upstream_addr always;
    ${methods.map((method) => `location /${method}/ { proxy_pass http://${method}/; }`).join('\n    ')}
    location /counted/ { access_log bytes.log bytes; proxy_pass http://round_robin/; }`,
  };
}

function haproxyConfig(ports: readonly number[]): HaproxyOptions {
  const servers = ports.map((port, index) => `  server s${index + 1} 127.0.0.1:${port} cookie s${index + 1}`);
  return {
    frontend: 'default_backend cookie',
    backends: [
      'backend cookie',
      '  balance roundrobin',
      '  cookie SRV insert indirect nocache',
      ...servers,
    ].join('\n'),
  };
}

/** What goes into the data of an act when a build lacks modules. */
export function lackingIn(balancer: LiveNginx | null): { lacking?: readonly string[] } {
  return balancer && balancer.lacking.length > 0 ? { lacking: balancer.lacking } : {};
}
