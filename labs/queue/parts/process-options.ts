import type { AmqpAddress } from '../../../src/kit/run.ts';
import type { LedgerAddress } from './ledger.ts';
import type { Names } from './names.ts';

/** What the programs of the prototype are told. */
export interface WorkerOptions {
  readonly name: string;
  readonly amqp: AmqpAddress;
  readonly names: Names;
  readonly prefetch: number;
  readonly acknowledge: 'after' | 'before';
  readonly retryAfterMs: number;
  readonly ledger: LedgerAddress;
}

export interface ShopOptions {
  readonly name: string;
  readonly port: number;
  /** Does the work before it replies; after it has replied; leaves it to the workers. */
  readonly mode: 'synchronous' | 'in-memory' | 'queued';
  readonly amqp: AmqpAddress;
  readonly names: Names;
  readonly retryAfterMs: number;
  /** Of an order that does not say. */
  readonly workMs: number;
  readonly ledger: LedgerAddress;
}
