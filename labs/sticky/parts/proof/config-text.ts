// The same servers, in the words of nginx and in those of HAProxy.
import { type HaproxyOptions, haproxyPeer, type NginxOptions } from '../../../../src/kit/run.ts';
import { addressHeader, type Server } from '../balancing.ts';
import { checkPath, type ProofServer } from './farm.ts';

/** One upstream or backend: what it is called, the directives of its method, its servers. */
export interface Section {
  readonly name: string;
  readonly directives: readonly string[];
  readonly servers: readonly ProofServer[];
  /** Whether HAProxy asks its servers how they are; else it only tries to connect to those that are dead. */
  readonly checked?: boolean;
  /** Where HAProxy's processes hand their tables over. */
  readonly peerPort?: number;
}

/** The path /u3 leads to the upstream u3. */
export function nginxConfig(sections: readonly Section[]): NginxOptions {
  return {
    http: [
      'set_real_ip_from 127.0.0.0/8;',
      `real_ip_header ${addressHeader};`,
      // Connections to the servers are used again; which server is chosen before that.
      'proxy_http_version 1.1;',
      'proxy_set_header Connection "";',
      ...sections.map(
        ({ name, directives, servers }) =>
          `upstream ${name} { ${[...directives, ...servers.map(nginxServer)].join(' ')} keepalive 8; }`,
      ),
    ].join('\n  '),
    server: sections.map(({ name }) => `location = /${name} { proxy_pass http://${name}; }`).join('\n    '),
  };
}

function nginxServer({ host, port, weight, state, backup }: Server): string {
  // One failure is enough, and it is remembered for longer than the run: the model has no clock.
  const words = [`server ${host}:${port} weight=${weight} max_fails=1 fail_timeout=1h`];
  if (state === 'down' || state === 'maint') words.push('down');
  if (backup) words.push('backup');
  return `${words.join(' ')};`;
}

export function haproxyConfig(sections: readonly Section[]): HaproxyOptions {
  return {
    frontend: [
      `http-request set-src hdr(${addressHeader}) if { req.hdr(${addressHeader}) -m found }`,
      'use_backend %[path,field(2,/)]',
    ].join('\n'),
    backends: sections.map(backend).join('\n'),
  };
}

function backend({ name, directives, servers, checked, peerPort }: Section): string {
  const withCookie = directives.some((directive) => directive.startsWith('cookie'));
  const lines = [
    ...directives,
    ...(checked
      ? [
          `option httpchk GET ${checkPath(name)}`,
          'timeout check 10s',
          'default-server check inter 1s fastinter 50 fall 1',
        ]
      : []),
    ...servers.map((server) => haproxyServer(server, withCookie)),
  ];
  return [
    `backend ${name}`,
    ...lines.map((line) => `  ${line}`),
    ...(peerPort ? ['peers lab', `  peer ${haproxyPeer} 127.0.0.1:${peerPort}`] : []),
  ].join('\n');
}

/** A dead server is noticed at the first check. */
const atOnce = 'inter 50 fastinter 50 fall 1';

function haproxyServer({ number, host, port, weight, state, backup }: ProofServer, withCookie: boolean) {
  const name = nameOf(number);
  const words = [`server ${name} ${host}:${port} weight ${weight}`];
  if (withCookie) words.push(`cookie ${name}`);
  if (state === 'maint' || state === 'down') words.push('disabled');
  if (state === 'crashed') words.push(`check ${atOnce}`);
  if (backup) words.push('backup');
  return words.join(' ');
}

/** As HAProxy's people call it: a server keeps its name when the line above it goes. */
export function nameOf(number: number): string {
  return `s${number + 1}`;
}
