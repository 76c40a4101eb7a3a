// An arm of this lab is a shape (how connections are used) in a client's hands.
import type { Histogram } from '../../src/lab-kit.ts';

/**
 * fresh: connect, log in, ask, close, for every operation. one-by-one: one connection, and whoever wants it waits for
 * the one before. shared: one connection, everybody's requests on their way at once. auto-pipelined: the same, and the
 * library sends what was asked in one turn of the event loop as one piece. pool: N connections, one request each.
 * Of threads there are fresh ones, pools, and none: inline, the work is done where the request came in.
 */
export type ShapeId = 'fresh' | 'one-by-one' | 'shared' | 'auto-pipelined' | 'pool' | 'inline';

export type Client = 'ioredis' | 'node-redis' | 'raw' | 'pg' | 'worker' | 'piscina' | 'main';

export interface Shape {
  readonly id: ShapeId;
  readonly client: Client;
  /** Connections (or threads) in the pool; null for the shapes that have none. */
  readonly poolSize: number | null;
  /** Over TLS; without a word it is plain TCP. */
  readonly tls?: boolean;
  open(): Promise<OpenShape>;
}

export interface OpenShape {
  operation(): Promise<unknown>;
  /** For a shape that connects (or starts a thread) in every operation: how long that took, since this was last asked. */
  takeConnectTimes?(): Histogram;
  close(): void | Promise<void>;
}
