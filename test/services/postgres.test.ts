import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { LabError, RefusedError } from '../../src/core/errors.ts';
import { postgres, postgresProgram } from '../../src/services/postgres.ts';
import { findProgram } from '../../src/services/programs.ts';
import { openTestHost } from '../service-host.ts';
import { withHost } from './with-host.ts';

const isMissing = (await findProgram(postgresProgram)) === null;

describe.skipIf(isMissing)('a private PostgreSQL (skipped where none is installed)', () => {
  it('answers queries, takes many clients, and is gone afterwards', async () => {
    const port = await withHost(async (start) => {
      const server = await start(postgres());
      expect(server).toMatchObject({ isPrivate: true, version: expect.stringMatching(/^\d+\.\d+/) });
      expect(server.table('accounts')).toBe('accounts');
      const clients = Array.from({ length: 120 }, () => new pg.Client(server.address));
      await Promise.all(clients.map((client) => client.connect()));
      const { rows } = await (clients[0] as pg.Client).query('SELECT 1 + 1 AS two');
      expect(rows).toEqual([{ two: 2 }]);
      await Promise.all(clients.map((client) => client.end()));
      return server.address.port;
    });
    await expect(new pg.Client({ host: '127.0.0.1', port }).connect()).rejects.toThrow('ECONNREFUSED');
  });

  it('asks for the password, and gives the lab its own database and nothing more', async () => {
    await withHost(async (start) => {
      const { address } = await start(postgres());
      const { user, password } = address;
      for (const [as, given] of [
        [user, ''],
        [user, 'guess'],
        ['redis_lab_admin', ''],
        ['redis_lab_admin', password],
      ])
        await expect(
          new pg.Client({ ...address, user: as as string, password: given as string }).connect(),
        ).rejects.toThrow();
      const client = new pg.Client(address);
      await client.connect();
      for (const forbidden of [
        "COPY (SELECT 1) TO PROGRAM 'id'",
        "SELECT pg_read_file('PG_VERSION')",
        'CREATE ROLE x',
      ])
        await expect(client.query(forbidden)).rejects.toThrow(/permission denied|must be superuser/);
      await client.query('CREATE TABLE mine (id int)');
      await client.end();
    });
  });

  it('stops at once though a client is still connected', async () => {
    const client = await withHost(async (start) => {
      const { address } = await start(postgres());
      const connected = new pg.Client(address);
      connected.on('error', () => {});
      await connected.connect();
      return connected;
    });
    await expect(client.query('SELECT 1')).rejects.toThrow();
  });

  it('on the learner’s own server nothing but a schema of ours is made, and it is dropped again', async () => {
    await withHost(async (start) => {
      const own = await start(postgres());
      const { host, port, user, password, database } = own.address;
      const client = new pg.Client(own.address);
      await client.connect();
      await client.query('CREATE TABLE accounts (id int)');
      const schemas = async () => {
        const { rows } = await client.query("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'");
        return rows.map(({ nspname }) => nspname).sort();
      };
      const before = await schemas();
      const open = async () => {
        const external = { postgres: `postgres://${user}:${password}@${host}:${port}/${database}` };
        return await postgres().start(openTestHost({ external }));
      };

      const running = await open();
      expect(running.handle).toMatchObject({ isPrivate: false, version: own.version });
      const table = running.handle.table('accounts');
      expect(table).toBe('redis_lab_a_run.accounts');
      await client.query(`CREATE TABLE ${table} (id int)`);
      await running.stop();
      expect(await schemas()).toEqual(before);

      // Who may make no schema is refused the tables, not the server.
      await client.query(`REVOKE CREATE ON DATABASE ${database} FROM ${user}`);
      const refused = await open();
      expect(() => refused.handle.table('accounts')).toThrow(RefusedError);
      await refused.stop();

      const { rows } = await client.query(
        "SELECT tablename FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)'",
      );
      expect(rows).toEqual([{ tablename: 'accounts' }]);
      await client.end();
    });
  });

  it.runIf(process.getuid?.() === 0)(
    'as root, in a folder that others may not enter, says what to do',
    async () => {
      const host = openTestHost();
      const closed = await host.tempFolder('closed');
      const inside = { ...host, tempFolder: (name: string) => makeFolder(join(closed, 'run', name)) };
      const error = await postgres()
        .start(inside)
        .catch((thrown: unknown) => thrown);
      await host.removeFolders();
      expect(error).toBeInstanceOf(LabError);
      expect((error as LabError).explanation.why.en).toContain('Permission denied');
      expect((error as LabError).explanation.next.en).toContain('TMPDIR=/tmp');
    },
  );
});

async function makeFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  return path;
}
