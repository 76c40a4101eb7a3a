import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { describe, expect } from 'vitest';
import { makeCertificate } from '../certificate.ts';
import { startLearnersRedis, unusedPort } from '../redis-fixture.ts';
import { endless, shortest } from './args.ts';
import { expectExplained } from './explained.ts';
import { it } from './run-cli.ts';

async function listening(server: Server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('--redis, where no Redis is', () => {
  it('nobody answers', async ({ cli }) => {
    const ended = await cli.run([...shortest, '--redis', `redis://127.0.0.1:${await unusedPort()}`]);
    expect(ended.code).toBe(1);
    expectExplained(ended, /^Nobody answers there: .*ECONNREFUSED/);
    const [record] = await cli.records();
    expect(record).toMatchObject({ outcome: 'failed', data: null });
    expect(record?.error?.why.ko).toMatch(/^응답하는 서버가 없어요/);
  });

  it('something else answers', async ({ cli, onTestFinished }) => {
    const { server, url } = await listening(
      createServer((socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n')),
    );
    onTestFinished(() => void server.close());
    const ended = await cli.run([...shortest, '--redis', url]);
    expect(ended.code).toBe(1);
    expectExplained(ended, /^Something that is not Redis answers there/);
  });

  it('an HTTP server answers', async ({ cli, onTestFinished }) => {
    const { server, url } = await listening(createHttpServer((_, response) => response.end('hello')));
    onTestFinished(() => void server.close());
    const ended = await cli.run([...shortest, '--redis', url]);
    expect(ended.code).toBe(1);
    // Which of the two it notices first is not in our hands: the page, or that the server hangs up after it.
    expectExplained(ended, /^(Something that is not Redis answers there|It closed the connection)/);
  });

  it('a server takes the connection and says nothing', async ({ cli, onTestFinished }) => {
    const { server, url } = await listening(createServer());
    onTestFinished(() => void server.close());
    const ended = await cli.run([...shortest, '--redis', url]);
    expect(ended.code).toBe(1);
    expectExplained(ended, /does not answer PING/);
  });

  it('the address cannot be read, and its password is not repeated', async ({ cli }) => {
    for (const url of [
      'http://127.0.0.1',
      'redis://:se/cret@127.0.0.1',
      'redis://:secret%zz@h',
      'redis://h/x',
    ]) {
      const ended = await cli.run([...shortest, '--redis', url]);
      expect(ended.code, url).toBe(2);
      expectExplained(ended, /redis:\/\/\[user:password@\]host/);
      expect(ended.stderr).not.toContain('cret');
    }
  });

  it('a database that the server does not have is not quietly replaced by 0', async ({
    cli,
    onTestFinished,
  }) => {
    const redis = await startLearnersRedis();
    onTestFinished(redis.stop);
    const ended = await cli.run([...shortest, '--redis', `redis://127.0.0.1:${redis.port}/99`]);
    expect(ended.code).toBe(1);
    expectExplained(ended, /^It refuses: ERR DB index is out of range/);
  });
});

describe('a Redis with a password', () => {
  it('is not used without it or with a wrong one', async ({ cli, onTestFinished }) => {
    const redis = await startLearnersRedis({ password: 'open-sesame' });
    onTestFinished(redis.stop);
    const at = `127.0.0.1:${redis.port}`;
    for (const url of [`redis://${at}`, `redis://:wrong@${at}`, `redis://nobody:wrong@${at}`]) {
      const ended = await cli.run([...shortest, '--redis', url]);
      expect(ended.code, url).toBe(1);
      expectExplained(ended, /^It does not let us in: (NOAUTH|WRONGPASS)/);
      expect(ended.stderr).toContain('REDISCLI_AUTH');
      expect(ended.stderr).not.toContain(':wrong');
    }
  });

  for (const way of ['in the URL', 'without redis://', 'in REDISCLI_AUTH', 'in REDIS_URL'] as const) {
    it(`given ${way} opens it and is seen nowhere`, async ({ cli, onTestFinished }) => {
      const password = 'open sesame@1';
      const redis = await startLearnersRedis({ password });
      onTestFinished(redis.stop);
      const [at, encoded] = [`127.0.0.1:${redis.port}`, encodeURIComponent(password)];
      const login = way === 'in REDISCLI_AUTH' ? '' : `default:${encoded}@`;
      const url = `${way === 'without redis://' ? '' : 'redis://'}${login}${at}`;
      const flags = way === 'in REDIS_URL' ? [] : ['--redis', url];
      const env = {
        'in the URL': {},
        'without redis://': {},
        'in REDISCLI_AUTH': { REDISCLI_AUTH: password },
        'in REDIS_URL': { REDIS_URL: url },
      }[way];

      const running = cli.start([...shortest, ...flags, '--trace', '--md'], { env });
      await running.sees('Act 1');
      const processList = await readFile(`/proc/${running.pid}/cmdline`, 'utf8');
      const { code, stdout, stderr } = await running.ended;
      expect(code, stderr).toBe(0);
      // The login is in the trace, without its secret.
      const commands = await readFile(/^commands: (.+)$/m.exec(stderr)?.[1] ?? '', 'utf8');
      expect(commands).toMatch(/^# (HELLO 3 )?AUTH \*\*\*/m);
      const record = JSON.stringify(await cli.records());
      for (const text of [processList, stdout, stderr, record, commands]) {
        expect(text).not.toContain('sesame');
      }
    });
  }
});

describe('a Redis behind TLS', () => {
  for (const host of ['127.0.0.1', 'localhost']) {
    it(`is used as ${host} when its certificate is trusted, and only then`, async ({
      cli,
      onTestFinished,
    }) => {
      const tls = await makeCertificate(cli.folder);
      const redis = await startLearnersRedis({ tls });
      onTestFinished(redis.stop);
      const args = [...shortest, '--md', '--quiet', '--redis', `rediss://${host}:${redis.port}`];

      const trusted = await cli.run(args, { env: { NODE_EXTRA_CA_CERTS: tls.certFile } });
      expect(trusted).toMatchObject({ code: 0, stderr: '' });
      expect(await redis.client.info('commandstats')).toContain('cmdstat_xack');

      const untrusted = await cli.run(args);
      expect(untrusted.code).toBe(1);
      expectExplained(untrusted, /^Its certificate is not trusted: self-signed certificate/);
      expect(untrusted.stderr).toContain('NODE_EXTRA_CA_CERTS');
    });
  }

  it('and plain redis:// do not fit together, either way round', async ({ cli, onTestFinished }) => {
    const encrypted = await startLearnersRedis({ tls: await makeCertificate(cli.folder) });
    onTestFinished(encrypted.stop);
    const toTls = await cli.run([...shortest, '--redis', `redis://127.0.0.1:${encrypted.port}`]);
    expect(toTls.code).toBe(1);
    expectExplained(toTls, /^It closed the connection/);
    expect(toTls.stderr).toContain('rediss://');

    const plain = await startLearnersRedis();
    onTestFinished(plain.stop);
    const toPlain = await cli.run([...shortest, '--redis', `rediss://127.0.0.1:${plain.port}`]);
    expect(toPlain.code).toBe(1);
    // Redis takes the first bytes of TLS for a command: it answers an error or waits for the rest of the line.
    expectExplained(toPlain, /^(Something that is not Redis answers there|It takes the connection but)/);
    expect(toPlain.stderr).toContain('TLS');
  });
});

describe('the learner’s Redis dies in the middle of a run', () => {
  it('fails the run and says so', async ({ cli, onTestFinished }) => {
    const redis = await startLearnersRedis();
    onTestFinished(redis.stop);
    const running = cli.start([...endless, '--redis', `redis://127.0.0.1:${redis.port}`]);
    await running.sees('Act 2');
    await redis.kill();
    const ended = await running.ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /error: .+\n {2}why: (Nobody answers there|It closed the connection).*\n {2}next: .+\n$/,
    );
    expect(await cli.records()).toMatchObject([
      { outcome: 'failed', data: null, error: { why: expect.anything() } },
    ]);
  });
});
