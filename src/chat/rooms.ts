// What a server does with a room, by mode: a member comes in, speaks, leaves. `alone`: it relays nothing; `pubsub`: it
// relays and keeps nothing; `recovery`: history first, then the relay.
import type { Connection } from './connection.ts';
import { frameOf } from './frame.ts';
import { Members } from './members.ts';
import type { Relay } from './relay.ts';
import type { Message, Published, Store } from './store.ts';
import type { Entry, FromServer, Joined, Position } from './wire.ts';

export type Mode = 'alone' | 'pubsub' | 'recovery';

/** What a member is told when it comes in, before the people are added. */
export type Arrival = Pick<Joined, 'at' | 'recovered' | 'why' | 'entries'>;

export interface Room {
  readonly members: Members;
  /** It holds back what comes for the connection until `members.listen`. @throws where Redis is away */
  join(connection: Connection, at: Position | undefined): Promise<Arrival>;
  say(words: Message): Promise<Published>;
  /** Somebody has reason to think that something was missed. */
  check(): void;
  close(): void;
}

const nowhere: Position = { epoch: '', o: 0, tag: '' };
const withoutHistory: Arrival = { at: nowhere, recovered: false, why: 'no-history', entries: [] };
const unnumbered = { o: 0, prev: '', tag: '' };

/** Everybody at this server hears it, and nobody else: what a chat does before it has a relay. */
export function roomAlone(name: string, delivered: (count: number) => void): Room {
  const members = new Members(delivered);
  return {
    members,
    async join(connection) {
      members.hold(connection);
      return withoutHistory;
    },
    async say(words) {
      const e = { ...unnumbered, ts: Math.round(performance.timeOrigin + performance.now()), ...words };
      members.tell(entryFrame(name, '', JSON.stringify(e)));
      return { o: 0, dup: false };
    },
    check() {},
    close() {},
  };
}

/** Everybody at every server that listens at this moment hears it. */
export function roomOfPubSub(
  name: string,
  { store, relay, delivered }: { store: Store; relay: Relay; delivered: (count: number) => void },
): Room {
  const members = new Members(delivered);
  const channel = store.channel(name);
  const opened = relay.subscribe(channel, (payload) => {
    if (payload.startsWith('p ')) members.tell(frameOf(payload.slice(2)));
    else members.tell(entryFrame(name, '', payload.slice(2)));
  });
  opened.catch(() => {}); // Whoever joins hears of it.
  return {
    members,
    async join(connection) {
      members.hold(connection);
      await opened;
      return withoutHistory;
    },
    async say(words) {
      await store.relay(name, words);
      return { o: 0, dup: false };
    },
    check() {},
    close: () => relay.unsubscribe(channel),
  };
}

/** @param json the entry as Redis wrote it: nobody reads it on the way */
export const entryFrame = (room: string, epoch: string, json: string) =>
  frameOf(`{"t":"msg","room":${JSON.stringify(room)},"epoch":"${epoch}","e":${json}}`);

export const resetFrame = (
  room: string,
  at: Position,
  why: NonNullable<Joined['why']>,
  entries: readonly Entry[],
) => {
  const message: FromServer = { t: 'reset', room, at, why, entries };
  return frameOf(JSON.stringify(message));
};
