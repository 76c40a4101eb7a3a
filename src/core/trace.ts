import type { Sighting } from '../report/blocks.ts';
import { same, type Text } from './text.ts';

/** Who takes part, by an id that is English and stays: `publisher`, `redis`. */
export type ActorId = string;

export type ActorRole = 'client' | 'server' | 'store' | 'broker' | 'balancer' | 'network';

export interface Actor {
  readonly role: ActorRole;
  readonly label: Text;
}

/** Up and answering; stopped but connected; its line cut; gone; taking no new work. */
export type ActorState = 'up' | 'paused' | 'cut' | 'dead' | 'draining';

/** One way of one message. */
export interface Hop {
  readonly msg: string;
  readonly from: ActorId;
  readonly to: ActorId;
  /** The delivery attempt, from 1: a message that is delivered again keeps its name. */
  readonly n?: number;
  /** The message that caused this one. */
  readonly via?: string;
  /** The channel, room or queue. */
  readonly on?: string;
}

export type WhyDropped = 'lost' | 'refused' | 'expired' | 'trimmed' | 'buffer';

/** What happened, without its time and place. An `ack` names the way that it is about: who is told comes first, as on sending. */
export type Happening =
  | ({ readonly kind: 'send' | 'recv' | 'ack' } & Hop)
  | ({ readonly kind: 'drop'; readonly why: WhyDropped } & Hop)
  | {
      readonly kind: 'command';
      readonly from: ActorId;
      readonly to: ActorId;
      readonly command: string;
      readonly reply?: string;
    }
  | { readonly kind: 'state'; readonly actor: ActorId; readonly state: ActorState }
  | { readonly kind: 'sample'; readonly series: string; readonly value: number }
  /** Somebody on the map of whom it has in its middle, in metres from there. */
  | {
      readonly kind: 'place';
      readonly map: ActorId;
      readonly who: ActorId;
      readonly eastM: number;
      readonly northM: number;
      readonly seen: Sighting;
    }
  | { readonly kind: 'mark'; readonly id: string; readonly text: Text }
  /** Left out by the budget from here to `toUs`: so many of each kind. */
  | { readonly kind: 'gap'; readonly toUs: number; readonly left: Readonly<Record<string, number>> };

export interface Place {
  /** Since the run began, in microseconds of a clock that never goes back. */
  readonly atUs: number;
  /** Unique in its trace; orders what happened in the same microsecond. */
  readonly seq: number;
  readonly act: string;
  readonly arm?: string;
}

export type TraceEvent = Place & Happening;

/** What an id of the trace is called. */
export interface Named {
  readonly id: string;
  readonly label: Text;
}

/** The first line of a trace file. */
export interface TraceHeader {
  readonly v: 1;
  readonly run: string;
  readonly lab: string;
  readonly clock: 'hrtime';
  readonly startedAt: string;
  readonly durationUs: number;
  readonly actors: readonly ({ readonly id: ActorId } & Actor)[];
  /** What the figures of its samples are called; one that is not a count has its unit in its name. */
  readonly series: readonly Named[];
  /** What its arms are called that no table of the run names; absent in older traces. */
  readonly arms?: readonly Named[];
  /** Events kept of each arm before the budget thins them. */
  readonly budget: number;
  readonly kept: number;
  readonly left: number;
}

export interface Trace {
  readonly header: TraceHeader;
  readonly events: readonly TraceEvent[];
}

/** What an act, and the handles and clients it uses, write into the trace. */
export interface Tracer {
  note(happening: Happening, arm?: string): void;
}

export interface TraceWriter extends Tracer {
  /** What is noted from here on belongs to this act. */
  enter(act: string): void;
  /** The events in order, with gaps where the budget left something out. */
  finish(): { readonly events: TraceEvent[]; readonly left: number };
}

/** Of each arm: so many from its beginning, and as many from its end; and so many after each fault. */
const firstKept = 400;
const lastKept = 400;
const keptAfterFault = 100;

export const traceBudget = firstKept + lastKept;

/**
 * Bounded in memory and on disk, whatever an arm does: a load test neither fills the disk nor crowds out the others.
 * @param told of each event as it happens, also of those that the budget leaves out
 */
