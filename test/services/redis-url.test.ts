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
    ['redis://secret@127.0.0.1', { ...plain, password: 'secret' }], // as redis-cli -u has it
    ['redis://me:@127.0.0.1', { ...plain, username: 'me' }],
    ['redis://127.0.0.1?db=9', { ...plain, db: 9 }],
    ['redis://127.0.0.1/9?db=9', { ...plain, db: 9 }],
    ['redis://127.0.0.1?username=me&password=p%23w', { ...plain, username: 'me', password: 'p#w' }],
    ['valkey://127.0.0.1', plain],
    ['valkeys://127.0.0.1', { ...plain, tls: true }],
    [' redis://127.0.0.1\n', plain],
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
    'redis://lab:12#secret@h',
    'redis://default:12?secret@h',
    'redis://h#secret',
    'redis://h?password=secret&password=secret',
    'redis://h/1?db=2&password=secret',
    'redis://h?family=6&password=secret',
    'redis://h:0',
    'redis://h:99999',
    'redis://h/-1',
    'redis://h/99999999999999999999',
    'redis://secret%2Fsocket',
    'unix:///secret.sock',
    'redis+unix:///secret.sock',
    '/run/secret.sock',
    'redis:///1',
    'redis://[::1',
    'redis://%zz',
    '://secret@h',
    '',
    '?',
    '@',
    '\u0000',
  ])('%s is refused, and its password is not repeated', (text) => {
    expect(() => parseRedisUrl(text)).toThrow(LabError);
    expect(() => parseRedisUrl(text)).not.toThrow(/secret|ret@/);
  });

  it('names a parameter that it would have to ignore', () => {
    expect(() => parseRedisUrl('redis://h?family=6')).toThrow(/\?family=/);
  });
});
