// The same five kinds of work on each system, turn about: alone, and with many callers.
import {
  type ArmTrials,
  type ClosedLoad,
  closedLoop,
  createRandom,
  Histogram,
  type Random,
  runTrials,
  valuesOf,
} from '../../../src/kit/run.ts';
import type { KindArm, KindsData, System, Work } from '../data.ts';
import { diskOf } from '../parts/disk.ts';
import { checkSame, counters, together, valuesFor, type Worker } from '../parts/store.ts';
import { openSystems } from '../parts/systems.ts';
import type { MemoryContext } from '../settings.ts';

const works: readonly Work[] = ['get', 'set', 'batch', 'range', 'counter'];
/** What many callers do: waiting for a reply, and waiting for the disk. */
const worksOfMany: readonly Work[] = ['get', 'set'];

export async function kinds(context: MemoryContext): Promise<KindsData> {
  const { params, services, scope, seed, signal, emit } = context;
  const values = valuesFor(seed, params.keys);
  const { systems, leftOut, sqliteVersion } = await openSystems(context, values);
  for (const { system, workers } of systems) await checkSame(system, workers[0] as Worker, values);

  // SQLite takes one call at a time, in our own thread: more callers would only stand in line before it.
  const places = [1, params.callers].flatMap((callers) =>
    systems
      .filter(({ workers }) => workers.length >= callers)
      .flatMap(({ system, workers }) =>
        (callers === 1 ? works : worksOfMany).map((work) => ({ system, work, callers, workers })),
      ),
  );
  const random = createRandom(seed).fork('kinds');
  const arms = places.map(({ system, work, callers, workers }) => {
    // Each arm draws the same keys in the same order.
    const operation = operationOf(work, workers, values, random.fork(`${work}, ${callers}`));
    return {
      name: `${system}, ${work}, ${callers}`,
      trial: () => closedLoop({ callers, bound: { durationMs: params.trial }, operation, signal }),
    };
  });
  const trials = await runTrials(arms, { rounds: params.rounds, warmupRounds: 1, signal, emit });
  return {
    keys: params.keys,
    together,
    versions: {
      redis: services.redis.version,
      postgres: services.postgres.version,
      sqlite: sqliteVersion,
    },
    redisIsPrivate: services.redis.isPrivate,
    postgresIsPrivate: services.postgres.isPrivate,
    leftOut,
    disk: await diskOf(await scope.tempFolder('disk')),
    arms: places.map(({ system, work, callers }, index) =>
      figuresOf({ system, work, callers }, trials[index] as ArmTrials<ClosedLoad>),
    ),
  };
}

function operationOf(work: Work, workers: readonly Worker[], values: readonly string[], random: Random) {
  const any = () => random.int(values.length);
  const first = () => random.int(values.length - together + 1);
  return async (caller: number): Promise<unknown> => {
    const worker = workers[caller] as Worker;
    if (work === 'get') return await worker.get(any());
    if (work === 'set') return await worker.set(any(), values[any()] as string);
    if (work === 'range') return await worker.range(first());
    if (work === 'counter') return await worker.counter(random.int(counters));
    const [to, from] = [first(), first()];
    return await worker.batch(to, values.slice(from, from + together));
  };
}

const middleMs = ({ latency }: ClosedLoad) => Histogram.fromJSON(latency).percentile(50) / 1e6;

function figuresOf(
  place: { system: System; work: Work; callers: number },
  arm: ArmTrials<ClosedLoad>,
): KindArm {
  const loads = valuesOf(arm);
  const busy = loads.map(({ client }) => client.busyShare).sort((a, b) => a - b);
  const failed = arm.trials.flatMap((trial) => ('failed' in trial ? [trial.failed] : []));
  const refused = loads.find(({ errors }) => errors > 0)?.firstError;
  const reason = failed[0] ?? refused;
  return {
    ...place,
    operations: loads.reduce((sum, { operations }) => sum + operations, 0),
    elapsedMs: loads.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
    rounds: arm.trials.flatMap((trial) =>
      'value' in trial && trial.value.errors === 0 && trial.value.operations > 0
        ? [{ round: trial.round, perSecond: trial.value.perSecond, p50Ms: middleMs(trial.value) }]
        : [],
    ),
    latency: Histogram.merged(loads.map(({ latency }) => latency)).toJSON(),
    clientBusyShare: place.system.startsWith('sqlite') ? null : (busy[Math.floor(busy.length / 2)] ?? 0),
    ...(reason === undefined || reason === null
      ? {}
      : {
          failed: {
            trials: failed.length + loads.filter(({ errors }) => errors > 0).length,
            of: arm.trials.length,
            reason,
          },
        }),
  };
}
