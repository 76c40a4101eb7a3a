// What the acts find, as it goes into the record.
import type { ActsData, DeliveryHistory, HistogramJson, IdRuns } from '../../src/kit/judge.ts';

export type { DeliveryHistory } from '../../src/kit/judge.ts';

/** One line of the lesson: somebody sends a command or is handed a reply. */
export interface Line {
  readonly connection: string;
  readonly direction: 'sends' | 'receives';
  readonly line: string;
}

export interface ChannelData {
  readonly lines: readonly Line[];
  /** What PUBLISH answered with so many subscribers listening. */
  readonly replies: { readonly two: number; readonly one: number; readonly none: number };
  /** A connection that listens to the channel and to a pattern that matches it: PUBLISH's count, copies received. */
  readonly pattern: { readonly reply: number; readonly copies: number };
  /** What a subscribed connection is told when it asks for GET. */
  readonly getWhileSubscribed: { readonly resp2: string; readonly resp3: string };
}

/** Waits for PUBLISH's reply each time, or keeps a window of messages on their way (pipelining). */
export type Publisher = 'awaits' | 'pipelines';

export interface FanOutArm {
  readonly subscribers: number;
  readonly publisher: Publisher;
  readonly deliveries: number;
  /** Messages x subscribers that should have arrived and did not. */
  readonly missed: number;
  /** Arrivals with a smaller number than one before, on the same connection. */
  readonly reordered: number;
  readonly elapsedMs: number;
  /** From just before PUBLISH is called to the subscriber's `message` event. */
  readonly latency: HistogramJson;
  /** The same for the last subscriber of each message. */
  readonly latencyOfLast: HistogramJson;
  /** The share of the time, 0 to 1, in which Node itself was busy: the median trial's. */
  readonly clientBusyShare: number;
  readonly trials: number;
}

export type FanOutData = readonly FanOutArm[];

/**
 * stays: nobody leaves, the yardstick. disconnects: the application closes, later connects and subscribes anew.
 * cut: the network breaks the connection; the client library comes back and subscribes again by itself.
 * silent: the network swallows everything without a word (a pulled cable, a lost mobile signal): the server notices nothing.
 */
export type Absence = 'stays' | 'disconnects' | 'cut' | 'silent';

export interface AwayArm {
  readonly absence: Absence;
  readonly gap: IdRuns;
  readonly history: DeliveryHistory;
  /** The sum of PUBLISH's answers during the gap: to how many connections Redis believed it had handed them. */
  readonly repliesInGap: number;
}

export type AwayData = readonly AwayArm[];

export interface SlowData {
  readonly limitBytes: number;
  readonly payloadBytes: number;
  /** Numbered from 1; one after the other. */
  readonly published: number;
  /** Those for which PUBLISH answered 1. */
  readonly counted: number;
  readonly received: IdRuns;
  /** The largest omem that CLIENT LIST showed for the subscriber. */
  readonly outputBufferPeakBytes: number;
  /** What the server wrote in its log when it cut the connection. */
  readonly serverLog: string | null;
}

/**
 * cut: the consumer's connection breaks for the middle third. dies: a consumer reads a batch and dies before XACK,
 * another one claims it. killed-without-aof, killed-with-aof: the *server* is killed with -9 and started again.
 */
export type StreamFault = 'cut' | 'dies' | 'killed-without-aof' | 'killed-with-aof';

export interface StreamArm {
  readonly fault: StreamFault;
  /** Sent while nobody could receive. */
  readonly gap: IdRuns;
  readonly history: DeliveryHistory;
}

/** An arm that needs a private server is missing on the learner's own. */
export type StreamsData = readonly StreamArm[];

/** By act. */
export interface PubsubData {
  readonly channel: ChannelData;
  readonly 'fan-out': FanOutData;
  readonly away: AwayData;
  readonly slow: SlowData;
  readonly streams: StreamsData;
}

/** The same where an act may have been skipped. */
export type PubsubTried = ActsData<PubsubData>;
