import { describe, expect } from 'vitest';
import type { Param } from '../../src/core/params.ts';
import { lab } from '../labs/pubsub/fixture.ts';
import { firstAct, shortest } from './args.ts';
import { it } from './run-cli.ts';

const params = Object.entries(lab.params as Record<string, Param>);

describe('parameters', () => {
  /** A run that ends at once keeps what it was asked for just as well. */
  const nowhere = ['--redis', 'redis://127.0.0.1:1', '--md'];

  it.for(['default', 'quick', 'full'] as const)(
    'the %s preset, and what is given beside it',
    async (preset, { cli }) => {
      const flags = preset === 'default' ? [] : [`--${preset}`];
      await cli.run(['pubsub', ...flags, '--rounds', '7', ...nowhere]);
      const [kept] = await cli.records();
      expect(kept?.preset).toBe(preset);
      const ofPreset = Object.fromEntries(
        params.map(([name, param]) => [
          name,
          (preset === 'default' ? undefined : param[preset]) ?? param.default,
        ]),
      );
      expect(kept?.params).toEqual({ ...ofPreset, rounds: 7 });
    },
  );

  it('the seed given is the seed kept, and without one another is drawn each time', async ({ cli }) => {
    await cli.run(['pubsub', ...nowhere, '--seed', '4294967295']);
    await cli.run(['pubsub', ...nowhere]);
    await cli.run(['pubsub', ...nowhere]);
    const [given, ...drawn] = (await cli.records()).map(({ seed }) => seed);
    expect(given).toBe(4_294_967_295);
    expect(new Set(drawn).size).toBe(2);
  });

  it('the prediction given is kept, and nobody is asked where nobody can answer', async ({ cli }) => {
    await cli.run([...shortest, '--md', '--predict', '2,-,-,1']);
    await cli.run([...firstAct, '--md']);
    const kept = (await cli.records()).map(({ predictions }) => predictions);
    expect(kept).toEqual([{ channel: 'twice', slow: 'waits' }, {}]);
  });
});

describe('--acts', () => {
  it('the predictions are those of the acts that were named', async ({ cli }) => {
    const { code, stderr } = await cli.run([...shortest, '--md', '--acts', 'away', '--predict', '3']);
    expect(code, stderr).toBe(0);
    expect(Object.keys((await cli.records())[0]?.predictions ?? {})).toEqual(['away']);
  });

  it('runs these acts; a claim whose act did not run is not tested', async ({ cli }) => {
    const { code, stdout, stderr } = await cli.run([...shortest, '--acts', 'channel,away', '--json']);
    expect(code, stderr).toBe(0);
    const { record, findings } = JSON.parse(stdout);
    expect(record.timings.acts.map(({ id }: { id: string }) => id)).toEqual(['channel', 'away']);
    const claims = (all: { claim: string }[]) => all.map(({ claim }) => claim);
    expect([claims(findings.checks), claims(findings.untested)]).toEqual([['C11'], ['C10', 'C12']]);
  });
});

describe('what is printed where', () => {
  // Ten messages are too few for a 99th percentile, so C10 is inconclusive.
  it('--json: one document on stdout, the progress on stderr; --strict: exit 4, after showing it', async ({
    cli,
  }) => {
    const { code, stdout, stderr } = await cli.run([...shortest, '--json', '--strict']);
    expect(stdout).toMatch(/^\{[\s\S]*\}\n$/);
    const document = JSON.parse(stdout);
    expect(Object.keys(document)).toEqual(['record', 'findings']);
    expect(document.findings.checks[0]).toMatchObject({ claim: 'C10', verdict: 'inconclusive' });
    expect(code).toBe(4);
    expect(stderr).toMatch(/Act 1/);
  });

  it('--json of a failed run is one document too, without findings', async ({ cli }) => {
    const { code, stdout } = await cli.run([...firstAct, '--json', '--redis', 'redis://127.0.0.1:1']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ record: { outcome: 'failed', data: null }, findings: null });
  });

  it('--quiet: nothing on stderr; an inconclusive verdict without --strict is no failure', async ({
    cli,
  }) => {
    const { code, stdout, stderr } = await cli.run([...shortest, '--quiet']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Verdict[\s\S]*C10 +inconclusive/);
  });

  it('--csv', async ({ cli }) => {
    const { stdout } = await cli.run([...shortest, '--csv']);
    expect(stdout).toMatch(/^lab,run,act,table,row,column,unit,value\r\npubsub,/);
  });
});
