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
  /** `haproxy -sf`: a new process takes over, the old one finishes what is open and ends within 5 s. */
  reload(options: HaproxyOptions): Promise<void>;
}

export interface HaproxyOptions {
  /** What stands in the one `frontend`. */
  readonly frontend: string;
  /** The sections after it: the backends. */
  readonly backends: string;
  /** So many clients may be connected at once. */
  readonly clients?: number;
}

const fewClients = 500;
/** For those who look whether it is up. */
const spare = 100;

/** Its own name in a section `peers`: a process hands its tables to the next one under it. */
export const haproxyPeer = 'lab';

/** One thread: its threads share what they balance by, but who comes first among them is chance. */
export function haproxy(options: HaproxyOptions): Service<Haproxy> {
  return { name: 'haproxy', programs: [haproxyProgram], start: (host) => start(host, options) };
}

async function start(host: ServiceHost, options: HaproxyOptions): Promise<RunningService<Haproxy>> {
  const { balancer, folder, info, replace, handOver, stop } = await startBalancer(host, {
    program: haproxyProgram,
    configFile: 'haproxy.cfg',
    // -db: in the foreground; -L: what it is called among its peers
    args: (_, configFile) => ['-db', '-L', haproxyPeer, '-f', configFile],
    configuration: (port) => configuration(port, options),
  });
  const admin = (line: string) => ask(join(folder, 's'), line);
  const handle: Haproxy = {
    ...balancer,
    admin,
    reload: (next) =>
      replace(
        (port) => configuration(port, next),
        async (pid) => {
          if (!(await admin('show info')).includes(`Pid: ${pid}\n`)) throw new Error('the old one answers');
        },
      ),
  };
  return { info, handOver, stop, handle };
}

/** It works in its folder, so the socket's path is one name: a path may hold what its language reads as something else. */
function configuration(port: number, { frontend, backends, clients = fewClients }: HaproxyOptions): string {
  return `global
  nbthread 1
  maxconn ${clients + spare}
  stats socket unix@s mode 600 level admin
defaults
  mode http
  timeout connect 1s
  timeout client 1h
  timeout server 1h
frontend front
  bind 127.0.0.1:${port}
  monitor-uri ${readyPath}
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
