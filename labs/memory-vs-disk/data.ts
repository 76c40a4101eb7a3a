// What the acts find, as it goes into the record.
import type { ActsData, HistogramJson, Text } from '../../src/kit/judge.ts';

/** -everysec, -off: an OK comes before the disk has it. -always, -on, -full: it comes after. */
export type System =
  | 'redis'
  | 'redis-everysec'
  | 'redis-always'
  | 'postgres-off'
  | 'postgres-on'
  | 'sqlite-off'
  | 'sqlite-full';
export type Work = 'get' | 'set' | 'batch' | 'range' | 'counter';

/** One kind of work on one system. */
export interface KindArm {
  readonly system: System;
  readonly work: Work;
  readonly callers: number;
  readonly operations: number;
  readonly elapsedMs: number;
  /** With the middle time of an operation, which a moment without CPU does not change. */
  readonly rounds: readonly { readonly round: number; readonly perSecond: number; readonly p50Ms: number }[];
  /** In ns. */
  readonly latency: HistogramJson;
  /** The share of the time, 0 to 1, in which the client was busy; null where client and database are one process. */
  readonly clientBusyShare: number | null;
  readonly failed?: { readonly trials: number; readonly of: number; readonly reason: string };
}

export interface KindsData {
  readonly keys: number;
  /** How many keys a batch or a range has. */
  readonly together: number;
  readonly versions: Readonly<Record<'redis' | 'postgres' | 'sqlite', string | null>>;
  /** False where the learner's own Redis or PostgreSQL was asked, with settings of its own. */
  readonly redisIsPrivate: boolean;
  readonly postgresIsPrivate: boolean;
  /** Systems that were not measured, and why. */
  readonly leftOut: readonly { readonly system: System; readonly why: Text }[];
  readonly disk: Disk;
  readonly arms: readonly KindArm[];
}

/** The folder where the private servers keep their files. */
export interface Disk {
  /** The middle of some fsyncs, each after 4 KiB. */
  readonly fsyncMs: number;
  /** Whether it is no disk at all, but memory (tmpfs). */
  readonly isMemory: boolean;
}

/** Files of a table, before and after the kernel was asked to forget them. */
export interface Forgotten {
  readonly fileBytes: number;
  /** In the page cache; null where nobody can tell. */
  readonly residentBefore: number | null;
  readonly residentAfter: number | null;
}

export type ColdStore = 'redis' | 'postgres' | 'sqlite';

/** Restart, forget, read; then read the same keys again. */
export interface ColdArm {
  readonly store: ColdStore;
  /** Reads one after the other, in each round. */
  readonly reads: number;
  /** The middle time of a read. */
  readonly rounds: readonly { readonly round: number; readonly coldMs: number; readonly warmMs: number }[];
  /** Redis: how long it loaded before it replied to anybody, by its own log. */
  readonly loadMs: readonly number[] | null;
  /** What was left in the page cache, in the last round; null where the kernel could not be asked. */
  readonly forgotten: Forgotten | null;
}

export interface ColdData {
  readonly keys: number;
  readonly leftOut: readonly { readonly store: ColdStore; readonly why: Text }[];
  readonly arms: readonly ColdArm[];
}

export type CacheId = 'none' | 'small' | 'middle' | 'whole' | 'ttl';

/** PostgreSQL with a Redis before it, of some size. */
export interface CacheArm {
  readonly cache: CacheId;
  /** The share of the data, 0 to 1, that finds room in it. */
  readonly room: number;
  readonly ttlMs: number | null;
  readonly rounds: readonly { readonly round: number; readonly reads: number; readonly queries: number }[];
  /** Of all rounds together. */
  readonly elapsedMs: number;
  readonly latency: HistogramJson;
  /** Whether the load kept to its rate: else the times say little. */
  readonly kept: boolean;
  /** Keys in the cache at the end; null without one. */
  readonly cached: number | null;
}

export interface CacheData {
  readonly posts: number;
  readonly perSecond: number;
  readonly arms: readonly CacheArm[];
}

export type Way = 'nothing' | 'lock' | 'early';

/** A key that everybody reads, and whose value takes long to make. */
export interface StampedeArm {
  readonly way: Way;
  readonly rounds: readonly { readonly round: number; readonly reads: number; readonly queries: number }[];
  /** The most queries for this one key that were under way at once. */
  readonly atOnce: number;
  readonly latency: HistogramJson;
}

export interface StampedeData {
  readonly perSecond: number;
  readonly ttlMs: number;
  readonly roundMs: number;
  /** What the query takes when nobody else asks. */
  readonly queryMs: number;
  readonly arms: readonly StampedeArm[];
}

export type Coherence = 'ttl-only' | 'delete' | 'race' | 'lease';

/** Posts that are read, changed, and read again. */
export interface StaleArm {
  readonly coherence: Coherence;
  readonly writes: number;
  /** After the write was committed. */
  readonly reads: number;
  readonly stale: number;
  /** For how long the stale copy of the last post would have stayed; null where there was none. */
  readonly staysMs: number | null;
}

export interface StaleData {
  readonly ttlMs: number;
  readonly arms: readonly StaleArm[];
}

/** By act. */
export interface MemoryData {
  readonly kinds: KindsData;
  readonly cold: ColdData;
  readonly cache: CacheData;
  readonly stampede: StampedeData;
  readonly stale: StaleData;
}

export type MemoryTried = ActsData<MemoryData>;
