import { describe, expect, it } from 'vitest';
import { opensslProgram } from '../../src/services/certificate.ts';
import { findProgram } from '../../src/services/programs.ts';
import { redis } from '../../src/services/redis.ts';
import { withHost } from './with-host.ts';

const isMissing = (await findProgram(opensslProgram)) === null;

describe.skipIf(isMissing)('a private Redis with TLS (skipped where openssl is missing)', () => {
  it('speaks TLS only, and its clients trust its certificate and no other', async () => {
    await withHost(async (start) => {
      const secure = await start(redis({ tls: true }));
      expect(secure.url).toMatch(/^rediss:/);
      const client = await secure.connect('client');
      await client.set('key', 'value');
      expect(await client.get('key')).toBe('value');

      const socket = await secure.openSocket();
      const answer = new Promise((resolve) => socket.once('data', (reply) => resolve(String(reply))));
      socket.write('GET key\r\n');
      expect(await answer).toBe('$5\r\nvalue\r\n');

      const another = await start(redis({ tls: true }));
      expect(another.address.ca).not.toBe(secure.address.ca);
      const { Redis } = await import('ioredis');
      const stranger = new Redis({
        port: secure.port,
        tls: { ca: another.address.ca as string },
        lazyConnect: true,
        retryStrategy: () => null,
      });
      const errors: Error[] = [];
      stranger.on('error', (error) => errors.push(error));
      await expect(stranger.connect()).rejects.toThrow();
      expect(errors[0]?.message).toMatch(/certificate|self-signed/);
    });
  });

  it('comes up again on the same port with the same certificate', async () => {
    await withHost(async (start) => {
      const server = await start(redis({ tls: true, config: { appendonly: 'yes', appendfsync: 'always' } }));
      const client = await server.connect('client');
      await client.set('kept', 'yes');
      client.disconnect();
      await server.restart();
      expect(await (await server.connect('client')).get('kept')).toBe('yes');
    });
  });
});
