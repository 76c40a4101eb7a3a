import type { Explanation } from '../core/errors.ts';
import type { LabEvent } from '../core/events.ts';
import type { Outcome, RunRecord } from '../core/record.ts';
import type { Handlers, Scene } from '../core/scene.ts';
import type { Text } from '../core/text.ts';
import type { Actor, TraceEvent } from '../core/trace.ts';
import type { Report } from '../report/report.ts';
import type { PageData } from './page-data.ts';
import type { KeptCard, LabCard, RunWish } from './protocol.ts';

/** What a page can have done here, and nothing else. */
export interface Laboratory {
  labs(): Promise<readonly LabCard[]>;
  /** The latest ones first. */
  kept(): Promise<readonly KeptCard[]>;
  /** @throws LabError where there is no such run, or nothing in it that can be shown */
  open(run: string): Promise<PageData>;
  /**
   * Checks a wish as the command line is checked. What it returns runs it.
   * @param votes of the room that waits for the run: they are kept with it, and are no part of a wish, which is sent out
   * @throws LabError (usage)
   */
  prepare(wish: RunWish, votes?: RunRecord['votes']): Promise<Prepared>;
  /**
   * The world of a lab that goes on until it is stopped; nothing of it is kept.
   * @throws LabError (usage) where the lab has none
   */
  scene(lab: string): Promise<PreparedScene>;
}

/** What is known before it runs. */
interface Known {
  /** Without findings and figures. */
  readonly report: Report;
  readonly actors: Readonly<Record<string, Actor>>;
  readonly series: Readonly<Record<string, Text>>;
  readonly arms: Readonly<Record<string, Text>>;
}

export interface Prepared extends Known {
  run(watched: Watched): Promise<Ran>;
}

export interface PreparedScene extends Known {
  readonly scene: Pick<Scene<unknown>, 'aim' | 'pokes' | 'ladder' | 'radiusM'>;
  run(watched: Watched, offer: (handlers: Handlers) => void): Promise<Ran>;
}

export interface Watched {
  readonly signal: AbortSignal;
  onEvent(event: LabEvent): void;
  onTraced(event: TraceEvent): void;
}

export interface Ran {
  readonly outcome: Outcome;
  /** Null where it did not complete. */
  readonly data: PageData | null;
  readonly error: Explanation | null;
}
