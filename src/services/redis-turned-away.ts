import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { messageOf } from '../core/errors.ts';
import { type RedisAddress, tlsOptions } from './redis-url.ts';

const saysWithinMs = 500;

/**
 * What a server says to somebody whom it does not let in (it is full, or in protected mode) before it hangs up. Whoever
 * writes meanwhile never reads it, the network resets the connection: so we come again, say nothing and listen.
 * @param lost why a connection was lost; null is the answer where it tells enough already, or the server says nothing
 */
export async function turnedAway(address: RedisAddress, lost: unknown): Promise<string | null> {
  if (!wasCut(lost)) return null;
  const { host, port, tls } = address;
  const socket = tls ? connectTls({ host, port, ...tlsOptions(address) }) : connectTcp({ host, port });
  const said = await new Promise<string>((resolve) => {
    socket.setTimeout(saysWithinMs, () => resolve(''));
    socket.once('error', () => resolve(''));
    socket.once('close', () => resolve(''));
    socket.once('data', (bytes) => resolve(bytes.toString()));
  });
  socket.destroy();
  return /^-(.+)\r\n/.exec(said)?.[1] ?? null;
}

export function wasCut(lost: unknown): boolean {
  return /EPIPE|ECONNRESET|closed/i.test(messageOf(lost));
}
