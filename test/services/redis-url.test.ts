import { afterEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { parseRedisUrl, showAddress } from '../../src/services/redis-url.ts';

afterEach(() => vi.unstubAllEnvs());

describe('an address', () => {
  const plain = { host: '127.0.0.1', port: 6379, db: 0, tls: false };
  it.each([
    ['redis://127.0.0.1', plain],
    ['127.0.0.1', plain],
    ['127.0.0.1:6380', { ...plain, port: 6380 }],
    ['redis://127.0.0.1:6380/3', { ...plain, port: 6380, db: 3 }],
    ['rediss://redis.example', { ...plain, host: 'redis.example', tls: true }],
    ['redis://[::1]:6380', { ...plain, host: '::1', port: 6380 }],
    ['redis://:secret@127.0.0.1', { ...plain, password: 'secret' }],
    ['redis://me:p%40ss%3Aword@127.0.0.1', { ...plain, username: 'me', password: 'p@ss:word' }],
  ])('%s', (text, address) => {
    expect(parseRedisUrl(text)).toEqual(address);
  });

  it('takes the password of REDISCLI_AUTH where it has none of its own', () => {
    vi.stubEnv('REDISCLI_AUTH', 'from the environment');
    expect(parseRedisUrl('redis://127.0.0.1').password).toBe('from the environment');
    expect(parseRedisUrl('redis://:own@127.0.0.1').password).toBe('own');
  });

  it('is shown without the login, and reads back', () => {
    for (const shown of [
      'redis://127.0.0.1:6380/3',
      'rediss://redis.example:6379/0',
      'redis://[::1]:6379/0',
    ]) {
      expect(showAddress(parseRedisUrl(shown))).toBe(shown);
    }
    expect(showAddress(parseRedisUrl('redis://me:secret@127.0.0.1'))).toBe('redis://127.0.0.1:6379/0');
  });

  it.each([
    'http://h',
    'redis://',
    'redis://h:port',
    'redis://h/db',
    'redis://:%zz-secret@h',
    'redis://:sec/ret@h',
  ])('%s is refused, and its password is not repeated', (text) => {
    expect(() => parseRedisUrl(text)).toThrow(LabError);
    expect(() => parseRedisUrl(text)).not.toThrow(/secret|ret@/);
  });
});
