// Somebody in a room of the yardstick, who writes down the same things.
import { io } from 'socket.io-client';
import { type Clock, signToken } from '../../../src/kit/run.ts';
import { openNotebook } from './notebook.ts';
import { lengthened, type Person, type PersonOptions, quickly, tokenLivesMs } from './person.ts';

const confirmedWithinMs = 1_000;

/** @param keepsHistory whether a client that comes back without a recovery has missed something it could have had */
export function openSocketIoPerson(clock: Clock, options: PersonOptions, keepsHistory: boolean): Person {
  const { user, room, secret, url } = options;
  const notebook = openNotebook(user);
  const unconfirmed = new Set<number>();
  let heardBefore = 0;
  const socket = io(url().replace(/^ws/, 'http'), {
    transports: ['websocket'],
    forceNew: true,
    auth: (give) => void signToken(secret, user, tokenLivesMs).then((token) => give({ token, room })),
    reconnectionDelay: quickly.baseMs,
    reconnectionDelayMax: quickly.capMs,
    // Its own way of sending again what nobody confirmed: one after the other, in order (docs: delivery guarantees).
    retries: Number.MAX_SAFE_INTEGER,
    ackTimeout: confirmedWithinMs,
  });
  socket.on('connect', () => {
    const atMs = clock.nowMs();
    // What was missed comes before this event.
    if (socket.recovered) {
      notebook.assured.push(atMs);
      notebook.recovered += notebook.heard.length - heardBefore;
    } else {
      const isNew = notebook.upMs.length === 0;
      notebook.told.push({
        why: isNew ? 'new-here' : keepsHistory ? 'history-too-short' : 'no-history',
        atMs,
      });
    }
    notebook.upMs.push(atMs);
  });
  socket.on('disconnect', () => {
    notebook.lostConnectionMs.push(clock.nowMs());
    heardBefore = notebook.heard.length;
  });
  socket.on('msg', (text: string) => void notebook.heard.push({ n: Number(text), atMs: clock.nowMs() }));
  return {
    notebook,
    isIn: () => socket.connected,
    unconfirmed: () => unconfirmed.size,
    say(n, longer = 0) {
      notebook.said.set(n, clock.nowMs());
      unconfirmed.add(n);
      socket.emit('say', lengthened(n, longer), (error: Error | null) => {
        if (error) return;
        unconfirmed.delete(n);
        notebook.acknowledged.set(n, clock.nowMs());
      });
    },
    close: () => void socket.disconnect(),
  };
}
