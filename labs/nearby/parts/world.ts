// The world that all strategies are put into: who connects, reports, falls silent and leaves, and when. It is drawn from
// the seed alone and knows nothing of servers, so that every strategy lives through the very same day.
import { createRandom, type Random } from '../../../src/kit/run.ts';
import { drawFriends, type Friends } from './friends.ts';
import { type Place, stepFrom, walk } from './places.ts';
import { dueQueue } from './queue.ts';

export interface WorldOptions {
  readonly users: number;
  readonly meanFriends: number;
  /** The share of the users who are connected at any moment, 0 to 1. */
  readonly activeShare: number;
  /** In world time, as everything here. */
  readonly intervalMs: number;
  readonly meanSessionMs: number;
  readonly lengthMs: number;
  readonly seed: number;
}

/** `n` counts the reports of a user, over all sessions. A connecting phone says where it is, too. */
export type Happening = { readonly atMs: number; readonly user: number } & (
  | { readonly kind: 'connect' | 'report'; readonly n: number; readonly place: Place }
  /** Leaves properly; or says nothing any more, and its connection stays open. */
  | { readonly kind: 'leave' | 'silent' }
  | { readonly kind: 'befriend' | 'unfriend'; readonly other: number }
);

export interface World {
  readonly users: number;
  readonly friends: Friends;
  /** In the order of time. The friendships change as it goes on: once through, a new world has to be made. */
  happenings(): Generator<Happening>;
}

/** Of those who stop, so many do it without a word: a battery, a tunnel. */
const silentShare = 0.1;
/** Everybody lives around here. */
const centre: Place = { lat: 37.5665, lon: 126.978 };
const cityRadiusM = 20_000;
/** One friendship ends and another one begins so often, as a share of the users. */
const changesPerUserPerHour = 0.3;

type Step = { readonly step: 'connect' | 'report'; readonly user: number } | { readonly step: 'change' };

interface Person {
  place: Place;
  n: number;
  endsMs: number;
  lastReportMs: number;
}

export function makeWorld(options: WorldOptions): World {
  const random = createRandom(options.seed).fork('nearby');
  const friends = drawFriends(options.users, options.meanFriends, random.fork('friends'));
  return {
    users: options.users,
    friends,
    happenings: () => happenings(options, friends, random.fork('happenings')),
  };
}

function* happenings(options: WorldOptions, friends: Friends, random: Random): Generator<Happening> {
  const { users, activeShare, intervalMs, meanSessionMs, lengthMs } = options;
  const meanAwayMs = (meanSessionMs * (1 - activeShare)) / activeShare;
  const changeEveryMs = 3_600_000 / (changesPerUserPerHour * users);
  const lasting = (meanMs: number) => -meanMs * Math.log(1 - random.next());
  const queue = dueQueue<Step>();
  const people: Person[] = Array.from({ length: users }, (_, user) => {
    const isHere = random.next() < activeShare;
    // At the beginning the phones come one after the other, within one interval.
    queue.push(isHere ? random.next() * intervalMs : lasting(meanAwayMs), { step: 'connect', user });
    const distance = cityRadiusM * Math.sqrt(random.next());
    return {
      place: stepFrom(centre, distance, random.next() * 2 * Math.PI),
      n: 0,
      endsMs: 0,
      lastReportMs: 0,
    };
  });
  queue.push(intervalMs + lasting(changeEveryMs), { step: 'change' });

  for (let next = queue.pop(); next !== null && next.atMs < lengthMs; next = queue.pop()) {
    const { atMs, item } = next;
    if (item.step === 'change') {
      yield* changeFriends(atMs, friends, users, random);
      queue.push(atMs + lasting(changeEveryMs), item);
      continue;
    }
    const { user } = item;
    const person = people[user] as Person;
    if (item.step === 'connect') person.endsMs = atMs + lasting(meanSessionMs);
    else if (atMs >= person.endsMs) {
      yield { atMs, user, kind: random.next() < silentShare ? 'silent' : 'leave' };
      queue.push(atMs + lasting(meanAwayMs), { step: 'connect', user });
      continue;
    }
    person.n += 1;
    const walkedMs = item.step === 'connect' ? 0 : atMs - person.lastReportMs;
    person.place = walk(person.place, walkedMs / 1e3, random);
    person.lastReportMs = atMs;
    yield { atMs, user, kind: item.step, n: person.n, place: person.place };
    queue.push(Math.min(atMs + intervalMs, Math.max(person.endsMs, atMs)), { step: 'report', user });
  }
}

/** Somebody is taken off a list, and somebody new is put on it. */
function* changeFriends(atMs: number, friends: Friends, users: number, random: Random): Generator<Happening> {
  const user = random.int(users);
  const list = [...friends.of(user)];
  const old = list[random.int(Math.max(1, list.length))];
  if (old !== undefined) yield { atMs, user, kind: 'unfriend', other: old };
  const other = random.int(users);
  if (other !== user && !friends.are(user, other)) yield { atMs, user, kind: 'befriend', other };
}
