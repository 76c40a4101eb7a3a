import { describe, expect } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Gate } from '../redis-gate.ts';
import { stateOf } from '../redis-state.ts';
import { shortest } from './args.ts';
import { expectUntouched, it } from './learners-it.ts';
import type { RunningCli } from './run-cli.ts';

describe('the learner’s own Redis is as it was', () => {
  it('after a completed run', async ({ cli, redis }) => {
    const before = await stateOf(redis.client);
    const { code, stderr } = await cli.run([...shortest, '--redis', `redis://127.0.0.1:${redis.port}`]);
    expect(code, stderr).toBe(0);
    await expectUntouched(redis, before);
  });

  it('after two runs at once, which did not see each other', async ({ cli, redis }) => {
    const before = await stateOf(redis.client);
    const args = [...shortest, '--seed', '5', '--json', '--redis', `redis://127.0.0.1:${redis.port}`];
    for (const { code, stdout, stderr } of await Promise.all([cli.run(args), cli.run(args)])) {
      expect(code, stderr).toBe(0);
      const { checks } = JSON.parse(stdout).findings;
      expect(checks.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
        'inconclusive',
        'held',
        'held',
      ]);
    }
    await expectUntouched(redis, before);
  });

  it('after a run that failed while its keys were there', async ({ cli, redis, gateAt }) => {
    const before = await stateOf(redis.client);
    const gate = await gateAt(/xadd/i);
    const running = cli.start([...shortest, '--redis', gate.url]);
    await gate.shut;
    expect(Object.keys((await stateOf(redis.client)).keys)).not.toEqual(Object.keys(before.keys));
    gate.breakOff();
    expect((await running.ended).code).toBe(1);
    expect(await cli.records()).toMatchObject([{ outcome: 'failed', data: null }]);
    await expectUntouched(redis, before);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`after ${signal} while its keys were there`, async ({ cli, redis, gateAt }) => {
      const before = await stateOf(redis.client);
      const gate = await gateAt(/xadd/i);
      const running = cli.start([...shortest, '--redis', gate.url]);
      await gate.shut;
      running.kill(signal);
      expect((await running.ended).code).toBe(130);
      gate.breakOff();
      expect(await cli.records()).toMatchObject([{ outcome: 'aborted', data: null, error: null }]);
      await expectUntouched(redis, before);
    });
  }

  // At each command that makes a key: were there a moment without a deadline, the key would stay for ever.
  for (const command of [/xgroup/i, /xadd/i]) {
    it(`after kill -9 upon ${command.source}: by somebody else, or ten minutes later`, async ({
      cli,
      redis,
      gateAt,
    }) => {
      const before = await stateOf(redis.client);
      const gate = await gateAt(command);
      const running = cli.start([...shortest, '--redis', gate.url]);
      await gate.shut;
      const left = await eventually(async () => {
        const keys = (await redis.client.keys('redis-lab:*')).filter((key) => key !== 'redis-lab:mine');
        expect(keys).not.toEqual([]);
        return keys;
      });
      for (const key of left) {
        const ttlMs = await redis.client.pttl(key);
        expect(ttlMs, key).toBeGreaterThan(0);
        expect(ttlMs, key).toBeLessThanOrEqual(600_000);
      }
      await killHard(running, gate);
      await eventually(async () => expect(await stateOf(redis.client)).toEqual(before));
      await expectUntouched(redis, before);
    });
  }
});

async function killHard(running: RunningCli, gate: Gate): Promise<void> {
  running.kill('SIGKILL');
  expect((await running.ended).signal).toBe('SIGKILL');
  gate.breakOff();
}
