import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliForm } from '../../src/services/redis-client.ts';
import { typeIntoRedisCli } from '../redis-cli.ts';
import { type LearnersRedis, startLearnersRedis } from '../redis-fixture.ts';

let redis: LearnersRedis;
beforeAll(async () => {
  redis = await startLearnersRedis();
});
afterAll(() => redis.stop());

describe('a command in the form of redis-cli', () => {
  it('stays as a person would type it where it can', () => {
    expect(cliForm(['PUBLISH', 'chat:room:1', 'hello'])).toBe('PUBLISH chat:room:1 hello');
    expect(cliForm(['SET', 'note', 'two words'])).toBe('SET note "two words"');
    expect(cliForm(['SET', 'note', '점심 먹자'])).toBe('SET note "점심 먹자"');
    expect(cliForm(['SET', 'note', Buffer.from('점심')])).toBe('SET note "점심"');
    expect(cliForm(['XADD', 'stream', '*', 'id', '7'])).toBe('XADD stream * id 7');
  });

  it('hides what follows AUTH', () => {
    expect(cliForm(['AUTH', 'me', 'secret'])).toBe('AUTH *** ***');
    expect(cliForm(['HELLO', '3', 'AUTH', 'me', 'secret'])).toBe('HELLO 3 AUTH *** ***');
  });

  it('is read back by redis-cli as the same bytes', async () => {
    const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const values = [
      '',
      ' ',
      'it’s "quoted" \\ and \'single\'',
      '\n\r\t\u0000\u0007\u001b[2J',
      'é ü ñ \u0080\u009f',
      '값 😀',
      '# no comment',
      "'",
      '"',
      '\\x41',
      everyByte,
      Buffer.from([0xff, 0xfe, 0x41]),
      Buffer.from('값'),
    ];
    await typeIntoRedisCli(
      redis.port,
      values.map((value, index) => cliForm(['SET', `value:${index}`, value])),
    );
    for (const [index, value] of values.entries()) {
      expect(await redis.client.getBuffer(`value:${index}`)).toEqual(Buffer.from(value as string));
    }
  });
});
