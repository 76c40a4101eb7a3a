import { describe, expect } from 'vitest';
import type { TtlData } from '../../../labs/ttl/data.ts';
import type { Text } from '../../../src/core/text.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { expectUntouched, it } from '../../cli/learners-it.ts';
import { eventually } from '../../eventually.ts';
import type { LearnersRedis } from '../../redis-fixture.ts';
import { otherClients, stateOf } from '../../redis-state.ts';

/** The fastest run that goes through every act. */
const shortest = ['ttl', '--ttl', '300s', '--speed', '600', '--users', '60', '--quiet'];

const setting = 'notify-keyspace-events';

async function flagsOf({ client }: LearnersRedis): Promise<string> {
  return [...(((await client.config('GET', setting)) as string[])[1] as string)].sort().join('');
}

describe('on the learner’s own Redis', () => {
  it('their events stay on while ours are added, and everything is as it was afterwards', async ({
    cli,
    redis,
    gateAt,
  }) => {
    await redis.client.config('SET', setting, 'Kg');
    const before = await stateOf(redis.client);
    const gate = await gateAt(/PTTL/);
    const halted = cli.start([...shortest, '--redis', gate.url]);
    await gate.shut;
    expect(await flagsOf(redis)).toBe('EKgx');
    gate.breakOff();
    expect((await halted.ended).code).toBe(1);
    await expectUntouched(redis, before);

    const ended = await cli.run([...shortest, '--json', '--redis', `redis://127.0.0.1:${redis.port}`]);
    expect(ended.code, ended.stderr).toBe(0);
    await expectUntouched(redis, before);
    const { record, findings } = JSON.parse(ended.stdout);
    expect(findings.checks).toMatchObject([{ claim: 'C20', verdict: 'held' }]);
    // What would disturb them is skipped, with the reason; what is left is measured.
    const data = record.data as TtlData;
    const { acts } = findings as Findings;
    expect(acts.filter(({ skipped }) => skipped).map(({ id }) => id)).toEqual([
      'lag',
      'churn',
      'storm',
      'ghosts',
    ]);
    for (const { skipped } of acts) if (skipped) expect(skipped.en).toMatch(/your own Redis/);
    expect(data['four-ways'].ways[0]).toMatchObject({ way: 'key-per-user', bytesPerUser: null, stale: 0 });
    expect(JSON.stringify(acts)).toContain('Memory was not measured');
    expect(data.silence.groups.find(({ group }) => group === 'unread')?.events).not.toBeNull();
  });

  it('where all events are on already, nothing is set', async ({ cli, redis }) => {
    await redis.client.config('SET', setting, 'KEA');
    await redis.client.config('RESETSTAT');
    const ended = await cli.run([...shortest, '--md', '--redis', `redis://127.0.0.1:${redis.port}/3`]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(await redis.client.info('commandstats')).not.toContain('cmdstat_config|set');
    expect(ended.stdout).toContain('__keyevent@3__:expired');
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`${signal} puts the setting back`, async ({ cli, redis, gateAt }) => {
      await redis.client.config('SET', setting, '');
      const before = await stateOf(redis.client);
      const gate = await gateAt(/PTTL/);
      const running = cli.start([...shortest, '--redis', gate.url]);
      await gate.shut;
      expect(await flagsOf(redis)).toBe('Ex');
      running.kill(signal);
      expect((await running.ended).code).toBe(130);
      gate.breakOff();
      await expectUntouched(redis, before);
    });
  }

  it('kill -9: the setting is put back by somebody else', async ({ cli, redis, gateAt }) => {
    await redis.client.config('SET', setting, 'Kg');
    const gate = await gateAt(/PTTL/);
    const running = cli.start([...shortest, '--redis', gate.url]);
    await gate.shut;
    expect(await flagsOf(redis)).toBe('EKgx');
    running.kill('SIGKILL');
    await running.ended;
    gate.breakOff();
    await eventually(async () => expect(await flagsOf(redis)).toBe('Kg'));
  });

  it('where CONFIG is not allowed the events are skipped with the server’s words, the reads are not', async ({
    cli,
    redis,
  }) => {
    await redis.client.call('ACL', 'SETUSER', 'guest', 'on', '>pw', '~*', '&*', '+@all', '-config');
    const before = await stateOf(redis.client);
    const url = `redis://guest:pw@127.0.0.1:${redis.port}`;
    const ended = await cli.run([...shortest, '--json', '--redis', url]);
    expect(ended.code, ended.stderr).toBe(0);
    const { record, findings } = JSON.parse(ended.stdout);
    expect(findings.checks).toMatchObject([{ claim: 'C20', verdict: 'held' }]);
    expect(findings.warnings.map(({ en }: Text) => en).join()).toMatch(/NOPERM.*config/);
    for (const { events } of (record.data as TtlData).silence.groups) expect(events).toBeNull();
    await expectUntouched(redis, before);
  });

  // At each command that makes a key: were there a moment without a deadline, the key would stay for ever.
  for (const command of [/SET.*loc:/s, /GEOADD/, /ZADD/, /HSET/]) {
    it(`at ${command.source} every key goes by itself, and upon kill -9 somebody else removes it`, async ({
      cli,
      redis,
      gateAt,
    }) => {
      const gate = await gateAt(command);
      const running = cli.start([...shortest, '--redis', gate.url]);
      await gate.shut;
      const ours = async () =>
        (await redis.client.keys('redis-lab:*')).filter((key) => key !== 'redis-lab:mine');
      for (const key of await ours()) expect(await redis.client.pttl(key), key).not.toBe(-1);
      running.kill('SIGKILL');
      await running.ended;
      gate.breakOff();
      await eventually(async () => expect(await ours()).toEqual([]));
      await eventually(async () => expect(await otherClients(redis.client)).toBe(0));
    });
  }
});
