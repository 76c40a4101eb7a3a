// What the acts find, as it goes into the record: plain JSON.
import type { ActsData, HistogramJson, IdRuns } from '../../src/kit/judge.ts';

/** By act. */
export interface TransportsData {
  readonly upgrade: UpgradeData;
  readonly stream: StreamData;
  readonly cheaper: CheaperData;
  readonly sweep: SweepData;
  readonly messages: MessagesData;
  readonly buffering: BufferingData;
  readonly servers: ServersData;
  readonly tunnel: TunnelData;
}

/** What judges see: an act may have been skipped. */
export type TransportsTried = ActsData<TransportsData>;

export type TransportId = 'poll' | 'long-poll' | 'sse' | 'websocket';

export interface UpgradeData {
  /** The key that the client drew, what the server made of it, and what RFC 6455, 1.3, says it has to be. */
  readonly key: string;
  readonly accept: string;
  readonly expected: string;
  readonly request: string;
  readonly response: string;
  /** The first frame that the client sent, byte by byte. */
  readonly text: string;
  readonly frame: readonly number[];
  /** What came back for it on the same connection, byte by byte. */
  readonly reply: readonly number[];
  /** Whether a message came that nobody had asked for, on the same connection. */
  readonly unasked: boolean;
  /** The close code for a frame that was not masked; null where the connection was not closed. */
  readonly unmaskedCode: number | null;
  /** The same wish to upgrade through an nginx that forgets something; empty without nginx. */
  readonly proxied: readonly ProxiedUpgrade[];
}

export type Forgetting = 'nothing' | 'upgrade' | 'connection' | 'http-1.1';

export interface ProxiedUpgrade {
  readonly forgets: Forgetting;
  readonly status: number;
  /** What the server got, in its own words; null where it upgraded. */
  readonly serverGot: string | null;
}

export type StreamArmId = TransportId | 'websocket-deflate';

export interface StreamData {
  /** Updates a second. */
  readonly rate: number;
  readonly clients: number;
  readonly intervalMs: number;
  readonly arms: readonly StreamArm[];
}

/** The trials of an arm; one that threw is left out, and counted. */
export interface Windows {
  readonly trials: readonly WindowTrial[];
  readonly failed: number;
  readonly firstFailure: string | null;
}

export interface StreamArm extends Windows {
  readonly arm: StreamArmId;
  /** From the moment at which an update was due to its arrival at a client. */
  readonly latency: HistogramJson;
}

/** What happened in the time of a trial, everything connected before and going on after it. */
export interface WindowTrial {
  readonly round: number;
  readonly seconds: number;
  /** Updates that were due, times clients. */
  readonly due: number;
  /** Of those, how many arrived, some of them after the window. */
  readonly arrived: number;
  readonly requests: number;
  readonly empty: number;
  /** Between the clients and nginx, headers included. */
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** Of connecting, for all clients, before the window. */
  readonly connectBytes: number;
  readonly connections: number;
  readonly serverCpuUs: number;
  readonly clientBusyShare: number;
}

/** Both ways beside each other, at rising rates. */
export interface RatesData {
  readonly clients: number;
  readonly intervalMs: number;
  /** Updates a second, rising. */
  readonly rates: readonly number[];
  readonly cells: readonly CheaperCell[];
}

export interface CheaperData extends RatesData {
  /** Memory that the server's program uses for a client that waits and hears nothing. */
  readonly idle: readonly {
    readonly transport: TransportId;
    readonly clients: number;
    readonly bytesEach: number;
  }[];
}

export interface CheaperCell extends Windows {
  readonly transport: 'poll' | 'websocket';
  readonly rate: number;
}

export interface SweepData {
  /** Each with an interval and a number of clients of its own. */
  readonly points: readonly RatesData[];
}

export interface MessagesData {
  readonly textBytes: number;
  readonly arms: readonly MessagesArm[];
}

/** From a client to the server, one after the other. */
export interface MessagesArm {
  readonly way: 'post' | 'frame';
  readonly roundTrip: HistogramJson;
  readonly trials: readonly {
    readonly round: number;
    readonly messages: number;
    readonly meanNs: number;
    readonly bytesUp: number;
    readonly bytesDown: number;
  }[];
}

export type BufferingArmId = 'default' | 'http-1.1' | 'off' | 'gzip' | 'gzip-off' | 'gzip-header';

export interface BufferingData {
  readonly updates: number;
  readonly everyMs: number;
  readonly arms: readonly BufferingArm[];
}

/** A stream of events that the server ends after its last update. */
export interface BufferingArm {
  readonly arm: BufferingArmId;
  /** Before the stream ended. */
  readonly inTime: number;
  readonly arrived: number;
  /** From the moment at which the first update was due to its arrival; null when it never came. */
  readonly firstMs: number | null;
  readonly latency: HistogramJson;
  /** On the wire, as nginx sent them. */
  readonly bytes: number;
}

export type Placement = 'by-turns' | 'sticky' | 'shared';

export interface ServersData {
  /** Posted through the balancer, which gives them to two servers in turn. */
  readonly updates: number;
  readonly clientsEach: number;
  readonly cells: readonly ServersCell[];
}

export interface ServersCell {
  readonly transport: TransportId;
  readonly placement: Placement;
  /** Of all clients together. */
  readonly received: number;
  readonly duplicated: number;
  /** The most servers that one client had an answer from. */
  readonly serversMet: number;
}

export type TunnelArmId = TransportId | 'websocket-resume';

export interface TunnelData {
  readonly everyMs: number;
  readonly pause: readonly TunnelArm[];
  readonly cut: readonly TunnelArm[];
  /** Clients that vanished without a goodbye: what the server still counts as open. */
  readonly vanished: readonly VanishedArm[];
  readonly watchedMs: number;
}

export interface TunnelArm {
  readonly arm: TunnelArmId;
  readonly sent: number;
  /** In the order of arrival, as runs of ids. */
  readonly received: IdRuns;
  /** Published while nothing passed: the first id and the last. */
  readonly gap: readonly [number, number];
  readonly latestMs: number;
}

/** Short polling leaves nothing open. */
export interface VanishedArm {
  readonly arm: Exclude<TransportId, 'poll'> | 'websocket-heartbeat';
  /** When the server no longer counted it as open; null where it still did when we stopped watching. */
  readonly freedAfterMs: number | null;
}
