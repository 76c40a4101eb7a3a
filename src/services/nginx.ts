import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Program, RunningService, Service, ServiceHost } from '../core/service.ts';
import { httpReady } from './http-ready.ts';
import { onFreePort } from './port.ts';
import { requireProgram } from './programs.ts';
import { supervise } from './supervise.ts';

export const nginxProgram: Program = {
  name: 'nginx',
  binaries: ['nginx'],
  versionArgs: ['-v'],
  packages: { apt: 'nginx', dnf: 'nginx', pacman: 'nginx', apk: 'nginx', brew: 'nginx' },
};

/** A private nginx on a free port of 127.0.0.1. */
export interface Nginx {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly url: string;
  readonly pid: number;
  readonly version: string;
  /** What a log file of its configuration holds by now: `access_log bytes.log …` is read as `bytes.log`. */
  log(file: string): Promise<string>;
  pause(): void;
  resume(): void;
  /** SIGKILL: its connections end, its servers live on. */
  kill(): Promise<void>;
}

export interface NginxOptions {
  /** What stands in `http { … }` before the one server: upstreams, maps, log formats. */
  readonly http: string;
  /** What stands in `server { … }`: the locations. */
  readonly server: string;
}

const readyWithinMs = 10_000;
const readyPath = '/redis-lab-ready';

/**
 * One process does all the work: the real thing keeps the state of its balancing in each worker separately,
 * and an experiment wants one state.
 */
export function nginx(options: NginxOptions): Service<Nginx> {
  return { name: 'nginx', programs: [nginxProgram], start: (host) => start(host, options) };
}

async function start(host: ServiceHost, options: NginxOptions): Promise<RunningService<Nginx>> {
  const program = await requireProgram(nginxProgram);
  const folder = await host.tempFolder('nginx');
  const configFile = join(folder, 'nginx.conf');
  // -e: the log it opens before it has read the configuration; otherwise it would want the system's own.
  const args = ['-p', folder, '-e', join(folder, 'error.log'), '-c', configFile];
  const { port, process } = await onFreePort(async (port) => {
    await writeFile(configFile, configuration(port, folder, options));
    const process = await supervise(host, {
      name: nginxProgram.name,
      file: program.file,
      args,
      folder,
      ready: () => httpReady(port, readyPath),
      readyWithinMs,
    });
    return { port, process };
  });
  return {
    info: { name: 'nginx', version: program.version, args: [program.file, ...args] },
    handle: {
      host: '127.0.0.1',
      port,
      url: `http://127.0.0.1:${port}`,
      pid: process.pid,
      version: program.version,
      log: (file) => readFile(join(folder, file), 'utf8'),
      pause: process.pause,
      resume: process.resume,
      kill: process.kill,
    },
    stop: process.stop,
  };
}

/** Everything it writes stays in its folder, and one connection may carry any number of requests. */
function configuration(port: number, folder: string, { http, server }: NginxOptions): string {
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${folder}/${name};`)
    .join('\n');
  return `daemon off;
master_process off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
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
