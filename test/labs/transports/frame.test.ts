import { describe, expect, it } from 'vitest';
import { acceptOf, readFrame, textFrame, upgradeRequest } from '../../../labs/transports/parts/frame.ts';

describe('the examples of RFC 6455', () => {
  it('1.3: the key and its answer', () => {
    expect(acceptOf('dGhlIHNhbXBsZSBub25jZQ==')).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });

  it('5.7: "Hello" masked, and not', () => {
    const mask = Buffer.from('37fa213d', 'hex');
    expect(textFrame('Hello', mask).toString('hex')).toBe('818537fa213d7f9f4d5158');
    expect(textFrame('Hello', null).toString('hex')).toBe('810548656c6c6f');
  });
});

it('a frame is read when all of it is there, and no byte more', () => {
  const whole = Buffer.concat([textFrame('x'.repeat(125), null), textFrame('next', null)]);
  for (let size = 0; size < 127; size += 1) expect(readFrame(whole.subarray(0, size))).toBeNull();
  for (const size of [127, 128, whole.length]) {
    const { opcode, frame, payload } = readFrame(whole.subarray(0, size)) ?? {};
    expect({ opcode, frame: frame?.length, payload: payload?.toString() }).toEqual({
      opcode: 1,
      frame: 127,
      payload: 'x'.repeat(125),
    });
  }
});

it('a text that needs a longer head is refused, counted in bytes', () => {
  expect(() => textFrame('한'.repeat(42), null)).toThrow(RangeError);
  expect(textFrame('한'.repeat(41), null)).toHaveLength(2 + 3 * 41);
});

it('the request ends with an empty line', () => {
  expect(upgradeRequest('example.com', '/ws', 'k')).toMatch(/^GET \/ws HTTP\/1\.1\r\n(.+\r\n)+\r\n$/);
});
