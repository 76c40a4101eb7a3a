import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Program, Service } from '../../src/core/service.ts';
import { haproxy, haproxyProgram } from '../../src/services/haproxy.ts';
import { nginx, nginxProgram } from '../../src/services/nginx.ts';
import { postgres, postgresProgram } from '../../src/services/postgres.ts';
import { findProgram } from '../../src/services/programs.ts';
import { redis } from '../../src/services/redis.ts';
import { redisProgram } from '../../src/services/redis-server.ts';
import { withHost } from './with-host.ts';

/** Each must come up, answer on whatever sockets and files it has, and be gone. */
const servers: readonly [Program, () => Service<unknown>][] = [
  [redisProgram, () => redis()],
  [redisProgram, () => redis({ tls: true })],
  [nginxProgram, () => nginx({ http: '', server: '' })],
  [haproxyProgram, () => haproxy({ frontend: 'http-request return status 200', backends: '' })],
  [postgresProgram, () => postgres()],
];

const here: readonly (() => Service<unknown>)[] = (
  await Promise.all(
    servers.map(async ([program, service]) => ((await findProgram(program)) ? [service] : [])),
  )
).flat();

afterEach(() => void vi.unstubAllEnvs());

async function inPlace(name: string, use: (place: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-lab-test-'));
  try {
    await mkdir(join(folder, name));
    for (const path of [folder, join(folder, name)]) await chmod(path, 0o755); // PostgreSQL runs as somebody else.
    await use(join(folder, name));
    expect(await readdir(join(folder, name))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('TMPDIR', () => {
  it.each([`a;b "c" 'd' $PATH, {e}#\\한글`, 'x'.repeat(85)])('may be called %s', async (name) => {
    await inPlace(name, async (place) => {
      vi.stubEnv('TMPDIR', place);
      await withHost(async (start) => {
        for (const service of here) await start(service());
        const admin = (await findProgram(haproxyProgram))
          ? await start(haproxy({ frontend: '', backends: '' }))
          : null;
        if (admin) expect(await admin.admin('show info')).toContain('Pid:');
      });
    });
  });

  it('may be relative, and nothing outside of it is touched', async () => {
    await inPlace('tmp', async (place) => {
      vi.stubEnv('TMPDIR', relative(process.cwd(), place));
      await withHost(async (start) => {
        for (const service of here) await start(service());
        expect(await readdir(place)).not.toEqual([]);
      });
    });
  });
});

describe('the environment of the learner', () => {
  it('does not reach a private server, nor the clients that ask it', async () => {
    for (const [name, value] of Object.entries({
      LC_ALL: 'xx_YY.UTF-8',
      LANG: 'ko_KR.EUC-KR',
      LANGUAGE: 'ko',
      NGINX: '99;',
      PGDATA: '/nowhere',
      PGHOST: 'db.example',
      PGPORT: '1',
      PGUSER: 'somebody',
      PGDATABASE: 'elsewhere',
      PGPASSWORD: 'wrong',
      PGSSLMODE: 'verify-full',
      PGOPTIONS: '-c statement_timeout=1 -c default_transaction_read_only=on',
      PGSSLNEGOTIATION: 'direct',
      PGCLIENT_ENCODING: 'latin1',
      PGSERVICE: 'none',
    }))
      vi.stubEnv(name, value);
    await withHost(async (start) => {
      for (const service of here) await start(service());
    });
  });
});
