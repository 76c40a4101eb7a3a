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

/** A client library, or a bare socket that looks for the message's number and does nothing else: the floor. */
export type Listener = 'ioredis' | 'socket';

export interface FanOutArm {
  readonly subscribers: number;
  readonly publisher: Publisher;
  /** Older records have ioredis only, and nothing of what is optional here. */
  readonly listener?: Listener;
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
  /** The median of `latencyOfLast` in microseconds, round by round; null for a trial that failed. */
  readonly lastUs?: readonly (number | null)[];
  readonly replies?: Replies;
  /** CPU per delivery in microseconds; null on the learner's own server, which others use too. */
  readonly cost?: DeliveryCost | null;
  /** The share of the time, 0 to 1, in which Node itself was busy: the median trial's. */
  readonly clientBusyShare: number;
  /** Trials that completed; the others are in no figure. */
  readonly trials: number;
  readonly failed?: { readonly trials: number; readonly of: number; readonly reason: string };
}

/** What came back to the publisher, beside what came to the subscribers. */
export interface Replies {
  readonly messages: number;
  /** From PUBLISH's call to its reply. */
  readonly latency: HistogramJson;
  /** The reply was there when no subscriber had the message yet; when not all of them had it. */
  readonly beforeFirst: number;
  readonly beforeLast: number;
  /** How far publishers, rate and latency are from agreeing (Little's law), relative. */
  readonly littleDeviation: number;
}

/** Per delivery, publishing included. `publishUs` is what PUBLISH itself took by the server's own commandstats. */
export interface DeliveryCost {
  readonly serverUs: number;
  readonly publishUs: number;
  readonly clientUs: number;
}

export type FanOutData = readonly FanOutArm[];

/**
 * stays: nobody leaves, the yardstick. disconnects: the application closes, later connects and subscribes anew.
 * cut: the network breaks the connection; the client library comes back and subscribes again by itself.
 * silent-heals: the network carries nothing for a while and then goes on; nobody gave the connection up.
 * silent: the same until somebody does give it up (a pulled cable, a lost mobile signal): the server notices nothing.
 */
export type Absence = 'stays' | 'disconnects' | 'cut' | 'silent-heals' | 'silent';

export interface AwayArm {
  readonly absence: Absence;
  readonly gap: IdRuns;
  readonly history: DeliveryHistory;
  /** The sum of PUBLISH's answers during the gap: to how many connections Redis believed it had handed them. */
  readonly repliesInGap: number;
  /** From PUBLISH to arrival, the longest there was; older records lack it. */
  readonly latestMs?: number;
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
  /** How long the publisher waited for the replies to a handful of messages, at the longest; older records lack it. */
  readonly longestReplyMs?: number;
  /** Older records lack it. */
  readonly eviction?: EvictionData;
}

/** With the default limit, on a server whose memory is limited (allkeys-lru) and that holds a cache. */
export interface EvictionData {
  readonly maxmemoryBytes: number;
  readonly published: number;
  readonly outputBufferPeakBytes: number;
  readonly keysBefore: number;
  readonly evicted: number;
  readonly serverLog: string | null;
}

/**
 * cut: the consumer's connection breaks for the middle third. dies: a consumer reads a batch and dies before XACK,
 * another one claims it. acked-early: XACK first, dead before the work. claimed-early: the first one lives and is only
 * slow. trimmed: the consumer is away for two thirds, and XADD keeps the last third only (MAXLEN). reply-lost: of the
 * middle third no reply of XADD comes back. killed-without-aof, killed-with-aof: the *server* is killed with -9 and
 * started again.
 */
export type StreamFault =
  | 'cut'
  | 'dies'
  | 'acked-early'
  | 'claimed-early'
  | 'trimmed'
  | 'reply-lost'
  | 'killed-without-aof'
  | 'killed-with-aof';

export interface StreamArm {
  readonly fault: StreamFault;
  /** The ids that met the fault. */
  readonly gap: IdRuns;
  readonly history: DeliveryHistory;
  /** What XINFO GROUPS says in the end, for `trimmed`: handed out and not acknowledged; still to be handed out. */
  readonly group?: { readonly pending: number; readonly lag: number | null };
}

/** Arms that need a private server are missing on the learner's own; older records have fewer. */
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
