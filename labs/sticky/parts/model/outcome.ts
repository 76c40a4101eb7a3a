import type { Outcome } from '../../data.ts';
import type { Server } from '../balancing.ts';
import { none, type World } from './world.ts';

/** `before` are the clients' servers before the scenario began. */
export function outcomeOf(
  { server, servers, tally }: World,
  before: Int16Array,
  arrivalPicks: number,
): Outcome {
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
