import { describe, expect, test } from 'vitest';
import type { Server } from '../../../labs/sticky/parts/balancing.ts';
import { scenarios } from '../../../labs/sticky/parts/model/scenarios.ts';
import { simulate } from '../../../labs/sticky/parts/model/simulation.ts';
import { nginxIpHash } from '../../../labs/sticky/parts/strategies/nginx-ip-hash.ts';
import { strategies } from '../../../labs/sticky/parts/strategies.ts';
import { exitCodes, LabError } from '../../../src/core/errors.ts';
import { createRandom } from '../../../src/measure/random.ts';
import { farm, finished } from './farm.ts';

function refusal(attempt: () => unknown): LabError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

const by = (balancer: string) => strategies.filter((strategy) => strategy.balancer === balancer);
const start = (id: string, servers: Server[]) => () =>
  strategies.find((strategy) => strategy.id === id)?.create(createRandom(1))(servers);

describe.each(by('nginx'))('$id', ({ id }) => {
  test.each([0, -1, 1.5, Number.NaN])('weight %d is refused, as nginx does', (weight) => {
    const error = refusal(start(id, farm(3, { 1: { weight } })));
    expect(error.exitCode).toBe(exitCodes.usage);
    expect(error.message).toContain('127.0.0.1:19002');
    expect(error.explanation.what.ko).toContain('127.0.0.1:19002');
  });

  test('an upstream without servers is refused', () => {
    expect(refusal(start(id, [])).exitCode).toBe(exitCodes.usage);
    expect(refusal(start(id, farm(2, { 0: { backup: true }, 1: { backup: true } }))).exitCode).toBe(
      exitCodes.usage,
    );
  });
});

test.each(['nginx-ip-hash', 'nginx-hash', 'nginx-hash-consistent', 'nginx-random', 'nginx-random-two'])(
  '%s takes no backup',
  (id) => {
    expect(refusal(start(id, farm(3, { 2: { backup: true } }))).message).toContain('backup');
  },
);

describe.each(by('HAProxy'))('$id', ({ id }) => {
  test.each([-1, 257, 0.5])('weight %d is refused, as HAProxy does', (weight) => {
    expect(refusal(start(id, farm(2, { 0: { weight } }))).exitCode).toBe(exitCodes.usage);
  });

  test('weight 0 is no error: that server gets nothing new', () => {
    const picker = start(id, farm(2, { 0: { weight: 0 } }))();
    expect(picker?.pick({ address: 1, cookies: null })).toBe(1);
  });

  test('a backend without servers answers nobody', () => {
    expect(start(id, [])()?.pick({ address: 1, cookies: null })).toBe(-1);
  });
});

test.each(by('AWS ALB'))('$id has no weights and no backups', ({ id }) => {
  expect(refusal(start(id, farm(2, { 0: { weight: 2 } }))).exitCode).toBe(exitCodes.usage);
  expect(refusal(start(id, farm(2, { 0: { backup: true } }))).exitCode).toBe(exitCodes.usage);
});

test.each([0, -5, 2.5, Number.NaN])('%d clients are refused', (clients) => {
  const [scenario] = scenarios;
  if (!scenario) throw new Error('no scenario');
  expect(refusal(() => finished(simulate(scenario, nginxIpHash, clients, createRandom(1)))).exitCode).toBe(
    exitCodes.usage,
  );
});
