// Who did what with which order, written down outside of whoever does it: what a killed program had done stays known.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Scope } from '../../../src/kit/run.ts';

/**
 * up: the program is at work, its process id in the place of an order's. got: an order came in over HTTP. published,
 * confirmed: it went to RabbitMQ, and RabbitMQ said yes. took: a worker was handed it. done: the work is done. failed:
 * it was not to be done. acked: RabbitMQ was told, and has heard it. dead: put among the dead letters.
 */
export type Step = 'up' | 'got' | 'published' | 'confirmed' | 'took' | 'done' | 'failed' | 'acked' | 'dead';

export interface Entry {
  readonly who: string;
  readonly step: Step;
  readonly id: number;
  /** The delivery attempt, from 1. */
  readonly n: number;
}

/** Where a program of ours reports. The secret is the first line: every user of the machine reaches 127.0.0.1. */
export interface LedgerAddress {
  readonly port: number;
  readonly secret: string;
}

export interface Ledger {
  readonly address: LedgerAddress;
  readonly entries: readonly Entry[];
  /** Ids in the order in which this happened to them; those of one arm come after the entries of the arm before. */
  ids(step: Step, from?: number): number[];
  /** For a program that starts: rejects until the very process has reported that it is up. */
  isUp(pid: number): Promise<void>;
}

export async function openLedger(
  scope: Scope,
  secret: string,
  onEntry: (entry: Entry) => void,
): Promise<Ledger> {
  const entries: Entry[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const lines = createInterface(socket);
    // Who reports may be killed. The reader of lines says it once more, whoever has heard the socket.
    for (const one of [socket, lines]) one.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    let known = false;
    lines.on('line', (line) => {
      if (!known) {
        known = line === secret;
        if (!known) socket.destroy();
        return;
      }
      const entry = JSON.parse(line) as Entry;
      entries.push(entry);
      onEntry(entry);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  scope.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    address: { port: (server.address() as AddressInfo).port, secret },
    entries,
    ids: (step, from = 0) =>
      entries
        .slice(from)
        .filter((entry) => entry.step === step)
        .map(({ id }) => id),
    async isUp(pid) {
      if (!entries.some(({ step, id }) => step === 'up' && id === pid)) throw new Error('it is not up yet');
    },
  };
}
