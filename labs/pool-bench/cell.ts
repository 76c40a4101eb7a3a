// One cell of the grid: so many callers, one network, several arms turn about.
import {
  type ArmTrials,
  type ClosedLoad,
  closedLoop,
  Histogram,
  type HistogramJson,
  harnessCost,
  median,
  messageOf,
  runTrials,
  valuesOf,
} from '../../src/lab-kit.ts';
import type { RoundTrip } from './route.ts';
import type { PoolContext } from './settings.ts';
import type { Client, OpenShape, Shape, ShapeId } from './shape.ts';

export interface Cell extends Place {
  /** What the measuring loop itself costs per operation, with nothing to do in it. */
  readonly harnessNs: number;
  readonly arms: readonly ArmFigures[];
}

export interface ArmFigures {
  readonly shape: ShapeId;
  readonly client: Client;
  readonly poolSize: number | null;
  readonly tls: boolean;
  /** What each round achieved: two arms are compared round by round. */
  readonly rounds: readonly { readonly round: number; readonly perSecond: number }[];
  /** Rounds that do not count: something went wrong in them. */
  readonly failed: readonly { readonly round: number; readonly reason: string }[];
  /** Everything below is of the rounds that count, together. */
  readonly operations: number;
  readonly elapsedMs: number;
  readonly latency: HistogramJson;
  /** Connecting and logging in, for a shape that does so in every operation. */
  readonly connect: HistogramJson | null;
  /** How busy this process was, 0 to 1: the median round. */
  readonly busyShare: number;
}

interface Trial {
  readonly load: ClosedLoad;
  readonly connect: Histogram | null;
}

/** Every fresh connection leaves a socket in TIME_WAIT for a minute: on a fast network a short trial is enough. */
const longestFreshMs = 50;
/** So many operations one after the other in a trial, or its beginning and end bend the figures (Little's law sees it). */
const operationsPerCaller = 10;
/** Round trips until a fresh connection has its answer, greetings of the library included. */
const freshRoundTrips = 4;

/** How long a trial has to be: as long as was asked for, and longer where one operation takes long. */
export function trialMsFor(
  asked: { trial: number },
  place: Place,
  shape: Pick<Shape, 'id' | 'poolSize'>,
): number {
  const { callers, roundTrip } = place;
  if (shape.id === 'fresh') {
    const needed = roundTrip.measuredMs * freshRoundTrips * operationsPerCaller;
    return roundTrip.addedMs === 0 ? Math.min(asked.trial, longestFreshMs) : Math.max(asked.trial, needed);
  }
  const abreast = shape.id === 'one-by-one' ? 1 : (shape.poolSize ?? callers);
  const waitMs = roundTrip.addedMs === 0 ? 0 : roundTrip.measuredMs * Math.max(1, callers / abreast);
  return Math.max(asked.trial, waitMs * operationsPerCaller);
}

/** Where a cell is measured. */
export interface Place {
  readonly callers: number;
  readonly roundTrip: RoundTrip;
}

export async function measureCell(
  context: Pick<PoolContext, 'params' | 'signal' | 'emit'>,
  place: Place,
  shapes: readonly Shape[],
): Promise<Cell> {
  const { params, signal, emit } = context;
  const { callers } = place;
  const harnessNs = await harnessCost(closedLoop, {
    callers,
    signal,
    bound: { durationMs: 0 },
    operation: nothing,
  });
  const opened = await openAll(shapes);
  try {
    const arms = opened.flatMap(({ shape, open }) => {
      const durationMs = trialMsFor(params, place, shape);
      return open ? [{ name: nameOf(shape), trial: () => trial(open, { callers, durationMs, signal }) }] : [];
    });
    const results = await runTrials(arms, { rounds: params.rounds, warmupRounds: 1, signal, emit });
    let next = 0;
    const figures = opened.map(({ shape, open, refused }) =>
      open ? figuresOf(shape, results[next++] as ArmTrials<Trial>) : neverOpened(shape, refused),
    );
    return { ...place, harnessNs, arms: figures };
  } finally {
    for (const { open } of opened) await open?.close();
  }
}

const nothing = async () => {};

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
  if (load.errors > 0) throw new Error(`${load.errors} x ${load.firstError}`);
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
