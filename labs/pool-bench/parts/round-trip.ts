// How far away a server is: measured, not believed.

import { encodeCommand, Histogram, monotonicClock } from '../../../src/kit/run.ts';
import type { RoundTrip } from '../data.ts';
import { RawConnection } from './resp.ts';
import type { Route } from './route.ts';

const pings = 21;

export async function roundTripOf(route: Route, addedMs: number): Promise<RoundTrip> {
  const connection = await RawConnection.open(route);
  const latency = new Histogram();
  const ping = encodeCommand(['PING']);
  for (let sent = 0; sent < pings; sent += 1) {
    const startNs = monotonicClock.nowNs();
    await connection.ask(ping);
    latency.record(monotonicClock.nowNs() - startNs);
  }
  connection.close();
  return {
    addedMs,
    measuredMs: latency.percentile(50) / 1e6,
    ...(isLoopback(route.host) ? {} : { distant: true as const }),
  };
}

/** `localhost`, 127.0.0.0/8 and ::1 (RFC 6761, RFC 5735, RFC 4291). */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
