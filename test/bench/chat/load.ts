// The people of the bench, in a process of their own. It is told what to do by its parent, one thing after the other.
import { setTimeout as wait } from 'node:timers/promises';
import { signToken } from '../../../src/chat/token.ts';
import { monotonicClock } from '../../../src/measure/clock.ts';
import { Histogram } from '../../../src/measure/histogram.ts';
import { type ArmName, type Comeback, type Protocol, protocols } from './protocols.ts';
import { openRaw, type RawClient } from './raw-client.ts';

/** What the parent says, and what comes back. */
export interface LoadVerbs {
  /** Connects until there are `count` people, `perRoom` in each room. */
  open(arm: ArmName, port: number, secret: string, count: number, perRoom: number): Promise<void>;
  /** The speakers of the first room say the next as soon as they hear the last. */
  flood(arm: ArmName, warmUpMs: number, lastsMs: number): Promise<Flood>;
  /** So many messages a second, whatever comes of them. Milliseconds from when each was due. */
  pace(arm: ArmName, perSecond: number, lastsMs: number): Promise<Pace>;
  /** Everybody but the first is cut, the first says so many, and all come back at once. */
  recover(arm: ArmName, messages: number): Promise<Recovery>;
  close(arm: ArmName): Promise<void>;
}

export interface Flood {
  readonly delivered: number;
  readonly seconds: number;
  /** CPU that this process took, in seconds. */
  readonly cpuSeconds: number;
}

export interface Pace {
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly samples: number;
}

export interface Recovery {
  readonly tookMs: number;
  readonly people: number;
  readonly complete: number;
}

interface Person {
  readonly number: number;
  readonly room: string;
  client: RawClient;
  ready: boolean;
  heard: number;
  /** Of the last message, where it matters. */
  last: string;
  welcomed: string;
}

interface World {
  readonly port: number;
  readonly secret: string;
  readonly people: Person[];
}

const speakers = 10;
const inFlight = 4;
/** Every so many of the people read when a message was due. */
const sampleEvery = 50;
const openAtOnce = 100;
const letters = 100;
const mark = '~';
const withinMs = 60_000;

const worlds = new Map<ArmName, World>();
let delivered = 0;
let remember = false;
/** What a speaker does with a message of its own, and a reader with a sample. */
let onText: ((person: Person, from: number, dueMs: number) => void) | null = null;

async function connect(arm: ArmName, world: World, person: Person, comeback: Comeback | null): Promise<void> {
  const protocol: Protocol = protocols[arm];
  const token = await signToken(world.secret, `p${person.number}`, withinMs * 10);
  const enter = () => {
    const words = protocol.enter(person.room, token, comeback);
    if (words !== null) person.client.send(words);
  };
  const reads = person.number < speakers || person.number % sampleEvery === 0;
  person.client = openRaw(
    world.port,
    protocol.path(person.room),
    protocol.headers(token),
    (frame) => {
      for (const payload of linesOf(frame)) hear(payload);
    },
    () => {
      if (protocol.whenOpen === 'enter') enter();
      if (protocol.whenOpen === 'ready') person.ready = true;
    },
  );
  function hear(payload: Buffer): void {
    const meaning = protocol.read(payload);
    if (typeof meaning === 'object') {
      delivered += meaning.messages;
      person.heard += meaning.messages;
      person.ready = true;
      if (remember) person.last = String(payload);
      if (reads && onText) readText(person, payload);
    } else if (meaning === 'welcome') enter();
    else if (meaning === 'ping') person.client.send(protocol.pong);
    else if (meaning === 'ready') {
      person.ready = true;
      person.welcomed = String(payload);
    }
  }
}

/** Centrifugo puts several into one frame; the others write no line break. */
function linesOf(frame: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let end = frame.indexOf(10); end >= 0; from = end + 1, end = frame.indexOf(10, from))
    lines.push(frame.subarray(from, end));
  lines.push(frame.subarray(from));
  return lines;
}

/** `~3~81234.5~xxxx`: who said it, and when it was due. */
function readText(person: Person, payload: Buffer): void {
  const from = payload.indexOf(mark);
  const [, who, due] = payload.toString('latin1', from, from + 40).split(mark);
  onText?.(person, Number(who), Number(due));
}

