import { describe, expect, test } from 'vitest';
import { createHaproxyRoundrobin } from '../../../labs/sticky/parts/strategies/haproxy-roundrobin.ts';
import { haproxySource } from '../../../labs/sticky/parts/strategies/haproxy-source.ts';
import { haproxySourceConsistent } from '../../../labs/sticky/parts/strategies/haproxy-source-consistent.ts';
import { nginxHash } from '../../../labs/sticky/parts/strategies/nginx-hash.ts';
import { nginxHashConsistent } from '../../../labs/sticky/parts/strategies/nginx-hash-consistent.ts';
import { nginxIpHash } from '../../../labs/sticky/parts/strategies/nginx-ip-hash.ts';
import { createNginxLeastConn } from '../../../labs/sticky/parts/strategies/nginx-least-conn.ts';
import { createNginxRandom } from '../../../labs/sticky/parts/strategies/nginx-random.ts';
import { createNginxRandomTwo } from '../../../labs/sticky/parts/strategies/nginx-random-two.ts';
import { nginxRoundRobin } from '../../../labs/sticky/parts/strategies/nginx-round-robin.ts';
import { strategies } from '../../../labs/sticky/parts/strategies.ts';
import { createRandom } from '../../../src/measure/random.ts';
import { drawAddresses, farm, movedShare, picksOf, tally, weighted } from './farm.ts';

const clients = 20_000;
const addresses = drawAddresses(createRandom(11).fork('addresses'), clients);

/** Five standard deviations of a share that is `p` of so many draws: chance alone passes it once in two million. */
const noise = (p: number, draws = clients) => 5 * Math.sqrt((p * (1 - p)) / draws);

describe.each(strategies)('$id', ({ id, create }) => {
  const strategy = () => create(createRandom(5));

  test('equal servers get equal shares, as far as chance and the points of a ring allow', () => {
    const size = 4;
    const counts = tally(picksOf(strategy(), farm(size), addresses), size);
    const points = { 'nginx-hash-consistent': 160 * size, 'haproxy-source-consistent': 16 * size }[id];
    for (const count of counts) {
      expect(Math.abs(count / clients - 1 / size)).toBeLessThan(
        noise(1 / size) + (points ? noise(1 / size, points) : 0),
      );
    }
  });

  test('nobody is sent to a server that is down, in maintenance, draining or dead', () => {
    for (const state of ['down', 'maint', 'drain', 'crashed'] as const) {
      const counts = tally(picksOf(strategy(), farm(4, { 1: { state } }), addresses), 4);
      expect(counts[1]).toBe(0);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(clients);
    }
  });

  test('with all servers out of use it answers -1, and goes on answering', () => {
    for (const state of ['down', 'maint', 'drain', 'crashed'] as const) {
      const dead = farm(3).map((server) => ({ ...server, state }));
      expect(picksOf(strategy(), dead, addresses.slice(0, 50))).toEqual(Array(50).fill(-1));
    }
  });

  test('one server gets everything', () => {
    expect(tally(picksOf(strategy(), farm(1), addresses.slice(0, 100)), 1)).toEqual([100]);
  });
});

// Targets of an ALB have no weights. Of two draws the less loaded one wins: that bends the shares as long as
// no connection ends.
const weightable = strategies.filter(({ id }) => !/^alb|random-two$/.test(id));

describe.each(weightable)('$id', ({ id, create }) => {
  test('shares follow the weights', () => {
    const weights = [3, 1, 2];
    const counts = tally(picksOf(create(createRandom(5)), weighted(...weights), addresses), 3);
    const points = { 'nginx-hash-consistent': 160 * 6, 'haproxy-source-consistent': 16 * 6 }[id];
    for (const [index, weight] of weights.entries()) {
      const share = weight / 6;
      const allowed = noise(share) + (points ? noise(share, points) : 0);
      expect(Math.abs((counts[index] as number) / clients - share)).toBeLessThan(allowed);
    }
  });
});

describe('who moves when one of four servers goes', () => {
  const hashes = { nginxIpHash, nginxHash, nginxHashConsistent, haproxySource, haproxySourceConsistent };
  const away = { 2: { state: 'down' } } as const;

  test.each(['nginxIpHash', 'nginxHash', 'nginxHashConsistent', 'haproxySourceConsistent'] as const)(
    '%s: only its own clients',
    (name) => {
      const before = picksOf(hashes[name], farm(4), addresses);
      const after = picksOf(hashes[name], farm(4, away), addresses);
      const others = [...before.keys()].filter((client) => before[client] !== 2);
      for (const client of others) expect(after[client]).toBe(before[client]);
    },
  );

  test('nginx ip_hash: 24.9 % when it is down or dead, 74.9 % when its line is deleted', () => {
    const before = picksOf(nginxIpHash, farm(4), addresses);
    const crashed = { 2: { state: 'crashed' } } as const;
    const down = movedShare(before, picksOf(nginxIpHash, farm(4, away), addresses));
    const dead = movedShare(before, picksOf(nginxIpHash, farm(4, crashed), addresses));
    const left = [0, 1, 3];
    const deleted = picksOf(nginxIpHash, farm(4).toSpliced(2, 1), addresses).map(
      (pick) => left[pick] as number,
    );
    expect(Math.abs(down - 0.249)).toBeLessThan(noise(0.249) * Math.SQRT2);
    expect(Math.abs(dead - 0.249)).toBeLessThan(noise(0.249) * Math.SQRT2);
    expect(Math.abs(movedShare(before, deleted) - 0.749)).toBeLessThan(noise(0.749) * Math.SQRT2);
  });

  test('HAProxy source: three of four move, because the table is built anew', () => {
    const moved = movedShare(
      picksOf(haproxySource, farm(4), addresses),
      picksOf(haproxySource, farm(4, away), addresses),
    );
    expect(Math.abs(moved - 0.745)).toBeLessThan(noise(0.745) * Math.SQRT2);
  });
});

