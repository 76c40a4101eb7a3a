import type { Explanation } from './errors.ts';
import type { Preset } from './params.ts';
import type { ServerInfo } from './server-info.ts';

/** The shape below. Format 1 is still read; a reader that finds a later number says so instead of guessing. */
export const recordFormatVersion = 2;

/** A failed run and an aborted one have no data and no verdict. */
export type Outcome = 'completed' | 'aborted' | 'failed';

/** The machine and programs that the figures belong to. */
export interface Environment {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly os: string;
  readonly node: string;
  /** 1, 5 and 15 minutes, as uptime(1) says. */
  readonly loadAverage: readonly number[];
}

/** What a short look at the machine saw. Shares are of all its cores, 0 to 1. */
export interface QuietProbe {
  /** Work of other processes. */
  readonly load: number;
  /** Time that the hypervisor gave to other machines; null where the kernel does not say (not Linux). */
  readonly steal: number | null;
  /** How late nine of ten short timers were at most. */
  readonly jitterMs: number;
}

/** A machine with company: who is too loud, and by how much. */
export interface Disturbance {
  readonly kind: keyof QuietProbe;
  readonly measured: number;
  readonly limit: number;
}

export interface Quiet {
  readonly quiet: boolean;
  readonly reasons: readonly Disturbance[];
  readonly probe: QuietProbe;
}

/** How a room chose, by choice: of nobody who it was. */
type Counted = Readonly<Record<string, number>>;

/** The votes of a room on one question, before the run. */
export interface Poll {
  readonly first: Counted;
  /** After they talked; null where they did not have to. */
  readonly second: Counted | null;
}

/** One run as it is kept: plain JSON, everything that judging and showing need. */
export interface RunRecord<Data = unknown> {
  readonly formatVersion: number;
  readonly id: string;
  readonly lab: string;
  readonly labRevision: number;
  readonly toolVersion: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly preset: Preset;
  readonly params: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** The choices the learner made, by act; an act that asked nothing, or that was skipped over, is not in it. */
  readonly predictions: Readonly<Record<string, string>>;
  /** By act; absent where no room voted. */
  readonly votes?: Readonly<Record<string, Poll>>;
  readonly environment: Environment;
  /** Whether anybody else was at work on the machine just before; null for a run that measured nothing. */
  readonly quiet: Quiet | null;
  readonly servers: readonly ServerInfo[];
  readonly timings: {
    readonly totalMs: number;
    readonly acts: readonly { readonly id: string; readonly tookMs: number }[];
  };
  readonly outcome: Outcome;
  readonly error: Explanation | null;
  /** By act: what it found, or why it was skipped. */
  readonly data: Data | null;
}
