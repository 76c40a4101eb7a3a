// The sum of the book, with the book's constants and with those that were measured here: a model, each line from the
// lines above it. Alex Xu and Sahn Lam, "System Design Interview", volume 2 (2022), chapter "Nearby Friends".
import { type Mean, meanOf } from '../../../src/kit/judge.ts';
import type { CostsData, PushTrial, Window } from '../data.ts';

/** What the book puts in. */
export const book = {
  dau: 100_000_000,
  friends: 400,
  /** Of the users, and so of anybody's friends. */
  onlinePercent: 10,
  intervalMs: 30_000,
  ttlMs: 600_000,
  /** For the memory it takes this many friends online, for the pushes a tenth of 400. */
  activeFriendsForMemory: 100,
  bytesPerSubscription: 20,
  pushesPerSecondPerServer: 100_000,
  servers: 140,
} as const;

export interface SumInputs {
  readonly dau: number;
  /** Friends of a user. */
  readonly listed: number;
  /** Percent of the users who are connected. */
  readonly active: number;
  /** Between two reports, in ms. */
  readonly interval: number;
}

export interface Load {
  readonly online: number;
  readonly updatesPerSecond: number;
  readonly pushesPerSecond: number;
  readonly subscriptions: number;
}

/** The load, by the book's own way. */
export function loadOf({ dau, listed, active, interval }: SumInputs): Load {
  const online = (dau * active) / 100;
  const updatesPerSecond = online / (interval / 1e3);
  return {
    online,
    updatesPerSecond,
    pushesPerSecond: (updatesPerSecond * listed * active) / 100,
    // Who is connected is subscribed to each friend.
    subscriptions: online * listed,
  };
}

/** Whether these are the figures that the book puts in. */
export function isBook({ dau, listed, active, interval }: SumInputs): boolean {
  return (
    dau === book.dau &&
    listed === book.friends &&
    active === book.onlinePercent &&
    interval === book.intervalMs
  );
}

/** How many times the users of a world of the book's ratios are in the book; null for another world. */
export function bookScale(
  inputs: SumInputs & { readonly users: number; readonly friends: number; readonly ttl: number },
): number | null {
  const { users, friends, ttl } = inputs;
  const isScaled = isBook(inputs) && friends === book.friends && ttl === book.ttlMs;
  return isScaled ? book.dau / users : null;
}

export const bookServers = (inputs: SumInputs): number =>
  loadOf(inputs).pushesPerSecond / book.pushesPerSecondPerServer;

/** Deliveries a second: as they came about, and for each second of the server's processor. */
export interface Capacity {
  readonly perSecond: Mean;
  readonly perCpuSecond: Mean;
}

export function capacityOf({ pushes }: CostsData, window: Window): Capacity | null {
  const trials = pushes.find((arm) => arm.window === window)?.trials ?? [];
  const perSecond = meanOf(trials.map(({ deliveries, elapsedMs }) => (1e3 * deliveries) / elapsedMs));
  const perCpuSecond = meanOf(
    trials.filter(hasCpu).map(({ deliveries, cpuMs }) => (1e3 * deliveries) / cpuMs),
  );
  return perSecond && perCpuSecond ? { perSecond, perCpuSecond } : null;
}

const hasCpu = ({ cpuMs }: PushTrial): boolean => cpuMs > 0;

export interface Servers {
  readonly count: number;
  /** Where the trials are enough for an interval. */
  readonly low: number | null;
  readonly high: number | null;
}

/** So many servers for these pushes, with the interval of what one of them can do. */
export function serversFor(pushesPerSecond: number, { mean, interval }: Mean): Servers {
  const of = (capacity: number | undefined) =>
    capacity === undefined || capacity <= 0 ? null : pushesPerSecond / capacity;
  return { count: pushesPerSecond / mean, low: of(interval?.high), high: of(interval?.low) };
}

/** The expected number of servers that hold at least one of so many friends, spread over them by chance. */
export function distinctServers(servers: number, friends: number): number {
  return servers * (1 - (1 - 1 / servers) ** friends);
}
