// One cell of the grid: so many callers, one network, several arms turn about.

import { median } from '../../../src/kit/judge.ts';
import {
  type ArmTrials,
  type ClosedLoad,
  closedLoop,
  Histogram,
  messageOf,
  runTrials,
  valuesOf,
} from '../../../src/kit/run.ts';
import type { ArmFigures, Cell, Place } from '../data.ts';
import type { PoolContext } from '../settings.ts';
import type { OpenShape, Shape } from './shape.ts';

interface Trial {
  readonly load: ClosedLoad;
  readonly connect: Histogram | null;
}

/** Every fresh connection leaves a socket in TIME_WAIT for a minute: no more of them than it takes. */
const longestFreshMs = 50;
/** A client is two or three times as fast once it is compiled. Over a longer network nobody waits for the compiler. */
const shortestWarmupMs = 40;
/** A trial holds so many operations of a caller, one after the other: its end, where callers run out, must not weigh. */
const operationsPerCaller = 16;
/** Fewer where nobody stands in line for a connection: callers keep in step. */
const freshPerCaller = 8;
/** But it does not get longer than so many times what was asked for. */
const mostTimesLonger = 60;

/** How long a trial has to be in which a caller waits `latencyMs` for an answer. */
export function trialMsFor(askedMs: number, latencyMs: number, perCaller: number): number {
  return Math.min(Math.max(askedMs, latencyMs * perCaller), askedMs * mostTimesLonger);
}

/** A pool size whose trials would be so many times longer than what was asked for is not worth the learner's time. */
const worthTimesLonger = 16;

/** Whether a pool of this size answers fast enough for a trial that does it justice. */
export function fitsATrial(askedMs: number, { callers, roundTrip }: Place, poolSize: number): boolean {
  const waitMs = roundTrip?.addedMs ? (roundTrip.measuredMs * callers) / poolSize : 0;
  return waitMs * operationsPerCaller <= askedMs * worthTimesLonger;
}

export async function measureCell(
  context: Pick<PoolContext, 'params' | 'signal' | 'emit'>,
  place: Place,
  shapes: readonly Shape[],
  options: { readonly rounds?: number; readonly operationsPerCaller?: number } = {},
): Promise<Cell> {
  const { params, signal, emit } = context;
  const { callers, roundTrip } = place;
  const rounds = options.rounds ?? params.rounds;
  const opened = await openAll(shapes);
  try {
    const arms = opened.flatMap(({ shape, open }) => {
      if (!open) return [];
      const isFresh = shape.id === 'fresh';
      const askedMs = isFresh ? Math.min(params.trial, longestFreshMs) : params.trial;
      const warmupMs = roundTrip?.addedMs ? askedMs : Math.max(askedMs, shortestWarmupMs);
      const perCaller = options.operationsPerCaller ?? (isFresh ? freshPerCaller : operationsPerCaller);
      const plan = { callers, askedMs, warmupMs, perCaller, signal };
      return [{ name: nameOf(shape), trial: longEnough(open, plan) }];
    });
    const results = await runTrials(arms, { rounds, warmupRounds: 1, signal, emit });
    let next = 0;
    const figures = opened.map(({ shape, open, refused }) =>
      open ? figuresOf(shape, results[next++] as ArmTrials<Trial>) : neverOpened(shape, refused),
    );
    return { ...place, arms: figures };
  } finally {
    for (const { open } of opened) await open?.close();
  }
}

/** A shape that the server does not let in (maxclients) is left out with its reason; the others are measured. */
async function openAll(shapes: readonly Shape[]) {
  const opened: { shape: Shape; open: OpenShape | null; refused: string }[] = [];
  for (const shape of shapes) {
    try {
      opened.push({ shape, open: await shape.open(), refused: '' });
    } catch (error) {
      opened.push({ shape, open: null, refused: messageOf(error) });
    }
  }
  return opened;
}

interface Plan {
  readonly callers: number;
  readonly askedMs: number;
  readonly warmupMs: number;
  readonly perCaller: number;
  readonly signal: AbortSignal;
}

/** The trials of an arm; the warm-up shows how long its operations take, and so how long the others have to be. */
function longEnough(open: OpenShape, plan: Plan): (round: number) => Promise<Trial> {
  const { callers, askedMs, warmupMs, perCaller, signal } = plan;
  let durationMs = warmupMs;
  return async (round) => {
    const result = await trial(open, { callers, durationMs, signal });
    // The median: the first operations of all, which wait for the compiler, must not make every trial long.
    const latencyMs = Histogram.fromJSON(result.load.latency).percentile(50) / 1e6;
    if (round < 0) durationMs = trialMsFor(askedMs, latencyMs, perCaller);
    return result;
  };
}

/** One failed operation makes the whole trial worthless: a refusal takes less time than an answer. */
async function trial(
  shape: OpenShape,
  { callers, durationMs, signal }: { callers: number; durationMs: number; signal: AbortSignal },
): Promise<Trial> {
  shape.takeConnectTimes?.();
  const load = await closedLoop({
    callers,
    bound: { durationMs },
    operation: () => shape.operation(),
    signal,
  });
  if (load.errors > 0) throw new Error(`${load.errors} × ${load.firstError}`);
  return { load, connect: shape.takeConnectTimes?.() ?? null };
}

function figuresOf({ id, client, poolSize, tls }: Shape, results: ArmTrials<Trial>): ArmFigures {
  const trials = valuesOf(results);
  const connects = trials.flatMap(({ connect }) => (connect ? [connect.toJSON()] : []));
  return {
    shape: id,
    client,
    poolSize,
    tls: tls ?? false,
    rounds: results.trials.flatMap((one) =>
      'value' in one ? [{ round: one.round, perSecond: one.value.load.perSecond }] : [],
    ),
    failed: results.trials.flatMap((one) =>
      'failed' in one ? [{ round: one.round, reason: one.failed }] : [],
    ),
    operations: trials.reduce((sum, { load }) => sum + load.operations, 0),
    elapsedMs: trials.reduce((sum, { load }) => sum + load.elapsedMs, 0),
    latency: Histogram.merged(trials.map(({ load }) => load.latency)).toJSON(),
    connect: connects.length > 0 ? Histogram.merged(connects).toJSON() : null,
    busyShare: median(trials.map(({ load }) => load.client.busyShare)) ?? 0,
  };
}

function neverOpened(shape: Shape, reason: string): ArmFigures {
  const none = figuresOf(shape, { arm: '', trials: [] });
  return { ...none, failed: [{ round: 0, reason }] };
}

function nameOf({ id, client, poolSize }: Shape): string {
  return `${client} ${id}${poolSize === null ? '' : ` ${poolSize}`}`;
}
