// Asking and a WebSocket beside each other, at rates that give so many updates between one question and the next.
import type { CheaperCell, RatesData } from '../data.ts';
import type { TransportsContext } from '../settings.ts';
import type { OpenClient } from './clients/client.ts';
import { openPoll } from './clients/polling.ts';
import { openWebSocket } from './clients/web-socket.ts';
import type { Route } from './route.ts';
import type { WindowPlan } from './window.ts';
import { measureArms } from './window-arms.ts';

/** More would make this process the limit at the highest rate. */
export const mostClients = 5;

/** Updates between one question and the next. */
const perInterval = [2, 16, 128];

const transports: Readonly<Record<CheaperCell['transport'], OpenClient>> = {
  poll: openPoll,
  websocket: openWebSocket,
};
type CellId = `${CheaperCell['transport']} ${number}`;

export interface RatesPlan {
  readonly clients: number;
  readonly intervalMs: number;
  /** The shortest a trial may be. */
  readonly windowMs: number;
}

export async function measureRates(
  context: TransportsContext,
  route: Route,
  { clients, intervalMs, windowMs: atLeastMs }: RatesPlan,
): Promise<RatesData> {
  const rates = perInterval.map((updates) => (updates * 1e3) / intervalMs);
  const named = rates.flatMap((rate) =>
    (['poll', 'websocket'] as const).map((transport) => ({
      id: `${transport} ${rate}` as CellId,
      transport,
      rate,
    })),
  );
  const windowMs = Math.max(atLeastMs, 2 * intervalMs);
  const plans = Object.fromEntries(
    named.map(({ id, transport, rate }) => [
      id,
      { open: transports[transport], clients, rate, intervalMs, windowMs },
    ]),
  ) as Record<CellId, WindowPlan>;
  const arms = await measureArms(context, route, plans);
  const cells = arms.map(({ arm: _, latency: __, ...windows }, index) => {
    const { transport, rate } = named[index] as (typeof named)[number];
    return { transport, rate, ...windows };
  });
  return { clients, intervalMs, rates, cells };
}
