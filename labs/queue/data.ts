// What the acts find, as it goes into the record.
import type { ActsData, DeliveryHistory, HistogramJson } from '../../src/kit/judge.ts';

/** synchronous: the endpoint does the work and replies then. queued: it replies when RabbitMQ has the order. */
export type Way = 'synchronous' | 'queued';

export interface WaitArm {
  readonly way: Way;
  /** From the moment an order was due to come in to the reply. */
  readonly latency: HistogramJson;
  readonly trials: readonly {
    readonly round: number;
    readonly medianMs: number;
    /** From the first order to the end of the work on the last one. */
    readonly allDoneMs: number;
  }[];
}

/**
 * The program that does the work is killed with -9 in the middle of an order. synchronous: the endpoint does it while the
 * caller waits. in-memory: the endpoint replies at once and does it afterwards. queued: a worker, which acknowledges
 * after the work. before-ack: the same, killed between the work and the acknowledgement. acks-early: a worker that
 * acknowledges before the work.
 */
export type Death = 'synchronous' | 'in-memory' | 'queued' | 'before-ack' | 'acks-early';

export interface DeathArm {
  readonly death: Death;
  /** Sent: orders that came in. Acknowledged: accepted. Unknown: no reply. Received: the work was done. */
  readonly history: DeliveryHistory;
  /** Accepted, and not done when it died. */
  readonly unfinished: number;
  /** Orders that were handed out a second time. */
  readonly redelivered: number;
}

export interface SynchronousData {
  readonly workMs: number;
  readonly perSecond: number;
  readonly waits: readonly WaitArm[];
  readonly deaths: readonly DeathArm[];
}

export interface ShareArm {
  readonly prefetch: number;
  /** How many orders each worker took: two fast ones and a slow one. */
  readonly taken: { readonly fast: readonly number[]; readonly slow: number };
  readonly allDoneMs: number;
  /** How long the fast ones had nothing to do while orders lay with the slow one. */
  readonly idleMs: number;
}

export interface SpeedArm {
  readonly prefetch: number;
  readonly trials: readonly { readonly round: number; readonly perSecond: number }[];
}

export interface WorkersData {
  readonly orders: number;
  readonly fastMs: number;
  readonly slowMs: number;
  /** One worker slow. */
  readonly shares: readonly ShareArm[];
  /** One worker without any work to do: what the prefetch itself brings. */
  readonly speeds: readonly SpeedArm[];
}

/** What a worker does with an order that it cannot do. */
export type OnFailure = 'reject' | 'requeue' | 'delivery-limit' | 'retry';

export interface FailureArm {
  readonly onFailure: OnFailure;
  readonly orders: number;
  readonly done: number;
  readonly deliveries: number;
  /** Of the one that can never be done. */
  readonly poisonDeliveries: number;
  /** In the dead letter queue at the end. */
  readonly dead: number;
  /** Still in the queue when it was stopped. */
  readonly waiting: number;
  /** Neither done, nor dead, nor waiting. */
  readonly lost: number;
  readonly elapsedMs: number;
  /** From one delivery of an order to the next of the same, in the order in which they came. */
  readonly retryDelaysMs: readonly number[];
}

export interface FailureData {
  readonly retryAfterMs: number;
  readonly mostAttempts: number;
  readonly arms: readonly FailureArm[];
}

export type ExchangeKind = 'direct' | 'topic' | 'fanout' | 'headers';

export type Headers = Readonly<Record<string, string>>;

export interface Binding {
  readonly queue: string;
  /** A routing key, or for a topic exchange a pattern. */
  readonly key: string;
  /** For a headers exchange. */
  readonly headers?: Headers;
  readonly match?: 'all' | 'any';
}

export interface RoutedMessage {
  readonly id: number;
  readonly key: string;
  readonly headers?: Headers;
}

export interface RoutingCase {
  readonly kind: ExchangeKind;
  readonly bindings: readonly Binding[];
  readonly messages: readonly RoutedMessage[];
  /** By queue the ids that were in it, in order; every queue that is bound is here. */
  readonly got: Readonly<Record<string, readonly number[]>>;
}

export interface RoutingData {
  /** Those that a person can check. */
  readonly examples: readonly RoutingCase[];
  /** Drawn by the seed. */
  readonly drawn: readonly RoutingCase[];
  /** A message that fits no binding. */
  readonly unroutable: {
    readonly confirmed: boolean;
    /** The same with the flag `mandatory`: it came back, and why. */
    readonly returned: string | null;
  };
}

/**
 * How the orders of a burst go in. no-confirm: as fast as the client takes them. window: so many may be unconfirmed.
 * drop-head: the queue has a maximum length, and drops its oldest (the default). reject: it refuses what is too much.
 */
export type BurstWay = 'no-confirm' | 'window' | 'drop-head' | 'reject';

export interface BurstArm {
  readonly way: BurstWay;
  readonly sent: number;
  /** RabbitMQ said yes, or no; without confirms neither. */
  readonly confirmed: number;
  readonly refused: number;
  readonly received: number;
  /** Confirmed and never received; without confirms: sent and never received. */
  readonly lost: number;
  /** Until the last call of publish had returned, and how many orders RabbitMQ did not have at that moment. */
  readonly publishedMs: number;
  readonly notThereYet: number;
  /** The most that waited for their confirm. */
  readonly unconfirmedPeak: number;
  /**
   * What held the publisher back: how often publish returned false, for RabbitMQ read no more of the connection, and how
   * long it waited for confirms. Absent in records of an earlier version.
   */
  readonly heldBack?: { readonly noRoom: number; readonly waitedMs: number };
  /** Until everything in the queue was received. */
  readonly drainedMs: number;
  /** The share of the time, 0 to 1, in which this process itself was busy. */
  readonly clientBusyShare: number;
  /** How many lay in the queue at equal parts of the time that this arm took. */
  readonly depth: readonly number[];
}

export interface BurstData {
  readonly window: number;
  readonly maxLength: number;
  readonly arms: readonly BurstArm[];
}

export type System = 'rabbitmq' | 'streams';
export type Feature = 'plain' | 'dies' | 'retry' | 'dead-letter' | 'routing';

/**
 * plain: an order goes in, is worked on, is acknowledged. dies: a worker goes with an order in its hands. retry: it is
 * tried again after a while. dead-letter: it is given up after three attempts. routing: three of four departments get it.
 */
/** What a feature of the prototype costs in one of the systems. */
export interface PriceRow {
  readonly feature: Feature;
  readonly system: System;
  readonly orders: number;
  /** Messages from our side to the server for these orders, polls included. */
  readonly commands: number;
  /** All of them done, dead or in their places. */
  readonly complete: boolean;
  /** For `dies` how long until somebody else had the order, for `retry` until it came again. */
  readonly afterMs: number | null;
}

export interface StreamsData {
  readonly claimAfterMs: number;
  readonly retryAfterMs: number;
  readonly rows: readonly PriceRow[];
  /** Orders per second through each, trial by trial. */
  readonly speeds: readonly {
    readonly system: System;
    readonly trials: readonly { readonly round: number; readonly perSecond: number }[];
  }[];
}

/** By act. */
export interface QueueData {
  readonly synchronous: SynchronousData;
  readonly workers: WorkersData;
  readonly failure: FailureData;
  readonly routing: RoutingData;
  readonly burst: BurstData;
  readonly streams: StreamsData;
}

/** The same where an act may have been skipped. */
export type QueueTried = ActsData<QueueData>;
