// What goes over the WebSocket: one JSON object a text frame. Types and numbers only, so that a browser can have it too.

/** Where a reader of a room stands. The tag names the very message: after a failover an offset is given out again. */
export interface Position {
  /** One life of the room's history: a new one wherever history was lost. */
  readonly epoch: string;
  /** The last offset that was read; 0 before the first message. */
  readonly o: number;
  readonly tag: string;
}

/** A message as it stands in the history. */
export interface Entry {
  readonly o: number;
  /** The tag of its predecessor: whoever holds that one knows that nothing lies between. */
  readonly prev: string;
  readonly tag: string;
  /** The sender's own name for it, which makes sending it again safe. */
  readonly id: string;
  readonly from: string;
  readonly text: string;
  /** Milliseconds since 1970 by the clock of Redis, one clock for all servers. */
  readonly ts: number;
}

/** Why a reader cannot have exactly what it missed. */
export type NotRecovered =
  | 'new-here'
  | 'no-history'
  | 'history-is-another'
  | 'history-was-rewritten'
  | 'history-too-short'
  | 'missed-too-much';

export type FromClient =
  | { readonly t: 'join'; readonly room: string; readonly at?: Position }
  | { readonly t: 'leave'; readonly room: string }
  | { readonly t: 'say'; readonly room: string; readonly id: string; readonly text: string };

export type FromServer =
  /** `silentMs`: a server that says nothing for so long is gone. */
  | { readonly t: 'hello'; readonly user: string; readonly server: string; readonly silentMs: number }
  | { readonly t: 'beat' }
  | Joined
  | { readonly t: 'msg'; readonly room: string; readonly epoch: string; readonly e: Entry }
  /** Everybody in the room: what you have is no longer the whole; `entries` is the last page of what there is. */
  | {
      readonly t: 'reset';
      readonly room: string;
      readonly at: Position;
      readonly why: NotRecovered;
      readonly entries: readonly Entry[];
    }
  | { readonly t: 'ack'; readonly id: string; readonly o: number; readonly dup: boolean }
  /** `unavailable`: its fate is unknown, send it again under the same id. `refused`: it will never be taken. */
  | { readonly t: 'nack'; readonly id: string; readonly why: 'unavailable' | 'refused' }
  | { readonly t: 'came' | 'went'; readonly room: string; readonly user: string }
  /** What stands behind the server: without it messages wait at their senders. */
  | { readonly t: 'relay'; readonly up: boolean }
  /** The server is about to go: a 1012 follows after so long. */
  | { readonly t: 'move'; readonly afterMs: number };

export interface Joined {
  readonly t: 'joined';
  readonly room: string;
  readonly at: Position;
  /** True: `entries` is exactly what was missed. */
  readonly recovered: boolean;
  readonly why?: NotRecovered;
  readonly entries: readonly Entry[];
  /** Some of those who are here, and how many there are. */
  readonly people: readonly string[];
  readonly count: number;
}

export const subprotocol = 'redis-lab.chat.v1';

/** 4000 to 4499: come back; 4500 to 4999: do not. 1012 is the standard's own "service restart". */
export const closeCodes = {
  restart: 1012,
  tokenExpired: 4003,
  tooSlow: 4008,
  silent: 4012,
  badFrame: 4501,
  denied: 4503,
  tooMuch: 4504,
} as const;

export const limits = {
  frameBytes: 16 * 1024,
  textLetters: 4_000,
  /** Missed messages that are given one by one; who missed more is told so, and gets the last page. */
  recover: 500,
  page: 50,
  people: 100,
} as const;

export const isRoom = (name: unknown): name is string =>
  typeof name === 'string' && /^[\p{L}\p{N}_-]{1,40}$/u.test(name);
