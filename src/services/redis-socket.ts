import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { connectionError } from './connection-error.ts';
import type { ConnectOptions } from './redis-client.ts';
import { turnedAway } from './redis-turned-away.ts';
import { type RedisAddress, tlsOptions } from './redis-url.ts';
import { encodeCommand } from './resp.ts';

const answerWithinMs = 3_000;

export interface SocketOptions extends Pick<ConnectOptions, 'through'> {
  /** CLIENT LIST shows it. */
  readonly name?: string;
}

/**
 * A TCP or TLS connection that is logged in and speaks RESP2, with nothing read or written since.
 * @throws LabError when the server does not let us in
 */
export async function openRedisSocket(
  address: RedisAddress,
  { name, through }: SocketOptions = {},
): Promise<Socket> {
  const { tls, db, username, password } = address;
  const { host, port } = through ?? address;
  const socket = tls ? connectTls({ host, port, ...tlsOptions(address) }) : connectTcp({ host, port });
  socket.setNoDelay(true);
  const late = setTimeout(() => socket.destroy(new Error('no answer')), answerWithinMs);
  try {
    await once(socket, tls ? 'secureConnect' : 'connect');
    if (password !== undefined) await command(socket, ['AUTH', ...(username ? [username] : []), password]);
    if (db !== 0) await command(socket, ['SELECT', String(db)]);
    if (name !== undefined) await command(socket, ['CLIENT', 'SETNAME', name]);
    await command(socket, ['PING']); // A server that is full takes the connection, says so and hangs up.
  } catch (error) {
    socket.destroy();
    throw connectionError(address, (await turnedAway(address, error)) ?? error);
  } finally {
    clearTimeout(late);
  }
  socket.on('error', () => {}); // A cut connection also emits `close`; that is what users of it look at.
  return socket;
}

/** Its answer is one line. */
async function command(socket: Socket, words: readonly string[]): Promise<void> {
  socket.write(encodeCommand(words));
  const listening = new AbortController();
  const { signal } = listening;
  try {
    const closed = once(socket, 'close', { signal }).then(() => {
      throw new Error('it closed the connection');
    });
    const [reply] = (await Promise.race([once(socket, 'data', { signal }), closed])) as [Buffer];
    if (reply[0] === 0x2d /* - */) throw new Error(reply.toString().slice(1).trim());
  } finally {
    listening.abort();
  }
}
