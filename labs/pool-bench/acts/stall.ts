// The server stands still for a moment, as it does for a slow KEYS or a fork. Who notices?
//
// A closed loop asks the next question after the last answer. While the server stands still it asks nothing: one slow
// sample, and thousands of people who would have come meanwhile are not in the figures. Gil Tene calls this
// coordinated omission ("How NOT to Measure Latency"). An open loop sends at a fixed rate and counts from the time at
// which an operation should have started.
import { closedLoop, openLoop } from '../../../src/kit/run.ts';
import type { StallData } from '../data.ts';
import { prepareKey } from '../parts/redis-arms.ts';
import { needed } from '../parts/servers.ts';
import type { PoolContext } from '../settings.ts';

/** The stall is a quarter of each loop, and begins after the first quarter. */
const quarters = 4;
const shortestMs = 300;

/** Pauses the server itself (SIGSTOP): only a private one. */
export async function stall(context: PoolContext): Promise<StallData> {
  const { params, signal, emit } = context;
  const server = needed(context.services.redis);
  const key = await prepareKey(server);
  const durationMs = Math.max(shortestMs, quarters * params.stall);
  const redis = await server.connect('stall');
  const operation = () => redis.get(key);
  const loop = { bound: { durationMs }, operation, signal };
  await closedLoop({ ...loop, callers: 1, bound: { durationMs: 50 } }); // Warm-up.

  const steps = { of: 2, unit: { ko: '루프', en: 'loops' } };
  const closed = await whileItStalls(() => closedLoop({ ...loop, callers: 1 }));
  emit({ kind: 'progress', done: 1, ...steps });
  const open = await whileItStalls(() => openLoop({ ...loop, perSecond: params.rate }));
  emit({ kind: 'progress', done: 2, ...steps });
  return { stallMs: params.stall, durationMs, closed, open };

  async function whileItStalls<Load>(load: () => Promise<Load>): Promise<Load> {
    let resume: NodeJS.Timeout | undefined;
    const pause = setTimeout(() => {
      if (params.stall === 0) return;
      server.pause();
      resume = setTimeout(() => server.resume(), params.stall);
    }, durationMs / quarters);
    try {
      return await load();
    } finally {
      clearTimeout(pause);
      clearTimeout(resume);
      server.resume();
    }
  }
}
