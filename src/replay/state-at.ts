import type { Trace } from '../core/trace.ts';
import { type Flight, flightsOf } from './hops.ts';
import { after, nothingYet, type Tally } from './moment.ts';

/** The run at one moment. */
export interface Moment extends Tally {
  /** How many events have happened. */
  readonly events: number;
  /** Messages that were sent and have not arrived yet. */
  readonly flying: readonly Flight[];
}

export interface Replay {
  readonly durationUs: number;
  readonly flights: readonly Flight[];
  stateAt(us: number): Moment;
}

const keyframeEvery = 256;
const timeBuckets = 512;

/** Compiles a trace once, so that any moment of it is a keyframe and a few events away. Pure. */
export function compileReplay({ header, events }: Trace): Replay {
  const durationUs = Math.max(header.durationUs, events.at(-1)?.atUs ?? 0);
  const flights = flightsOf(events, durationUs);
  const keyframes: Tally[] = [];
  let tally = nothingYet;
  events.forEach((event, index) => {
    if (index % keyframeEvery === 0) keyframes.push(tally);
    tally = after(tally, event);
  });

  const bucketUs = Math.max(1, durationUs / timeBuckets);
  const bucketOf = (us: number) => Math.min(timeBuckets - 1, Math.max(0, Math.floor(us / bucketUs)));
  const buckets: Flight[][] = Array.from({ length: timeBuckets }, () => []);
  for (const flight of flights) {
    for (let at = bucketOf(flight.sentUs); at <= bucketOf(flight.endUs); at += 1) buckets[at]?.push(flight);
  }

  /** The first event that lies after a moment. */
  function countUpTo(us: number): number {
    let [low, high] = [0, events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((events[middle]?.atUs ?? 0) <= us) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    durationUs,
    flights,
    stateAt(us) {
      const count = countUpTo(us);
      const frame = Math.min(Math.floor(count / keyframeEvery), keyframes.length - 1);
      let state = keyframes[frame] ?? nothingYet;
      for (const event of events.slice(Math.max(0, frame) * keyframeEvery, count))
        state = after(state, event);
      const flying = (buckets[bucketOf(us)] ?? []).filter(({ sentUs, endUs }) => sentUs <= us && us < endUs);
      return { ...state, events: count, flying };
    },
  };
}
