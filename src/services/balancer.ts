import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { LabError, RefusedError } from '../core/errors.ts';
import type { ServerInfo } from '../core/server-info.ts';
import type { HeldServer, Program, ServiceHost } from '../core/service.ts';
import type { ActorState } from '../core/trace.ts';
import { onFreePort } from './port.ts';
import { requireProgram } from './programs.ts';
import { type Supervised, supervise } from './supervise.ts';

/** What nginx and HAProxy have in common as services: a configuration file, a port, an answer to a GET. */
export interface Balancer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly url: string;
  /** Of the process that was started first; a reload of HAProxy starts another. */
  readonly pid: number;
  readonly version: string;
  pause(): void;
  resume(): void;
  /** SIGKILL: its connections end, the servers behind it live on. */
  kill(): Promise<void>;
}

export interface BalancerProgram {
  readonly program: Program;
  /** As its own people call it: `nginx.conf`. */
  readonly configFile: string;
  /** The command line that keeps it in the foreground and in its folder. */
  args(folder: string, configFile: string): string[];
  /** A whole configuration; it must answer a GET of `readyPath` on that port with 200. */
  configuration(port: number): string;
}

export interface StartedBalancer {
  readonly balancer: Balancer;
  readonly folder: string;
  readonly info: ServerInfo;
  /** Writes its configuration file anew; it goes on with the old one until it is told. */
  configure(configuration: BalancerProgram['configuration']): Promise<void>;
  /** A second process takes the port over with this configuration; the first is asked (SIGUSR1) to finish, and ends. */
  replace(
    configuration: BalancerProgram['configuration'],
    ready: (pid: number) => Promise<void>,
  ): Promise<void>;
  handOver(): Promise<HeldServer>;
  stop(): Promise<void>;
}

/** Of this program alone: on a port that somebody else was given a moment before, another balancer of ours may answer. */
export const readyPath = `/redis-lab-ready-${randomBytes(6).toString('hex')}`;
const readyWithinMs = 10_000;
const answerWithinMs = 1_000;

/** @throws RefusedError with the program's own words when it does not come up */
export async function startBalancer(host: ServiceHost, wanted: BalancerProgram): Promise<StartedBalancer> {
  const { name } = wanted.program;
  const { file, version } = await requireProgram(wanted.program);
  const folder = await host.socketFolder(name);
  const configFile = join(folder, wanted.configFile);
  const args = wanted.args(folder, configFile);
  const launch = async (port: number): Promise<{ port: number; process: Supervised }> => {
    await writeFile(configFile, wanted.configuration(port));
    const ready = () => answersWith200(port);
    return { port, process: await supervise(host, { name, file, args, folder, ready, readyWithinMs }) };
  };
  const { port, process: first } = await onFreePort(launch).catch((error: unknown) => {
    // It is here and is of no use: whoever wants it goes without, as where it is missing.
    throw error instanceof LabError
      ? new RefusedError(error.exitCode, error.explanation, { cause: error })
      : error;
  });
  let process = first;
  const note = (state: ActorState) => host.note({ kind: 'state', actor: name, state });
  const configure = (configuration: BalancerProgram['configuration']) =>
    writeFile(configFile, configuration(port));
  return {
    balancer: {
      host: '127.0.0.1',
      port,
      url: `http://127.0.0.1:${port}`,
      pid: first.pid,
      version,
      pause() {
        note('paused');
        process.pause();
      },
      resume() {
        process.resume();
        note('up');
      },
      async kill() {
        await process.kill();
        note('dead');
      },
    },
    folder,
    info: { name, version, args: [file, ...args] },
    configure,
    async replace(configuration, ready) {
      await configure(configuration);
      const next = await supervise(host, { name, file, args, folder, ready, readyWithinMs });
      await process.stop('SIGUSR1');
      process = next;
    },
    handOver: async () => ({
      name,
      url: `http://127.0.0.1:${port}`,
      pid: () => (process.isAlive() ? process.pid : null),
      logFile: process.logFile,
      client: null,
      login: null,
      async restart() {
        await process.stop();
        process = (await launch(port)).process;
      },
    }),
    stop: () => process.stop(),
  };
}

/** Readiness of a web server by its own protocol. */
function answersWith200(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: readyPath, agent: false }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`GET ${readyPath} was answered with ${response.statusCode}`));
    });
    request.setTimeout(answerWithinMs, () => request.destroy(new Error(`no answer to GET ${readyPath}`)));
    request.once('error', reject);
  });
}
