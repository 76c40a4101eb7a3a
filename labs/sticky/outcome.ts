import type { Server } from './balancing.ts';
import { none, type World } from './world.ts';

/** What became of the clients: plain figures, ready for the record. */
export interface Outcome {
  readonly clients: number;
  /** All picks made, those of the first arrival included: the work of the run. */
  readonly picks: number;
  readonly requests: number;
  /** Requests that no server answered. */
  readonly unanswered: number;
  /**
   * Requests that found the user's session. In a server's memory it is found only on the server that made it;
   * elsewhere the user must log in again. In Redis every server finds it, for one round trip a request.
   */
  readonly found: { readonly inMemory: number; readonly inRedis: number };
  readonly handshakes: number;
  readonly brokenHandshakes: number;
  /** Clients whose server at the end is another than before the first act. */
  readonly moved: number;
  /** How many clients each server has at the end. */
  readonly clientsOf: readonly number[];
  /** The fullest server against the mean, for its weight; null when no client is on a server that is up. */
  readonly maxOverMean: number | null;
  /** WebSockets that the scenario's acts cut: the most at one moment, and in all. */
  readonly reconnects: { readonly atOnce: number; readonly total: number };
}

/** `before` are the clients' servers before the first act. */
export function judge({ server, servers, tally }: World, before: Int16Array, arrivalPicks: number): Outcome {
  const clientsOf = servers.map(() => 0);
  let moved = 0;
  for (const [client, now] of server.entries()) {
    if (now !== none) clientsOf[now] = (clientsOf[now] as number) + 1;
    if (now !== before[client]) moved += 1;
  }
  return {
    clients: server.length,
    picks: arrivalPicks + tally.requests,
    requests: tally.requests,
    unanswered: tally.unanswered,
    found: { inMemory: tally.foundInMemory, inRedis: tally.requests - tally.unanswered },
    handshakes: tally.handshakes,
    brokenHandshakes: tally.brokenHandshakes,
    moved,
    clientsOf,
    maxOverMean: maxOverMean(servers, clientsOf),
    reconnects: { atOnce: tally.cutAtOnce, total: tally.cut },
  };
}

/** Counts only servers that are up; 1 is perfectly even. */
export function maxOverMean(servers: readonly Server[], clientsOf: readonly number[]): number | null {
  let most = 0;
  let clients = 0;
  let weight = 0;
  for (const [index, server] of servers.entries()) {
    if (server.state !== 'up' || server.weight === 0) continue;
    const own = clientsOf[index] ?? 0;
    most = Math.max(most, own / server.weight);
    clients += own;
    weight += server.weight;
  }
  return clients === 0 ? null : most / (clients / weight);
}
