// What the servers see after the measuring, while a run is held and somebody talks to them by hand. It is noted where it
// happens, in the servers themselves.
import type { StickyContext } from '../../settings.ts';
import type { ChatServers } from './chat-servers.ts';

/** Why engine.io refuses: https://socket.io/docs/v4/server-installation and `Server.errors` in its source. */
const unknownSession = 1;

export function noteByHand({ note }: StickyContext, { io, onWebSocket }: ChatServers): void {
  io.forEach(({ engine }, index) => {
    const hop = { from: 'user', to: `server-${index + 1}`, on: 'socket.io' };
    engine.on('connection', (session: { id: string; once: (event: 'message', then: () => void) => void }) => {
      note({ kind: 'recv', msg: session.id, ...hop });
      session.once('message', () => note({ kind: 'ack', msg: session.id, ...hop }));
    });
    engine.on('connection_error', ({ code, context }: { code: number; context?: { sid?: string } }) => {
      if (code === unknownSession) note({ kind: 'drop', msg: context?.sid ?? '', why: 'refused', ...hop });
    });
  });
  let opened = 0;
  onWebSocket((socket) => {
    opened += 1;
    const hop = { msg: String(opened), from: 'user', to: 'nginx', on: 'WebSocket' };
    note({ kind: 'recv', ...hop });
    socket.once('close', () => note({ kind: 'drop', ...hop, why: 'lost' }));
  });
}
