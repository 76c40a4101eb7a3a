// The updates: each has a number, the moment at which it was due, and a line of a chat.
import { monotonicClock } from '../../../../src/kit/run.ts';

export interface Update {
  readonly id: number;
  readonly dueNs: number;
  readonly text: string;
}

type Listener = (json: string, id: number) => void;

/** Somebody who comes back finds so many of the last ones. */
const longestLog = 10_000;

const lines = [
  'are you coming to lunch today?',
  'sure, the usual place at noon',
  'the deploy is through, all green',
  'who has the keys of room 4?',
  'back in ten minutes, start without me',
  'look at this photo of the sea',
  'happy birthday! cake in the kitchen',
];

/** Numbers updates and hands each to everybody who listens at that moment; keeps the last ones for those who ask. */
export class Feed {
  lastId = 0;
  readonly #listeners = new Set<Listener>();
  /** As JSON, written once for all. */
  readonly #log: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** One every 1 / `perSecond` seconds from now on. Returns when the first is due, and its id. */
  start(perSecond: number): { readonly firstDueNs: number; readonly firstId: number } {
    const intervalNs = 1e9 / perSecond;
    const firstDueNs = monotonicClock.nowNs() + intervalNs;
    let dueNs = firstDueNs;
    const tick = () => {
      for (; dueNs <= monotonicClock.nowNs(); dueNs += intervalNs) this.publish(Math.round(dueNs));
      this.#timer = setTimeout(tick, Math.max(0, (dueNs - monotonicClock.nowNs()) / 1e6));
    };
    this.stop();
    this.#timer = setTimeout(tick, intervalNs / 1e6);
    return { firstDueNs, firstId: this.lastId + 1 };
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  publish(
    dueNs: number,
    text = lines[(this.lastId + 1) % lines.length] as string,
    id = this.lastId + 1,
  ): void {
    this.lastId = id;
    const json = JSON.stringify({ id, dueNs, text } satisfies Update);
    this.#log.push(json);
    if (this.#log.length > longestLog) this.#log.shift();
    for (const listener of [...this.#listeners]) listener(json, id);
  }

  /** The updates after this number, as far as they are kept. */
  after(id: number): readonly string[] {
    const missing = this.lastId - id;
    return missing > 0 ? this.#log.slice(-missing) : [];
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