export function openTrace(nowUs: () => number, told: (event: TraceEvent) => void = () => {}): TraceWriter {
  const arms = new Map<string, ReturnType<typeof openArm>>();
  let act = '';
  let seq = 0;
  return {
    enter(id) {
      act = id;
    },
    note(happening, arm) {
      const key = `${act}/${arm ?? ''}`;
      const kept = arms.get(key) ?? openArm();
      arms.set(key, kept);
      const event = { atUs: nowUs(), seq, act, ...(arm === undefined ? {} : { arm }), ...happening };
      kept.add(event);
      told(event);
      seq += 1;
    },
    finish() {
      const parts = [...arms.values()].map((arm) => arm.finish());
      const events = parts.flatMap((part) => part.events).sort((a, b) => a.atUs - b.atUs || a.seq - b.seq);
      return { events, left: parts.reduce((sum, part) => sum + part.left, 0) };
    },
  };
}

/** The events of one arm: the first, the last, and those around a fault. */
function openArm() {
  const kept: TraceEvent[] = [];
  let recent: TraceEvent[] = [];
  let gap: { first: TraceEvent; toUs: number; left: Record<string, number> } | null = null;
  let free = firstKept;
  let left = 0;

  function keepRecent(): void {
    if (gap) {
      const { atUs, seq, act, arm } = gap.first;
      const place = { atUs, seq, act, ...(arm === undefined ? {} : { arm }) };
      kept.push({ ...place, kind: 'gap', toUs: gap.toUs, left: gap.left });
    }
    kept.push(...recent);
    recent = [];
    gap = null;
  }

  function leaveOut(event: TraceEvent): void {
    gap ??= { first: event, toUs: event.atUs, left: {} };
    gap.toUs = event.atUs;
    gap.left[event.kind] = (gap.left[event.kind] ?? 0) + 1;
    left += 1;
  }

  return {
    add(event: TraceEvent): void {
      const isFault = event.kind === 'state' || event.kind === 'mark';
      if (isFault) free = Math.max(free, keptAfterFault);
      if (isFault || free > 0) {
        keepRecent();
        kept.push(event);
        free -= 1;
        return;
      }
      recent.push(event);
      if (recent.length <= lastKept) return;
      leaveOut(recent.shift() as TraceEvent);
    },
    finish(): { events: TraceEvent[]; left: number } {
      keepRecent();
      return { events: kept, left };
    },
  };
}

type Known = Readonly<Record<ActorId, Actor>>;

/** Who takes part: those that the lab names, and whoever else is in the events, called as they called themselves. */
export function actorsIn(events: readonly TraceEvent[], known: Known): Known {
  const named: Record<ActorId, Actor> = { ...known };
  for (const event of events) {
    const ids = 'from' in event ? [event.from, event.to] : event.kind === 'state' ? [event.actor] : [];
    for (const id of ids) named[id] ??= oneOfSeveral(id, named) ?? { role: 'client', label: same(id) };
  }
  return named;
}

/** `consumer-2` is called after `consumer`, where the lab names that. */
function oneOfSeveral(id: ActorId, named: Known): Actor | null {
  const [, name = '', number] = /^(.+)-(\d+)$/.exec(id) ?? [];
  const kind = named[name];
  if (!kind) return null;
  return { role: kind.role, label: { ko: `${kind.label.ko} ${number}`, en: `${kind.label.en} ${number}` } };
}

/** What the lab calls those that were sampled. */
export function seriesIn(events: readonly TraceEvent[], known: Readonly<Record<string, Text>>): Named[] {
  return namedIn(
    events.flatMap((event) => (event.kind === 'sample' ? [event.series] : [])),
    known,
  );
}

/** What the lab calls the arms that were run. */
export function armsIn(events: readonly TraceEvent[], known: Readonly<Record<string, Text>>): Named[] {
  return namedIn(
    events.flatMap(({ arm = [] }) => arm),
    known,
  );
}

function namedIn(ids: readonly string[], known: Readonly<Record<string, Text>>): Named[] {
  const there = new Set(ids);
  return Object.entries(known).flatMap(([id, label]) => (there.has(id) ? [{ id, label }] : []));
}
