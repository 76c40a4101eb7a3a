// Being told and telling, over one connection.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Client, ClientOptions, OpenClient } from './client.ts';

const retryMs = 20;

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
    const { host, port, prefix, onUpdate, onServer, onEnd } = options;
    let lastSeen = options.since;
    let closed = false;
    let timer: NodeJS.Timeout | undefined;
    let socket: WebSocket;

    const connect = async () => {
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
      ended.catch(again);
    };
    const again = () => {
      if (closed) return;
      onEnd?.();
      timer = setTimeout(() => connect().catch(again), retryMs);
    };

    await connect();
    return {
      close() {
        closed = true;
        clearTimeout(timer);
        socket.terminate();
      },
    };
  };

export const openWebSocket = openWebSocketWith({});
