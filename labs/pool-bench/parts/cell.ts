// One cell of the grid: so many callers, one network, several arms turn about.

import { median } from '../../../src/kit/judge.ts';
import { type ArmTrials, Histogram, messageOf, runTrials, valuesOf } from '../../../src/kit/run.ts';
import type { ArmFigures, Cell, Place } from '../data.ts';
import type { PoolContext } from '../settings.ts';
import { type Meter, totalOf } from './meter.ts';
import { oneBar } from './progress.ts';
import type { OpenShape, Shape } from './shape.ts';
import { longEnough, type Trial } from './trial.ts';

type CellContext = Pick<PoolContext, 'params' | 'signal' | 'emit' | 'note'>;

/** What a cell is to be. */
export interface Plan {
  readonly place: Place;
  readonly shapes: readonly Shape[];
  /** Without a word as many as the learner asked for. */
  readonly rounds?: number;
  readonly operationsPerCaller?: number;
  /** Counts what operations cost: straight to the server only, a proxy works in this process too. */
  readonly meter?: Meter;
}

const warmupRounds = 1;

/** How many trials the cells take, as a bar counts them. */
export function trialsOf({ params }: Pick<CellContext, 'params'>, plans: readonly Plan[]): number {
  return plans.reduce(
    (sum, { shapes, rounds = params.rounds }) => sum + shapes.length * (rounds + warmupRounds),
    0,
  );
}

/** One cell after the other, under one bar. */
export async function measureCells(context: CellContext, plans: readonly Plan[]): Promise<Cell[]> {
  const whole = oneBar(context, trialsOf(context, plans));
  const cells: Cell[] = [];
  for (const plan of plans) cells.push(await measureCell(whole, plan));
  return cells;
}

export async function measureCell(context: CellContext, plan: Plan): Promise<Cell> {
  const { params, signal, emit, note } = context;
  const { place, shapes, meter = null, rounds = params.rounds } = plan;
  const opened = await openAll(shapes);
  try {
    const arms = opened.flatMap(({ shape, open }) => {
      if (!open) return [];
      const isFresh = shape.id === 'fresh';
      const perCaller = plan.operationsPerCaller;
      const trials = longEnough(open, { place, isFresh, askedMs: params.trial, perCaller, meter, signal });
      const name = nameOf(shape);
      const trial = async (round: number) => {
        const result = await trials(round);
        if (round >= 0) note({ kind: 'sample', series: 'done/s', value: result.load.perSecond }, name);
        return result;
      };
      return [{ name, trial }];
    });
    const results = await runTrials(arms, { rounds, warmupRounds, signal, emit });
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

function figuresOf(
  { id, client, poolSize, tls, synchronousCommit }: Shape,
  results: ArmTrials<Trial>,
): ArmFigures {
  const trials = valuesOf(results);
  const costs = trials.flatMap(({ cost }) => (cost ? [cost] : []));
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
    ...(costs.length > 0 ? { cost: totalOf(costs) } : {}),
    ...(synchronousCommit ? { synchronousCommit } : {}),
  };
}

function neverOpened(shape: Shape, reason: string): ArmFigures {
  const none = figuresOf(shape, { arm: '', trials: [] });
  return { ...none, failed: [{ round: 0, reason }] };
}

function nameOf({ id, client, poolSize, tls, synchronousCommit }: Shape): string {
  const commit = synchronousCommit && `commit ${synchronousCommit}`;
  return [client, id, poolSize, tls && 'tls', commit].filter(Boolean).join(' ');
}
