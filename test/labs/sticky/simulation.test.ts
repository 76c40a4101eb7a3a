import { describe, expect, test } from 'vitest';
import type { ScenarioResult } from '../../../labs/sticky/data.ts';
import type { Strategy } from '../../../labs/sticky/parts/balancing.ts';
import { handshakeRequests } from '../../../labs/sticky/parts/model/handshake.ts';
import { maxOverMean } from '../../../labs/sticky/parts/model/outcome.ts';
import { type Scenario, scenarios } from '../../../labs/sticky/parts/model/scenarios.ts';
import { simulate, simulateAll } from '../../../labs/sticky/parts/model/simulation.ts';
import { createNginxLeastConn } from '../../../labs/sticky/parts/strategies/nginx-least-conn.ts';
import { nginxRoundRobin } from '../../../labs/sticky/parts/strategies/nginx-round-robin.ts';
import { strategies } from '../../../labs/sticky/parts/strategies.ts';
import { createRandom } from '../../../src/measure/random.ts';
import { farm, finished, weighted } from './farm.ts';

const clients = 3000;
const all = (count: number, seed: number) =>
  [...simulateAll(scenarios, strategies, count, createRandom(seed))].filter((one) => one !== undefined);
const results = all(clients, 1);

function result(scenario: string, strategy: string): ScenarioResult {
  const found = results.find((one) => one.scenario === scenario && one.strategy === strategy);
  if (!found) throw new Error(`${scenario} / ${strategy}`);
  return found;
}

function scenario(id: string): Scenario {
  const found = scenarios.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
}

/** Five standard deviations of a share `p` of all clients. */
const noise = (p: number) => 5 * Math.sqrt((p * (1 - p)) / clients);
const near = (value: number, p: number) => Math.abs(value - p) < noise(p);

describe('every strategy in every scenario', () => {
  test('has a result', () => {
    expect(results).toHaveLength(scenarios.length * strategies.length);
  });

  test.each(results)('$scenario, $strategy: the figures add up', (one) => {
    expect(one.clientsOf.reduce((sum, count) => sum + count, 0)).toBe(clients);
    expect(one.requests).toBe(handshakeRequests * one.handshakes);
    expect(one.unanswered > 0).toBe(one.scenario === 'crash' && !one.strategy.startsWith('nginx'));
    expect(one.found.inRedis).toBe(one.requests - one.unanswered);
    expect(one.found.inMemory).toBeLessThanOrEqual(one.requests);
    expect(one.brokenHandshakes).toBeLessThanOrEqual(one.handshakes);
    expect(one.moved).toBeLessThanOrEqual(clients);
    expect(one.reconnects.atOnce).toBeLessThanOrEqual(one.reconnects.total);
    expect(one.maxOverMean).toBeGreaterThanOrEqual(1);
  });

  test('is plain data', () => {
    expect(JSON.parse(JSON.stringify(results))).toEqual(results);
  });

  test('comes out the same with the same seed, and otherwise with another', () => {
    const few = (seed: number) => all(200, seed);
    expect(few(3)).toEqual(few(3));
    expect(few(3)).not.toEqual(few(4));
  });
});

describe('a quiet day', () => {
  test('whatever goes by address or cookie finds every session', () => {
    const sticky = strategies.filter(({ id }) => !/round-?robin|random|least/.test(id));
    expect(sticky).toHaveLength(11);
    for (const { id } of sticky) {
      expect(result('steady', id)).toMatchObject({ moved: 0, brokenHandshakes: 0 });
      expect(result('steady', id).found.inMemory).toBe(result('steady', id).requests);
    }
  });

  test('turns and draws break nearly every handshake of four requests: (1/3)³ come through', () => {
    for (const id of ['nginx-round-robin', 'nginx-random', 'haproxy-roundrobin']) {
      expect(near(result('steady', id).brokenHandshakes / clients, 1 - 1 / 27)).toBe(true);
      expect(near(result('steady', id).found.inMemory / result('steady', id).requests, 1 / 3)).toBe(true);
    }
  });

  test('least connections balances best and breaks most handshakes, too', () => {
    const { brokenHandshakes, maxOverMean } = result('steady', 'nginx-least-conn');
    expect(brokenHandshakes / clients).toBeGreaterThan(0.9);
    expect(maxOverMean).toBeLessThan(1.01);
  });
});

