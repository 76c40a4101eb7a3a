/** Three ways to come to a balancer. Each asks the real one and the model the same, and returns both picks. */
import type { Random } from '../../../../src/kit/run.ts';
import type { Comparison } from '../../data.ts';
import { addressHeader, type Picker } from '../balancing.ts';
import { drawAddresses } from './addresses.ts';
import { openClient, type ProofClient } from './client.ts';
import type { Configuration } from './configurations.ts';
import type { Farm } from './farm.ts';

export interface Visit {
  /** Of the real balancer. */
  readonly port: number;
  readonly path: string;
  readonly configuration: Configuration;
  readonly picker: Picker;
  readonly picks: number;
  readonly random: Random;
  readonly farm: Farm;
  readonly signal: AbortSignal;
}

export interface Picks {
  readonly real: readonly number[];
  readonly model: readonly number[];
}

export async function visit(visit: Visit): Promise<Picks> {
  const held = visit.configuration.visits === 'held';
  const client = openClient(visit.port, held ? 2 * mostHeld : 1);
  const way = { 'one by one': oneByOne, returning, held: holding }[visit.configuration.visits];
  try {
    return await way(visit, client);
  } finally {
    client.close();
  }
}

function noPicks(): { real: number[]; model: number[] } {
  return { real: [], model: [] };
}

async function oneByOne(visit: Visit, client: ProofClient): Promise<Picks> {
  const addresses = drawAddresses(visit.configuration.family, visit.picks, visit.random);
  const picks = noPicks();
  for (const { text, value } of addresses) {
    visit.signal.throwIfAborted();
    picks.real.push((await client.get(visit.path, { [addressHeader]: text })).server);
    picks.model.push(visit.picker.pick({ address: value, cookies: null }));
  }
  return picks;
}

const visitsEach = 4;

/** The model's clients and the real one's keep their cookies apart: neither learns from the other. */
async function returning(visit: Visit, client: ProofClient): Promise<Picks> {
  const addresses = drawAddresses('IPv4', Math.ceil(visit.picks / visitsEach), visit.random);
  const people = addresses.map((address) => ({
    ...address,
    realCookies: new Map<string, string>(),
    modelCookies: new Map<string, string>(),
  }));
  const picks = noPicks();
  for (let count = 0; count < visit.picks; count += 1) {
    visit.signal.throwIfAborted();
    const person = people[visit.random.int(people.length)] as (typeof people)[number];
    const cookie = [...person.realCookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { [addressHeader]: person.text, ...(cookie ? { cookie } : {}) };
    const { server, setCookies } = await client.get(visit.path, headers);
    for (const line of setCookies) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (name && value) person.realCookies.set(name, value);
    }
    picks.real.push(server);
    picks.model.push(visit.picker.pick({ address: person.value, cookies: person.modelCookies }));
  }
  return picks;
}

/** More requests than this are never open at once. */
const mostHeld = 40;

/** For the methods that count connections: which server gets a request depends on those still open. */
async function holding(visit: Visit, client: ProofClient): Promise<Picks> {
  const { farm, path, picker, random, signal } = visit;
  const picks = noPicks();
  const open: { name: string; answered: Promise<unknown>; server: number }[] = [];

  async function release(place: number): Promise<void> {
    const [request] = open.splice(place, 1);
    if (!request) return;
    farm.release(request.name);
    await request.answered;
    picker.release?.(request.server);
  }

  while (picks.real.length < visit.picks) {
    signal.throwIfAborted();
    // The more are open, the likelier it is that one ends.
    if (random.next() < open.length / mostHeld) {
      await release(random.int(open.length));
      continue;
    }
    const name = `${path} ${picks.real.length}`;
    const arrival = farm.arrival(name);
    const answered = client.get(path, { [farm.holdHeader]: name });
    picks.real.push(await arrival);
    const server = picker.pick({ address: 0, cookies: null });
    picks.model.push(server);
    open.push({ name, answered, server });
  }
  while (open.length > 0) await release(0);
  return picks;
}

/** Only 0 mismatches is a pass. A pick of -1 means that no server answered. */
export function comparePicks(name: string, { real, model }: Picks): Comparison {
  if (real.length !== model.length) throw new RangeError(`${real.length} picks against ${model.length}`);
  const mismatches = real.filter((pick, client) => pick !== model[client]).length;
  return { name, picks: real.length, mismatches };
}
