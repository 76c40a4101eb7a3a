import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Program, RunningService, Service, ServiceHost } from '../core/service.ts';
import { type Balancer, readyPath, startBalancer } from './balancer.ts';

export const nginxProgram: Program = {
  name: 'nginx',
  binaries: ['nginx'],
  versionArgs: ['-v'],
  packages: { apt: 'nginx', dnf: 'nginx', pacman: 'nginx', apk: 'nginx', brew: 'nginx' },
};

/** A private nginx on a free port of 127.0.0.1. */
export interface Nginx extends Balancer {
  /** What a log file of its configuration holds by now: `access_log bytes.log …` is read as `bytes.log`. */
  log(file: string): Promise<string>;
}

export interface NginxOptions {
  /** What stands in `http { … }` before the one server: upstreams, maps, log formats. */
  readonly http: string;
  /** What stands in `server { … }`: the locations. */
  readonly server: string;
}

/**
 * One process does all the work: the real thing keeps the state of its balancing in each worker separately,
 * and an experiment wants one state.
 */
export function nginx(options: NginxOptions): Service<Nginx> {
  return { name: 'nginx', programs: [nginxProgram], start: (host) => start(host, options) };
}

async function start(host: ServiceHost, options: NginxOptions): Promise<RunningService<Nginx>> {
  const { balancer, folder, info, stop } = await startBalancer(host, {
    program: nginxProgram,
    configFile: 'nginx.conf',
    // -e: the log it opens before it has read the configuration; otherwise it would want the system's own.
    args: (folder, configFile) => ['-p', folder, '-e', join(folder, 'error.log'), '-c', configFile],
    configuration: (port) => configuration(port, options),
  });
  return { info, stop, handle: { ...balancer, log: (file) => readFile(join(folder, file), 'utf8') } };
}

/**
 * Everything it writes stays in its folder (`-p`), which is not named here: a path may hold what its language reads as
 * something else. One connection may carry any number of requests.
 */
function configuration(port: number, { http, server }: NginxOptions): string {
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${name};`)
    .join('\n');
  return `daemon off;
master_process off;
worker_processes 1;
pid nginx.pid;
error_log error.log warn;
events { worker_connections 4096; }
http {
  access_log off;
${scratch}
  keepalive_requests 1000000;
  ${http}
  server {
    listen 127.0.0.1:${port};
    location = ${readyPath} { return 200; }
    ${server}
  }
}
`;
}
