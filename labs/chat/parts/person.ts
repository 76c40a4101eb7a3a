// Somebody in a room who writes down what happens: what was said, confirmed and heard, and what they were told of gaps.
import { randomUUID } from 'node:crypto';
import { ChatClient, type Clock, delayMs, openNodeSocket, signToken } from '../../../src/kit/run.ts';
import { type Notebook, openNotebook } from './notebook.ts';

export interface Person {
  readonly notebook: Notebook;
  readonly isIn: () => boolean;
  readonly unconfirmed: () => number;
  /** @param longer letters that nobody sees */
  say(n: number, longer?: number): void;
  close(): void;
}

export interface PersonOptions {
  readonly user: string;
  readonly room: string;
  readonly secret: string;
  /** Asked at each attempt. */
  readonly url: () => string;
  readonly chance: () => number;
  readonly backOff?: (attempt: number) => number;
  /** Called as soon as there is something new in the notebook of what was heard, or told of gaps. */
  readonly onNews?: () => void;
}

export const tokenLivesMs = 10 * 60 * 1000;
/** As a client in production but shorter, so that a run need not wait for it. */
export const quickly = { baseMs: 50, capMs: 1_000 };

/** By wide spaces, three bytes each: it reads as the same number. */
export const lengthened = (n: number, by: number) => `${n}${'\u3000'.repeat(by)}`;

export function openPerson(clock: Clock, options: PersonOptions): Person {
  const { user, room, secret, chance, url, onNews = () => {} } = options;
  const notebook = openNotebook(user);
  const numbers = new Map<string, number>();
  let isIn = false;
  const client = new ChatClient(
    {
      room,
      login: async () => ({ url: url(), token: await signToken(secret, user, tokenLivesMs) }),
      open: openNodeSocket,
      chance,
      backOff: options.backOff ?? ((attempt) => delayMs(quickly, attempt, chance())),
      newId: randomUUID,
    },
    {
      entry({ text }) {
        notebook.heard.push({ n: Number(text), atMs: clock.nowMs() });
        onNews();
      },
      joined({ recovered, entries }) {
        isIn = true;
        if (!recovered) return;
        notebook.assured.push(clock.nowMs());
        notebook.recovered += entries.length;
      },
      reset(why, entries) {
        const atMs = clock.nowMs();
        notebook.told.push({ why, atMs });
        // The page that comes with it is on the screen now; what was there before is not new.
        const known = new Set(notebook.heard.map(({ n }) => n));
        for (const { text } of entries)
          if (!known.has(Number(text))) notebook.heard.push({ n: Number(text), atMs });
        onNews();
      },
      acked(id) {
        const n = numbers.get(id);
        if (n !== undefined) notebook.acknowledged.set(n, clock.nowMs());
      },
      people(what, who) {
        if (what === 'went') notebook.went.set(who, clock.nowMs());
      },
      up: () => void notebook.upMs.push(clock.nowMs()),
      down() {
        isIn = false;
        notebook.lostConnectionMs.push(clock.nowMs());
      },
    },
  );
  return {
    notebook,
    isIn: () => isIn,
    unconfirmed: () => client.unconfirmed.size,
    say(n, longer = 0) {
      notebook.said.set(n, clock.nowMs());
      numbers.set(client.say(lengthened(n, longer)), n);
    },
    close: () => client.close(),
  };
}
