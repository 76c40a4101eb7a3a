// What the acts find, as it goes into the record.
import type { ActsData, Delivery, Text } from '../../src/kit/judge.ts';

export type BrokerName = 'redis' | 'rabbitmq' | 'kafka';

export type SystemId =
  | 'pubsub'
  | 'list'
  | 'streams-off'
  | 'streams-everysec'
  | 'streams-always'
  | 'rabbit-transient'
  | 'rabbit-classic'
  | 'rabbit-quorum'
  | 'rabbit-stream'
  | 'kafka-none'
  | 'kafka-leader'
  | 'kafka-all'
  | 'kafka-idempotent';

/**
 * offline: the consumer leaves for the middle third and comes back. consumer-cut: its line is cut for that long.
 * consumer-died: it has done its work on the first message of that third and dies before it can say so; another takes
 * over. broker-killed: the middle third is acknowledged and on its way when the broker is killed with -9; it is started
 * again. broker-paused: it stands still (SIGSTOP) while the middle third is sent. ack-lost: the middle third arrives, and
 * no reply comes back to the producer. slow: the consumer reads nothing while much comes.
 */
export type Fault =
  | 'none'
  | 'offline'
  | 'consumer-cut'
  | 'consumer-died'
  | 'broker-killed'
  | 'broker-paused'
  | 'ack-lost'
  | 'slow';

/** A message that the broker said yes to and that never came, and when what happened; from the first send on. */
export interface CounterExample {
  readonly id: number;
  readonly ackedMs: number;
  readonly faultMs: number;
  readonly healedMs: number;
  readonly endedMs: number;
}

/** One system under one fault. */
export interface Cell extends Delivery {
  readonly system: SystemId;
  readonly fault: Fault;
  /** The longest that nothing arrived, between the first arrival and the last. */
  readonly silentMs: number;
  /** Sends that the application did again, for no yes had come. */
  readonly resent: number;
  readonly example: CounterExample | null;
}

/** A fault that could not be made is no zero. */
export interface SkippedCell {
  readonly system: SystemId;
  readonly fault: Fault;
  readonly skipped: Text;
}

export interface MatrixData {
  readonly cells: readonly (Cell | SkippedCell)[];
  /** Brokers that are not here, with the way to get them. */
  readonly missing: readonly { readonly broker: BrokerName; readonly skipped: Text }[];
}

/** One system, sent to in batches of one size: the next goes when the one before is acknowledged. */
export interface SpeedArm {
  readonly system: SystemId;
  readonly batch: number;
  /** Acknowledged messages a second, trial by trial; null for a trial that failed. */
  readonly perSecond: readonly (number | null)[];
  /** From sending a batch to its acknowledgement; null where there were too few. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly batches: number;
  /** The share of the time, 0 to 1, in which Node itself was busy: the median trial's. */
  readonly clientBusyShare: number;
  readonly failed?: { readonly trials: number; readonly of: number; readonly reason: string };
}

/** A new reader takes a topic from its beginning. */
export interface Replay {
  readonly system: SystemId;
  readonly stored: number;
  readonly read: number;
  readonly reordered: number;
  readonly elapsedMs: number;
}

export interface SpeedData {
  readonly sizeBytes: number;
  readonly arms: readonly SpeedArm[];
  readonly replay: Replay | null;
}

/** By act. */
export interface DeliveryData {
  readonly matrix: MatrixData;
  readonly speed: SpeedData;
}

/** The same where an act may have been skipped. */
export type DeliveryTried = ActsData<DeliveryData>;
