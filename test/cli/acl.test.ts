import { describe, expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { ownServersOf } from '../../src/commands/own-servers.ts';
import { typeIntoRedisCli } from '../redis-cli.ts';
import { startLearnersRedis } from '../redis-fixture.ts';
import { shortestOf } from './args.ts';
import { expectExplained } from './explained.ts';
import { it } from './run-cli.ts';

/** Sent by the libraries that are measured, which live without it. */
const courtesies = /^(client|hello|auth|select|quit|reset)/;

/** Those that can use the learner's own Redis. */
const labs = (await Promise.all(catalogue.map(async ({ load }) => (await load()).default))).filter((lab) =>
  ownServersOf(lab).some(({ own }) => own.access),
);

describe('redis-lab doctor --acl', () => {
  for (const { id } of labs) {
    it(`gives a rule with which ${id} works, and nothing in it is too much`, async ({
      cli,
      onTestFinished,
    }) => {
      const redis = await startLearnersRedis();
      onTestFinished(redis.stop);
      const printed = await cli.run(['doctor', '--acl', id]);
      expect(printed.code, printed.stderr).toBe(0);
      const rule = /^redis-cli (ACL SETUSER .*)$/m.exec(printed.stdout)?.[1] as string;
      await typeIntoRedisCli(redis.port, [rule]);
      await redis.client.config('RESETSTAT');

      const own = `redis://redis-lab:PASSWORD@127.0.0.1:${redis.port}`;
      const ended = await cli.run([...shortestOf(id), '--json', '--quiet', '--redis', own]);
      expect(ended.code, ended.stderr).toBe(0);
      const denied = ((await redis.client.call('ACL', 'LOG')) as string[][])
        .map((entry) => entry[entry.indexOf('object') + 1] as string)
        .filter((name) => !courtesies.test(name));
      expect(denied).toEqual([]);
      const { data } = JSON.parse(ended.stdout).record;
      expect(JSON.stringify(data)).not.toContain('NOPERM');

      const used = [...(await redis.client.info('commandstats')).matchAll(/cmdstat_([^:]+):/g)].map(
        ([, name]) => name,
      );
      const allowed = [...rule.matchAll(/ \+(\S+)/g)].map(([, name]) => name as string);
      expect(allowed.filter((name) => !used.includes(name))).toEqual([]);
    });
  }

  it('of a lab that there is not is a usage error', async ({ cli }) => {
    for (const [given, why] of [
      ['pubsup', /Did you mean pubsub\?/],
      ['nothing', /can follow --acl: pubsub, /],
    ] as const) {
      const ended = await cli.run(['doctor', '--acl', given]);
      expect(ended.code).toBe(2);
      expectExplained(ended, why);
    }
  });

  it('and the keys that a killed run left are counted by doctor, with the command that removes them', async ({
    cli,
    onTestFinished,
  }) => {
    const redis = await startLearnersRedis();
    onTestFinished(redis.stop);
    for (const key of ['redis-lab:x:a', 'redis-lab:x:b', 'theirs']) await redis.client.set(key, '1');
    const { stdout } = await cli.run(['doctor'], { env: { REDIS_URL: `redis://127.0.0.1:${redis.port}` } });
    expect(stdout).toMatch(/2 keys of runs/);
    expect(stdout).toContain("--scan --pattern 'redis-lab:*'");
  });
});
