// A chat server for a lab or for `chat serve`: a process of its own that can be drained, killed, frozen and started again.
import type { Service } from '../core/service.ts';
import { writeLogin } from '../services/held.ts';
import { nodeProcess } from '../services/node-program.ts';
import { onFreePort } from '../services/port.ts';
import { type Supervised, supervise } from '../services/supervise.ts';
import type { ChatOptions } from './server.ts';

/** What it is started with; the port is found. */
export interface ChatNodeOptions extends Omit<ChatOptions, 'request'> {
  /** How long a polite end may take. */
  readonly drainMs: number;
  /** Whether it hands out its page, and a token to whoever asks. */
  readonly page?: boolean;
}

export interface ChatNode {
  readonly name: string;
  readonly port: number;
  readonly url: string;
  pid(): number;
  pause(): void;
  resume(): void;
  /** SIGKILL, and its end awaited. */
  kill(): Promise<void>;
  /** SIGTERM: it asks its clients to move, and its end is awaited. */
  drain(): Promise<void>;
  /** On the same port, after `kill` or `drain`. */
  restart(): Promise<void>;
}

/** What `chat join` signs its token with, where the server gives none to whoever asks. */
export const secretVariable = 'REDIS_LAB_CHAT_SECRET';

const readyWithinMs = 10_000;
const answerWithinMs = 1_000;

export function chatNode(options: Omit<ChatNodeOptions, 'port'>): Service<ChatNode> {
  const { name, mode, secret, redis } = options;
  const { password } = 'host' in redis ? redis : (redis[0] ?? {});
  return serverNode(options, 'chat-node-process', {
    // Some acts try one mode beside the other.
    name: mode === 'recovery' ? name : `${name} (${mode})`,
    login: { [secretVariable]: secret, ...(password === undefined ? {} : { REDISCLI_AUTH: password }) },
  });
}

/** As a learner gets it into their hands (`--hold`). */
interface HeldNode {
  readonly name: string;
  readonly login: Readonly<Record<string, string>>;
}

/**
 * Any program of ours that reads its options and a port from standard input, and says on /healthz which process it is.
 * @param program the module, as `nodeProcess` takes it
 * @param held null for one that is not handed over
 */
export function serverNode(
  options: { readonly name: string },
  program: string,
  held: HeldNode | null = null,
): Service<ChatNode> {
  const { name } = options;
  return {
    name,
    programs: [],
    async start(host) {
      const args = nodeProcess(program);
      const folder = await host.tempFolder(name);
      const launch = async (port: number): Promise<{ port: number; process_: Supervised }> => {
        const process_ = await supervise(host, {
          name,
          file: process.execPath,
          args,
          input: JSON.stringify({ ...options, port }),
          folder,
          ready: (pid) => answers(port, pid),
          readyWithinMs,
        });
        return { port, process_ };
      };
      const first = await onFreePort(launch);
      const { port } = first;
      let { process_ } = first;
      const note = (state: 'up' | 'paused' | 'dead' | 'draining') =>
        host.note({ kind: 'state', actor: name, state });
      const handle: ChatNode = {
        name,
        port,
        url: `ws://127.0.0.1:${port}`,
        pid: () => process_.pid,
        pause() {
          note('paused');
          process_.pause();
        },
        resume() {
          process_.resume();
          note('up');
        },
        async kill() {
          await process_.kill();
          note('dead');
        },
        async drain() {
          note('draining');
          await process_.stop();
          note('dead');
        },
        async restart() {
          process_ = (await launch(port)).process_;
          note('up');
        },
      };
      const info = { name, version: `Node ${process.versions.node}`, args: [process.execPath, ...args] };
      const url = `http://127.0.0.1:${port}`;
      const running = { handle, info, stop: () => process_.kill() };
      if (!held) return running;
      return {
        ...running,
        handOver: async () => ({
          name: held.name,
          url,
          pid: () => (process_.isAlive() ? process_.pid : null),
          logFile: process_.logFile,
          client: `redis-lab chat join --url ${url} --name kim`,
          login: await writeLogin(folder, held.login),
          ask: async ([path = '/']) => {
            const reply = await fetch(new URL(path, url), { signal: AbortSignal.timeout(answerWithinMs) });
            return await reply.text();
          },
          restart: handle.restart,
        }),
      };
    },
  };
}

/** Ready is the one that we started: the port may have gone to somebody else. Whether Redis is there is another question. */
async function answers(port: number, pid: number): Promise<void> {
  const reply = await fetch(`http://127.0.0.1:${port}/healthz`, {
    signal: AbortSignal.timeout(answerWithinMs),
  });
  const said = (await reply.json()) as { pid?: number };
  if (said.pid !== pid) throw new Error('another process answers');
}
