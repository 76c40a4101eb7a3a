// How the people went, put together from what was seen of each.
import type { Departures, Example, Group, Lags } from '../data.ts';
import { agesOf } from './ages.ts';
import type { Person } from './people.ts';

/** From the earliest end of the TTL to the event, at most; null where it did not come. */
export type LagOf = (person: Person) => number | null;

export function departuresOf(
  group: Group,
  everybody: readonly Person[],
  lagOf: LagOf | null,
  observedMs: number,
): Departures {
  const people = everybody.filter((person) => person.group === group);
  const gone = people.flatMap(({ report, goneMs }) =>
    report && goneMs !== null ? [{ report, goneMs }] : [],
  );
  return {
    group,
    people: people.length,
    goneAfterReport: agesOf(gone.map(({ report, goneMs }) => goneMs - report.atMs)).ages,
    goneAfterEnd: agesOf(gone.map(({ report, goneMs }) => goneMs - report.endsFromMs)).ages,
    events: lagOf && group !== 'moving' ? lagsOf(people.map(lagOf), observedMs) : null,
  };
}

/** @param agesMs null for an event that had not come after `observedMs` */
export function lagsOf(agesMs: readonly (number | null)[], observedMs: number): Lags {
  const came = agesMs.filter((ms) => ms !== null);
  const { ages, impossible } = agesOf(came);
  return { lag: ages, notYet: agesMs.length - came.length, observedMs, impossible };
}

export function exampleOf(people: readonly Person[], lagOf: LagOf, channel: string): Example | null {
  const told = people.flatMap((person) => {
    const eventMs = lagOf(person);
    return eventMs === null || !person.report
      ? []
      : [{ ...person, eventMs, endMs: person.report.endsFromMs }];
  });
  const ordinary = (group: Group) => {
    const members = told.filter((person) => person.group === group).sort((a, b) => a.eventMs - b.eventMs);
    return members[Math.floor(members.length / 2)];
  };
  const [read, unread] = [ordinary('read'), ordinary('unread')];
  if (!read || !unread || read.lastSeenMs === null || read.goneMs === null) return null;
  const { key, place, endMs, eventMs } = read;
  return {
    channel,
    place,
    read: { key, lastSeenMs: read.lastSeenMs - endMs, goneMs: read.goneMs - endMs, eventMs },
    unread: { key: unread.key, eventMs: unread.eventMs },
  };
}
