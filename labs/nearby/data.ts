// What the acts find, as it goes into the record.
import type { ActsData, HistogramJson, Sighting } from '../../src/kit/judge.ts';

/** all: subscribe to every friend. active: to those who are there on connecting. With reverse: and they to me. */
export type Strategy = 'all' | 'active' | 'active-reverse';

/** Two friends, one strategy: Ana is there when Bo comes. */
export interface PairArm {
  readonly strategy: Strategy;
  /** Reports that came to the other's phone after both were there, of so many. */
  readonly reports: number;
  readonly anaSawBo: number;
  readonly boSawAna: number;
  readonly subscribed: number;
  readonly controls: number;
  /** What the two location servers said to Redis and heard from it, from Bo's coming on. */
  readonly lines: readonly {
    readonly server: number;
    readonly direction: 'sends' | 'receives';
    readonly line: string;
  }[];
}

export type PairData = readonly PairArm[];

/** What one strategy made of the day, over real sockets and a real Redis, or in the model. */
export interface DayCounts {
  readonly connects: number;
  readonly reports: number;
  /** Reports of friends that a connected phone should have been shown. */
  readonly due: number;
  readonly missed: number;
  /** Reports of somebody who was no friend any more. */
  readonly strangers: number;
  /** Friends who came while somebody was there: seen, or never before one of the two went. */
  readonly arrivalsSeen: number;
  readonly arrivalsNever: number;
  /** Means over a dozen looks: people connected; channels subscribed, by all servers; of them without their owner. */
  readonly online: number;
  readonly channels: number;
  readonly idle: number;
  /** Friends on screens; of them gone, but not for a TTL yet; within the radius. */
  readonly onScreen: number;
  readonly stale: number;
  readonly inRange: number;
  /** Over the whole time: channels asked for and given up, messages to other servers, reports from Redis to servers and from servers to phones. */
  readonly subscribed: number;
  readonly unsubscribed: number;
  readonly controls: number;
  readonly delivered: number;
  readonly pushed: number;
  /** What came to phones, from within the radius and from beyond: that they throw away. Not in records of the first day. */
  readonly came?: { readonly inRange: number; readonly beyond: number };
}

/** One of the others on somebody's map, in metres from them. */
export interface OthersSeen {
  readonly user: number;
  readonly eastM: number;
  readonly northM: number;
  readonly seen: Sighting;
}

/** What is on somebody's screen, beside what the world knows: who has gone, and who is there and not shown. */
export interface ScreenMap {
  readonly me: number;
  readonly dots: readonly OthersSeen[];
}

export interface StrategyArm extends DayCounts {
  readonly strategy: Strategy;
  /** From a friend's connecting until they are seen, in ns of real time. */
  readonly firstSight: HistogramJson;
  /** What Redis held more than before the day, at its end; its processor time. */
  readonly redisBytes: number;
  /** What the buffers of its connections took beside that. Without it (records of revision 1) they are in `redisBytes`. */
  readonly bufferBytes?: number;
  readonly redisCpuMs: number;
  /** Channels by Redis' own count (PUBSUB NUMSUB) and by the servers', at the end. */
  readonly audit: { readonly byRedis: number; readonly byServers: number };
  /** One screen at the end of the day, the same person's in all arms. Not in records of the first day. */
  readonly map?: ScreenMap | null;
  /** For so long the world stood still because this machine was late. */
  readonly stoodStillMs: number;
  /** The same day without a network. */
  readonly model: DayCounts;
}

export interface StrategiesData {
  readonly arms: readonly StrategyArm[];
  readonly realMs: number;
  /** The part of the time in which this process had work to do: 0 to 1. */
  readonly clientBusyShare: number;
}

/** A model: the same servers without a network, in other worlds. */
export interface TurningArm {
  readonly activeShare: number;
  readonly sessionMs: number;
  /** SUBSCRIBE, UNSUBSCRIBE and messages between servers, for each connecting phone. */
  readonly operations: Readonly<Record<Strategy, number>>;
  readonly channels: Readonly<Record<Strategy, number>>;
  readonly missedShare: Readonly<Record<Strategy, number>>;
}

export type TurningData = readonly TurningArm[];

/** Which cells of the map a phone listens to, to find strangers. */
export type Listening = 'own-cell' | 'own-and-neighbours' | 'large-cells';

export interface CellsArm {
  readonly listening: Listening;
  /** Pairs within the radius, each way: counted from the places alone. */
  readonly inRange: number;
  /** Those of them that were shown; and all that came to a phone. */
  readonly shown: number;
  readonly delivered: number;
  readonly channelsPerPhone: number;
}

