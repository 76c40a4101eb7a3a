// What the acts find, as it goes into the record.
import type { ActsData, Delivery, Text } from '../../src/kit/judge.ts';

export type BrokerName = 'redis' | 'redis-cluster' | 'rabbitmq' | 'kafka';

export type SystemId =
  | 'pubsub'
  | 'pubsub-sharded'
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
  /**
   * What Redis had said yes to and not written to its AOF just before it was killed. With everysec it writes nothing for up
   * to two seconds while a background fsync is under way. Absent where nobody was killed, or where it was not asked.
   */
  readonly unwrittenBytes?: number;
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

/** How fast it went, trial by trial. */
export interface Paced {
  /** Messages a second; null for a trial that failed. */
  readonly perSecond: readonly (number | null)[];
  /** The share of the time, 0 to 1, in which Node itself was busy: the median trial's. */
  readonly clientBusyShare: number;
  readonly failed?: { readonly trials: number; readonly of: number; readonly reason: string };
}

/** What a loop of sends took; the messages are those that were acknowledged. */
export interface Timed extends Paced {
  /** From a send to its acknowledgement; null where there were too few. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

/** One system, sent to in batches of one size: the next goes when the one before is acknowledged. */
export interface SpeedArm extends Timed {
  readonly system: SystemId;
  readonly batch: number;
  readonly batches: number;
}

/** A server of its own; the AOF is a setting of the whole server. */
export type ServerId = 'redis' | 'redis-everysec' | 'redis-always' | 'redis-cluster' | 'rabbitmq' | 'kafka';

/** A server from nothing, and what it takes while nobody uses it. Null where the system does not tell. */
export interface ServerPrice {
  readonly server: ServerId;
  /** From its start to the arrival of the first message. */
  readonly firstMessageMs: number;
  readonly memoryBytes: number | null;
  /** The share of one core, 0 to 1. */
  readonly cpuShare: number | null;
  readonly openFiles: number | null;
}

/** So many sends under way at a time, each awaited by itself. */
export interface WindowArm extends Timed {
  readonly system: SystemId;
  readonly window: number;
}

/** What a message costs of the disk. Null where it cannot be counted, see `notCounted`. */
export interface DiskPrice {
  readonly system: SystemId;
  /** Blocks that its files took more for each message, after so many. */
  readonly bytesPerMessage: number | null;
  readonly stored: number;
  /** fsync and fdatasync calls per 1,000 acknowledged messages that were sent one after the other. */
  readonly syncsPer1000: number | null;
}

export interface PriceData {
  readonly sizeBytes: number;
  readonly servers: readonly ServerPrice[];
  readonly disk: readonly DiskPrice[];
  readonly windows: readonly WindowArm[];
  /** Why nobody counted fsyncs; null where they were counted. */
  readonly notCounted: Text | null;
  /** Servers that are not here, or are the learner's own. */
  readonly missing: readonly { readonly broker: BrokerName; readonly skipped: Text }[];
}

/**
 * Who takes payments: without a memory of ids, with one in Redis, with one in PostgreSQL, or Kafka's transaction of what
 * was read and what was made of it.
 */
export type OnceWay = 'plain' | 'redis' | 'postgres' | 'kafka';

/** Payments whose worker died after all its work on them, and before it could acknowledge. */
export interface OnceArm {
  readonly way: OnceWay;
  readonly payments: number;
  readonly deaths: number;
  /** How often one was handed to a worker. */
  readonly deliveries: number;
  /** What stands in the books: how many more than once, and how many not at all. */
  readonly bookedTwice: number;
  readonly notBooked: number;
  /** Calls to somebody outside who keeps no ids: a mail that was sent once too often. */
  readonly toldTwice: number;
  /** Of Kafka: what a reader sees twice that also reads what was not committed. */
  readonly uncommittedTwice: number | null;
}

export interface OnceData {
  readonly arms: readonly OnceArm[];
  readonly missing: readonly { readonly way: OnceWay; readonly skipped: Text }[];
}

/**
 * How workers share what has to keep its order. stream-one: one stream, one worker. stream-group: one stream, whoever of
 * the group is free. stream-per-key: a stream for each key, and each worker has some of them. rabbit-single: a queue with
 * a single active consumer. rabbit-competing: the same without. kafka-one: a topic of one partition. kafka-keyed: a
 * partition for each worker, and a key always goes to the same one.
 */
export type LaneWay =
  | 'stream-one'
  | 'stream-group'
  | 'stream-per-key'
  | 'rabbit-single'
  | 'rabbit-competing'
  | 'kafka-one'
  | 'kafka-keyed';

/** The same messages with the same work on each. */
export interface OrderArm extends Paced {
  readonly way: LaneWay;
  /** How many workers there were, and how many of them ever had a message. */
  readonly workers: number;
  readonly working: number;
  /** In all trials: how many were done, and how many of them after a later one of the same key. */
  readonly done: number;
  readonly outOfOrder: number;
}

export interface OrderData {
  readonly keys: number;
  /** Of a trial. */
  readonly messages: number;
  /** Of all the work of a trial, one after the other. */
  readonly workMs: number;
  readonly arms: readonly OrderArm[];
  readonly missing: readonly { readonly broker: BrokerName; readonly skipped: Text }[];
}

/** Who hands the same to many: subscribers, groups of a stream, queues behind a fanout exchange, groups of a topic. */
export type FanWay = 'pubsub' | 'streams' | 'rabbitmq' | 'kafka';

/** So many readers that each get all of it; messages a second of each reader. */
export interface ReadersArm extends Paced {
  readonly way: FanWay;
  readonly readers: number;
  /** What a message takes while every reader has it and none has acknowledged it. Null where it cannot be told. */
  readonly diskBytes: number | null;
  readonly memoryBytes: number | null;
}

export interface ReadersData {
  readonly sizeBytes: number;
  /** So many lay there when disk and memory were looked at. */
  readonly kept: number;
  readonly arms: readonly ReadersArm[];
  readonly missing: OrderData['missing'];
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
  readonly price: PriceData;
  readonly once: OnceData;
  readonly order: OrderData;
  readonly readers: ReadersData;
}

/** The same where an act may have been skipped. */
export type DeliveryTried = ActsData<DeliveryData>;
