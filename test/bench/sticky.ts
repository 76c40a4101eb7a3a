import { scenarios } from '../../labs/sticky/parts/model/scenarios.ts';
import { simulate } from '../../labs/sticky/parts/model/simulation.ts';
import { nginxIpHash } from '../../labs/sticky/parts/strategies/nginx-ip-hash.ts';
import { createRandom } from '../../src/measure/random.ts';
import { type BenchRow, medianOf } from './row.ts';

const picksPerRound = 4_000_000;
const warmUpRounds = 5;
const rounds = 11;
const servers = [19_001, 19_002, 19_003].map((port) => ({
  host: '127.0.0.1',
  port,
  weight: 1,
  state: 'up' as const,
}));
const picker = nginxIpHash(servers);
const totalWeight = servers.reduce((sum, server) => sum + server.weight, 0);

export async function benchSticky(): Promise<BenchRow[]> {
  return [picksRow(), growthRow()];
}

/** Picks a second of ip_hash against a loop that does only its arithmetic, in turns; the median of the rounds. */
function picksRow(): BenchRow {
  const random = createRandom(1);
  const addresses = Int32Array.from({ length: picksPerRound }, () => random.int(2 ** 32));
  const measured = Array.from({ length: warmUpRounds + rounds }, () => {
    const ours = perSecond(pickAll, addresses);
    const peer = perSecond(bareLoop, addresses);
    if (ours.sum !== peer.sum) throw new Error('The two loops did not do the same work.');
    return { ours: ours.rate, peer: peer.rate, ratio: ours.rate / peer.rate };
  }).slice(warmUpRounds);
  return {
    name: 'sticky: ip_hash picks against a bare loop of the same arithmetic',
    ours: millions(medianOf(measured.map((round) => round.ours))),
    peer: millions(medianOf(measured.map((round) => round.peer))),
    ratio: medianOf(measured.map((round) => round.ratio)),
    target: 'at least 0.5, and 10 million a second',
  };
}

/** Clients a second with a million of them against clients a second with a tenth: 1 is linear time. */
function growthRow(): BenchRow {
  clientsPerSecond(100_000); // warms up
  const peer = clientsPerSecond(100_000);
  const ours = clientsPerSecond(1_000_000);
  return {
    name: 'sticky: clients a second in one scenario, 1,000,000 of them against 100,000',
    ours: millions(ours),
    peer: millions(peer),
    ratio: ours / peer,
    target: 'about 1: linear in clients',
  };
}

function clientsPerSecond(clients: number): number {
  const start = performance.now();
  for (const scenario of scenarios.filter(({ id }) => id === 'crash')) {
    const work = simulate(scenario, nginxIpHash, clients, createRandom(1));
    while (!work.next().done);
  }
  return clients / ((performance.now() - start) / 1000);
}

function pickAll(addresses: Int32Array): number {
  const client = { address: 0, cookies: null };
  let sum = 0;
  for (let at = 0; at < addresses.length; at += 1) {
    client.address = addresses[at] as number;
    sum += picker.pick(client);
  }
  return sum;
}

function bareLoop(addresses: Int32Array): number {
  let sum = 0;
  for (let at = 0; at < addresses.length; at += 1) {
    const address = addresses[at] as number;
    const first = (89 * 113 + (address >>> 24)) % 6271;
    const second = (first * 113 + ((address >>> 16) & 255)) % 6271;
    sum += ((second * 113 + ((address >>> 8) & 255)) % 6271) % totalWeight;
  }
  return sum;
}

function perSecond(
  loop: (addresses: Int32Array) => number,
  addresses: Int32Array,
): { rate: number; sum: number } {
  const start = performance.now();
  const sum = loop(addresses);
  return { sum, rate: addresses.length / ((performance.now() - start) / 1000) };
}

function millions(perSecond: number): string {
  return `${(perSecond / 1e6).toFixed(2)} million/s`;
}
