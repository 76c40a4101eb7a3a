/** The clients, the servers and what was counted: everything a simulated scenario changes. */
import type { Random } from '../../../../src/kit/run.ts';
import type { Picker, Server, Strategy } from '../balancing.ts';
import { type CookieColumns, createCookieColumns } from './cookie-columns.ts';
import type { Scenario } from './scenarios.ts';

/** In place of a server's position. */
export const none = -1;

export interface World {
  readonly scenario: Scenario;
  readonly strategy: Strategy;
  readonly random: Random;
  servers: readonly Server[];
  picker: Picker;
  tally: Tally;
  readonly cookies: CookieColumns | null;
  /** In these columns every client has one place: millions of them fit, as millions of objects would not. */
  readonly address: Int32Array;
  /** The server of the client's latest request. */
  readonly server: Int16Array;
  /** The server that holds the client's session in its memory. */
  readonly session: Int16Array;
  /** The server at the other end of the client's WebSocket. */
  readonly socket: Int16Array;
  /** All pickers so far, and which of them opened the client's WebSocket: an old one counts its own to their end. */
  readonly pickers: Picker[];
  readonly openedBy: Uint8Array;
}

export interface Tally {
  requests: number;
  unanswered: number;
  foundInMemory: number;
  handshakes: number;
  brokenHandshakes: number;
  cutAtOnce: number;
  cut: number;
}

export function createWorld(scenario: Scenario, strategy: Strategy, clients: number, random: Random): World {
  const picker = strategy(scenario.servers);
  return {
    scenario,
    strategy,
    random,
    servers: scenario.servers,
    picker,
    pickers: [picker],
    openedBy: new Uint8Array(clients),
    tally: emptyTally(),
    cookies: scenario.keepsCookies ? createCookieColumns(clients) : null,
    address: new Int32Array(clients).map(() => scenario.address(random)),
    server: new Int16Array(clients).fill(none),
    session: new Int16Array(clients).fill(none),
    socket: new Int16Array(clients).fill(none),
  };
}

export function emptyTally(): Tally {
  return {
    requests: 0,
    unanswered: 0,
    foundInMemory: 0,
    handshakes: 0,
    brokenHandshakes: 0,
    cutAtOnce: 0,
    cut: 0,
  };
}

/** The client's WebSocket ends, if it has one. */
export function hangUp(world: World, client: number): void {
  const server = world.socket[client] as number;
  if (server !== none) world.pickers[world.openedBy[client] as number]?.release?.(server);
  world.socket[client] = none;
}
