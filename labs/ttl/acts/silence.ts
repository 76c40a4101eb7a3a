// Phones report where they are; each report is a key with a TTL. Some phones fall silent. When does a read stop
// seeing them, when does Redis remove the key, and when does the `expired` event come?
//
// Looking changes what is looked at: a read that finds an expired key makes Redis remove it on the spot. So there are
// two kinds of silent people, those whom somebody reads all the time and those whom nobody reads.

import { messageOf } from '../../../src/kit/run.ts';
import type { SilenceData } from '../data.ts';
import { show, sleepUntil } from '../parts/commands.ts';
import { departuresOf, exampleOf } from '../parts/departures.ts';
import { channelOf, hearExpired } from '../parts/expired-events.ts';
import { openPeople, type Person, startLives } from '../parts/people.ts';
import { watch } from '../parts/reads.ts';
import { scaleOf } from '../parts/scale.ts';
import { jumpBetween, readClock } from '../parts/server-clock.ts';
import type { TtlContext } from '../settings.ts';

/** Reads go on for this part of a TTL after the last one has ended. */
const readOnForTtls = 0.15;
/** A server with so few keys is done in a tenth of a second; the learner's own may take longer than we wait. */
const eventsWithinMs = 1_000;
const progressEveryMs = 50;
const unit = { ko: '명이 사라짐', en: 'people gone' };

export async function silence(context: TtlContext): Promise<SilenceData> {
  const { params, services, clock, signal, emit, note } = context;
  const { redis } = services;
  const scale = scaleOf(params);
  const people = openPeople(context);
  const groups = new Map(people.map(({ key, group }) => [key, group]));
  const phones = await redis.connect('phones');
  const reader = await redis.connect('reader');
  const { events, refused } = await hearExpired(redis, clock, (key) => groups.has(key)).then(
    (heard) => ({ events: heard, refused: null }),
    (error) => ({ events: null, refused: messageOf(error) }),
  );
  if (events) show(context, 'subscriber', ['SUBSCRIBE', channelOf(redis)]);
  events?.onEvent((key) =>
    note({ kind: 'recv', msg: key, from: 'redis', to: 'subscriber', on: channelOf(redis) }, groups.get(key)),
  );
  const clockBefore = await readClock(phones, clock);
  const looks = watch(
    context,
    reader,
    people.filter(({ group }) => group !== 'unread'),
  );

  const lives = startLives(context, phones, people, scale);
  const [first] = people;
  if (first) {
    show(context, 'phones', ['SET', first.key, first.place, 'PX', Math.round(scale.ttlMs)]);
    show(context, 'reader', ['GET', first.key]);
  }
  await lives.silence;
  const silent = people.filter(({ group }) => group !== 'moving');
  // By our own clock, so that nobody can make us wait for hours by setting the server's.
  const lastEndMs = clock.nowMs() + scale.ttlMs;
  const gone = () => silent.filter(({ key, goneMs }) => goneMs !== null || events?.atMs.has(key)).length;
  const heardAll = () => events === null || silent.every(({ key }) => events.atMs.has(key));
  const through = (nowMs: number) =>
    nowMs > lastEndMs + readOnForTtls * scale.ttlMs && (heardAll() || nowMs > lastEndMs + eventsWithinMs);
  while (!through(clock.nowMs())) {
    await sleepUntil(clock, clock.nowMs() + progressEveryMs, signal);
    emit({ kind: 'progress', done: gone(), of: silent.length, unit });
  }
  await lives.stop();
  const { reads, lookEvery } = await looks.stop();
  const clockAfter = await readClock(phones, clock);

  const lagMs = (person: Person) => {
    const atMs = events?.atMs.get(person.key);
    if (atMs === undefined || !person.report) return null;
    return atMs + clockBefore.offsetMs + clockBefore.errorMs - person.report.endsFromMs;
  };
  const observedMs = clockAfter.atMs - lastEndMs;
  return {
    groups: (['moving', 'read', 'unread'] as const).map((group) =>
      departuresOf(group, people, events && lagMs, observedMs),
    ),
    reads,
    lookEvery: lookEvery.toJSON(),
    clockErrorMs: clockBefore.errorMs,
    clockJumpMs: jumpBetween(clockBefore, clockAfter),
    eventsRefused: refused,
    example: exampleOf(people, lagMs, channelOf(redis)),
  };
}
