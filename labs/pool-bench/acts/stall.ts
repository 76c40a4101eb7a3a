// The server stands still for a moment, as it does for a slow KEYS or a fork. Who notices?
//
// A closed loop asks the next question after the last answer. While the server stands still it asks nothing: one slow
// sample, and thousands of people who would have come meanwhile are not in the figures. Gil Tene calls this
// coordinated omission ("How NOT to Measure Latency"). Most load tools are a little better and not good enough: a few
// callers who share a rate between them, each with one request at a time. Counted from the send, it is a few slow
// samples; counted from when a request should have gone out, it is everybody who had to wait.
import { closedLoop, Histogram, monotonicClock, openLoop } from '../../../src/kit/run.ts';
import type { StallData } from '../data.ts';
import { prepareKey } from '../parts/redis-arms.ts';
import { needed } from '../parts/servers.ts';
import { turnstile } from '../parts/turnstile.ts';
import type { PoolContext } from '../settings.ts';

/** The stall is a quarter of each loop, and begins after the first quarter. */
const quarters = 4;
const shortestMs = 300;
const pacedCallers = 4;
/** A rate far out of reach must not fill the memory with those who wait. */
const mostWaiting = 50_000;

/** Pauses the server itself (SIGSTOP): only a private one. */
export async function stall(context: PoolContext): Promise<StallData> {
  const { params, signal, emit, note } = context;
  const server = needed(context.services.redis);
  const key = await prepareKey(server);
  const durationMs = Math.max(shortestMs, quarters * params.stall);
  const redis = await server.connect('stall');
  const bound = { durationMs };
  await closedLoop({ bound: { durationMs: 50 }, callers: 1, operation: () => redis.get(key), signal }); // Warm-up.

  const steps = { of: 2, unit: { ko: '루프', en: 'loops' } };
  const alone = counted('closed');
  const closed = await whileItStalls(() => closedLoop({ bound, callers: 1, operation: alone.ask, signal }));
  emit({ kind: 'progress', done: 1, ...steps });

  const few = counted('paced');
  const callers = turnstile(Array.from({ length: pacedCallers }, (_, caller) => caller));
  let waiting = 0;
  async function operation(): Promise<void> {
    if (waiting === mostWaiting) throw new Error(`${mostWaiting} are waiting`);
    waiting += 1;
    await callers.use(few.ask).finally(() => {
      waiting -= 1;
    });
  }
  const open = await whileItStalls(() => openLoop({ bound, perSecond: params.rate, operation, signal }));
  emit({ kind: 'progress', done: 2, ...steps });
  const paced = { callers: pacedCallers, latencyFromSend: few.fromSend.toJSON() };
  return { stallMs: params.stall, durationMs, closed, open, paced };

  /** The same GET, with its own latency kept from when it really went out. */
  function counted(arm: string) {
    const fromSend = new Histogram();
    return {
      fromSend,
      async ask() {
        const startNs = monotonicClock.nowNs();
        await redis.get(key);
        const tookNs = monotonicClock.nowNs() - startNs;
        fromSend.record(tookNs);
        note({ kind: 'sample', series: 'latency ms', value: tookNs / 1e6 }, arm);
      },
    };
  }

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
