import { describe, expect, it } from 'vitest';
import type { Strategy } from '../../../labs/sticky/balancing.ts';
import { interpret } from '../../../labs/sticky/interpret.ts';
import { configurationsOf } from '../../../labs/sticky/proof/configurations.ts';
import { mostServers, openFarm } from '../../../labs/sticky/proof/farm.ts';
import { type ProofData, prove } from '../../../labs/sticky/proof/prove.ts';
import { strategyNamed } from '../../../labs/sticky/strategies.ts';
import { createRandom } from '../../../src/measure/random.ts';
import { haproxyProgram } from '../../../src/services/haproxy.ts';
import { nginxProgram } from '../../../src/services/nginx.ts';
import { findProgram } from '../../../src/services/programs.ts';
import { withContext } from './context.ts';
import { plant } from './plant.ts';

const here = {
  nginx: (await findProgram(nginxProgram)) !== null,
  HAProxy: (await findProgram(haproxyProgram)) !== null,
};
const both = here.nginx && here.HAProxy;
const clients = 300;
const params = { clients: `${clients}` };

const failing = ({ proof }: ProofData) => proof.filter(({ mismatches }) => mismatches > 0);

describe.skipIf(!both)('the model against the real nginx and HAProxy', () => {
  it('picks the same server every single time', async () => {
    const data = await withContext({ params }, prove);
    expect(failing(data)).toEqual([]);
    expect(data.proof.length).toBeGreaterThanOrEqual(13);
    for (const { picks } of data.proof) expect(picks).toBe(clients);
    expect(data.unproved).toEqual([]);
    expect(JSON.parse(JSON.stringify(data.proof))[0]).toEqual({
      name: 'nginx round robin, equal',
      picks: clients,
      mismatches: 0,
    });
    const { checks, disproof } = interpret(data, {} as never);
    expect(checks).toMatchObject([{ claim: 'proof', verdict: 'held' }]);
    expect(disproof).toBeUndefined();
  });

  it('also with the addresses, weights and server counts of another seed', async () => {
    expect(failing(await withContext({ params, seed: 20_261_123 }, prove))).toEqual([]);
  });

  it.each([
    ['nginx-ip-hash.ts', '6271', '6270'],
    ['nginx-hash-consistent.ts', 'pointsPerWeight = 160', 'pointsPerWeight = 159'],
    ['nginx-round-robin.ts', '- handedOut', '- handedOut - 1'],
    ['haproxy-source-consistent.ts', '0xd3a2646c', '0xd3a2646d'],
    ['haproxy-roundrobin.ts', 'roundsPerWeight = 16', 'roundsPerWeight = 17'],
  ])('a wrong constant is found: %s, %s → %s', async (file, right, wrong) => {
    const planted = await plant(file, right, wrong);
    const data = await withContext({ params }, (context) => prove(context, withStrategy(file, planted)));
    const wrongOnes = failing(data);
    expect(wrongOnes.length).toBeGreaterThan(0);
    const { checks, disproof } = interpret(data, {} as never);
    expect(checks).toMatchObject([{ claim: 'proof', verdict: 'refuted' }]);
    expect(checks[0]?.evidence.en).toContain(wrongOnes[0]?.name);
    expect(disproof).toBe(true);
  });
});

/** All strategies as they are, except the one that this file holds. */
function withStrategy(file: string, planted: Strategy) {
  return (id: string) =>
    `${id}.ts` === file ? { ...strategyNamed(id), create: () => planted } : strategyNamed(id);
}

describe('the configurations', () => {
  const names = (seed: number) => configurationsOf(createRandom(seed)).map(({ name }) => name);

  it('are named apart, and cover every strategy that is said to pick like the real one', () => {
    expect(new Set(names(1)).size).toBe(names(1).length);
    const proved = new Set(configurationsOf(createRandom(1)).map(({ strategy }) => strategy));
    for (const id of proved) expect(strategyNamed(id).basis).toBe('picks');
  });

  it('depend on the seed only where they are drawn', () => {
    expect(names(1)).toEqual(names(1));
    const same = names(1).filter((name) => names(2).includes(name));
    expect(same.every((name) => !name.includes('drawn'))).toBe(true);
    expect(same.length).toBeGreaterThanOrEqual(13);
  });
});

it('more servers than there are ports for are refused, and more dead ones than closed ports', async () => {
  const up = { weight: 1, state: 'up' } as const;
  const dead = { weight: 1, state: 'crashed' } as const;
  await withContext({}, async ({ scope }) => {
    const farm = await openFarm(scope);
    expect(() => farm.servers(Array(mostServers + 1).fill(up))).toThrow(/no port for server 9 of 9/);
    expect(() => farm.servers(Array(4).fill(dead))).toThrow(/no port for server 4 of 4/);
  });
});

it('a strategy that does not exist is refused with the list of those that do', () => {
  expect(() => strategyNamed('nginx-luck')).toThrow(/no strategy 'nginx-luck'.*nginx-ip-hash/);
});

describe('a balancer that is missing', () => {
  it('is a warning with the number of configurations that were not proved', () => {
    const data: ProofData = {
      proof: [{ name: 'nginx ip_hash, equal', picks: 10, mismatches: 0 }],
      unproved: [{ balancer: 'HAProxy', configurations: 20 }],
    };
    const { checks, warnings } = interpret(data, {} as never);
    expect(checks[0]?.verdict).toBe('held');
    expect(warnings[0]?.en).toContain('HAProxy is missing, so 20 configurations were not proved');
  });
});
