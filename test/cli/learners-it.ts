import { expect } from 'vitest';
import { eventually } from '../eventually.ts';
import { type LearnersRedis, startLearnersRedis } from '../redis-fixture.ts';
import { type Gate, openGate } from '../redis-gate.ts';
import { moveIn, otherClients, type RedisState, stateOf } from '../redis-state.ts';
import { it as bareIt } from './run-cli.ts';

/** A Redis that somebody lives in, and the gate through which redis-lab sees it. */
export const it = bareIt.extend<{ redis: LearnersRedis; gateAt: (command: RegExp) => Promise<Gate> }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures it needs here
  redis: async ({}, use) => {
    const redis = await startLearnersRedis();
    await moveIn(redis.client);
    await use(redis);
    await redis.stop();
  },
  gateAt: async ({ redis }, use) => {
    const gates: Gate[] = [];
    await use(async (command) => {
      const gate = await openGate(redis.port, command);
      gates.push(gate);
      return gate;
    });
    for (const gate of gates) await gate.close();
  },
});

/** Exactly the keys and settings of before, and nobody else connected. */
export async function expectUntouched({ client }: LearnersRedis, before: RedisState): Promise<void> {
  await eventually(async () => expect(await otherClients(client)).toBe(0));
  expect(await stateOf(client)).toEqual(before);
}