let said = 0;
function say(arm: ArmName, person: Person, dueMs: number): void {
  said += 1;
  const text = `${mark}${person.number}${mark}${dueMs.toFixed(2)}${mark}`.padEnd(letters, 'x');
  person.client.send(protocols[arm].say(person.room, `m${said}`, text));
}

const worldOf = (arm: ArmName) => worlds.get(arm) as World;

const verbs: LoadVerbs = {
  async open(arm, port, secret, count, perRoom) {
    const world = worlds.get(arm) ?? { port, secret, people: [] };
    worlds.set(arm, world);
    while (world.people.length < count) {
      const from = world.people.length;
      for (let number = from; number < Math.min(count, from + openAtOnce); number++) {
        const room = `room-${Math.floor(number / perRoom)}`;
        const person = { number, room, ready: false, heard: 0, last: '', welcomed: '' } as Omit<
          Person,
          'client'
        >;
        world.people.push(person as Person);
        await connect(arm, world, person as Person, null);
      }
      await until(() => world.people.every(({ ready }) => ready));
    }
  },
  async flood(arm, warmUpMs, lastsMs) {
    const people = worldOf(arm).people.slice(0, speakers);
    onText = (person, from) => {
      if (person.number === from) say(arm, person, 0);
    };
    for (const person of people) for (let n = 0; n < inFlight; n++) say(arm, person, 0);
    await wait(warmUpMs);
    const [before, cpu, fromMs] = [delivered, process.cpuUsage(), monotonicClock.nowMs()];
    await wait(lastsMs);
    const { user, system } = process.cpuUsage(cpu);
    const flood = {
      delivered: delivered - before,
      seconds: (monotonicClock.nowMs() - fromMs) / 1e3,
      cpuSeconds: (user + system) / 1e6,
    };
    onText = null;
    await quiet();
    return flood;
  },
  async pace(arm, perSecond, lastsMs) {
    const people = worldOf(arm).people;
    const histogram = new Histogram();
    onText = (_, __, dueMs) => histogram.record(Math.max(0, monotonicClock.nowMs() - dueMs) * 1e6);
    const fromMs = monotonicClock.nowMs();
    for (let n = 0; n < (perSecond * lastsMs) / 1e3; n++) {
      const dueMs = fromMs + (n / perSecond) * 1e3;
      if (dueMs > monotonicClock.nowMs()) await wait(dueMs - monotonicClock.nowMs());
      say(arm, people[n % speakers] as Person, dueMs);
    }
    await quiet();
    onText = null;
    return {
      medianMs: histogram.percentile(50) / 1e6,
      p99Ms: histogram.percentile(99) / 1e6,
      samples: histogram.count,
    };
  },
  async recover(arm, messages) {
    const world = worldOf(arm);
    const [speaker, ...others] = world.people as [Person, ...Person[]];
    const { comeback } = protocols[arm];
    remember = true;
    say(arm, speaker, 0); // Everybody has a place now.
    await quiet();
    remember = false;
    for (const person of others) {
      person.client.cut();
      person.heard = 0;
      person.ready = false;
    }
    for (let n = 0; n < messages; n++) say(arm, speaker, 0);
    await quiet();
    const fromMs = monotonicClock.nowMs();
    await Promise.all(
      others.map((one) => connect(arm, world, one, comeback?.(one.welcomed, one.last) ?? null)),
    );
    await until(() => others.every(({ heard, ready }) => ready && (!comeback || heard >= messages)));
    return {
      tookMs: monotonicClock.nowMs() - fromMs,
      people: others.length,
      complete: others.filter(({ heard }) => heard === messages).length,
    };
  },
  async close(arm) {
    for (const { client } of worldOf(arm).people) client.cut();
    worlds.delete(arm);
  },
};

/** Nothing has come for a while. */
async function quiet(): Promise<void> {
  for (let last = -1; last !== delivered; await wait(300)) last = delivered;
}

async function until(condition: () => boolean): Promise<void> {
  const fromMs = monotonicClock.nowMs();
  while (!condition()) {
    if (monotonicClock.nowMs() - fromMs > withinMs) throw new Error('the load waits for what does not come');
    await wait(5);
  }
}

process.on('message', async ({ verb, args }: { verb: keyof LoadVerbs; args: never[] }) => {
  try {
    const act = verbs[verb] as (...all: never[]) => Promise<unknown>;
    process.send?.({ result: (await act(...args)) ?? null });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
});
