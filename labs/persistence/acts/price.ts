// What each setting costs while all goes well: callers that wait for each write, one and many at a time, turn about.
import {
  type ArmTrials,
  type ClosedLoad,
  closedLoop,
  Histogram,
  type RedisOnDisk,
  redisOnDisk,
  runTrials,
  valuesOf,
} from '../../../src/kit/run.ts';
import type { PriceArm, PriceData, PricedSetting } from '../data.ts';
import { directives } from '../parts/directives.ts';
import type { PersistenceContext } from '../settings.ts';

const priced: readonly PricedSetting[] = ['none', 'rdb-second', 'aof-no', 'aof-everysec', 'aof-always'];
const value = 'x'.repeat(100);
/** Enough of them that a snapshot has something to write, and always the same, so that memory does not grow. */
const keys = 10_000;

export async function price({
  params,
  services,
  scope,
  signal,
  emit,
}: PersistenceContext): Promise<PriceData> {
  const servers = new Map(
    await Promise.all(
      priced.map(
        async (setting): Promise<[PricedSetting, RedisOnDisk]> => [
          setting,
          setting === 'none' ? services.redis : await scope.start(redisOnDisk(directives[setting])),
        ],
      ),
    ),
  );
  const callersOf = [...new Set(params.concurrency)].sort((a, b) => a - b);
  const places = callersOf.flatMap((callers) => priced.map((setting) => ({ setting, callers })));
  const arms = await Promise.all(
    places.map(async ({ setting, callers }) => {
      const server = servers.get(setting) as RedisOnDisk;
      const clients = await Promise.all(
        Array.from({ length: callers }, (_, n) => server.connect(`caller-${n + 1}`, { untraced: true })),
      );
      let written = 0;
      const operation = async (caller: number) => clients[caller]?.set(`key:${written++ % keys}`, value);
      return {
        name: `${setting}, ${callers}`,
        trial: () => closedLoop({ callers, bound: { durationMs: params.trial }, operation, signal }),
      };
    }),
  );
  const trials = await runTrials(arms, { rounds: params.rounds, warmupRounds: 1, signal, emit });
  return { arms: places.map((place, index) => figuresOf(place, trials[index] as ArmTrials<ClosedLoad>)) };
}

function figuresOf(
  { setting, callers }: { setting: PricedSetting; callers: number },
  arm: ArmTrials<ClosedLoad>,
): PriceArm {
  const loads = valuesOf(arm);
  const busy = loads.map(({ client }) => client.busyShare).sort((a, b) => a - b);
  const failed = arm.trials.flatMap((trial) => ('failed' in trial ? [trial.failed] : []));
  return {
    setting,
    callers,
    operations: loads.reduce((sum, { operations }) => sum + operations, 0),
    elapsedMs: loads.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
    rounds: arm.trials.flatMap((trial) =>
      'value' in trial ? [{ round: trial.round, perSecond: trial.value.perSecond }] : [],
    ),
    latency: Histogram.merged(loads.map(({ latency }) => latency)).toJSON(),
    clientBusyShare: busy[Math.floor(busy.length / 2)] ?? 0,
    ...(failed[0] === undefined
      ? {}
      : { failed: { trials: failed.length, of: arm.trials.length, reason: failed[0] } }),
  };
}
