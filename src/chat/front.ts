// What stands before the servers of a chat, and how it is told to carry WebSockets.
import type { HaproxyOptions } from '../services/haproxy.ts';
import type { NginxOptions } from '../services/nginx.ts';

/**
 * A refused connection is known at once, and the next server gets it (max_fails=0). Counted as down for a second each,
 * three servers that restart one after the other are all down together, and nginx turns everybody away.
 */
export function nginxFront(ports: readonly number[], clients: number): NginxOptions {
  const servers = ports.map((port) => `server 127.0.0.1:${port} max_fails=0;`).join(' ');
  return {
    clients,
    http: `upstream chat { zone chat 64k; least_conn; ${servers} }`,
    server: `proxy_http_version 1.1;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection upgrade;
    proxy_set_header Host $http_host;
    proxy_read_timeout 1h;
    proxy_connect_timeout 1s;
    location / { proxy_pass http://chat; }`,
  };
}

/** It asks /healthz, so a server that drains, or has lost its Redis, gets nobody new. */
export function haproxyFront(ports: readonly number[], clients: number): HaproxyOptions {
  return {
    clients,
    frontend: 'default_backend chat',
    backends: [
      'backend chat',
      '  balance leastconn',
      '  option httpchk GET /healthz',
      '  http-check send hdr Host 127.0.0.1',
      '  option redispatch',
      ...ports.map((port, index) => `  server s${index + 1} 127.0.0.1:${port} check inter 500ms`),
    ].join('\n'),
  };
}
