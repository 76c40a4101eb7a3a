import { expect, it } from 'vitest';
import { chooseLan } from '../../src/web/lan.ts';

const addresses = ['192.168.0.5', '10.0.0.7'];

it.each([
  '0',
  '0x0',
  '::',
  '::ffff:0.0.0.0',
  '0.0.0.0',
  '127.0.0.1',
  '192.168.0.05',
  '192.168.0',
  'localhost',
  '',
])('refuses %j: it is no address of one interface (2)', (given) => {
  expect(() => chooseLan(given, addresses)).toThrow('That is no address of this machine');
});

it('takes the address that is named, or the likeliest', () => {
  expect(chooseLan('10.0.0.7', addresses)).toBe('10.0.0.7');
  expect(chooseLan(true, addresses)).toBe('192.168.0.5');
});

it('says what else there is where no phone could come', () => {
  expect(() => chooseLan(true, [])).toThrow(
    expect.objectContaining({
      explanation: expect.objectContaining({
        next: expect.objectContaining({ en: expect.stringContaining('raised hands') }),
      }),
    }),
  );
});
