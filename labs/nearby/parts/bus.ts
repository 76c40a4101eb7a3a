// What a location server needs of Redis, and nothing more: so that the very same server also runs over a model of it.
import type { Place } from './places.ts';
import type { World } from './world.ts';

export interface Bus {
  /** @returns when the server has them: what is published from then on comes */
  subscribe(channels: readonly string[]): Promise<unknown>;
  unsubscribe(channels: readonly string[]): Promise<unknown>;
  publish(channel: string, text: string): void;
  onMessage(listener: (channel: string, text: string) => void): void;
}

/** The location cache, and the reverse index: who has somebody on their list. */
export interface Store {
  /** Forgotten by itself when the phone says nothing more for a TTL. */
  put(user: number, text: string): void;
  get(users: readonly number[]): Promise<readonly (string | null)[]>;
  remove(user: number): void;
  listersOf(user: number): Promise<readonly number[]>;
  addListers(user: number, listers: Iterable<number>): void;
  removeLister(user: number, lister: number): void;
}

/** What is kept of a phone, and what goes over its channel. */
export interface Position extends Place {
  readonly user: number;
  readonly n: number;
  /** The location server that holds its connection, and which connection of that server. */
  readonly server: number;
  readonly session: number;
}

export const channelOf = (user: number): string => `place:${user}`;
export const controlOf = (server: number): string => `control:${server}`;

/** To a location server: people of yours (`by`) should hear of this user, or should not any more. */
export interface Control {
  readonly kind: 'watch' | 'unwatch';
  readonly user: number;
  readonly by: readonly number[];
}

/** What a reverse index holds before the day begins. A friendship may be one-sided: who lists whom is turned round. */
export function indexListers(store: Store, { users, friends }: Pick<World, 'users' | 'friends'>): void {
  const listers = Array.from({ length: users }, (): number[] => []);
  for (let user = 0; user < users; user += 1)
    for (const listed of friends.of(user)) listers[listed]?.push(user);
  for (const [user, known] of listers.entries()) store.addListers(user, known);
}
