// Being told and telling, over one connection.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type Client, type ClientOptions, type OpenClient, reconnecting } from './client.ts';

interface Wishes {
  /** permessage-deflate, RFC 7692. */
  readonly deflate?: boolean;
  /** Says at every connection what it has seen last; WebSocket itself has no word for that. */
  readonly resume?: boolean;
  /** Has the server ping it. */
  readonly heartbeat?: boolean;
}

export const openWebSocketWith =
  ({ deflate = false, resume = false, heartbeat = false }: Wishes): OpenClient =>
  async (options: ClientOptions): Promise<Client> => {
    const { host, port, prefix, onUpdate, onServer } = options;
    let lastSeen = options.since;
    let socket: WebSocket;

    const connect = async (over: () => void) => {
      const query = new URLSearchParams({
        ...(resume ? { since: String(lastSeen) } : {}),
        ...(heartbeat ? { heartbeat: '' } : {}),
      });
      socket = new WebSocket(`ws://${host}:${port}${prefix}/ws?${query}`, { perMessageDeflate: deflate });
      socket.on('error', () => {}); // It is followed by the end.
      socket.once('upgrade', ({ headers }) => onServer?.(String(headers['x-server'])));
      socket.on('message', (message) => {
        const update = JSON.parse(String(message));
        lastSeen = update.id;
        onUpdate(update);
      });
      const opened = once(socket, 'open');
      const ended = once(socket, 'close').then(() => Promise.reject(new Error('the connection ended')));
      await Promise.race([opened, ended]);
      ended.catch(over);
    };

    return await reconnecting(options, connect, () => socket.terminate());
  };

export const openWebSocket = openWebSocketWith({});
