import { fanOut } from '../../labs/pubsub/acts/fan-out.ts';
import type { PubsubContext } from '../../labs/pubsub/settings.ts';
import type { LabEvent } from '../../src/core/events.ts';
import { openScope } from '../../src/core/scope.ts';
import { openTrace } from '../../src/core/trace.ts';
import { monotonicClock } from '../../src/measure/clock.ts';
import { pairedRatio } from '../../src/measure/stats.ts';
import { openServiceHost } from '../../src/services/host.ts';
import { type RedisServer, redis } from '../../src/services/redis.ts';
import { steadyClock } from '../labs/with-scope.ts';
import { type BenchRow, medianOf } from './row.ts';

const rounds = 15;
const params = { subscribers: [10], messages: 1_000, rounds: 1, sequence: 30, payload: 64 };

/** The fan-out as the timed arm that it is: with all that it notes, and with `--trace`, against nobody who listens. */
export async function benchTrace(): Promise<BenchRow[]> {
  return [
    await against('as every run writes it', false),
    await against('with the commands that --trace writes', true),
  ];
}

async function against(what: string, withCommands: boolean): Promise<BenchRow> {
  const pairs: [number, number][] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const traced = () => deliveriesPerSecond({ isTraced: true, withCommands });
    const silent = () => deliveriesPerSecond({ isTraced: false, withCommands: false });
    const pair: [number, number] = [0, 0];
    for (const side of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      pair[side] = await (side === 0 ? traced : silent)();
    }
    if (round > 0) pairs.push(pair); // The first is the warm-up.
  }
  const paired = pairedRatio(pairs);
  const { low = Number.NaN, high = Number.NaN } = paired?.interval ?? {};
  const perSecond = (side: 0 | 1) => `${medianOf(pairs.map((pair) => pair[side])).toFixed(0)}/s`;
  return {
    name: `trace of a timed arm, ${what}: deliveries per second with it against without (95 % interval ${low.toFixed(3)} to ${high.toFixed(3)})`,
    ours: perSecond(0),
    peer: perSecond(1),
    ratio: paired?.ratio ?? Number.NaN,
    // --trace writes every command, and says that it slows the run.
    ...(withCommands ? {} : { target: '0.98 to 1.02' }),
  };
}

/** One trial on a Redis of its own. */
async function deliveriesPerSecond(options: { isTraced: boolean; withCommands: boolean }): Promise<number> {
  const { signal } = new AbortController();
  const writer = openTrace(() => Math.round(monotonicClock.nowMs() * 1e3));
  const note = options.isTraced ? writer.note : () => {};
  // As a run does with a command (src/core/run.ts).
  const emit = (event: LabEvent) => {
    if (event.kind === 'command') note({ ...event, from: event.connection, to: 'redis' });
  };
  const fail = (error: Error) => {
    throw error;
  };
  const host = openServiceHost(
    { external: {}, trace: options.withCommands },
    { runId: 'bench', signal, emit, note, fail },
  );
  const scope = openScope(host, steadyClock);
  scope.defer(() => host.close());
  try {
    const server: RedisServer = await scope.start(redis());
    const context = {
      params,
      services: { redis: server },
      seed: 11,
      signal,
      emit,
      note,
      scope,
      clock: steadyClock,
    };
    const arms = await fanOut(context as unknown as PubsubContext);
    const deliveries = arms.reduce((sum, arm) => sum + arm.deliveries, 0);
    return deliveries / (arms.reduce((sum, arm) => sum + arm.elapsedMs, 0) / 1e3);
  } finally {
    await scope.close();
  }
}
