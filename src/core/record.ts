import type { Explanation } from './errors.ts';
import type { Preset } from './params.ts';
import type { ServerInfo } from './server-info.ts';

/** The shape below. A reader that finds another number says so instead of guessing. */
export const recordFormatVersion = 1;

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

/** A command that went to a server, in the form that redis-cli takes. */
export interface TracedCommand {
  readonly connection: string;
  readonly command: string;
  readonly reply?: string;
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
  /** The choice the learner made, null when they were not asked or skipped. */
  readonly prediction: string | null;
  readonly environment: Environment;
  readonly servers: readonly ServerInfo[];
  readonly timings: {
    readonly totalMs: number;
    readonly steps: readonly { readonly id: string; readonly tookMs: number }[];
  };
  /** The commands that the run showed; `traceDropped` counts those beyond the limit. */
  readonly trace: readonly TracedCommand[];
  readonly traceDropped: number;
  readonly outcome: Outcome;
  readonly error: Explanation | null;
  readonly data: Data | null;
}
