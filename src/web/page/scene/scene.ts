import type { ActorId, Trace, TraceEvent } from '../../../core/trace.ts';
import { chainsOf } from '../../../replay/chains.ts';
import { type Slice, sliceOf } from '../../../replay/slices.ts';
import { compileReplay, type Replay } from '../../../replay/state-at.ts';
import { type Axis, clockAt, speeds } from '../player.ts';
import { brokersOf, takenAt } from './brokers.ts';

/** An act or an arm of it, ready to be shown at any moment. */
export interface Scene {
  readonly slice: Slice;
  readonly trace: Trace;
  readonly replay: Replay;
  /** Of each event; `chainsOf` says what it is. */
  readonly chains: Int32Array;
  /** Who takes part, as the lab names them, and then in the order of their coming. */
  readonly actors: readonly ActorId[];
  readonly brokerOf: ReturnType<typeof brokersOf>;
  readonly takenAt: ReturnType<typeof takenAt>;
}

export function openScene(whole: Trace, slice: Slice): Scene {
  const trace = sliceOf(whole, slice);
  const seen = new Set(trace.events.flatMap(whoIsIn));
  const named = trace.header.actors.map(({ id }) => id).filter((id) => seen.has(id));
  return {
    slice,
    trace,
    replay: compileReplay(trace),
    chains: chainsOf(trace.events),
    actors: [...new Set([...named, ...seen])],
    brokerOf: brokersOf(trace.events),
    takenAt: takenAt(trace.events),
  };
}

export function whoIsIn(event: TraceEvent): ActorId[] {
  if (event.kind === 'state') return [event.actor];
  return 'from' in event ? [event.from, event.to] : [];
}

/** The moments of all scenes that are shown at once. */
export function axisOf(scenes: readonly Scene[]): Axis {
  const events = scenes.flatMap(({ trace }) => trace.events);
  const sorted = (times: number[]) => [...new Set(times)].sort((a, b) => a - b);
  const marks = events.flatMap(({ kind, atUs }) => (kind === 'mark' || kind === 'state' ? [atUs] : []));
  return { times: sorted([-1, ...events.map(({ atUs }) => atUs)]), marks: sorted(marks) };
}

/** So long a message is on its way on the screen, about, if nobody chooses another speed. */
const hopOnScreenUs = 600_000;

/** The half of what arrived took no longer, in µs; null where nothing arrived. */
export function typicalHopUs({ replay: { hops } }: Scene): number | null {
  const took = [...hops.sentUs.keys()]
    .filter((hop) => hops.outcome[hop] === 1)
    .map((hop) => (hops.endUs[hop] ?? 0) - (hops.sentUs[hop] ?? 0))
    .sort((a, b) => a - b);
  return took[took.length >> 1] ?? null;
}

const slowest = 0.001;

/** Anything shorter is over before one has looked at it, */
const leastOnScreenUs = 8e6;
/** unless little happens in it: so much is enough for each moment. */
const momentOnScreenUs = 5e5;

/** The speed at which a typical message is seen travelling, and the whole is not over at once. */
export function speedFor(scene: Scene): number {
  const wanted = (typicalHopUs(scene) ?? scene.replay.durationUs / 20) / hopOnScreenUs;
  const axis = axisOf([scene]);
  const least = Math.min(leastOnScreenUs, (axis.times.length - 1) * momentOnScreenUs);
  const isLongEnough = (speed: number) => clockAt(axis, speed).totalUs / speed >= least;
  return speeds.findLast((speed) => speed <= wanted && isLongEnough(speed)) ?? slowest;
}