test('an office behind one address is on one server, unless cookies decide', () => {
  for (const id of ['nginx-ip-hash', 'nginx-hash', 'haproxy-source', 'haproxy-stick-table']) {
    expect(result('nat', id).maxOverMean).toBe(3);
  }
  for (const id of ['haproxy-cookie-insert', 'alb-duration-cookie']) {
    expect(result('nat', id).maxOverMean).toBeLessThan(1.01);
  }
  // Its returning clients take turns, too, so that the new ones are not dealt quite evenly.
  expect(result('nat', 'nginx-sticky-cookie').maxOverMean).toBeLessThan(1.1);
});

test('a /24 is on one server with ip_hash only', () => {
  expect(result('one-network', 'nginx-ip-hash').maxOverMean).toBe(3);
  expect(result('one-network', 'haproxy-source').maxOverMean).toBeLessThan(1.1);
});

test('a phone with a new address moves, unless a cookie goes with it', () => {
  for (const id of ['nginx-ip-hash', 'nginx-hash-consistent', 'haproxy-source', 'haproxy-stick-table']) {
    expect(near(result('phones', id).moved / clients, 2 / 3)).toBe(true);
  }
  expect(result('phones', 'haproxy-cookie-insert').moved).toBe(0);
  expect(result('phones', 'haproxy-cookie-insert').reconnects.atOnce).toBe(clients);
});

test('without cookies a cookie strategy is what lies beneath it', () => {
  for (const id of ['haproxy-cookie-insert', 'alb-duration-cookie', 'alb-application-cookie']) {
    expect(near(result('no-cookies', id).brokenHandshakes / clients, 1 - 1 / 27)).toBe(true);
  }
  expect(result('no-cookies', 'nginx-ip-hash').brokenHandshakes).toBe(0);
});

describe('a crash', () => {
  test('cuts a third of the connections whatever the strategy', () => {
    for (const { id } of strategies) {
      const share = result('crash', id).reconnects.atOnce / clients;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(id === 'haproxy-source-consistent' ? 0.1 : 0.06);
    }
  });

  test('moves its own clients only with nginx ip_hash, two of three with HAProxy source', () => {
    const crash = result('crash', 'nginx-ip-hash');
    expect(crash.moved).toBe(crash.reconnects.atOnce);
    expect(near(result('crash', 'haproxy-source').moved / clients, 2 / 3)).toBe(true);
  });

  test('loses the sessions that were in its memory: one request of each of its clients', () => {
    const { requests, found, unanswered, reconnects } = result('crash', 'haproxy-cookie-insert');
    expect(requests - unanswered - found.inMemory).toBe(reconnects.atOnce);
  });

  test('who is sent to the dead server before it is noticed gets no answer; nginx asks another server at once', () => {
    const { unanswered } = result('crash', 'haproxy-cookie-insert');
    const visits = unanswered / handshakeRequests;
    expect(Math.abs(visits / clients - 6 / 60 / 3)).toBeLessThan(noise(6 / 60 / 3));
    expect(result('crash', 'nginx-ip-hash').unanswered).toBe(0);
  });
});

test('drain: a cookie holds its clients to the end, an address hash lets the returning half go', () => {
  const { reconnects } = result('drain', 'haproxy-cookie-insert');
  expect(reconnects.atOnce).toBe(clients / 3);
  expect(near(result('drain', 'nginx-ip-hash').reconnects.atOnce / clients, 1 / 6)).toBe(true);
  expect(near(result('drain', 'alb-duration-cookie').reconnects.atOnce / clients, 1 / 6)).toBe(true);
  expect(near(result('maintenance', 'alb-duration-cookie').reconnects.atOnce / clients, 1 / 3)).toBe(true);
});

