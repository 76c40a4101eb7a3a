// The balancers of the act `crash`: as they come, and with what makes them notice.
import { type Haproxy, haproxy, type Nginx, nginx } from '../../../../src/kit/run.ts';
import type { StickyContext } from '../../settings.ts';

/** Every attempt to connect is over soon, or three of them would take three seconds. */
const attempts = ['  timeout connect 20ms', '  retries 3'];

export function startDyingHaproxy({ scope }: StickyContext, ports: readonly number[]): Promise<Haproxy> {
  const backend = (name: string, more: readonly string[], check = '') => [
    `backend ${name}`,
    '  balance roundrobin',
    '  cookie SRV insert indirect nocache',
    ...attempts,
    ...more,
    ...ports.map((port, index) => `  server s${index + 1} 127.0.0.1:${port} cookie s${index + 1}${check}`),
  ];
  return scope.start(
    haproxy({
      frontend: 'use_backend %[path,field(2,/)]',
      backends: [
        ...backend('no-check', []),
        ...backend('check', [], ' check inter 200 fastinter 200 fall 3'),
        ...backend('redispatch', ['  option redispatch']),
      ].join('\n'),
    }),
  );
}

export function startDyingNginx({ scope }: StickyContext, ports: readonly number[]): Promise<Nginx> {
  const servers = ports.map((port) => `server 127.0.0.1:${port};`).join(' ');
  return scope.start(
    nginx({ http: `upstream dying { ${servers} }`, server: 'location / { proxy_pass http://dying; }' }),
  );
}
