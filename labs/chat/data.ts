// What the acts find, as it goes into the record.
import type { ActsData, IdRuns } from '../../src/kit/judge.ts';

/** alone: the servers tell each other nothing. pubsub: Redis Pub/Sub, nothing kept. recovery: history first, then Pub/Sub. */
export type Mode = 'alone' | 'pubsub' | 'recovery';

/** Yardsticks: Socket.IO with its adapter for Pub/Sub, and with its adapter for Streams and connection state recovery. */
export type Yardstick = 'sio-pubsub' | 'sio-streams';

/** One line of the lesson: somebody sends it or receives it. */
export interface Line {
  readonly who: 'kim' | 'lee' | 'redis';
  readonly direction: 'sends' | 'receives';
  readonly line: string;
}

export type WayData = { readonly lines: readonly Line[] };

/** Two people on two servers, and a third on the first one's. */
export interface RelayArm {
  readonly mode: Mode;
  readonly sent: number;
  /** How many of them the one on the same server got, and the one on the other. */
  readonly sameServer: number;
  readonly otherServer: number;
  /** From sending to hearing on the other server, median; null where nothing came. */
  readonly otherMs: number | null;
}

export type RelayData = readonly RelayArm[];

export type Fault =
  | 'none'
  | 'server-killed'
  | 'phones-cut'
  | 'redis-restarted'
  | 'redis-aof'
  | 'redis-older'
  | 'redis-frozen'
  | 'relay-cut'
  | 'half-open'
  | 'rolling-deploy'
  | 'flushed'
  | 'short-history'
  | 'balancer-reloaded';

/** One mode under one fault, all people together. */
export interface Cell {
  readonly mode: Mode | Yardstick;
  readonly fault: Fault;
  readonly sent: number;
  readonly acknowledged: number;
  /** Acknowledged messages times those who should hear them. */
  readonly due: number;
  /** Acknowledged and never heard. `told` of these: whose reader was told since that something is missing. */
  readonly lost: number;
  readonly told: number;
  /** Lost without a word, and their reader was told that everything was recovered. */
  readonly falselyRecovered: number;
  readonly duplicated: number;
  readonly reordered: number;
  /** Handed over after a reconnect. */
  readonly recovered: number;
  /** Told that something is missing, and nothing was. */
  readonly needless: number;
  readonly reconnects: number;
  /** From the fault's beginning until all that was said before its end was heard; of the people who got there. */
  readonly caughtUpMs: { readonly median: number; readonly p99: number; readonly people: number } | null;
  /** The longest that somebody waited for a message that came. */
  readonly latestMs: number;
  /** What the one who lost most heard, of their room's messages. */
  readonly worst: IdRuns;
}

export type FaultsData = readonly Cell[];

export type BackOffName = 'fixed' | 'jitter';

export interface HerdArm {
  readonly backOff: BackOffName;
  readonly people: number;
  /** Connections per bin since the server was back. */
  readonly perBin: readonly number[];
  readonly allBackMs: number;
}

export interface HerdData {
  readonly binMs: number;
  readonly waitMs: number;
  readonly arms: readonly HerdArm[];
}

export interface GhostsData {
  readonly people: number;
  readonly leaseMs: number;
  /** After kill -9: when somebody elsewhere saw each of them go. */
  readonly goneAfterMs: readonly number[];
  /** The same for a server that said goodbye. */
  readonly drainedGoneAfterMs: readonly number[];
}

/** By act. */
export interface ChatData {
  readonly way: WayData;
  readonly relay: RelayData;
  readonly faults: FaultsData;
  readonly herd: HerdData;
  readonly ghosts: GhostsData;
}

/** The same where an act may have been skipped. */
export type ChatTried = ActsData<ChatData>;
