// The real balancers of acts 3 to 5, and how they are told to carry WebSockets.
import {
  findProgram,
  type HaproxyOptions,
  haproxy,
  haproxyProgram,
  type Nginx,
  type NginxOptions,
  nginx,
  nginxProgram,
} from '../../../src/lab-kit.ts';
import { addressHeader } from '../address-header.ts';
import type { StickyContext } from '../settings.ts';

/** The path /ip_hash/… leads to the three servers under that method. */
export const nginxMethods = ['round_robin', 'least_conn', 'ip_hash', 'consistent'] as const;
export type NginxMethod = (typeof nginxMethods)[number];

const directiveOf: Readonly<Record<NginxMethod, string>> = {
  round_robin: '',
  least_conn: 'least_conn;',
  ip_hash: 'ip_hash;',
  consistent: 'hash $remote_addr consistent;',
};

/** Null where nginx is missing. */
export async function startNginx({ scope }: StickyContext, ports: readonly number[]): Promise<Nginx | null> {
  return (await findProgram(nginxProgram)) ? await scope.start(nginx(nginxConfig(ports))) : null;
}

/** The URL of HAProxy, null where it is missing. */
export async function startHaproxy(
  { scope }: StickyContext,
  ports: readonly number[],
): Promise<string | null> {
  if (!(await findProgram(haproxyProgram))) return null;
  return (await scope.start(haproxy(haproxyConfig(ports)))).url;
}

function nginxConfig(ports: readonly number[]): NginxOptions {
  const servers = ports.map((port) => `server 127.0.0.1:${port};`).join(' ');
  return {
    // The balancer must hand on the wish to upgrade: "Upgrade" is meant for the next hop only.
    http: `map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  log_format bytes '$arg_frames $bytes_sent';
  set_real_ip_from 127.0.0.0/8;
  real_ip_header ${addressHeader};
  ${nginxMethods.map((method) => `upstream ${method} { ${directiveOf[method]} ${servers} }`).join('\n  ')}`,
    server: `proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
    add_header X-Upstream $upstream_addr always;
    ${nginxMethods.map((method) => `location /${method}/ { proxy_pass http://${method}/; }`).join('\n    ')}
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
