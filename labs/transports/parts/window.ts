// One trial: everybody connects, updates begin to flow, and then a time is looked at in which nothing begins or ends.
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom, Histogram, monotonicClock, until, watchClient } from '../../../src/kit/run.ts';
import type { WindowTrial } from '../data.ts';
import type { TransportsContext } from '../settings.ts';
import type { Client, OpenClient } from './clients/client.ts';
import type { Route } from './route.ts';

export interface WindowPlan {
  readonly open: OpenClient;
  readonly clients: number;
  readonly rate: number;
  readonly intervalMs: number;
  readonly windowMs: number;
}

export interface Window {
  readonly trial: WindowTrial;
  readonly latency: Histogram;
}

const patienceMs = 10_000;
/** More would not fit into the queue of who waits to be accepted. */
const atOnce = 50;

export async function measureWindow(
  { signal, seed }: TransportsContext,
  { server, network }: Route,
  round: number,
  { open, clients, rate, intervalMs, windowMs }: WindowPlan,
): Promise<Window> {
  const random = createRandom(seed).fork(`phases ${round}`);
  const latency = new Histogram();
  // A whole number of updates, from the middle of one gap to the middle of another.
  const updates = Math.max(1, Math.round((rate * windowMs) / 1e3));
  let [firstId, lastId, arrived] = [Infinity, Infinity, 0];
  const seen = new Array<number>(clients).fill(0);
  const earlier = { ...network.counters };
  const since = await server.lastId();
  const opened: Client[] = [];
  const openOne = async (client: number) => {
    const own = await open({
      host: network.host,
      port: network.port,
      prefix: '',
      since,
      intervalMs,
      firstAfterMs: random.next() * intervalMs,
      onUpdate({ id, dueNs }) {
        seen[client] = id;
        if (id < firstId || id > lastId) return;
        arrived += 1;
        latency.record(Math.max(0, monotonicClock.nowNs() - dueNs));
      },
    });
    opened.push(own);
  };
  try {
    for (let from = 0; from < clients; from += atOnce) {
      signal.throwIfAborted();
      const batch = Math.min(atOnce, clients - from);
      await Promise.all(Array.from({ length: batch }, (_, index) => openOne(from + index)));
    }
    const connected = { ...network.counters };
    const { firstDueNs } = await server.start(rate);
    const gapNs = 1e9 / rate;
    // Before it everybody has asked once more, so that what is late from before makes up for what is late afterwards.
    const before = Math.ceil((rate * intervalMs) / 1e3);
    firstId = since + before + 1;
    lastId = firstId + updates - 1;
    const beginNs = firstDueNs + (before - 0.5) * gapNs;
    await sleepUntil(beginNs, signal);
    const clientSince = watchClient();
    const [atStart, bytesAtStart] = [await server.spent(), { ...network.counters }];
    const beganNs = monotonicClock.nowNs();
    await sleepUntil(beginNs + updates * gapNs, signal);
    const [atEnd, bytesAtEnd] = [await server.spent(), { ...network.counters }];
    const seconds = (monotonicClock.nowNs() - beganNs) / 1e9;
    const clientBusyShare = clientSince(0).busyShare;
    await until(() => seen.every((id) => id >= lastId), {
      signal,
      what: { ko: '마지막 업데이트의 도착', en: 'the arrival of the last update' },
      withinMs: intervalMs + patienceMs,
    }).catch(() => signal.throwIfAborted()); // That it does not arrive is a result, too.
    const trial: WindowTrial = {
      round,
      seconds,
      due: updates * clients,
      arrived,
      requests: atEnd.requests - atStart.requests,
      empty: atEnd.empty - atStart.empty,
      bytesUp: bytesAtEnd.bytesUpstream - bytesAtStart.bytesUpstream,
      bytesDown: bytesAtEnd.bytesDownstream - bytesAtStart.bytesDownstream,
      connectBytes:
        connected.bytesUpstream + connected.bytesDownstream - earlier.bytesUpstream - earlier.bytesDownstream,
      connections: bytesAtEnd.connections - earlier.connections,
      serverCpuUs: atEnd.cpuUs - atStart.cpuUs,
      clientBusyShare,
    };
    return { trial, latency };
  } finally {
    await server.stop();
    for (const client of opened) client.close();
    await until(() => network.counters.open === 0, {
      signal,
      what: { ko: '연결이 모두 끝나는 것', en: 'the end of all connections' },
      withinMs: patienceMs,
    });
  }
}

async function sleepUntil(atNs: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    const leftMs = (atNs - monotonicClock.nowNs()) / 1e6;
    if (leftMs <= 0) return;
    await wait(leftMs, undefined, { signal });
  }
}
