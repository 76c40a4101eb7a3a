// Consumers that can die as programs do: kill -9, and no line of clean-up runs. They are a process of their own, which
// takes messages from the broker. What it does with one is told to us, and only our reply ends the work on it.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { nodeProcess, type Service, supervise } from '../../../src/kit/run.ts';
import type { SystemId } from '../data.ts';
import type { Line, Reach, Work } from './system.ts';

export interface Apart {
  /** SIGKILL, and its end awaited. */
  kill(): Promise<void>;
}

/** What the process is told on standard input: it holds passwords, and arguments are for everybody to see. */
export interface ApartOptions {
  readonly reach: Reach;
  readonly line: Line;
  readonly conversations: readonly { readonly system: SystemId; readonly channel: string }[];
  /** Where it reports. The secret is its first line: every user of the machine reaches 127.0.0.1. */
  readonly report: { readonly port: number; readonly secret: string };
}

/** `text` is null when a consumer is at work for the first time. */
export interface Told {
  readonly system: SystemId;
  readonly n: number;
  readonly text: string | null;
}

const readyWithinMs = 60_000;
const actor = 'consumer-1';

/** @param works by system: what is done with a message */
export function apart(
  options: Omit<ApartOptions, 'report'>,
  works: ReadonlyMap<SystemId, Work>,
): Service<Apart> {
  return {
    name: 'consumers',
    programs: [],
    async start(host) {
      const args = nodeProcess('delivery-consumers-process');
      const up = new Set<SystemId>();
      const desk = await openDesk(host.newSecret(), async ({ system, text }) => {
        if (text === null) up.add(system);
        else await works.get(system)?.(text);
      });
      const program = {
        name: 'consumers',
        file: process.execPath,
        args,
        input: JSON.stringify({ ...options, report: desk.address } satisfies ApartOptions),
        folder: await host.tempFolder('consumers'),
        async ready() {
          if (up.size < options.conversations.length) throw new Error('not every consumer is at work yet');
        },
        readyWithinMs,
      };
      const running = await supervise(host, program).catch((error: unknown) => {
        desk.close();
        throw error;
      });
      return {
        handle: {
          async kill() {
            await running.kill();
            host.note({ kind: 'state', actor, state: 'dead' });
          },
        },
        info: {
          name: 'consumers',
          version: `Node ${process.versions.node}`,
          args: [process.execPath, ...args],
        },
        async stop() {
          await running.kill();
          desk.close();
        },
      };
    },
  };
}

/** Takes what the process tells, and replies with its number when that is done with. */
async function openDesk(secret: string, take: (told: Told) => Promise<void>) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    const lines = createInterface(socket);
    // It was killed. The reader of lines says it once more, whoever has heard the socket.
    for (const one of [socket, lines]) one.on('error', () => {});
    let known = false;
    lines.on('line', async (line) => {
      if (!known) {
        known = line === secret;
        if (!known) socket.destroy();
        return;
      }
      const told = JSON.parse(line) as Told;
      await take(told);
      socket.write(`${told.n}\n`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: { port: (server.address() as AddressInfo).port, secret },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
