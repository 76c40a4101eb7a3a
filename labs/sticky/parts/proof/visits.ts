/**
 * Three ways to come to a balancer. Each asks the real one and the model the same and counts where they differ; neither
 * addresses nor picks are kept, so that millions of clients need no more memory than a few.
 */
import type { Random } from '../../../../src/kit/run.ts';
import { addressHeader, noneAnswered, type Picker } from '../balancing.ts';
import { drawAddress } from './addresses.ts';
import { openClient, type ProofClient } from './client.ts';
import type { Configuration } from './configurations.ts';
import type { Farm } from './farm.ts';

export interface Visit {
  /** Of the real balancer. */
  readonly port: number;
  readonly path: string;
  readonly configuration: Configuration;
  /** How often they will come in all. */
  readonly picks: number;
  readonly random: Random;
  readonly farm: Farm;
  readonly signal: AbortSignal;
}

/** The model as it stands until the list of servers changes. */
export interface Asked {
  readonly picker: Picker;
  /** The farm's number of each server in the list. */
  readonly numbers: readonly number[];
}

/** The same people and open requests, whatever becomes of the servers. */
export interface Visitors {
  readonly picks: number;
  readonly mismatches: number;
  /** They come so often, on connections of their own. */
  come(asked: Asked, times: number): Promise<void>;
  /** What is open is answered. */
  leave(): Promise<void>;
}

/** Comes once more and returns what both of them picked. */
type Way = (asked: Asked, client: ProofClient) => Promise<{ real: number; model: number }>;

export function openVisitors(visit: Visit): Visitors {
  const { way, leave } = { 'one by one': oneByOne, returning, held: holding }[visit.configuration.visits](
    visit,
  );
  const clients: ProofClient[] = [];
  let picks = 0;
  let mismatches = 0;
  return {
    get picks() {
      return picks;
    },
    get mismatches() {
      return mismatches;
    },
    async come(asked, times) {
      const client = openClient(visit.port, 2 * mostHeld);
      clients.push(client);
      for (let time = 0; time < times; time += 1) {
        visit.signal.throwIfAborted();
        const { real, model } = await way(asked, client);
        picks += 1;
        // Only the very same server is a match. A pick of -1 means that no server answered.
        if (real !== (model === noneAnswered ? noneAnswered : asked.numbers[model])) mismatches += 1;
      }
    },
    async leave() {
      await leave().finally(() => clients.forEach(({ close }) => void close()));
    },
  };
}

function oneByOne({ configuration, path, random }: Visit): { way: Way; leave(): Promise<void> } {
  return {
    async way({ picker }, client) {
      const { text, value } = drawAddress(configuration.family, random);
      const { server } = await client.get(path, { [addressHeader]: text });
      return { real: server, model: picker.pick({ address: value, cookies: null }) };
    },
    leave: async () => {},
  };
}

const visitsEach = 4;
const mostPeople = 10_000;

/** The model's clients and the real one's keep their cookies apart: neither learns from the other. */
function returning({ path, picks, random }: Visit): { way: Way; leave(): Promise<void> } {
  const people = Array.from({ length: Math.min(mostPeople, Math.ceil(picks / visitsEach)) }, () => ({
    ...drawAddress('IPv4', random),
    realCookies: new Map<string, string>(),
    modelCookies: new Map<string, string>(),
  }));
  return {
    async way({ picker }, client) {
      const person = people[random.int(people.length)] as (typeof people)[number];
      const cookie = [...person.realCookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { [addressHeader]: person.text, ...(cookie ? { cookie } : {}) };
      const { server, setCookies } = await client.get(path, headers);
      for (const line of setCookies) {
        const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
        if (name && value) person.realCookies.set(name, value);
      }
      return { real: server, model: picker.pick({ address: person.value, cookies: person.modelCookies }) };
    },
    leave: async () => {},
  };
}

/** More requests than this are never open at once. */
const mostHeld = 40;

/** For the methods that count connections: which server gets a request depends on those still open. */
function holding({ farm, path, random }: Visit): { way: Way; leave(): Promise<void> } {
  const open: { name: string; answered: Promise<unknown>; server: number; picker: Picker }[] = [];
  let sent = 0;

  async function release(place: number): Promise<void> {
    const [request] = open.splice(place, 1);
    if (!request) return;
    farm.release(request.name);
    await request.answered;
    request.picker.release?.(request.server);
  }

  return {
    async way({ picker }, client) {
      // The more are open, the likelier it is that some end.
      while (random.next() < open.length / mostHeld) await release(random.int(open.length));
      const name = `${path} ${sent}`;
      sent += 1;
      const arrival = farm.arrival(name);
      const answered = client.get(path, { [farm.holdHeader]: name });
      // One that is refused never arrives; it is over at once.
      const real = await Promise.race([arrival, answered.then(({ server }) => server)]);
      const model = picker.pick({ address: 0, cookies: null });
      open.push({ name, answered, server: model, picker });
      return { real, model };
    },
    async leave() {
      while (open.length > 0) await release(0);
    },
  };
}