test('a whole /24 is one server to ip_hash, and spread evenly by HAProxy source', () => {
  const network = Array.from({ length: 254 }, (_, last) => 0xc0_a8_05_01 + last);
  expect(new Set(picksOf(nginxIpHash, farm(4), network)).size).toBe(1);
  expect(tally(picksOf(haproxySource, farm(2), network), 2)).toEqual([127, 127]);
});

test('ip_hash with one server left and a hash that misses it 20 times falls back on round robin', () => {
  const left = farm(40).map((server, index) =>
    index === 7 ? server : { ...server, state: 'down' as const },
  );
  expect(tally(picksOf(nginxIpHash, left, addresses), 40)[7]).toBe(clients);
});

describe('backups', () => {
  const withBackup = (state: 'up' | 'down') => farm(3, { 0: { state }, 1: { state }, 2: { backup: true } });

  test.each([
    'nginx-round-robin',
    'nginx-least-conn',
    'haproxy-roundrobin',
    'haproxy-leastconn',
    'haproxy-source',
  ])('%s uses one only when all others are gone', (id) => {
    const create = strategies.find((strategy) => strategy.id === id)?.create;
    if (!create) throw new Error(id);
    const few = addresses.slice(0, 90);
    expect(tally(picksOf(create(createRandom(5)), withBackup('up'), few), 3)[2]).toBe(0);
    expect(tally(picksOf(create(createRandom(5)), withBackup('down'), few), 3)).toEqual([0, 0, 90]);
  });
});

test('nginx: a dead server keeps its turn once, is found out, and the request goes on to the next', () => {
  const dead = farm(3, { 1: { state: 'crashed' } });
  expect(picksOf(nginxRoundRobin, dead, addresses.slice(0, 6))).toEqual([0, 2, 2, 0, 2, 0]);
});

test('HAProxy round robin goes on where it was when a server is taken out, and begins anew at a reload', () => {
  const after = (change: 'state' | 'list') => {
    const strategy = createHaproxyRoundrobin();
    const before = strategy(farm(4));
    const client = { address: 0, cookies: null };
    expect([before.pick(client), before.pick(client)]).toEqual([0, 1]);
    const picker = strategy(farm(4, { 0: { state: 'maint' } }), change);
    return [picker.pick(client), picker.pick(client), picker.pick(client)];
  };
  expect(after('state')).toEqual([2, 3, 1]);
  expect(after('list')).toEqual([1, 2, 3]);
});

describe('least connections and draws', () => {
  test('a request that ends frees its server', () => {
    const picker = createNginxLeastConn()(farm(2));
    const client = { address: 0, cookies: null };
    expect([picker.pick(client), picker.pick(client)]).toEqual([0, 1]);
    picker.release?.(1);
    expect(picker.pick(client)).toBe(1);
  });

  test('a reload forgets the open connections, and their ends are not counted twice', () => {
    const strategy = createNginxLeastConn();
    const client = { address: 0, cookies: null };
    const before = strategy(farm(2));
    for (let request = 0; request < 10; request += 1) before.pick(client);
    const after = strategy(farm(3), 'list');
    for (let request = 0; request < 10; request += 1) before.release?.(request % 2);
    const picks = Array.from({ length: 6 }, () => after.pick(client));
    expect(picks.sort()).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('open connections outlive a crash, which is no reload', () => {
    const strategy = createNginxLeastConn();
    const client = { address: 0, cookies: null };
    const before = strategy(farm(2));
    for (let request = 0; request < 10; request += 1) before.pick(client);
    const after = strategy(farm(3), 'crash');
    expect(Array.from({ length: 5 }, () => after.pick(client))).toEqual([2, 2, 2, 2, 2]);
  });

  test('the better of two draws is far more even than one draw', () => {
    const spread = (counts: number[]) => Math.max(...counts) - Math.min(...counts);
    const one = tally(picksOf(createNginxRandom(createRandom(3)), farm(10), addresses), 10);
    const two = tally(picksOf(createNginxRandomTwo(createRandom(3)), farm(10), addresses), 10);
    expect(spread(two)).toBeLessThan(spread(one) / 5);
  });
});