export interface CellsData {
  readonly people: number;
  readonly radiusM: number;
  readonly arms: readonly CellsArm[];
}

export type RingChange = 'modulo-added' | 'ring-added' | 'ring-added-overlap' | 'ring-lost';

export interface RingArm {
  readonly change: RingChange;
  readonly servers: { readonly before: number; readonly after: number };
  readonly channels: number;
  readonly moved: number;
  /** Channels in SUBSCRIBE commands; from the change to the last confirmation. */
  readonly subscribed: number;
  readonly quietMs: number;
  /** Deliveries that should have come while it changed, and those that did not. */
  readonly due: number;
  readonly missed: number;
  /** What was published to a dead server, and refused: the publisher knows. */
  readonly refused: number;
}

export type RingData = readonly RingArm[];

/** SUBSCRIBE and PUBLISH at any node; SSUBSCRIBE and SPUBLISH at the node of the channel's slot. */
export type ClusterWay = 'classic' | 'sharded';

export interface ClusterTrial {
  readonly published: number;
  readonly delivered: number;
  /** What the nodes sent each other for it, by their own counters. */
  readonly betweenNodes: number;
  /** Of all nodes. */
  readonly cpuMs: number;
  readonly elapsedMs: number;
}

export interface ClusterArm {
  readonly way: ClusterWay;
  readonly trials: readonly ClusterTrial[];
}

/** The slots of one node go to the others; back to it, as to a node that was added; and to the others after its death. */
export type ClusterChange = 'node-emptied' | 'node-added' | 'node-lost';

export interface ReshardingArm {
  readonly change: ClusterChange;
  /** Channels in the slots that went to another node. */
  readonly moved: number;
  /** What the nodes told the listener of them by themselves, and its SSUBSCRIBEs. */
  readonly sunsubscribed: number;
  readonly resubscribed: number;
  /** From the first slot, or the death, until every channel was subscribed to again. */
  readonly quietMs: number;
  /** What was published with success meanwhile, what of it never came, and what failed: the publisher knows. */
  readonly due: number;
  readonly missed: number;
  readonly refused: number;
}

export interface ClusterData {
  readonly nodes: number;
  readonly channels: number;
  readonly arms: readonly ClusterArm[];
  /** Sharded. Not in records of the first days, nor of a cluster of one node. */
  readonly resharding?: readonly ReshardingArm[];
}

export type Window = 'awaits' | 'pipelines';

export interface PushTrial {
  readonly deliveries: number;
  readonly elapsedMs: number;
  /** Of the server. */
  readonly cpuMs: number;
}

export interface CostsData {
  readonly channels: number;
  /** Connections that subscribed to all of them, one after the other: what the memory grew by, a subscription. */
  readonly bytesPerSubscription: readonly number[];
  readonly subscribers: number;
  readonly payloadBytes: number;
  readonly pushes: readonly { readonly window: Window; readonly trials: readonly PushTrial[] }[];
}

/** What one report of somebody with so many friends connected took. */
export interface WhaleTrial {
  /** Reports that Redis sent to location servers, and that these sent to phones. */
  readonly copies: number;
  readonly pushes: number;
  /** From the report until it was on the first phone, and on the last. */
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface WhaleArm {
  readonly friends: number;
  readonly trials: readonly WhaleTrial[];
}

export interface WhaleData {
  readonly servers: number;
  readonly arms: readonly WhaleArm[];
}

/** Where the positions of somebody are kept beside the newest: a stream for each location server, or for each user. */
export type Keeping = 'none' | 'by-server' | 'by-user';

export interface HistoryTrial {
  readonly reports: number;
  readonly elapsedMs: number;
  /** Of the server. */
  readonly cpuMs: number;
}

export interface HistoryArm {
  readonly keeping: Keeping;
  readonly trials: readonly HistoryTrial[];
  /** Positions in all streams at the end, and what memory grew by. */
  readonly kept: number;
  readonly bytes: number;
  /** Entries that had to be read for one person's newest positions, and those of them that were theirs. */
  readonly readForOne: number;
  readonly foundForOne: number;
}

export interface HistoryData {
  readonly users: number;
  /** Of the location servers. */
  readonly streams: number;
  /** Newest positions of a user. */
  readonly keep: number;
  readonly arms: readonly HistoryArm[];
}

/** By act. */
export interface NearbyData {
  readonly pair: PairData;
  readonly strategies: StrategiesData;
  readonly turning: TurningData;
  readonly whale: WhaleData;
  readonly history: HistoryData;
  readonly cells: CellsData;
  readonly ring: RingData;
  readonly cluster: ClusterData;
  readonly costs: CostsData;
}

/** The same where an act may have been skipped. */
export type NearbyTried = ActsData<NearbyData>;
