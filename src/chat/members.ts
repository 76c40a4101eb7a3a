// The connections of one room at this server, and what each of them already has.
import type { Connection } from './connection.ts';
import type { Frame } from './frame.ts';

/** Frames that are no entry of the history go to everybody. */
const always = Number.POSITIVE_INFINITY;

interface Member {
  /** It has everything up to this offset. */
  has: number;
  /** What came while its join was under way; null for a member that listens. */
  held: { frame: Frame; o: number }[] | null;
}

export class Members {
  readonly #members = new Map<Connection, Member>();

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
    for (const one of member.held) if (one.o > o) connection.write(one.frame);
    member.has = o;
    member.held = null;
  }

  remove(connection: Connection): boolean {
    return this.#members.delete(connection);
  }

  /** @returns to how many it was written */
  tell(frame: Frame, o = always): number {
    let told = 0;
    for (const [connection, member] of this.#members) {
      if (member.held) member.held.push({ frame, o });
      else if (o > member.has) {
        connection.write(frame);
        told += 1;
      }
    }
    return told;
  }

  /** A new history up to `o`: what was held belongs to the old one, and whoever is joining reads the new one. */
  reset(frame: Frame, o: number): void {
    for (const [connection, member] of this.#members) {
      if (member.held) member.held.length = 0;
      else connection.write(frame);
      member.has = o;
    }
  }
}
