import { describe, expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { ownServersOf } from '../../src/commands/own-servers.ts';
import { createRandom } from '../../src/measure/random.ts';
import { aclRule } from '../../src/services/redis-access.ts';
import { shortestOf } from '../cli/args.ts';
import { it } from '../cli/run-cli.ts';
import { eventually } from '../eventually.ts';
import { typeIntoRedisCli } from '../redis-cli.ts';
import { startLearnersRedis } from '../redis-fixture.ts';
import { stateOf } from '../redis-state.ts';
import { endure } from './endure.ts';

/** Each command that the rule of a lab allows. */
const allowed = (
  await Promise.all(
    catalogue.map(async ({ id, load }) => {
      const access = ownServersOf((await load()).default).find(({ own }) => own.access)?.own.access;
      const rule = access ? aclRule(access) : '';
      return [...rule.matchAll(/ \+(\S+)/g)].map(([, command = '']) => ({ id, rule, command }));
    }),
  )
).flat();

/** The same few where there is no time for all. */
const tried = endure === 1 ? createRandom(12).shuffle(allowed).slice(0, 4) : allowed;

/** Refused without a word about it: the server's version is not told, and a key can be removed in two ways. */
const goesOnWithout = ({ command, rule }: { command: string; rule: string }) =>
  command === 'info' || (command === 'unlink' && rule.includes(' +del'));

describe('a user of the learner’s Redis who lacks one permission of those that the lab asks for', () => {
  it.for(tried)('$id without $command', async ({ id, rule, command }, { cli, onTestFinished }) => {
    const redis = await startLearnersRedis();
    onTestFinished(redis.stop);
    await typeIntoRedisCli(redis.port, [rule.replace('redis-cli ', '').replace(` +${command}`, '')]);
    const before = await stateOf(redis.client);

    const own = `redis://redis-lab:PASSWORD@127.0.0.1:${redis.port}`;
    const args = [...shortestOf(id), '--lang', 'en', '--json', '--quiet', '--redis', own];
    const { code, signal, stdout, stderr } = await cli.run(args);
    expect(signal).toBeNull();
    if (code === 0) expect(stderr).toBe('');
    else expect(stderr).toMatch(/^error: .+\n {2}why: .+\n {2}next: .+\n$/);

    const log = (await redis.client.call('ACL', 'LOG')) as string[][];
    const refused = log.some((entry) => entry[entry.indexOf('object') + 1] === command);
    expect(refused, 'a permission that the run does not need').toBe(true);
    if (!goesOnWithout({ command, rule })) expect(stdout + stderr).toContain(`run the '${command}' command`);

    if (stderr.includes('are left on your Redis')) expect(command).toBe('unlink');
    else await eventually(async () => expect(await stateOf(redis.client)).toEqual(before));
  });
});
