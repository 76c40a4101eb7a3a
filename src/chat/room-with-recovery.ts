// A room whose server knows where it stands in the history: a hole in what it hears is healed once, for all its clients.
import type { Connection } from './connection.ts';
import { frameOf } from './frame.ts';
import { Members } from './members.ts';
import { follows, recover } from './recovery.ts';
import type { Relay } from './relay.ts';
import { type Arrival, entryFrame, type Room, resetFrame } from './rooms.ts';
import type { Message, Read, Store } from './store.ts';
import type { Entry, NotRecovered, Position } from './wire.ts';

export interface RecoveryOptions {
  readonly store: Store;
  readonly relay: Relay;
  delivered(count: number): void;
  /** What became of a hole: healed, or why not. */
  healed(how: 'healed' | NotRecovered): void;
  /** For the lab's own tests: offsets are believed without their tags, as most chat servers do it. */
  readonly trustOffsets?: boolean;
  /** For the same: servers are told before anything is kept. */
  readonly relayFirst?: boolean;
}

/** A message as it comes over the relay: enough to see whether it follows, and JSON that nobody needs to read. */
interface Live extends Pick<Entry, 'o' | 'prev' | 'tag'> {
  readonly epoch: string;
  readonly json: string;
}

const againMs = 100;
const mostJoinReads = 10;

export class RoomWithRecovery implements Room {
  readonly members: Members;
  readonly #name: string;
  readonly #options: RecoveryOptions;
  /** Where this server stands; null until it has subscribed and read. */
  #at: Position | null = null;
  #opening: Promise<void> | null = null;
  #healing: Promise<void> | null = null;
  #heard: Live[] = [];
  #closed = false;

  constructor(name: string, options: RecoveryOptions) {
    this.#name = name;
    this.#options = options;
    this.members = new Members(options.delivered);
  }

  say(words: Message) {
    const { store, relayFirst } = this.#options;
    return relayFirst ? store.publishRelayFirst(this.#name, words) : store.publish(this.#name, words);
  }

  /** Live messages are held, the history is read, and the reply says which of them it already has. */
  async join(connection: Connection, at: Position | undefined): Promise<Arrival> {
    this.members.hold(connection);
    await this.#open();
    for (let reads = 0; reads < mostJoinReads; reads++) {
      const arrival = await this.#arrival(at);
      // The room itself must stand in the same life of the history: what it relays goes on from this reply.
      if (arrival.at.epoch === this.#at?.epoch) return arrival;
      await this.#heal();
    }
    throw new Error(`the history of ${this.#name} does not hold still`);
  }

  check(): void {
    void this.#heal();
  }

  close(): void {
    this.#closed = true;
    this.#options.relay.unsubscribe(this.#options.store.channel(this.#name));
  }

  async #arrival(at: Position | undefined): Promise<Arrival> {
    const { store, trustOffsets } = this.#options;
    if (at) {
      const { top, entries } = await store.read(this.#name, at.o);
      const verdict = recover(at, top, entries, trustOffsets);
      if (verdict.recovered) return { at: top, entries, recovered: true };
      // Somebody has seen what is gone, and can prove it: those who had not seen it yet must hear of it as well.
      if (verdict.why === 'history-was-rewritten' && !trustOffsets && store.hasStoodAt(this.#name, at))
        await store.renew(this.#name, at.epoch);
      return { ...(await this.#lastPage()), ...verdict };
    }
    return { ...(await this.#lastPage()), recovered: false, why: 'new-here' };
  }

  async #lastPage(): Promise<{ at: Position; entries: readonly Entry[] }> {
    const { top, entries } = await this.#options.store.read(this.#name, 'last-page');
    return { at: top, entries };
  }

  /** Subscribed first, read then: what is published in between is heard, and found to be known. */
  async #open(): Promise<void> {
    this.#opening ??= (async () => {
      const { relay, store } = this.#options;
      await relay.subscribe(store.channel(this.#name), (payload) => this.#hear(payload));
      this.#at ??= (await this.#lastPage()).at;
      this.#passHeard(this.#at);
    })();
    try {
      await this.#opening;
    } catch (error) {
      this.#opening = null; // The next to join tries again.
      throw error;
    }
  }

  #hear(payload: string): void {
    if (payload.startsWith('p ')) this.members.tell(frameOf(payload.slice(2)));
    else if (payload === 'r') void this.#heal();
    else {
      this.#heard.push(readLive(payload));
      if (this.#at && !this.#healing) this.#goOn();
    }
  }

  /** What was heard before the history was read is in what was read. */
  #passHeard(at: Position): void {
    this.#heard = this.#heard.filter((live) => live.epoch !== at.epoch || live.o > at.o);
    this.#goOn();
  }

  /** Passes on what was heard, up to the first that does not follow. */
  #goOn(): void {
    for (let live = this.#heard.shift(); live && this.#at; live = this.#heard.shift()) {
      if (this.#follows(live)) {
        this.#at = { epoch: live.epoch, o: live.o, tag: live.tag };
        this.#pass(live.epoch, live.o, live.json);
      } else if (live.epoch !== this.#at.epoch || live.o !== this.#at.o || live.tag !== this.#at.tag) {
        void this.#heal();
        return;
      }
    }
  }

  #follows(live: Live): boolean {
    const at = this.#at as Position;
    if (this.#options.trustOffsets) return live.epoch === at.epoch && live.o === at.o + 1;
    return follows(at, live.epoch, live);
  }

  #pass(epoch: string, o: number, json: string): void {
    this.members.tell(entryFrame(this.#name, epoch, json), o);
  }

  /** Reads what this server missed and passes it on; where that cannot be had, all are told. Until it works. */
  async #heal(): Promise<void> {
    if (this.#closed || !this.#at) return; // It is about to read the history anyway.
    this.#healing ??= (async () => {
      while (!this.#closed && this.#at) {
        try {
          await this.#catchUp(this.#at);
          break;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, againMs)); // Redis is away.
        }
      }
      this.#healing = null;
      if (this.#at) this.#passHeard(this.#at);
    })();
    await this.#healing;
  }

  async #catchUp(at: Position): Promise<void> {
    const { store, healed, trustOffsets } = this.#options;
    const { top, entries }: Read = await store.read(this.#name, at.o);
    const { recovered, why } = recover(at, top, entries, trustOffsets);
    if (recovered || !why) {
      this.#at = top;
      for (const e of entries) this.#pass(top.epoch, e.o, JSON.stringify(e));
      if (entries.length > 0) healed('healed');
      return;
    }
    // We have seen messages that are gone: those who were away at the time must hear of it as well.
    if (why === 'history-was-rewritten') await store.renew(this.#name, at.epoch);
    const page = await this.#lastPage();
    this.#at = page.at;
    this.members.reset(resetFrame(this.#name, page.at, why, page.entries), page.at.o);
    healed(why);
  }
}

function readLive(payload: string): Live {
  const [, epoch = '', o = '', prev = '', tag = ''] = payload.split(' ', 5);
  return { epoch, o: Number(o), prev, tag, json: payload.slice(payload.indexOf(' {') + 1) };
}
