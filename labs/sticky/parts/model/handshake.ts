/**
 * A client's visit is a handshake of four consecutive requests, as Socket.IO makes it when it begins with
 * polling: open, send, poll, upgrade to WebSocket. All four must reach the server that opened the handshake,
 * because only that one knows its id: wherever the *sessions* are kept. The last request's connection stays
 * open. A client whose handshake broke is counted, and connects all the same, as one does that uses
 * WebSocket only and so needs a single request.
 *
 * Left out: time. 64 clients are at it at once; whose turn it is to send, or to be answered, is chance.
 */
import { hangUp, none, type World } from './world.ts';

export const handshakeRequests = 4;
const visitorsAtOnce = 64;

interface Visitor {
  readonly client: number;
  requests: number;
  /** The server of the first request: the only one that knows this handshake. */
  opener: number;
  /** The server that is working on a request of this client. */
  waitsFor: number;
  broken: boolean;
}

/** After so many turns the caller may do something else. */
const turnsAtAStretch = 100_000;

/** Sends those who come through their handshakes. */
export function* visit(world: World, comes: (client: number) => boolean): Generator<undefined> {
  const visitors: Visitor[] = [];
  const request = requester(world);
  let next = 0;

  function admit(): void {
    while (next < world.server.length && !comes(next)) next += 1;
    if (next === world.server.length) return;
    hangUp(world, next);
    visitors.push({ client: next, requests: 0, opener: none, waitsFor: none, broken: false });
    next += 1;
  }

  for (let place = 0; place < visitorsAtOnce; place += 1) admit();
  for (let turns = 1; visitors.length > 0; turns += 1) {
    if (turns % turnsAtAStretch === 0) yield;
    const turn = world.random.int(visitors.length);
    const visitor = visitors[turn] as Visitor;
    if (visitor.waitsFor !== none) {
      world.picker.release?.(visitor.waitsFor);
      visitor.waitsFor = none;
      continue;
    }
    request(visitor);
    if (visitor.requests < handshakeRequests) continue;
    connect(world, visitor);
    visitors[turn] = visitors.at(-1) as Visitor;
    visitors.pop();
    admit();
  }
}

/** Returns a function that sends a visitor's next request. One object stands for each client in turn. */
function requester(world: World): (visitor: Visitor) => void {
  const client = { address: 0, cookies: world.cookies?.jar ?? null };
  return (visitor) => {
    client.address = world.address[visitor.client] as number;
    world.cookies?.turnTo(visitor.client);
    const server = world.picker.pick(client);
    noteRequest(world, visitor.client, server);
    if (visitor.requests === 0) visitor.opener = server;
    if (server === none || server !== visitor.opener) visitor.broken = true;
    visitor.waitsFor = server;
    visitor.requests += 1;
  };
}

function noteRequest({ tally, server, session }: World, client: number, picked: number): void {
  tally.requests += 1;
  server[client] = picked;
  if (picked === none) {
    tally.unanswered += 1;
    return;
  }
  if (session[client] === picked) tally.foundInMemory += 1;
  session[client] = picked; // found there, or made there by logging in again
}

function connect({ socket, openedBy, pickers, tally }: World, visitor: Visitor): void {
  socket[visitor.client] = visitor.waitsFor;
  openedBy[visitor.client] = pickers.length - 1;
  tally.handshakes += 1;
  if (visitor.broken) tally.brokenHandshakes += 1;
}
