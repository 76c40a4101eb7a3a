// What the acts find, as it goes into the record.
import type { ActsData, HistogramJson, IdRuns, Text } from '../../src/kit/judge.ts';

/** rdb: the save points that Redis has by itself. rdb-second: `save 1 1`. both: rdb and aof-everysec together. */
export type Setting = 'none' | 'rdb' | 'rdb-second' | 'aof-no' | 'aof-everysec' | 'aof-always' | 'both';

/** aof-everysec-slow: aof-everysec, and the server ends while an fsync takes long. */
export type EndedSetting = Setting | 'aof-everysec-slow';

/** One server with one setting that was ended in the middle of its writes, and started again. */
export interface EndedArm {
  readonly setting: EndedSetting;
  /** Writes are numbered from 1; a later one was sent after an earlier one. */
  readonly sent: number;
  /** The first so many were acknowledged. */
  readonly acked: number;
  /** Those that are there after the restart. */
  readonly kept: IdRuns;
  /** From the acknowledgement of the first write that is lost to the end of the server; null where none is. */
  readonly oldestLostMs: number | null;
  /** fsync and fdatasync calls that succeeded during the writes; null where nobody counted. */
  readonly syncs: number | null;
  /** So many of the first were with the kernel for certain, for after their OK Redis held nothing; absent where nobody asked. */
  readonly handedOver?: number;
}

export interface EndedData {
  readonly arms: readonly EndedArm[];
}

export interface KillData extends EndedData {
  /** Why there is no slow disk; null, or absent in older records, where nothing was in the way. */
  readonly noSlowDisk?: Text | null;
}

export type PricedSetting = Exclude<Setting, 'rdb' | 'both'>;

/** Callers that write one after the other, each on a connection of its own. */
export interface PriceArm {
  readonly setting: PricedSetting;
  readonly callers: number;
  readonly operations: number;
  readonly elapsedMs: number;
  readonly rounds: readonly { readonly round: number; readonly perSecond: number }[];
  /** In ns. */
  readonly latency: HistogramJson;
  /** The share of the time, 0 to 1, in which the client was busy: the middle one of its trials. */
  readonly clientBusyShare: number;
  readonly failed?: { readonly trials: number; readonly of: number; readonly reason: string };
}

export interface PriceData {
  readonly arms: readonly PriceArm[];
}

/** What the data is read from: a snapshot, every command since the first one, or an AOF after BGREWRITEAOF. */
export type Source = 'rdb' | 'aof' | 'aof-rewritten';

export interface RestartArm {
  readonly source: Source;
  readonly keys: number;
  /** Of all files together. */
  readonly bytes: number;
  /** How long the server stood still to fork for a snapshot or a rewrite (`latest_fork_usec`); null where it did not. */
  readonly forkUs: number | null;
  /** Loading, by the server's own log, start by start. */
  readonly loadMs: readonly number[];
}

export interface RestartData {
  /** Each key was written so many times. */
  readonly writesPerKey: number;
  readonly arms: readonly RestartArm[];
}

export type Damage = 'aof-torn' | 'aof-torn-strict' | 'aof-flipped' | 'rdb-torn' | 'rdb-flipped';

/** A file that somebody or something spoiled: what Redis does with it, and what its own tool saves. */
export interface DamageArm {
  readonly damage: Damage;
  /** Keys in the file before. */
  readonly written: number;
  /** After a plain restart; null where the server refused to start. */
  readonly keptByRestart: number | null;
  /** The server's own words about it, as they stand in its log. */
  readonly said: string | null;
  /** After `redis-check-aof --fix`; null where there is no such tool, or nothing to mend. */
  readonly keptByTool: number | null;
}

export interface DamageData {
  readonly arms: readonly DamageArm[];
}

/** no-wait: nobody asks. wait: WAIT 1 after each batch. wait-other: the same, but another replica takes over. */
export type Failover = 'no-wait' | 'wait' | 'wait-other';

/** The primary dies while the line to the replica that takes over is silent. */
export interface FailoverArm {
  readonly failover: Failover;
  readonly acked: number;
  /** Of them, those after which WAIT said that a replica has them; null where nobody asked. */
  readonly confirmed: number | null;
  /** Of those acknowledged, and of those confirmed, not there after the failover. */
  readonly lost: number;
  readonly confirmedLost: number;
}

export interface ReplicaData {
  readonly arms: readonly FailoverArm[];
}

export type Policy = 'noeviction' | 'allkeys-lru' | 'volatile-lru' | 'volatile-ttl' | 'allkeys-random';

/** A session store that reached its `maxmemory`, and more people sign in. */
export interface FullArm {
  readonly policy: Policy;
  /** Keys without a TTL (settings of the app), and those of them that are gone. */
  readonly settings: number;
  readonly settingsLost: number;
  /** Sessions of people who are there, read just before; and those that are gone. */
  readonly active: number;
  readonly activeLost: number;
  readonly idle: number;
  readonly idleLost: number;
  /** Sign-ins once it was full, and those that were refused. */
  readonly signIns: number;
  readonly refused: number;
  /** The server's words; null where nothing was refused. */
  readonly said: string | null;
}

export interface FullData {
  readonly arms: readonly FullArm[];
}

/** By act. */
export interface PersistenceData {
  readonly goodbye: EndedData;
  readonly kill: KillData;
  readonly 'power-cut': EndedData;
  readonly price: PriceData;
  readonly restart: RestartData;
  readonly damage: DamageData;
  readonly replica: ReplicaData;
  readonly full: FullData;
}

export type PersistenceTried = ActsData<PersistenceData>;
