import { describe, expect } from 'vitest';
import { postgres, postgresProgram } from '../../src/services/postgres.ts';
import type { PostgresAddress, Sql } from '../../src/services/postgres-client.ts';
import { connectPostgres } from '../../src/services/postgres-client.ts';
import { findProgram } from '../../src/services/programs.ts';
import { eventually } from '../eventually.ts';
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

/** What runs have made. */
async function schemasOf(client: Sql): Promise<string[]> {
  const { rows } = await client.query<{ nspname: string }>(
    "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'redis_lab%'",
  );
  return rows.map(({ nspname }) => nspname);
}

describe.skipIf(isMissing)('the learner’s own PostgreSQL', () => {
  const refusals = {
    'may only read': ['default_transaction_read_only=on', /read-only transaction[\s\S]*25006/],
    // "user request" is what PostgreSQL says of a time that is up just as its statement ends (ProcessInterrupts).
    'has no time': [
      'statement_timeout=1',
      /due to (statement timeout|user request)[\s\S]*57014[\s\S]*statement_timeout = 0/,
    ],
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
      await client.query(`REVOKE CREATE ON DATABASE ${address.database} FROM ${address.user}`);
      const ended = await cli.run([...wanted, '--postgres', url]);
      expect(ended).toMatchObject({ code: 1, signal: null });
      expectExplained(ended, /permission denied for database[\s\S]*42501/);
      expect(ended.stderr).toContain('GRANT CREATE ON DATABASE "redis_lab" TO "redis_lab";');
      expect(await schemasOf(client)).toEqual([]);
      await client.end();
    });
  });

  it('has a schema of the run in it, and after Ctrl-C none', async ({ cli }) => {
    await withServer(async (address, url) => {
      const client = await connectPostgres(address);
      const running = cli.start(['pool-bench', '--target', 'postgres', '--quiet', '--postgres', url]);
      await eventually(async () => expect(await schemasOf(client)).toHaveLength(1));
      running.kill('SIGINT');
      expect(await running.ended).toMatchObject({ code: 130 });
      expect(await schemasOf(client)).toEqual([]);
      await client.end();
    });
  });

  it('is told by doctor of a schema that kill -9 left, and not of one whose run goes on', async ({ cli }) => {
    await withServer(async (address, url) => {
      const client = await connectPostgres(address);
      await client.query('CREATE SCHEMA redis_lab_of_the_learner');
      const { password = '' } = address;
      const doctor = async (lang: string) => {
        const env = { POSTGRES_URL: url.replace(`:${password}`, ''), PGPASSWORD: password, COLUMNS: '80' };
        const { stdout, stderr } = await cli.run(['doctor', '--lang', lang], { env });
        expect(stdout + stderr).not.toContain(password);
        return stdout;
      };
      const start = async (schemas: number) => {
        const running = cli.start([...wanted, '--rounds', '1000', '--postgres', url]);
        await eventually(async () => expect(await schemasOf(client)).toHaveLength(schemas));
        return running;
      };
      expect(await doctor('ko')).toMatch(/^내 PostgreSQL +남은 실험 스키마가 없어요$/m);

      const killed = await start(2);
      expect(await doctor('en')).toMatch(/^own PostgreSQL +no schemas of ended runs$/m);
      killed.kill('SIGKILL');
      await killed.ended;
      const [left] = (await schemasOf(client)).filter((name) => name !== 'redis_lab_of_the_learner');
      const goesOn = await start(3);
      const told = await doctor('en');
      expect(told).toMatch(/^own PostgreSQL +Schemas of ended runs: 1\. To remove them:$/m);
      const { host, port, user, database } = address;
      expect(told).toContain(
        `psql 'postgres://${host}:${port}/${database}' -U ${user} -c 'DROP SCHEMA IF EXISTS ${left} CASCADE'`,
      );

      const [, statement = ''] = /-c '(DROP SCHEMA [^']+)'/.exec(told) ?? [];
      await client.query(statement);
      expect(await schemasOf(client)).not.toContain(left);
      goesOn.kill('SIGINT');
      await goesOn.ended;
      expect(await doctor('en')).toMatch(/no schemas of ended runs/);
      expect(await schemasOf(client)).toEqual(['redis_lab_of_the_learner']);
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