test('a rolling deploy cuts people more than once', () => {
  for (const { id } of strategies)
    expect(result('rolling-deploy', id).reconnects.total).toBeGreaterThan(clients);
});

describe('scaling out', () => {
  test('3 → 4 moves three of four by remainder, one of four on a ring, nobody by cookie or table', () => {
    expect(near(result('scale-out-3-4', 'nginx-ip-hash').moved / clients, 3 / 4)).toBe(true);
    expect(near(result('scale-out-3-4', 'haproxy-source').moved / clients, 3 / 4)).toBe(true);
    expect(result('scale-out-3-4', 'nginx-hash-consistent').moved / clients).toBeLessThan(0.3);
    expect(result('scale-out-3-4', 'haproxy-cookie-insert').moved).toBe(0);
    expect(result('scale-out-3-4', 'haproxy-stick-table-peers').moved).toBe(0);
    expect(near(result('scale-out-3-4', 'haproxy-stick-table').moved / clients, 3 / 4)).toBe(true);
  });

  test('who never moves never fills the new server', () => {
    expect(result('scale-out-3-4', 'alb-duration-cookie').clientsOf[3]).toBe(0);
    expect(result('scale-out-10-11', 'haproxy-cookie-insert').maxOverMean).toBeCloseTo(1.1);
  });
});

describe('the work', () => {
  /** Counts what a strategy is asked and told. */
  function counted(strategy: Strategy): { strategy: Strategy; calls: () => number } {
    let calls = 0;
    return {
      calls: () => calls,
      strategy: (servers) => {
        const picker = strategy(servers);
        return {
          pick: (client) => {
            calls += 1;
            return picker.pick(client);
          },
          release: (server) => {
            calls += 1;
            picker.release?.(server);
          },
        };
      },
    };
  }

  test.each(scenarios)('$id: ten times the clients are ten times the picks', ({ id }) => {
    const callsFor = (count: number) => {
      const { strategy, calls } = counted(nginxRoundRobin);
      const { picks } = finished(simulate(scenario(id), strategy, count, createRandom(2)));
      expect(calls()).toBeGreaterThanOrEqual(picks);
      return calls();
    };
    const ratio = callsFor(20_000) / callsFor(2000);
    expect(ratio).toBeGreaterThan(9.5);
    expect(ratio).toBeLessThan(10.5);
  });

  test('every request that was begun is released, or is an open WebSocket', () => {
    let open = 0;
    const leastConn = createNginxLeastConn();
    const strategy: Strategy = (servers) => {
      const picker = leastConn(servers);
      return {
        pick: (client) => {
          open += 1;
          return picker.pick(client);
        },
        release: (server) => {
          open -= 1;
          picker.release?.(server);
        },
      };
    };
    finished(simulate(scenario('rolling-deploy'), strategy, 500, createRandom(2)));
    expect(open).toBe(500);
  });
});

test('when every server is gone, every request is unanswered and nothing hangs', () => {
  const gone = farm(3).map((server) => ({ ...server, state: 'maint' as const }));
  const blackout: Scenario = {
    ...scenario('steady'),
    steps: [
      { kind: 'change servers', change: 'crash', servers: gone, stopped: [0, 1, 2] },
      { kind: 'return', share: 1 },
    ],
  };
  for (const { create } of strategies) {
    const outcome = finished(simulate(blackout, create(createRandom(1)), 100, createRandom(1)));
    expect(outcome).toMatchObject({ unanswered: 400, requests: 400, brokenHandshakes: 100, moved: 100 });
    expect(outcome.found).toEqual({ inMemory: 0, inRedis: 0 });
    expect(outcome.maxOverMean).toBeNull();
  }
});

test('max over mean goes by weight and leaves out servers that are not up', () => {
  expect(maxOverMean(weighted(3, 1), [300, 100])).toBe(1);
  expect(maxOverMean(weighted(3, 1), [200, 200])).toBe(2);
  expect(maxOverMean(farm(3, { 2: { state: 'maint' } }), [100, 100, 0])).toBe(1);
});
