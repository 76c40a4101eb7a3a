// What the acts find, as it goes into the record.
import type { ActsData, HistogramJson } from '../../src/kit/judge.ts';

export interface Lags {
  /** Of the events that came, from the end of the TTL, in ns. */
  readonly lag: HistogramJson;
  /** Events that had not come after `observedMs`. */
  readonly notYet: number;
  readonly observedMs: number;
  /** Events that seem to be from before the end: somebody set the server's clock. Neither in `lag` nor in `notYet`. */
  readonly impossible?: number;
}

/** moving: reports on and on. read, unread: falls silent, with and without somebody who looks. */
export type Group = 'moving' | 'read' | 'unread';

export interface Departures {
  readonly group: Group;
  readonly people: number;
  /** From the last report to the first read that found nothing, in ns; empty where nobody looked or nobody went. */
  readonly goneAfterReport: HistogramJson;
  /** The same from the end of the TTL. */
  readonly goneAfterEnd: HistogramJson;
  /** The `expired` events; null where none can come. */
  readonly events: Lags | null;
}

/** One silent person of each kind, the one whose event took neither long nor short; times in ms from the end of the TTL. */
export interface Example {
  readonly channel: string;
  readonly place: string;
  readonly read: {
    readonly key: string;
    readonly lastSeenMs: number;
    readonly goneMs: number;
    readonly eventMs: number;
  };
  readonly unread: { readonly key: string; readonly eventMs: number };
}

/** Reads, by whether the TTL was over and whether the person was seen. Only two of the four should ever happen. */
export interface ReadTally {
  seenBefore: number;
  missedBefore: number;
  seenAfter: number;
  goneAfter: number;
  /** So close to the end that the precision of the clock readings decides: counted, not judged. */
  tooClose: number;
}

export interface SilenceData {
  readonly groups: readonly Departures[];
  readonly reads: Readonly<ReadTally>;
  /** From one look to the next, in ns: nothing is known more exactly than this. */
  readonly lookEvery: HistogramJson;
  /** How exactly an event can be placed on the server's clock. */
  readonly clockErrorMs: number;
  /** By how much somebody set the server's wall clock during the act. */
  readonly clockJumpMs: number;
  /** Why there were no events, in the server's words; null where there were. */
  readonly eventsRefused: string | null;
  readonly example: Example | null;
}

/** How eagerly the server looks for dead keys; 10 and 1 are its defaults, 500 and 10 the most it takes. */
export interface Eagerness {
  readonly hz: number;
  readonly effort: number;
}

/** One server over all its trials: the lags of all of them together, of the other figures the middle one. */
export interface LagArm extends Lags, Eagerness {
  readonly others: number;
  /** In each trial. */
  readonly silent: number;
  /** DBSIZE minus the living at the end of the watch: keys that no read would see any more. */
  readonly deadKeys: number;
  /** used_memory before they were removed minus used_memory after. */
  readonly deadBytes: number;
  /** The part of one core that the server used during the watch, 0 to 1. */
  readonly serverCpu: number;
  /** Afterwards everybody was read: how many were seen, and how many events had come when the reads were done. */
  readonly seenByRead: number;
  readonly eventsAfterRead: number;
  /** Events that had come at the end of the watch, trial by trial; all arms had theirs at the same time. */
  readonly cameByTrial?: readonly number[];
  /** By how much somebody set the server's wall clock during the act. */
  readonly clockJumpMs?: number;
}

export type LagData = readonly LagArm[];

/** An app in which as many come as go, and nobody reads those who went. */
export interface ChurnArm {
  /** With a TTL of ten minutes so many people leave so often. */
  readonly users: number;
  readonly leavingPerSecond: number;
  /** Keys here that live at any moment. */
  readonly living: number;
  /** Dead keys among all, 0 to 1: the mean of so many looks, after as long a time to level off. */
  readonly deadShare: number;
  readonly looks: number;
  readonly bytesPerKey: number;
}

export interface ChurnData {
  readonly arms: readonly ChurnArm[];
}

/** What somebody waits who reads another key, in ns: before the others end, and right after. */
export interface StormTrial {
  readonly calm: HistogramJson;
  readonly storm: HistogramJson;
  /** Until nine of ten were gone. */
  readonly stormMs: number;
  /** Of the time after the end Redis spent so much in the active expire cycle, by its own account. */
  readonly patrolMs?: number;
}

export interface StormData {
  /** So many end in the same millisecond. */
  readonly keys: number;
  /** An open loop; older records lack it: theirs was closed, one read at a time. */
  readonly readsPerSecond?: number;
  readonly trials: readonly StormTrial[];
}

export interface WayArm {
  readonly way: WayId;
  readonly missingCommand: null;
  readonly questions: number;
  /** From asking to having the friends who are near, in ns. */
  readonly latency: HistogramJson;
  /** Friends named since the first TTL of a silent phone ended; those of them whose TTL was over by then. */
  readonly named: number;
  readonly stale: number;
  /** The same in parts of equal length, from the first end of a TTL to the last. */
  readonly parts?: readonly { readonly named: number; readonly stale: number }[];
  /** Friends who were near and about, and were not named. */
  readonly missed: number;
  /** For reports, questions and sweeping. */
  readonly commands: number;
  readonly elapsedMs: number;
  /** On a fresh server; null on the learner's own. */
  readonly bytesPerUser: number | null;
}

export interface FourWaysData {
  readonly users: number;
  readonly silent: number;
  readonly ways: readonly (WayArm | SkippedWay)[];
  /** The part of the time in which this process, that asks and reports, had work to do: 0 to 1. */
  readonly clientBusyShare: number;
  /** By how much somebody set the server's wall clock during the act. */
  readonly clockJumpMs: number;
}

/** The server does not know a command that this way needs. */
export interface SkippedWay {
  readonly way: WayId;
  readonly missingCommand: string;
}

export type WayId = 'key-per-user' | 'geo' | 'geo-swept' | 'hash-field' | 'timestamp';

/** set: a SET, no TTL. prompt, slow: a key per user, renewed well within its TTL, or only after it. */
export type List = 'set' | 'prompt' | 'slow';

export interface ListData {
  readonly list: List;
  /** While the server lived and everybody was connected: looks at a user, and those that found nobody. */
  readonly looksAlive: number;
  readonly foundOffline: number;
  /** Still on the list at the first look after the server was dead, and at the last. */
  readonly ghosts: number;
  readonly ghostsAtEnd: number;
  /** From the server's end to the first look that found nobody; null when there was none. */
  readonly goneAfterMs: number | null;
}

export interface GhostsData {
  readonly users: number;
  readonly lists: readonly ListData[];
  /** For how long the lists were looked at after the crash. */
  readonly watchedMs: number;
}

/** By act. */
export interface TtlData {
  readonly silence: SilenceData;
  readonly lag: LagData;
  readonly churn: ChurnData;
  readonly storm: StormData;
  readonly 'four-ways': FourWaysData;
  readonly ghosts: GhostsData;
}

/** Acts that records of revision 2 do not have. */
type Newer = 'churn' | 'storm';

/** The same where an act may have been skipped. */
export type TtlTried = ActsData<Omit<TtlData, Newer>> & Partial<ActsData<Pick<TtlData, Newer>>>;
