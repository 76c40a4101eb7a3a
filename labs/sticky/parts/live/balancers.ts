// The real balancers of the acts with real connections, and how they are told to carry WebSockets.
import {
  type Haproxy,
  type HaproxyOptions,
  haproxy,
  type Nginx,
  type NginxOptions,
  nginx,
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

/** nginx in front of these ports. */
export function startNginx({ scope }: StickyContext, ports: readonly number[]): Promise<Nginx> {
  return scope.start(nginx(nginxConfig(ports)));
}

/** HAProxy in front of these ports, with a cookie. */
export function startHaproxy({ scope }: StickyContext, ports: readonly number[]): Promise<Haproxy> {
  return scope.start(haproxy(haproxyConfig(ports)));
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
