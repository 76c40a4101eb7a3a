import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { flagOf, type Param, showDuration } from '../../src/core/params.ts';
import { type Cli, it } from '../cli/run-cli.ts';
import { endure } from './endure.ts';

/** The values at the ends of a parameter's range, as they are typed. */
function endsOf(param: Param): string[] {
  switch (param.kind) {
    case 'int':
    case 'ints':
      return [`${param.min}`, `${param.max}`];
    case 'duration':
      return [showDuration(param.min), showDuration(param.max)];
    case 'choice':
      return [...param.choices];
    case 'words':
      return [param.choices.at(0) ?? '', param.choices.at(-1) ?? ''];
    case 'flag':
      return [''];
  }
}

const labs = await Promise.all(
  catalogue.map(async ({ id, load }) => {
    const params = (await load()).default.params as Record<string, Param>;
    return { id, params: Object.entries(params) };
  }),
);

/** So long a run may go on by itself; a longer one is told to stop, and stops. */
const aloneMs = endure > 1 ? 60_000 : 8_000;
const stopsWithinMs = 10_000;

/** Runs a lab quickly but for what is given; fails when it neither completes nor can be stopped. */
async function runs(cli: Cli, args: readonly string[]): Promise<void> {
  const running = cli.start([...args, '--quick', '--quiet', '--no-predict', '--json']);
  const ended = running.ended.then((end) => ({ ...end, stopped: false }));
  const first = await Promise.race([ended, wait(aloneMs, null)]);
  if (first) {
    expect(first.code, first.stderr).toBe(0);
    expect(JSON.parse(first.stdout).record.outcome).toBe('completed');
    return;
  }
  running.kill('SIGINT');
  const last = await Promise.race([ended, wait(stopsWithinMs, null)]);
  if (!last) throw new Error('Ctrl-C is not heard');
  expect([0, 130], last.stderr).toContain(last.code); // 0: it had come to its end just then.
}

describe('at the ends of what a parameter takes a lab completes, or stops when it is told to', () => {
  it.for(labs)('$id, all of them at their smallest', async ({ id, params }, { cli }) => {
    const smallest = params.flatMap(([name, param]) =>
      param.kind === 'flag' || param.kind === 'choice' ? [] : [flagOf(name), endsOf(param)[0] ?? ''],
    );
    await runs(cli, [id, ...smallest]);
  });

  const each = labs.flatMap(({ id, params }) =>
    params.flatMap(([name, param]) => endsOf(param).map((value) => `${id} ${flagOf(name)} ${value}`.trim())),
  );
  it.runIf(endure > 1).for(each)('%s', { timeout: 2 * aloneMs }, async (line, { cli }) => {
    await runs(cli, line.split(' '));
  });
});
