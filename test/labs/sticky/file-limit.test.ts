import { expect } from 'vitest';
import { expectExplained } from '../../cli/explained.ts';
import { it } from '../../cli/run-cli.ts';

const shell = 'ulimit -n 1024; exec "$@"';

it('more connections than may be opened are refused at once, and as many as the advice says can be', async ({
  cli,
}) => {
  const run = (connections: number) =>
    cli.run(['sticky', '--quick', '--quiet', '--json', '--connections', `${connections}`], { shell });
  const refused = await run(4_000);
  expect(refused.code).toBe(2);
  expectExplained(refused, /1024 open files \(ulimit -n\)/);
  const advised = Number(/--connections (\d+)/.exec(refused.stderr)?.[1]);
  const { code, stderr, stdout } = await run(advised);
  expect(code, stderr).toBe(0);
  const { data } = JSON.parse(stdout).record;
  expect(data['web-sockets'].connections ?? data['web-sockets'].skipped.en).toBe(advised);
  for (const { clients, refusals } of data.handshakes.arms)
    expect([clients, JSON.stringify(refusals)]).toEqual([advised, expect.not.stringContaining('EMFILE')]);
});
