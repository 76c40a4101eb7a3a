// The connections of one room at this server, and what each of them already has.
import type { Connection } from './connection.ts';
import type { Frame } from './frame.ts';

/** Frames that are no entry of the history go to everybody. */
const always = Number.POSITIVE_INFINITY;

interface Told {
  readonly frame: Frame;
  readonly o: number;
}

interface Member {
  /** It has everything up to this offset. */
  has: number;
  /** What came while its join was under way; null for a member that listens. */
  held: Told[] | null;
}

/**
 * What comes in one turn of the event loop goes out in one write per reader: a busy room costs a system call for many
 * messages, and a quiet one waits for nothing.
 */
export class Members {
  readonly #members = new Map<Connection, Member>();
  readonly #written: (count: number) => void;
  #waiting: Told[] = [];

  /** @param written is told how many frames of `tell` were written */
  constructor(written: (count: number) => void) {
    this.#written = written;
  }

  get size(): number {
    return this.#members.size;
  }

  has(connection: Connection): boolean {
    return this.#members.has(connection);
  }

  /** From now on nothing is missed: it is held until `listen`. */
  hold(connection: Connection): void {
    this.#members.set(connection, { has: 0, held: [] });
  }

  /** It has everything up to `o`, by the reply to its join. What was held goes out as far as it is newer. */
  listen(connection: Connection, o: number): void {
    const member = this.#members.get(connection);
    if (!member?.held) return;
    const { held } = member;
    member.has = o;
    member.held = null;
    this.#write(connection, member, held);
  }

  remove(connection: Connection): boolean {
    return this.#members.delete(connection);
  }

  tell(frame: Frame, o = always): void {
    this.#waiting.push({ frame, o });
    if (this.#waiting.length === 1) setImmediate(() => this.#flush());
  }

  /** A new history up to `o`: what was held belongs to the old one, and whoever is joining reads the new one. */
  reset(frame: Frame, o: number): void {
    this.#flush();
    for (const [connection, member] of this.#members) {
      if (member.held) member.held.length = 0;
      else connection.write(frame);
      member.has = o;
    }
  }

  #flush(): void {
    const told = this.#waiting;
    if (told.length === 0) return;
    this.#waiting = [];
    const whole = Buffer.concat(told.map(({ frame }) => frame));
    const from = Math.min(...told.map(({ o }) => o));
    let written = 0;
    for (const [connection, member] of this.#members) {
      if (member.held) member.held.push(...told);
      else if (from > member.has) {
        connection.write(whole);
        written += told.length;
      } else written += this.#write(connection, member, told);
    }
    this.#written(written);
  }

  #write(connection: Connection, { has }: Member, told: readonly Told[]): number {
    const news = told.filter(({ o }) => o > has);
    for (const { frame } of news) connection.write(frame);
    return news.length;
  }
}
