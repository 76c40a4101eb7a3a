/**
 * The words that every strategy of this lab uses. A strategy is a function: give it the list of servers and
 * it returns a picker; give the picker a client and it returns the position of a server in that list.
 */
import { exitCodes, LabError, type Text } from '../../../src/kit/judge.ts';

/**
 * - `up`: takes everybody.
 * - `down`: the balancer has been told, or a health check has found, that nobody is to be sent there.
 * - `drain`: takes no new clients; those whose cookie or table entry names it may still come.
 * - `maint`: taken out by its operator, for everybody.
 * - `crashed`: the process is gone. nginx (without paid health checks) learns it from the first connection
 *   that fails; HAProxy and the ALB look now and then: until then it is `unnoticed`, and who is sent there gets no answer.
 */
export type ServerState = 'up' | 'down' | 'drain' | 'maint' | 'crashed';

export interface Server {
  readonly host: string;
  readonly port: number;
  readonly weight: number;
  readonly state: ServerState;
  /** Used only while none of the others can be. */
  readonly backup?: boolean;
  /** Crashed, and no health check has found it out yet. nginx has none: it learns from the request that fails. */
  readonly unnoticed?: boolean;
}

/** The cookies of one browser. A `Map<string, string>` is one. */
export interface CookieJar {
  get(name: string): string | undefined;
  /** Without a lifetime the cookie stays until the browser is closed. */
  set(name: string, value: string, lifetimeSeconds?: number): unknown;
}

export interface Client {
  /** IPv4: the address as a 32-bit number, signed or not: 10.0.0.1 is 0x0a000001. IPv6: its 16 bytes. */
  readonly address: number | Uint8Array;
  /** null for a client that keeps no cookies. */
  readonly cookies: CookieJar | null;
}

/** In place of a server's position: nobody answers this request. */
export const noneAnswered = -1;

export interface Picker {
  /** The position of the server that answers this client's request, or -1 when none does. */
  pick(client: Client): number;
  /** The request or connection that `pick` gave to this server is over. Only strategies that count have it. */
  release?(server: number): void;
}

/**
 * How the list of servers came to change, and with it what the balancer still knows:
 * - `list`: lines were written into its configuration or taken out, and it was reloaded.
 * - `state`: an operator took a server out or put it back. HAProxy is told by its socket while it runs; the free
 *   nginx has no such socket, and so it is a reload, too.
 * - `crash`: a server died, and the balancer noticed.
 */
export type Change = 'list' | 'state' | 'crash';

/**
 * What outlives a change of the server list (open connections, a stick table) stays with the strategy; what a reload
 * loses is lost here as well. The first call has no change.
 */
export type Strategy = (servers: readonly Server[], change?: Change) => Picker;

/** What the real balancer would not start with is refused here too, with what to do instead. */
export function refuse(what: Text, why: Text, next: Text): never {
  throw new LabError(exitCodes.usage, { what, why, next });
}

/** Where a client says from which address it comes: the real balancers of this lab are told to believe it. */
export const addressHeader = 'X-Client';
