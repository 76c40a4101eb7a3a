import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Program, RunningService, Service, ServiceHost } from '../core/service.ts';
import { until } from '../core/until.ts';
import { type Balancer, readyPath, startBalancer } from './balancer.ts';
import { findProgram } from './programs.ts';

export const nginxProgram: Program = {
  name: 'nginx',
  binaries: ['nginx'],
  versionArgs: ['-v'],
  packages: { apt: 'nginx', dnf: 'nginx', pacman: 'nginx', apk: 'nginx', brew: 'nginx' },
};

/** Of these modules those that the nginx of this machine was built without: its configuration may not name what they do. */
export async function nginxLacks(modules: readonly string[]): Promise<string[]> {
  const found = await findProgram(nginxProgram);
  if (!found) return [...modules];
  const { stderr } = await promisify(execFile)(found.file, ['-V']).catch(() => ({ stderr: '' }));
  return lackingIn(stderr, modules);
}

/** @param built what `nginx -V` says: modules that were left out, and those that have to be asked for */
export function lackingIn(built: string, modules: readonly string[]): string[] {
  return modules.filter((module) =>
    askedFor.includes(module) ? !built.includes(`--with-${module}`) : built.includes(`--without-${module}`),
  );
}

const askedFor = ['http_realip_module'];

/** A private nginx on a free port of 127.0.0.1. */
export interface Nginx extends Balancer {
  /** What a log file of its configuration holds by now: `access_log bytes.log …` is read as `bytes.log`. */
  log(file: string): Promise<string>;
  /** `nginx -s reload`: new connections are for a new worker, those that are open stay with the old one. */
  reload(options: NginxOptions): Promise<void>;
}

export interface NginxOptions {
  /** What stands in `http { … }` before the one server: upstreams, maps, log formats. */
  readonly http: string;
  /** What stands in `server { … }`: the locations. */
  readonly server: string;
  /** So many clients may be connected at once; each takes two connections, its own and the one to a server. */
  readonly clients?: number;
  /** In place of those: the limit itself, where it is what is looked at. */
  readonly workerConnections?: number;
}

const fewClients = 500;
const reloadWithinMs = 10_000;
/** For its own sockets, and connections to servers that it keeps for the next request. */
const spare = 512;

/** What writes scratch files, each a module of its own. */
const scratchers = ['proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** One worker: nginx keeps the state of its balancing in each worker separately, and an experiment wants one state. */
export function nginx(options: NginxOptions): Service<Nginx> {
  return { name: 'nginx', programs: [nginxProgram], start: (host) => start(host, options) };
}

async function start(host: ServiceHost, options: NginxOptions): Promise<RunningService<Nginx>> {
  const lacking = await nginxLacks(scratchers.map((name) => `http_${name}_module`));
  const scratch = ['client_body', ...scratchers.filter((name) => !lacking.includes(`http_${name}_module`))];
  const { balancer, folder, info, configure, handOver, stop } = await startBalancer(host, {
    program: nginxProgram,
    configFile: 'nginx.conf',
    // -e: the log it opens before it has read the configuration; otherwise it would want the system's own.
    args: (folder, configFile) => ['-p', folder, '-e', join(folder, 'error.log'), '-c', configFile],
    configuration: (port) => configuration(port, options, scratch),
  });
  const log = (file: string) => readFile(join(folder, file), 'utf8');
  let reloads = 0;
  const handle: Nginx = {
    ...balancer,
    log,
    async reload(next) {
      await configure((port) => configuration(port, next, scratch));
      process.kill(balancer.pid, 'SIGHUP');
      reloads += 1;
      const retired = async () => (await log('error.log')).split('gracefully shutting down').length - 1;
      await until(async () => (await retired()) >= reloads, {
        signal: host.signal,
        what: { ko: 'nginx의 설정 다시 읽기', en: 'nginx reading its configuration anew' },
        withinMs: reloadWithinMs,
      });
    },
  };
  return { info, handOver, stop, handle };
}

/**
 * Everything it writes stays in its folder (`-p`), which is not named here: a path may hold what its language reads as
 * something else. One connection may carry any number of requests, and nginx does not end an idle one: a client on a very
 * busy machine would send its next request into it and see a socket that hangs up.
 */
function configuration(port: number, options: NginxOptions, scratch: readonly string[]): string {
  const { http, server, clients = fewClients, workerConnections = 2 * clients + spare } = options;
  return `daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log notice;
events { worker_connections ${workerConnections}; }
http {
  access_log off;
${scratch.map((name) => `  ${name}_temp_path ${name};`).join('\n')}
  keepalive_requests 1000000;
  keepalive_timeout 1h 1h;
  ${http}
  server {
    listen 127.0.0.1:${port};
    location = ${readyPath} { return 200; }
    ${server}
  }
}
`;
}
