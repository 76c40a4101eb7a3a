// How the people went, put together from what was seen of each.
import { Histogram } from '../../../src/kit/run.ts';
import type { Departures, Example, Group, Lags } from '../data.ts';
import type { Person } from './people.ts';

/** From the end of the TTL to the event; null where it did not come. */
export type LagOf = (person: Person) => number | null;

export function departuresOf(
  group: Group,
  everybody: readonly Person[],
  lagOf: LagOf | null,
  observedMs: number,
): Departures {
  const people = everybody.filter((person) => person.group === group);
  const goneAfterReport = new Histogram();
  const goneAfterEnd = new Histogram();
  for (const { report, goneMs } of people) {
    if (!report || goneMs === null) continue;
    goneAfterReport.record((goneMs - report.atMs) * 1e6);
    goneAfterEnd.record(nsSince(goneMs - report.endsToMs));
  }
  return {
    group,
    people: people.length,
    goneAfterReport: goneAfterReport.toJSON(),
    goneAfterEnd: goneAfterEnd.toJSON(),
    events: lagOf && group !== 'moving' ? eventsOf(people.map(lagOf), observedMs) : null,
  };
}

function eventsOf(lagsMs: readonly (number | null)[], observedMs: number): Lags {
  const came = lagsMs.filter((lag) => lag !== null);
  const lag = new Histogram();
  for (const ms of came) lag.record(nsSince(ms));
  return { lag: lag.toJSON(), notYet: lagsMs.length - came.length, observedMs };
}

/** The end of a TTL is known to a millisecond; a histogram takes nothing below 0. */
function nsSince(ms: number): number {
  return Math.max(0, ms * 1e6);
}

export function exampleOf(people: readonly Person[], lagOf: LagOf, channel: string): Example | null {
  const told = people.flatMap((person) => {
    const eventMs = lagOf(person);
    return eventMs === null || !person.report ? [] : [{ ...person, eventMs, endMs: person.report.endsToMs }];
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
