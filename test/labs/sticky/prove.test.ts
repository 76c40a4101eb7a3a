import { describe, expect, it } from 'vitest';
import { prove } from '../../../labs/sticky/acts/proof.ts';
import type { ProofData } from '../../../labs/sticky/data.ts';
import { nginxConfig } from '../../../labs/sticky/parts/proof/config-text.ts';
import { configurationsOf } from '../../../labs/sticky/parts/proof/configurations.ts';
import { mostServers, openFarm } from '../../../labs/sticky/parts/proof/farm.ts';
import { isAtLeast, otherRulesFor, tooOldFor } from '../../../labs/sticky/parts/proof/versions.ts';
import { strategyNamed } from '../../../labs/sticky/parts/strategies.ts';
import type { Text } from '../../../src/core/text.ts';
import { createRandom } from '../../../src/measure/random.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { haproxyProgram } from '../../../src/services/haproxy.ts';
import { nginxProgram } from '../../../src/services/nginx.ts';
import { findProgram } from '../../../src/services/programs.ts';
import { actOf, evidenceOf } from '../recorded.ts';
import { withContext } from './context.ts';
import { judged, lab } from './fixture.ts';
import { plant } from './plant.ts';

const here = {
  nginx: (await findProgram(nginxProgram)) !== null,
  HAProxy: (await findProgram(haproxyProgram)) !== null,
};
const both = here.nginx && here.HAProxy;
const clients = 300;
const params = { clients: `${clients}` };

/** As a run with --prove is judged: its other acts are left out. */
function judgedProof(proof: ProofData): Findings {
  const older = lab.older?.data(proof);
  return judged((data) => void Object.assign(data, older), { prove: true });
}

function notesOf(findings: Findings): readonly Text[] {
  const [table] = actOf(findings, 'proof').blocks;
  return table?.kind === 'table' ? (table.notes ?? []) : [];
}

const failing = ({ proof }: ProofData) => proof.filter(({ mismatches }) => mismatches > 0);

describe.skipIf(!both)('the model against the real nginx and HAProxy', () => {
  it('picks the same server every single time', async () => {
    const data = await withContext({ params }, prove);
    expect(failing(data)).toEqual([]);
    expect(data.proof.length).toBeGreaterThanOrEqual(13);
    for (const { picks } of data.proof) expect(picks).toBe(clients);
    // Lists that change while people come.
    for (const what of ['reloaded', 'added', 'removed', 'drained', 'health check'])
      expect(
        data.proof.some(({ name }) => name.includes(what)),
        what,
      ).toBe(true);
    expect(data.unproved).toEqual([]);
    expect(JSON.parse(JSON.stringify(data.proof))[0]).toEqual({
      name: 'nginx round robin, equal',
      picks: clients,
      mismatches: 0,
    });
    const { checks, disproof } = judgedProof(data);
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
    ['nginx-least-conn.ts', 'if (forgets(change))', 'if (false)'],
  ])('a wrong model is found: %s, %s → %s', async (file, right, wrong) => {
    const planted = await plant(file, right, wrong);
    const model = { ...strategyNamed(file.replace('.ts', '')), create: () => planted };
    const data = await withContext({ params }, (context) => prove(context, model));
    const wrongOnes = failing(data);
    expect(wrongOnes.length).toBeGreaterThan(0);
    const findings = judgedProof(data);
    expect(findings.checks).toMatchObject([{ claim: 'proof', verdict: 'refuted' }]);
    expect(evidenceOf(findings, 'proof', 'en')).toContain(wrongOnes[0]?.name);
    const { disproof } = findings;
    expect(disproof).toBe(true);
  });
});

