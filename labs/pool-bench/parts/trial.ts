// One timed trial of an arm, as long as it takes to do the arm justice.
import { type ClosedLoad, closedLoop, Histogram } from '../../../src/kit/run.ts';
import type { Cost, Place } from '../data.ts';
import type { PoolParams } from '../settings.ts';
import type { Meter } from './meter.ts';
import type { OpenShape } from './shape.ts';

export interface Trial {
  readonly load: ClosedLoad;
  readonly connect: Histogram | null;
  readonly cost: Cost | null;
}

/** Every fresh connection leaves a socket in TIME_WAIT for a minute: no more of them than it takes. */
const longestFreshMs = 50;
/** A client is two or three times as fast once it is compiled. Over a longer network nobody waits for the compiler. */
const shortestWarmupMs = 30;
/** A trial holds so many operations of a caller, one after the other: its end, where callers run out, must not weigh. */
const operationsPerCaller = 16;
/** Fewer where nobody stands in line for a connection: callers keep in step. */
const freshPerCaller = 8;
/** But it does not get longer than so many times what was asked for. */
const mostTimesLonger = 60;

export const longestTrialMs = ({ trial }: PoolParams): number => trial * mostTimesLonger;

/** How long a trial has to be in which a caller waits `latencyMs` for an answer. */
function trialMsFor(askedMs: number, latencyMs: number, perCaller: number): number {
  return Math.min(Math.max(askedMs, latencyMs * perCaller), askedMs * mostTimesLonger);
}

/** A pool size whose trials would be so many times longer than what was asked for is not worth the learner's time. */
const worthTimesLonger = 16;

/** Whether a pool of this size answers fast enough for a trial that does it justice. */
export function fitsATrial(askedMs: number, { callers, roundTrip }: Place, poolSize: number): boolean {
  const waitMs = roundTrip?.addedMs ? (roundTrip.measuredMs * callers) / poolSize : 0;
  return waitMs * operationsPerCaller <= askedMs * worthTimesLonger;
}

interface Wish {
  readonly place: Place;
  /** Connects in every operation. */
  readonly isFresh: boolean;
  readonly askedMs: number;
  readonly perCaller: number | undefined;
  readonly meter: Meter | null;
  readonly signal: AbortSignal;
}

/** The trials of an arm; the warm-up shows how long its operations take, and so how long the others have to be. */
export function longEnough(open: OpenShape, wish: Wish): (round: number) => Promise<Trial> {
  const { place, isFresh, perCaller = isFresh ? freshPerCaller : operationsPerCaller } = wish;
  const askedMs = isFresh ? Math.min(wish.askedMs, longestFreshMs) : wish.askedMs;
  let durationMs = place.roundTrip?.addedMs ? askedMs : Math.max(askedMs, shortestWarmupMs);
  return async (round) => {
    const result = await trial(open, durationMs, wish);
    // The median: the first operations of all, which wait for the compiler, must not make every trial long.
    const latencyMs = Histogram.fromJSON(result.load.latency).percentile(50) / 1e6;
    if (round < 0) durationMs = trialMsFor(askedMs, latencyMs, perCaller);
    return result;
  };
}

/** One failed operation makes the whole trial worthless: a refusal takes less time than an answer. */
async function trial(shape: OpenShape, durationMs: number, { place, meter, signal }: Wish): Promise<Trial> {
  shape.takeConnectTimes?.();
  const costSince = meter && (await meter.start());
  const load = await closedLoop({
    callers: place.callers,
    bound: { durationMs },
    operation: () => shape.operation(),
    signal,
  });
  const cost = costSince && (await costSince());
  if (load.errors > 0) throw new Error(`${load.errors} × ${load.firstError}`);
  return { load, cost, connect: shape.takeConnectTimes?.() ?? null };
}
