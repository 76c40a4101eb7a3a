import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { ChatClient } from '../../src/chat/client.ts';
import { signToken } from '../../src/chat/token.ts';
import type { Entry, Joined, NotRecovered } from '../../src/chat/wire.ts';

export const secret = 'a secret of at least thirty-two characters';

export interface Person {
  readonly client: ChatClient;
  readonly heard: Entry[];
  readonly joins: Joined[];
  readonly resets: NotRecovered[];
  /** What came with the last of them, in place of what was on the screen. */
  page: readonly Entry[];
  readonly acked: string[];
  readonly dups: string[];
  readonly came: string[];
  readonly went: string[];
  readonly relay: boolean[];
  readonly codes: number[];
  ended: number | null;
  texts(): string[];
}

/** Somebody in a room: where they connect to is asked at each attempt. */
export function person(
  user: string,
  room: string,
  url: () => string,
  options: { backOffMs?: number; signedWith?: string } = {},
): Person {
  const heard: Entry[] = [];
  const found: Omit<Person, 'client'> = {
    heard,
    joins: [],
    resets: [],
    page: [],
    acked: [],
    dups: [],
    came: [],
    went: [],
    relay: [],
    codes: [],
    ended: null,
    texts: () => heard.map(({ text }) => text),
  };
  const client = new ChatClient(
    {
      room,
      login: async () => ({ url: url(), token: await signToken(options.signedWith ?? secret, user, 60_000) }),
      open: (address, protocols) => new WebSocket(address, protocols),
      chance: () => 0.5,
      backOff: () => options.backOffMs ?? 20,
      newId: randomUUID,
    },
    {
      entry: (e) => void heard.push(e),
      joined: (joined) => void found.joins.push(joined),
      reset(why, page) {
        found.resets.push(why);
        found.page = page;
      },
      acked(id, _, dup) {
        found.acked.push(id);
        if (dup) found.dups.push(id);
      },
      people: (t, who) => void found[t].push(who),
      relay: (up) => void found.relay.push(up),
      down: (_, code) => void found.codes.push(code),
      ended(code) {
        found.ended = code;
      },
    },
  );
  return Object.assign(found, { client });
}
