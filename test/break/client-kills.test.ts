import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { describe, expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { ownServersOf } from '../../src/commands/own-servers.ts';
import { createRandom, type Random } from '../../src/measure/random.ts';
import { shortestOf } from '../cli/args.ts';
import { it } from '../cli/run-cli.ts';
import { eventually } from '../eventually.ts';
import { startLearnersRedis } from '../redis-fixture.ts';
import { stateOf } from '../redis-state.ts';
import { endure } from './endure.ts';

const labs = (
  await Promise.all(
    catalogue.map(async ({ id, load }) => {
      const lab = (await load()).default;
      return ownServersOf(lab).some(({ own }) => own.variable === 'REDIS_URL') ? [id] : [];
    }),
  )
).flat();

/** The ids of the connections at a server, but for that of who asks. */
async function othersAt(client: Redis): Promise<string[]> {
  const own = String(await client.client('ID'));
  const list = String(await client.client('LIST'));
  return [...list.matchAll(/^id=(\d+) /gm)].map(([, id = '']) => id).filter((id) => id !== own);
}

/** Somebody who ends connections as an operator does, one or all of them, now and again. */
async function killAtRandom(client: Redis, random: Random, ended: () => boolean): Promise<void> {
  for (let kills = 0; kills < 3 && !ended(); kills += 1) {
    await wait(random.int(2_000));
    const ids = await othersAt(client);
    const all = random.int(2) === 0;
    for (const id of all ? ids : random.shuffle(ids).slice(0, 1))
      await client.client('KILL', 'ID', id).catch(() => {}); // It ended by itself meanwhile.
  }
}

const seeds = Array.from({ length: endure }, (_, seed) => seed);

describe('whose connections the learner’s own Redis ends (CLIENT KILL)', () => {
  const each = labs.flatMap((id) => seeds.map((seed) => ({ id, seed })));
  it.for(each)(
    '$id, seed $seed, ends with its result or the reason, and leaves nothing',
    async ({ id, seed }, { cli, onTestFinished }) => {
      const redis = await startLearnersRedis();
      onTestFinished(redis.stop);
      const before = await stateOf(redis.client);
      const own = `redis://127.0.0.1:${redis.port}`;
      const running = cli.start([...shortestOf(id), '--json', '--quiet', '--redis', own]);
      let over = false;
      const ended = running.ended.finally(() => {
        over = true;
      });
      await eventually(async () => expect(over || (await othersAt(redis.client)).length > 0).toBe(true));
      await killAtRandom(redis.client, createRandom(seed).fork(id), () => over);
      const { code, signal, stderr } = await ended;
      expect(signal).toBeNull();
      expect([0, 1], stderr).toContain(code);
      expect(stderr).toMatch(code === 0 ? /^$/ : /^error: .+\n {2}why: .+\n {2}next: .+\n$/);
      await eventually(async () => expect(await stateOf(redis.client)).toEqual(before));
    },
  );
});
