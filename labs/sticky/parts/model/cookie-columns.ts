import type { CookieJar } from '../balancing.ts';

/**
 * The cookies of very many clients, kept as one column for each cookie name. A `Map` for each of a million
 * clients would need hundreds of megabytes; a column needs eight bytes a client.
 */
export interface CookieColumns {
  /** The jar of the client last turned to. */
  readonly jar: CookieJar;
  turnTo(client: number): void;
}

export function createCookieColumns(clients: number): CookieColumns {
  const columns = new Map<string, (string | undefined)[]>();
  let current = 0;

  function set(name: string, value: string): void {
    const column = columns.get(name) ?? new Array<string | undefined>(clients);
    column[current] = value;
    columns.set(name, column);
  }

  return {
    jar: { get: (name) => columns.get(name)?.[current], set },
    turnTo: (client) => {
      current = client;
    },
  };
}
