import { describe, expect } from 'vitest';
import type { RunRecord } from '../../src/core/record.ts';
import type { Text } from '../../src/core/text.ts';
import { type LearnersRedis, startLearnersRedis } from '../redis-fixture.ts';
import { startScriptedRedis } from '../scripted-redis.ts';
import { shortest } from './args.ts';
import { expectExplained } from './explained.ts';
import { it } from './run-cli.ts';

const url = ({ port }: LearnersRedis, login = '') => `redis://${login}127.0.0.1:${port}`;

/** Why each act was left out, in English. */
function reasonsOf(record: RunRecord | undefined): Record<string, string> {
  const acts = Object.entries((record?.data ?? {}) as Record<string, { skipped?: Text }>);
  return Object.fromEntries(acts.flatMap(([id, { skipped }]) => (skipped ? [[id, skipped.en]] : [])));
}

/** The learner's own Redis as it should not be: what can be done is done, and the rest says why not. */
describe('a condition of the learner’s own Redis', () => {
  it.for([
    ['too few connections', ['--maxclients', '18'], { 'fan-out': /takes no more connections.*max number/ }],
    ['no memory left', ['--maxmemory', '1mb'], { streams: /memory limit.*OOM/ }],
    ['a replica', ['--replicaof', '127.0.0.1 1'], { streams: /replica.*READONLY/ }],
    ['no XAUTOCLAIM', ['--rename-command', 'XAUTOCLAIM', ''], { streams: /no XAUTOCLAIM.*from 6\.2 on/ }],
    ['no HELLO', ['--rename-command', 'HELLO', ''], {}],
  ] as const)('%s', async ([, args, expected], { cli, onTestFinished }) => {
    const redis = await startLearnersRedis({ args });
    onTestFinished(redis.stop);
    const many = expected && 'fan-out' in expected ? ['--subscribers', '20'] : [];
    const ended = await cli.run([...shortest, ...many, '--quiet', '--md', '--redis', url(redis)]);
    expect(ended.code, ended.stderr).toBe(0);
    const [record] = await cli.records();
    const { slow: _, ...reasons } = reasonsOf(record);
    expect(Object.keys(reasons)).toEqual(Object.keys(expected));
    for (const [act, reason] of Object.entries(expected)) expect(reasons[act], act).toMatch(reason);
    expect(await redis.client.keys('redis-lab:*')).toEqual([]);
  });

  it('in which no act works at all fails the run with the reason', async ({ cli, onTestFinished }) => {
    const redis = await startLearnersRedis();
    onTestFinished(redis.stop);
    await redis.client.call('ACL', 'SETUSER', 'guest', 'on', '>pw', '~*', '+ping', '+info', '+exists');
    const ended = await cli.run([...shortest, '--quiet', '--redis', url(redis, 'guest:pw@')]);
    expect(ended.code).toBe(1);
    expectExplained(ended, /This user may not do that \(ACL\): NOPERM/);
    expect(ended.stderr).toContain('doctor --acl');
  });

  for (const most of [2, 6, 12]) {
    it(`pool-bench ends when only ${most} connections are let in`, async ({ cli, onTestFinished }) => {
      const redis = await startLearnersRedis({ args: ['--maxclients', `${most}`] });
      onTestFinished(redis.stop);
      const args = ['pool-bench', '--concurrency', '8', '--pool', '2,8', '--rtt', '0', '--rounds', '1'];
      const ended = await cli.run([...args, '--trial', '2ms', '--quiet', '--md', '--redis', url(redis)]);
      expect([0, 1], ended.stderr).toContain(ended.code);
      if (ended.code === 1) expect(ended.stderr).toMatch(/^error: .+\n {2}why: .+\n {2}next: .+\n$/);
    });
  }

  it('a server that stops answering ends the run with the reason, and says what is not as it was', async ({
    cli,
    onTestFinished,
  }) => {
    let frozen = false;
    const redis = await startScriptedRedis(([name = '']) => {
      frozen ||= name.toLowerCase() === 'subscribe';
      return frozen ? '' : undefined;
    });
    onTestFinished(redis.stop);
    const ended = await cli.run([...shortest, '--quiet', '--redis', `redis://127.0.0.1:${redis.port}`]);
    frozen = false; // The guard, which goes on trying, may go now.
    expect(ended.code).toBe(1);
    const [left, reason] = ended.stderr.split(/(?<=\n)(?=error: )/);
    expect(left).toMatch(
      /^error: Your Redis is not yet as it was: redis-lab:.+\n {2}why: .+\n {2}next: .+UNLINK\n$/,
    );
    expect(reason).toMatch(
      /^error: .+ stopped answering in the middle of the run\.\n {2}why: .+\n {2}next: .+\n$/,
    );
    expect(await cli.records()).toMatchObject([{ outcome: 'failed', data: null }]);
  });

  it('an empty REDIS_URL is none', async ({ cli }) => {
    const ended = await cli.run([...shortest, '--quiet', '--md'], { env: { REDIS_URL: '' } });
    expect(ended.code, ended.stderr).toBe(0);
    expect((await cli.records())[0]?.servers[0]?.args).not.toEqual([]);
  });
});
