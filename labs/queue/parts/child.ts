// A program of ours as a process of its own, so that it can die as programs do: kill -9, and no line of clean-up runs.
import { nodeProcess, type Service, supervise } from '../../../src/kit/run.ts';

export interface Child {
  pid(): number;
  /** SIGKILL, and its end awaited. */
  kill(): Promise<void>;
  restart(): Promise<void>;
}

export interface ChildOptions {
  readonly name: string;
  /** Where one sees from outside what it does. */
  readonly url: string;
  readonly program: 'queue-shop-process' | 'queue-worker-process';
  /** On standard input: it holds passwords, and arguments are for everybody to see. */
  readonly input: unknown;
  readonly ready: (pid: number) => Promise<void>;
  /** Whether it is handed over to the learner (`--hold`). */
  readonly held?: boolean;
  /** Called when it ends by itself; else the run fails. */
  readonly onDeath?: ((restart: () => Promise<number>) => void) | undefined;
}

/** RabbitMQ may be on its way up, too. */
const readyWithinMs = 60_000;

export function child({ name, url, program, input, ready, held, onDeath }: ChildOptions): Service<Child> {
  return {
    name,
    programs: [],
    async start(host) {
      const args = nodeProcess(program);
      const folder = await host.tempFolder(name);
      const launch = () =>
        supervise(onDeath ? { ...host, fail: () => onDeath(revive) } : host, {
          name,
          file: process.execPath,
          args,
          input: JSON.stringify(input),
          folder,
          ready,
          readyWithinMs,
        });
      const note = (state: 'up' | 'dead') => host.note({ kind: 'state', actor: name, state });
      async function restart(): Promise<void> {
        running = await launch();
        note('up');
      }
      async function revive(): Promise<number> {
        await restart();
        return running.pid;
      }
      let running = await launch();
      return {
        handle: {
          pid: () => running.pid,
          async kill() {
            await running.kill();
            note('dead');
          },
          restart,
        },
        info: { name, version: `Node ${process.versions.node}`, args: [process.execPath, ...args] },
        ...(held
          ? {
              handOver: async () => ({
                name,
                url,
                pid: () => (running.isAlive() ? running.pid : null),
                logFile: running.logFile,
                client: null,
                login: null,
                restart,
              }),
            }
          : {}),
        stop: () => running.kill(),
      };
    },
  };
}
