import type { Socket } from 'node:net';
import { type Item, Stage } from './stage.ts';
import { type Direction, endingOf, paceOf, type Toxic } from './toxics.ts';

/**
 * Bytes that the toxics hold in one direction of one connection before the proxy stops reading, like a TCP
 * window; one read of 64 KiB and Node's own socket buffers come on top. So a latency toxic carries no more than
 * this per latency: 13 MB/s at 20 ms.
 */
export const highWaterBytes = 256 * 1024;

/** A toxic as it was added: the same toxic added twice is two of these. */
export interface AppliedToxic {
  readonly direction: Direction;
  readonly toxic: Toxic;
}

interface LinkOptions {
  readonly source: Socket;
  readonly destination: Socket;
  readonly random: () => number;
  /** Called with the size of everything read from the source. */
  count(sizeBytes: number): void;
  /** Ends the connection, both directions of it. */
  end(how: 'close' | 'reset'): void;
}

interface Entry {
  readonly applied: AppliedToxic;
  readonly stage: Stage;
  readonly ending: NodeJS.Timeout | undefined;
}

/** One direction of one connection: what the source sends passes the toxics in the order they were added. */
export class Link {
  readonly #options: LinkOptions;
  readonly #entries: Entry[] = [];

  constructor(options: LinkOptions) {
    this.#options = options;
    const { source, destination, count } = options;
    source.on('data', (chunk: Buffer) => {
      count(chunk.length);
      this.#pass(chunk, 0);
      this.#regulate();
    });
    source.on('end', () => this.#pass('fin', 0));
    source.on('error', () => this.#pass('reset', 0));
    destination.on('drain', () => this.#regulate());
  }

  add(applied: AppliedToxic): void {
    const { random, end } = this.#options;
    const pass = (item: Item) => {
      this.#pass(item, this.#indexOf(applied) + 1);
      this.#regulate();
    };
    const ending = endingOf(applied.toxic);
    this.#entries.push({
      applied,
      stage: new Stage(paceOf(applied.toxic, random), pass),
      ending: ending && setTimeout(() => end(ending.how), ending.afterMs),
    });
  }

  /** What the toxic still held goes on at once: nothing is lost and nothing overtakes. */
  remove(applied: AppliedToxic): void {
    const index = this.#indexOf(applied);
    const entry = this.#entries[index];
    if (entry === undefined) return;
    clearTimeout(entry.ending);
    entry.stage.flush();
    this.#entries.splice(index, 1);
  }

  /** Nothing that is still held will be delivered. */
  stop(): void {
    for (const { stage, ending } of this.#entries.splice(0)) {
      clearTimeout(ending);
      stage.clear();
    }
  }

  #indexOf(applied: AppliedToxic): number {
    return this.#entries.findIndex((entry) => entry.applied === applied);
  }

  #pass(item: Item, index: number): void {
    const entry = this.#entries[index];
    if (entry === undefined) this.#deliver(item);
    else entry.stage.accept(item);
  }

  #deliver(item: Item): void {
    const { destination, end } = this.#options;
    if (item === 'fin') destination.end();
    else if (item === 'close' || item === 'reset') end(item);
    // A connection that is being closed still reads until its FIN is out; nobody waits for that any more.
    else if (!destination.writableEnded) destination.write(item);
  }

  /** Backpressure: reads on only while the destination keeps up and the toxics hold little. */
  #regulate(): void {
    const { source, destination } = this.#options;
    const heldBytes = this.#entries.reduce((sum, { stage }) => sum + stage.heldBytes, 0);
    if (destination.writableNeedDrain || heldBytes >= highWaterBytes) source.pause();
    else source.resume();
  }
}
