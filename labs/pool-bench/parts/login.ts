// What the password of the private server adds to a new connection. It travels inside HELLO, so it costs no round trip
// of its own; what is left is the server's SHA-256 of it.

import { encodeCommand, Histogram, monotonicClock } from '../../../src/kit/run.ts';
import type { LoginCost } from '../data.ts';
import { helloWords, RawConnection } from './resp.ts';
import type { Route } from './route.ts';

const pairs = 200;

/** Null where no password is asked for, and on a server that has no HELLO. */
export async function loginCost(route: Route): Promise<LoginCost | null> {
  if (!route.login.password) return null;
  const connection = await RawConnection.open(route);
  if (!connection.hasHello) {
    connection.close();
    return null;
  }
  const plain = { hello: encodeCommand(helloWords({ db: 0 })), latency: new Histogram() };
  const withPassword = { hello: encodeCommand(helloWords(route.login)), latency: new Histogram() };
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const { hello, latency } of pair % 2 === 0 ? [plain, withPassword] : [withPassword, plain]) {
      const startNs = monotonicClock.nowNs();
      await connection.ask(hello);
      latency.record(monotonicClock.nowNs() - startNs);
    }
  }
  connection.close();
  const [plainMs, withPasswordMs] = [plain, withPassword].map(({ latency }) => latency.percentile(50) / 1e6);
  return { pairs, plainMs: plainMs as number, withPasswordMs: withPasswordMs as number };
}
