// An arm of this lab is a shape (how connections are used) in a client's hands.

import type { Histogram } from '../../../src/kit/run.ts';
import type { Client, ShapeId } from '../data.ts';

export interface Shape {
  readonly id: ShapeId;
  readonly client: Client;
  /** Connections (or threads) in the pool; null for the shapes that have none. */
  readonly poolSize: number | null;
  /** Over TLS; without a word it is plain TCP. */
  readonly tls?: boolean;
  /** PostgreSQL, where the two are compared. */
  readonly synchronousCommit?: 'on' | 'off';
  open(): Promise<OpenShape>;
}

export interface OpenShape {
  operation(): Promise<unknown>;
  /** For a shape that connects (or starts a thread) in every operation: how long that took, since this was last asked. */
  takeConnectTimes?(): Histogram;
  close(): void | Promise<void>;
}
