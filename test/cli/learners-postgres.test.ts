import { describe, expect } from 'vitest';
import { postgres, postgresProgram } from '../../src/services/postgres.ts';
import type { PostgresAddress } from '../../src/services/postgres-client.ts';
import { connectPostgres } from '../../src/services/postgres-client.ts';
import { findProgram } from '../../src/services/programs.ts';
import { withHost } from '../services/with-host.ts';
import { expectExplained } from './explained.ts';
import { it } from './run-cli.ts';

const isMissing = (await findProgram(postgresProgram)) === null;

const wanted = [
  'pool-bench',
  '--target',
  'postgres',
  '--quick',
  '--concurrency',
  '1',
  '--pool',
  '1,2',
  '--quiet',
];

/** A server as a learner may have it, with our own name and password for it. */
function withServer(use: (address: PostgresAddress, url: string) => Promise<void>): Promise<void> {
  return withHost(async (start) => {
    const { address } = await start(postgres());
    const { host, port, user, password, database } = address;
    await use(address, `postgres://${user}:${password}@${host}:${port}/${database}`);
  });
}

describe.skipIf(isMissing)('the learner’s own PostgreSQL', () => {
  const refusals = {
    'may not make tables': ['search_path=pg_catalog', /permission denied[\s\S]*42501[\s\S]*GRANT CREATE/],
    'may only read': ['default_transaction_read_only=on', /read-only transaction[\s\S]*25006/],
    'has no time': ['statement_timeout=1', /statement timeout[\s\S]*57014[\s\S]*statement_timeout = 0/],
    'has nowhere to make a table': ['search_path=nowhere', /no schema[\s\S]*3F000[\s\S]*search_path/],
  } as const;

  it('that refuses says why, at once, and nothing is left', async ({ cli }) => {
    await withServer(async (address, url) => {
      for (const [setting, reason] of Object.values(refusals)) {
        const ended = await cli.run([...wanted, '--postgres', `${url}?options=-c%20${setting}`]);
        expect(ended, setting).toMatchObject({ code: 1, signal: null });
        expectExplained(ended, /SQLSTATE/);
        expect(ended.stderr).toMatch(reason);
        expect(ended.stdout + ended.stderr).not.toContain(address.password);
      }
      const client = await connectPostgres(address);
      const { rows } = await client.query(
        "SELECT tablename FROM pg_tables WHERE tablename LIKE 'redis_lab%'",
      );
      expect(rows).toEqual([]);
      await client.end();
    });
  });

  it('is taken by a connection string as well, and by POSTGRES_URL with PGPASSWORD', async ({ cli }) => {
    await withServer(async ({ host, port, user, password, database }, url) => {
      const pairs = `host=${host} port=${port} user=${user} password=${password} dbname=${database}`;
      for (const [args, env] of [
        [['--postgres', pairs], {}],
        [[], { POSTGRES_URL: url.replace(`:${password}`, ''), PGPASSWORD: password }],
      ] as const) {
        const { code, stderr, stdout } = await cli.run([...wanted, '--md', ...args], { env });
        expect(code, stderr).toBe(0);
        expect(stdout + stderr).not.toContain(password);
      }
      expect(JSON.stringify(await cli.records())).not.toContain(password);
    });
  });

  it('that wants a password says so and is not waited for', async ({ cli }) => {
    await withServer(async ({ password }, url) => {
      const ended = await cli.run([...wanted, '--postgres', url.replace(`:${password}`, '')]);
      expect(ended.code).toBe(1);
      expectExplained(ended, /asks for the password/);
    });
  });
});

describe('an address that cannot be read', () => {
  it.for([
    'postgres://u:se/cret@h/db',
    'postgresx://u:se:cret@h',
    'host=h password=secret x',
    'postgres://u:12#cret@/db?x',
  ])('%s is a usage error that shows nothing of it', async (address, { cli }) => {
    const ended = await cli.run([...wanted, '--postgres', address]);
    expect(ended.code, ended.stderr).toBe(2);
    expect(ended.stdout + ended.stderr + JSON.stringify(await cli.records())).not.toMatch(/cret/);
  });
});
