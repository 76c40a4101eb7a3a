// Something that a learner breaks by hand, on servers that a run holds. All of it is data and pure conditions: what is
// done is known from what the server says and what the trace tells, never from what somebody says they did.
import type { Text } from './text.ts';
import type { Happening } from './trace.ts';

export interface Experiment {
  /** In English, for ever. */
  readonly id: string;
  readonly title: Text;
  /** The act that runs first, with `--quick`: what is broken are its servers. */
  readonly act: string;
  /** In place of what `--quick` says, where less is enough. */
  readonly given?: Readonly<Record<string, string>>;
  /** The server that is broken, by its name. */
  readonly on: string;
  /** What servers are asked all the while, by the name that conditions know it by. */
  readonly watch?: Readonly<Record<string, Watch>>;
  /** How often somebody tried something, where connections to Redis do not tell it. */
  tries?(seen: Seen): number;
  /** In order: one is looked at when the one before is done. */
  readonly steps: readonly ExperimentStep[];
  readonly hints: Hints;
  /** What it shows, whatever the figures were. */
  readonly learned: Text;
}

export interface ExperimentStep {
  readonly task: Text;
  /** As it is typed into a shell; null where a key of ours does it. */
  readonly command: Command | null;
  readonly expect: Text;
  done(seen: Seen): boolean;
}

/** One after the other, with a try between them; at each step from the first. */
export interface Hints {
  readonly concept: Text;
  readonly pointer: Text;
  /** What to type to see it with one's own eyes. */
  readonly command: Command;
}

/** @param of where another server is, by its name */
export type Command = (at: Place, of: (server: string) => Place) => string;

/** Where the server is. */
export interface Place {
  /** `redis-cli -p 41234`; empty for a server that curl talks to. */
  readonly client: string;
  readonly url: string;
  readonly pid: string;
}

export interface Watch {
  /** A server of ours, by its name; Redis where none is named. */
  readonly of?: string;
  readonly ask: readonly string[];
  /** Not called where the server refuses: then the figure is null. */
  read(reply: unknown): Figure;
}

export type Figure = number | string | null;

/** What the servers said at one moment. */
export interface Look {
  /** Which process of Redis answers, by the name that it gives each (run_id); null where none does. */
  readonly server: string | null;
  /** It answers that a script keeps it from answering. */
  readonly busy: boolean;
  /** Connections it has taken since it started. */
  readonly connections: number;
  readonly figures: Readonly<Record<string, Figure>>;
}

/** Since the servers are held. A look that says what the one before said is left out. */
export interface Seen {
  readonly looks: readonly Look[];
  readonly events: readonly Happening[];
}

/** How many steps are done: never fewer than before, and never one before its time. */
export function doneSteps({ steps }: Experiment, seen: Seen, before = 0): number {
  const open = steps.slice(before).findIndex((step) => !step.done(seen));
  return open < 0 ? steps.length : before + open;
}

/** How often somebody tried something: a connection, a restart, a request that a server of ours tells of. */
export function triesIn({ tries }: Pick<Experiment, 'tries'>, seen: Seen): number {
  return tries ? tries(seen) : connectionsAndEvents(seen);
}

function connectionsAndEvents({ looks, events }: Seen): number {
  const servers = new Map(looks.map(({ server, connections }) => [server, connections]));
  return events.length + [...servers.values()].reduce((sum, connections) => sum + connections, 0);
}