describe('the configurations', () => {
  const names = (seed: number) => configurationsOf(createRandom(seed)).map(({ name }) => name);

  it('are named apart, and cover every strategy that is said to pick like the real one', () => {
    expect(new Set(names(1)).size).toBe(names(1).length);
    for (const { strategy, needs } of configurationsOf(createRandom(1))) {
      expect(strategyNamed(strategy).basis).toBe(needs ? 'documented' : 'picks');
    }
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

describe('a comparison that was cut short', () => {
  const whole = { name: 'nginx ip_hash, equal', picks: 10, mismatches: 0 };
  const cut = { name: 'nginx hash, equal', picks: 0, mismatches: 0, cut: 'socket hang up' };
  const judgedAs = (...proof: ProofData['proof']) => judgedProof({ proof, unproved: [], tooOld: [] });

  it('is named with its reason, and proves nothing either way', () => {
    const findings = judgedAs(whole, cut);
    expect(findings.checks).toMatchObject([{ claim: 'proof', verdict: 'inconclusive' }]);
    expect(findings.disproof).toBeUndefined();
    expect(evidenceOf(findings, 'proof', 'en')).toContain('nginx hash, equal (socket hang up)');
  });

  it('does not hide a mismatch', () => {
    expect(judgedAs({ ...whole, mismatches: 1 }, cut)).toMatchObject({ disproof: true });
  });
});

describe('a version with other rules', () => {
  const all = configurationsOf(createRandom(1));
  const rules = (version: string) =>
    new Set(otherRulesFor(new Map([['HAProxy', version]]), all).map((other) => other.rules));

  it.each([
    ['2.6.12', []],
    ['2.8.5', []],
    ['3.0.4', ['consistent hash']],
    ['3.2.0', ['leastconn order', 'consistent hash']],
    ['3.4.1', ['leastconn order']],
  ])('HAProxy %s: %j', (version, expected) => {
    expect([...rules(version)].sort()).toEqual([...expected].sort());
  });

  it('is skipped with the reason, and those that were proved are named', () => {
    const otherRules = otherRulesFor(new Map([['HAProxy', '3.2.0']]), all);
    const proof = [{ name: 'one', picks: 10, mismatches: 0 }];
    const versions = [{ balancer: 'HAProxy' as const, version: '3.2.0' }];
    const findings = judgedProof({ proof, versions, unproved: [], tooOld: [], otherRules });
    expect(
      notesOf(findings)
        .map(({ en }) => en)
        .join(' '),
    ).toContain('since 3.2; the model has the rules of 2.6');
    expect(evidenceOf(findings, 'proof', 'en')).toContain('Proved against HAProxy 3.2.0.');
  });
});

describe('a balancer that is missing', () => {
  it('is named below the table, with the number of configurations that were not proved', () => {
    const data: ProofData = {
      proof: [{ name: 'nginx ip_hash, equal', picks: 10, mismatches: 0 }],
      unproved: [{ balancer: 'HAProxy', configurations: 20 }],
      tooOld: [],
    };
    const findings = judgedProof(data);
    expect(findings.checks[0]?.verdict).toBe('held');
    expect(notesOf(findings)[0]?.en).toContain('HAProxy is missing, so 20 configurations were not proved');
  });
});

describe('nginx sticky cookie', () => {
  const all = configurationsOf(createRandom(1));
  const sticky = all.find(({ strategy }) => strategy === 'nginx-sticky-cookie') as (typeof all)[number];
  const older = (version: string) => tooOldFor(new Map([['nginx', version]]), all);

  it.each([
    ['1.22.1', false],
    ['1.29.5', false],
    ['1.29.6', true],
    ['1.29.10', true],
    ['1.30.0', true],
    ['1.31.5', true],
    ['?', false],
  ])('nginx %s has it: %s', (version, has) => {
    expect(isAtLeast(version, '1.29.6')).toBe(has);
    expect(older(version).map(({ name }) => name)).toEqual(has ? [] : [sticky.name]);
  });

  it('is skipped where nginx is too old, and the data and the table say why', () => {
    const tooOld = older('1.22.1');
    const expected = { name: 'nginx sticky cookie, weights 1,2,1,1', version: '1.22.1', since: '1.29.6' };
    expect(tooOld).toMatchObject([expected]);
    const noteOf = (entries: typeof tooOld) =>
      notesOf(judgedProof({ proof: [], unproved: [], tooOld: entries }))[0];
    expect(noteOf(tooOld)?.en).toContain('nginx 1.22.1 has no sticky cookie; it came with 1.29.6');
    expect(noteOf(tooOld)?.ko).toContain(
      'nginx 1.22.1에는 sticky cookie 기능이 없어요. 1.29.6에서 생겼어요.',
    );
    expect(noteOf(older('?'))?.en).toContain('the version of this nginx is unknown');
    expect(noteOf([])?.en).not.toContain('Skipped');
  });

  // https://nginx.org/en/docs/http/ngx_http_upstream_module.html#sticky: `sticky cookie name [expires=…] …;` in
  // `upstream`. Whatever else it may say is optional.
  it('is configured as the documentation shows it, and its clients come back with their cookies', () => {
    const servers = sticky.places.map((place, index) => ({
      host: '127.0.0.1',
      port: 8001 + index,
      number: index,
      ...place,
    }));
    const { http } = nginxConfig([{ name: 'backend', directives: sticky.directives, servers }]);
    expect(http).toContain('upstream backend { sticky cookie srv_id; server 127.0.0.1:8001 weight=1 ');
    expect(sticky.visits).toBe('returning');
  });

  it.skipIf(!here.nginx)('is either proved or skipped, never left out', async () => {
    const { proof, tooOld } = await withContext({ params: { ...params, clients: '20' } }, prove);
    const named = [...proof, ...tooOld].filter(({ name }) => name === sticky.name);
    expect(named).toHaveLength(1);
  });
});
