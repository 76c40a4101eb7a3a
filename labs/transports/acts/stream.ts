/**
 * The same updates, to as many clients, by five ways, one after the other and again in every round.
 * What is looked at is the time in between, with everybody connected: connecting is counted by itself.
 */
import type { StreamArmId, StreamData } from '../data.ts';
import { openLongPoll, openPoll } from '../parts/clients/polling.ts';
import { openSse } from '../parts/clients/sse.ts';
import { openWebSocket, openWebSocketWith } from '../parts/clients/web-socket.ts';
import { checkFileLimit } from '../parts/file-limit.ts';
import { openRoute } from '../parts/route.ts';
import type { WindowPlan } from '../parts/window.ts';
import { measureArms } from '../parts/window-arms.ts';
import type { TransportsContext } from '../settings.ts';

export async function stream(context: TransportsContext): Promise<StreamData> {
  const { clients, rate, interval: intervalMs, trial: windowMs } = context.params;
  await checkFileLimit(clients);
  const route = await openRoute(context);
  const plan = { clients, rate, windowMs, intervalMs: 0 };
  const plans: Record<StreamArmId, WindowPlan> = {
    poll: { ...plan, open: openPoll, intervalMs },
    'long-poll': { ...plan, open: openLongPoll },
    sse: { ...plan, open: openSse },
    websocket: { ...plan, open: openWebSocket },
    'websocket-deflate': { ...plan, open: openWebSocketWith({ deflate: true }) },
  };
  const arms = await measureArms(context, route, plans);
  return { rate, clients, intervalMs, arms: arms.map((arm) => ({ ...arm, latency: arm.latency.toJSON() })) };
}
