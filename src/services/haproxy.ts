import { connect } from 'node:net';
import { join } from 'node:path';
import type { Program, RunningService, Service, ServiceHost } from '../core/service.ts';
import { type Balancer, readyPath, startBalancer } from './balancer.ts';

export const haproxyProgram: Program = {
  name: 'haproxy',
  binaries: ['haproxy'],
  versionArgs: ['-v'],
  packages: { apt: 'haproxy', dnf: 'haproxy', pacman: 'haproxy', apk: 'haproxy', brew: 'haproxy' },
};

/** A private HAProxy on a free port of 127.0.0.1. */
export interface Haproxy extends Balancer {
  /** Says a line to its admin socket and answers the reply: `show stat`, `set server b/s1 state drain`. */
  admin(line: string): Promise<string>;
}

export interface HaproxyOptions {
  /** What stands in the one `frontend`. */
  readonly frontend: string;
  /** The sections after it: the backends. */
  readonly backends: string;
}

/** One thread: its threads share what they balance by, but who comes first among them is chance. */
export function haproxy(options: HaproxyOptions): Service<Haproxy> {
  return { name: 'haproxy', programs: [haproxyProgram], start: (host) => start(host, options) };
}

async function start(host: ServiceHost, options: HaproxyOptions): Promise<RunningService<Haproxy>> {
  const { balancer, folder, info, stop } = await startBalancer(host, {
    program: haproxyProgram,
    configFile: 'haproxy.cfg',
    args: (_, configFile) => ['-db', '-f', configFile], // -db: in the foreground
    configuration: (port) => configuration(port, options),
  });
  return { info, stop, handle: { ...balancer, admin: (line) => ask(join(folder, 's'), line) } };
}

/** It works in its folder, so the socket's path is one name: a path may hold what its language reads as something else. */
function configuration(port: number, { frontend, backends }: HaproxyOptions): string {
  return `global
  nbthread 1
  maxconn 4000
  stats socket unix@s mode 600 level admin
defaults
  mode http
  timeout connect 1s
  timeout client 1h
  timeout server 1h
frontend front
  bind 127.0.0.1:${port}
  http-request return status 200 if { path ${readyPath} }
${indented(frontend)}
${backends}
`;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

function ask(socketFile: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = '';
    const socket = connect(socketFile, () => socket.write(`${line}\n`));
    socket.setEncoding('utf8').on('data', (text: string) => {
      reply += text;
    });
    socket.once('end', () => resolve(reply));
    socket.once('error', reject);
  });
}
