// One mode under one fault: a numbered conversation in every room, and what came of it.
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom, until } from '../../../src/kit/run.ts';
import type { Cell } from '../data.ts';
import type { ChatContext } from '../settings.ts';
import { countCell, type RoomLog } from './count.ts';
import type { FaultCase } from './faults.ts';
import { openPerson, type Person } from './person.ts';
import { openSocketIoPerson } from './socket-io-person.ts';
import type { Stack } from './stack.ts';

const roomCount = 3;
/** As long as a chat takes, and three bytes each. */
const longWords = 3_900;
/** Between two messages of a room. */
const paceMs = 15;
const arriveWithinMs = 30_000;
/** Nobody hears anything for so long: nothing is on its way any more. Where all have all, only a duplicate could be. */
const quietMs = 1_200;
const quietWhereWholeMs = 400;

export interface Room {
  readonly speaker: Person;
  readonly people: readonly Person[];
}

/** Everybody in; the second half of each room by the network that can be cut. The speaker is in the first half. */
export async function fill(context: ChatContext, stack: Stack, fault: string): Promise<Room[]> {
  const { clock, params, scope, seed, signal } = context;
  const chance = createRandom(seed).fork(`${stack.mode} ${fault}`).next;
  const perRoom = Math.max(2, Math.floor(params.clients / roomCount));
  const rooms = Array.from({ length: roomCount }, (_, room) => {
    const people = Array.from({ length: perRoom }, (_, index) => {
      const way = index < perRoom / 2 ? stack.balancer : stack.network;
      const url = () => `ws://127.0.0.1:${way.port}`;
      const [user, name] = [`${room}-${index}`, `${fault}-${room}`];
      const options = { user, room: name, secret: stack.secret, url, chance };
      return stack.mode === 'sio-pubsub' || stack.mode === 'sio-streams'
        ? openSocketIoPerson(clock, options, stack.mode === 'sio-streams')
        : openPerson(clock, options);
    });
    return { speaker: people[0] as Person, people };
  });
  const everybody = rooms.flatMap(({ people }) => people);
  scope.defer(() => {
    for (const one of everybody) one.close();
  });
  const what = { ko: '모두가 방에 들어오는 것', en: 'everybody being in their room' };
  await until(() => everybody.every((one) => one.isIn()), { signal, what, withinMs: arriveWithinMs });
  return rooms;
}

/** A third of the conversation before the fault, a third around it, a third after it. */
export async function runCell(context: ChatContext, stack: Stack, fault: FaultCase): Promise<Cell> {
  const { clock, params, signal } = context;
  const rooms = await fill(context, stack, fault.fault);
  let n = 0;
  const sayAll = (longer = 0) => {
    n += 1;
    for (const { speaker } of rooms) speaker.say(n, longer);
  };
  const talk = async (count: number) => {
    for (let spoken = 0; spoken < count; spoken++) {
      sayAll();
      await wait(paceMs, undefined, { signal });
    }
  };
  const third = Math.ceil(params.messages / 3);
  await talk(third);
  const fromMs = clock.nowMs();
  const during = talk(third);
  await fault.inject(stack, () => sayAll(longWords));
  const lastsMs = fault.lastsMs === 'absence' ? params.absence : fault.lastsMs;
  await wait(Math.max(0, fromMs + lastsMs - clock.nowMs()), undefined, { signal });
  await during;
  await fault.heal(stack);
  const toMs = clock.nowMs();
  const back = { ko: '모두가 돌아오는 것', en: 'everybody being back' };
  const people = rooms.flatMap((room) => room.people);
  await until(() => people.every((one) => one.isIn()), { signal, what: back, withinMs: arriveWithinMs });
  await talk(params.messages - 2 * third);
  await settle(context, rooms);
  const logs: RoomLog[] = rooms.map(({ speaker, people }) => ({
    speaker: speaker.notebook,
    readers: people.map(({ notebook }) => notebook),
  }));
  for (const { people } of rooms) for (const one of people) one.close();
  return { mode: stack.mode, fault: fault.fault, ...countCell(logs, { fromMs, toMs }) };
}

/** Everybody is back, everything is confirmed, and then nothing comes any more. */
async function settle({ clock, signal }: ChatContext, rooms: readonly Room[]): Promise<void> {
  const people = rooms.flatMap((room) => room.people);
  const heard = () => people.reduce((sum, { notebook }) => sum + notebook.heard.length, 0);
  const what = { ko: '모두가 돌아와서 조용해지는 것', en: 'everybody being back, and silence' };
  const isWhole = () =>
    rooms.every(({ speaker, people }) =>
      people.every(({ notebook }) => {
        const numbers = new Set(notebook.heard.map(({ n }) => n));
        return [...speaker.notebook.said.keys()].every((n) => numbers.has(n));
      }),
    );
  let [last, sinceMs] = [heard(), clock.nowMs()];
  await until(
    async () => {
      await wait(10, undefined, { signal });
      const now = heard();
      const unsettled = people.some((one) => !one.isIn() || one.unconfirmed() > 0);
      if (now !== last || unsettled) [last, sinceMs] = [now, clock.nowMs()];
      const silentMs = clock.nowMs() - sinceMs;
      return silentMs > quietMs || (silentMs > quietWhereWholeMs && isWhole());
    },
    { signal, what, withinMs: arriveWithinMs },
  );
}
