import { describe, expect, test } from 'vitest';
import { strategies } from '../../../labs/sticky/parts/strategies.ts';
import { createRandom } from '../../../src/measure/random.ts';
import { movedShare, picksOf } from './farm.ts';
import { plant } from './plant.ts';
import { recordedConnections, recordedPicks } from './recording.ts';

function create(id: string) {
  const named = strategies.find((strategy) => strategy.id === id);
  if (!named) throw new Error(`no strategy ${id}`);
  return named.create(createRandom(1));
}

describe('the model picks what the real balancer picked', () => {
  test.each(recordedPicks)('$title', ({ strategy, servers, addresses, picks }) => {
    expect(picksOf(create(strategy), servers, addresses)).toEqual(picks);
  });

  test.each(recordedConnections)('$by $strategy with open connections', ({ strategy, servers, steps }) => {
    const picker = create(strategy)(servers);
    for (const { opens, server } of steps) {
      if (opens) expect(picker.pick({ address: 0, cookies: null })).toBe(server);
      else picker.release?.(server);
    }
  });
});

test('every strategy said to pick like the real one is in a recording, or is compared by its cookie or table', () => {
  const recorded = new Set([...recordedPicks, ...recordedConnections].map(({ strategy }) => strategy));
  const others = strategies.filter(({ id, basis }) => basis === 'picks' && !recorded.has(id));
  expect(others.map(({ id }) => id)).toEqual([
    'haproxy-cookie-insert',
    'haproxy-stick-table',
    'haproxy-stick-table-peers',
  ]);
});

describe('a wrong constant does not get through', () => {
  test.each([
    ['nginx-ip-hash.ts', '6271', '6270'],
    ['nginx-ip-hash.ts', 'mix(89', 'mix(88'],
    ['nginx-ip-hash.ts', 'hash * 113', 'hash * 112'],
    ['nginx-ip-hash.ts', 'address >>> 8', 'address >>> 0'],
    ['nginx-hash.ts', '0x7fff', '0xffff'],
    ['nginx-hash.ts', 'hash +=', 'hash ='],
    ['nginx-hash-consistent.ts', 'pointsPerWeight = 160', 'pointsPerWeight = 150'],
    ['nginx-hash-consistent.ts', '\\0', ':'],
    ['nginx-round-robin.ts', '- handedOut', '- handedOut - 1'],
    ['haproxy-source.ts', 'saved[best] as number) - total', 'saved[best] as number) - total - 1'],
    ['haproxy-source-consistent.ts', 'pointsPerWeight = 16', 'pointsPerWeight = 17'],
    ['haproxy-source-consistent.ts', '4096;', '4095;'],
    ['haproxy-source-consistent.ts', '0xd3a2646c', '0xd3a2646d'],
    ['haproxy-source-consistent.ts', 'toBefore <= toAfter', 'false'],
    ['haproxy-roundrobin.ts', 'roundsPerWeight = 16', 'roundsPerWeight = 17'],
    ['haproxy-roundrobin.ts', 'turn.saved += totalWeight % turn.weight', 'turn.saved += 0'],
    ['haproxy-roundrobin.ts', 'a.saved - a.weight - (b.saved - b.weight)', 'a.weight - b.weight'],
  ])('%s: %s → %s', async (file, right, wrong) => {
    const planted = await plant(file, right, wrong);
    const mismatches = recordedPicks
      .filter(({ strategy }) => `${strategy}.ts` === file)
      .map(({ servers, addresses, picks }) => movedShare(picks, picksOf(planted, servers, addresses)))
      .reduce((sum, share) => sum + share, 0);
    expect(mismatches).toBeGreaterThan(0);
  });

  test('unchanged, the planted copy agrees: it is the constant that is found, not the copying', async () => {
    const copy = await plant('nginx-ip-hash.ts', '6271', '6271');
    for (const { strategy, servers, addresses, picks } of recordedPicks) {
      if (strategy === 'nginx-ip-hash') expect(picksOf(copy, servers, addresses)).toEqual(picks);
    }
  });
});
