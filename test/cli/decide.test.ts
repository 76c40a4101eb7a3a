import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { expectExplained } from './explained.ts';
import { type Cli, it } from './run-cli.ts';

/** As if the lab had run here. */
async function withRecord(cli: Cli): Promise<void> {
  const folder = join(cli.stateFolder, 'redis-lab', 'runs', 'delivery');
  await mkdir(folder, { recursive: true });
  await copyFile(
    'test/labs/delivery/record.v1.json',
    join(folder, '20261126-000000000-delivery-00000000.json'),
  );
}

describe('redis-lab decide', () => {
  it('without a record quotes the promise, and says how to measure', async ({ cli }) => {
    const ran = await cli.run(['decide', '--loss', 'second', '--lang', 'en']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/Fits +Streams everysec/);
    expect(ran.stdout).toMatch(/docs:\s+Persistence/);
    expect(ran.stdout).toMatch(/Measure it +redis-lab delivery/);
    expect(ran.stdout).not.toMatch(/Measured/);
  });

  it('quotes the figures of the latest record', async ({ cli }) => {
    await withRecord(cli);
    const { stdout } = await cli.run(['decide', '--loss', 'yes', '--lang', 'en']);
    expect(stdout).toMatch(/Fits +Redis Pub\/Sub/);
    expect(stdout).toMatch(/Measured +Redis Pub\/Sub: under 7 faults \d+ lost/);
    expect(stdout).toMatch(/Tipped by +may be lost: no/);
  });

  it('--json has the same, in both languages, with what was assumed', async ({ cli }) => {
    await withRecord(cli);
    const { stdout } = await cli.run(['decide', '--rate', 'more', '--readers', 'several', '--json']);
    const { fits, answers, measured } = JSON.parse(stdout);
    expect(fits).toEqual({ ko: 'Kafka acks=all', en: 'Kafka acks=all' });
    expect(answers.filter(({ assumed }: { assumed: boolean }) => !assumed)).toHaveLength(2);
    expect(answers).toHaveLength(7);
    expect(measured.lines.length).toBeGreaterThan(2);
  });

  it('asks nobody where nobody can answer, and says which flags do', async ({ cli }) => {
    const ran = await cli.run(['decide']);
    expect(ran.code).toBe(2);
    expectExplained(ran, /--loss, --replay, --order, --readers, --routing, --rate, --operator/);
  });

  it('an answer that there is not names those that there are', async ({ cli }) => {
    const ran = await cli.run(['decide', '--loss', 'maybe']);
    expect(ran.code).toBe(2);
    expectExplained(ran, /no, second, yes/);
  });
});
