/**
 * A phone in a tunnel, three times: nothing passes for a while and the connection lives on; the connection is cut and
 * the client comes back; the phone is gone for good and nobody says goodbye.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { monotonicClock, type Text, toRuns, until } from '../../../src/kit/run.ts';
import type { TunnelArm, TunnelArmId, TunnelData, VanishedArm } from '../data.ts';
import type { Client, OpenClient } from '../parts/clients/client.ts';
import { openLongPoll, openPoll } from '../parts/clients/polling.ts';
import { openSse } from '../parts/clients/sse.ts';
import { openWebSocket, openWebSocketWith } from '../parts/clients/web-socket.ts';
import { openRoute, type Route } from '../parts/route.ts';
import type { TransportsContext } from '../settings.ts';

const everyMs = 20;
const pollEveryMs = 50;
/** Published before nothing passes, meanwhile, and afterwards. */
const updatesEach = 6;
const withinMs = 10_000;
const watchedMs = 400;
const watchEveryMs = 5;

const arms: Readonly<Record<TunnelArmId, OpenClient>> = {
  poll: openPoll,
  'long-poll': openLongPoll,
  sse: openSse,
  websocket: openWebSocket,
  'websocket-resume': openWebSocketWith({ resume: true }),
};

export async function tunnel(context: TransportsContext): Promise<TunnelData> {
  const route = await openRoute(context);
  const { network } = route;
  const pause = await absence(context, route, 'pause', async () => {
    const removes = (['upstream', 'downstream'] as const).map((way) =>
      network.add(way, { type: 'timeout', timeoutMs: 0 }),
    );
    return async () => removes.forEach((remove) => void remove());
  });
  const cut = await absence(context, route, 'cut', async () => {
    await network.down();
    return () => network.up();
  });
  return { everyMs, pause, cut, vanished: await vanish(context, route), watchedMs };
}

interface Traveller {
  readonly arm: TunnelArmId;
  readonly client: Client;
  readonly seen: number[];
  latestNs: number;
}

/** @param begin makes that nothing passes; what it returns ends that */
async function absence(
  context: TransportsContext,
  route: Route,
  kind: 'pause' | 'cut',
  begin: () => Promise<() => Promise<void>>,
): Promise<TunnelArm[]> {
  const { server } = route;
  const since = await server.lastId();
  const travellers = await Promise.all(
    (Object.keys(arms) as TunnelArmId[]).map((arm) => setOut(context, route, kind, arm, since)),
  );
  await server.start(1e3 / everyMs);
  const published = (id: number) => reached(context, async () => (await server.lastId()) >= id, publishing);
  await published(since + updatesEach);
  const first = (await server.lastId()) + 1;
  const end = await begin();
  await published(first + updatesEach);
  const last = await server.lastId();
  await end();
  // In doubt it is no part of the gap: what was published in these moments may have come through.
  await published(last + updatesEach);
  // Who comes back after the last one would never hear it.
  await reached(context, () => travellers.every(({ seen }) => seen.some((id) => id > last)), {
    ko: '모두가 돌아오는 것',
    en: 'everybody being back',
  });
  await server.stop();
  const lastId = await server.lastId();
  await reached(context, () => travellers.every(({ seen }) => seen.includes(lastId)), {
    ko: '마지막 업데이트의 도착',
    en: 'the arrival of the last update',
  });
  for (const { client, arm, seen } of travellers) {
    client.close();
    for (let id = since + 1; id <= lastId; id += 1)
      if (!seen.includes(id))
        context.note({ ...hopOf(id - since), kind: 'drop', why: 'lost' }, `${kind} ${arm}`);
  }
  return travellers.map(({ arm, seen, latestNs }) => ({
    arm,
    sent: lastId - since,
    received: toRuns(seen.map((id) => id - since)),
    gap: [first - since, last - since],
    latestMs: latestNs / 1e6,
  }));
}

const hopOf = (id: number) => ({ msg: String(id), from: 'server-1', to: 'phone' });

const publishing: Text = { ko: '다음 업데이트', en: 'the next updates' };

function reached(
  { signal }: TransportsContext,
  condition: () => boolean | Promise<boolean>,
  what: Text,
): Promise<void> {
  return until(condition, { signal, what, withinMs });
}

async function setOut(
  { note }: TransportsContext,
  { network: { host, port } }: Route,
  kind: string,
  arm: TunnelArmId,
  since: number,
): Promise<Traveller> {
  const traveller = { arm, seen: [] as number[], latestNs: 0 };
  const client = await arms[arm]({
    host,
    port,
    prefix: '',
    since,
    intervalMs: pollEveryMs,
    firstAfterMs: pollEveryMs,
    onUpdate({ id, dueNs }) {
      traveller.seen.push(id);
      traveller.latestNs = Math.max(traveller.latestNs, monotonicClock.nowNs() - dueNs);
      note({ kind: 'recv', ...hopOf(id - since) }, `${kind} ${arm}`);
    },
  });
  return Object.assign(traveller, { client });
}

const vanishing: Readonly<Record<VanishedArm['arm'], OpenClient>> = {
  'long-poll': openLongPoll,
  sse: openSse,
  websocket: openWebSocket,
  'websocket-heartbeat': openWebSocketWith({ heartbeat: true }),
};

/** From one moment on nothing passes, and it never does again. */
async function vanish(context: TransportsContext, { server, network }: Route): Promise<VanishedArm[]> {
  const { host, port } = network;
  const options = { host, port, prefix: '', since: 0, intervalMs: pollEveryMs, firstAfterMs: pollEveryMs };
  const open = await Promise.all(
    Object.values(vanishing).map((openOne) => openOne({ ...options, onUpdate() {} })),
  );
  const waiting = async () => (await server.spent()).waiting;
  await reached(context, async () => Object.values(await waiting()).every((count) => count === 1), {
    ko: '모든 연결',
    en: 'every connection',
  });
  for (const way of ['upstream', 'downstream'] as const) network.add(way, { type: 'timeout', timeoutMs: 0 });
  const { clock, signal } = context;
  const goneMs = clock.nowMs();
  await server.start(1e3 / everyMs);
  const freed = new Map<string, number>();
  while (clock.nowMs() - goneMs < watchedMs) {
    signal.throwIfAborted();
    for (const [arm, count] of Object.entries(await waiting()))
      if (count === 0 && !freed.has(arm)) freed.set(arm, clock.nowMs() - goneMs);
    await wait(watchEveryMs, undefined, { signal });
  }
  await server.stop();
  for (const client of open) client.close();
  return (Object.keys(vanishing) as VanishedArm['arm'][]).map((arm) => ({
    arm,
    freedAfterMs: freed.get(arm) ?? null,
  }));
}
