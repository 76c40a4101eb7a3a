import { describe, expect, it } from 'vitest';
import { exitCodes, LabError } from '../../src/core/errors.ts';
import { flagOf, type Params, resolveParams } from '../../src/core/params.ts';
import { same } from '../../src/core/text.ts';

const params = {
  maxPoolSize: { kind: 'int', default: 8, quick: 4, full: 64, min: 1, max: 100, label: same('size') },
  concurrency: {
    kind: 'ints',
    default: [1, 8],
    full: [1, 8, 50],
    min: 1,
    max: 1_000,
    label: same('callers'),
  },
} as const satisfies Params;

const choices = {
  target: {
    kind: 'choice',
    choices: ['redis', 'threads'],
    default: 'redis',
    full: 'threads',
    label: same('target'),
  },
} as const satisfies Params;

const flags = {
  prove: { kind: 'flag', default: false, label: same('prove') },
  matrix: { kind: 'flag', default: false, full: true, label: same('matrix') },
} as const satisfies Params;

describe('parameters', () => {
  it('take the preset, and the default where the preset says nothing', () => {
    expect(resolveParams(params, 'default', {})).toEqual({ maxPoolSize: 8, concurrency: [1, 8] });
    expect(resolveParams(params, 'quick', {})).toEqual({ maxPoolSize: 4, concurrency: [1, 8] });
    expect(resolveParams(params, 'full', {})).toEqual({ maxPoolSize: 64, concurrency: [1, 8, 50] });
  });

  it('take what was given before any preset', () => {
    const given = { maxPoolSize: ' 16 ', concurrency: '2, 4' };
    expect(resolveParams(params, 'quick', given)).toEqual({ maxPoolSize: 16, concurrency: [2, 4] });
  });

  it.each(['0', '101', '-1', '1.5', '1e1', '0x10', '', 'eight', 'NaN', 'Infinity', '8 8'])(
    'refuse %j for a whole number from 1 to 100',
    (text) => {
      const error = refusal({ maxPoolSize: text });
      expect(error.exitCode).toBe(exitCodes.usage);
      expect(error.explanation.what.en).toContain('--max-pool-size');
      expect(error.explanation.why.en).toContain('1 to 100');
      expect(error.explanation.next.en).toBe('--max-pool-size 8');
    },
  );

  it('thousands and millions may be written short, and a percent as one', () => {
    const large = {
      dau: { kind: 'int', default: 1, min: 1, max: 2_000_000_000, label: same('dau') },
    } as const;
    const share = {
      kind: 'int',
      isPercent: true,
      default: 10,
      min: 1,
      max: 95,
      label: same('share'),
    } as const;
    expect(resolveParams(large, 'default', { dau: '100m' })).toEqual({ dau: 100_000_000 });
    expect(resolveParams(large, 'default', { dau: '40k' })).toEqual({ dau: 40_000 });
    expect(resolveParams({ share }, 'default', { share: '60%' })).toEqual({ share: 60 });
    for (const dau of ['100mm', '1.5m', 'm', '10%', '3000m'])
      expect(() => resolveParams(large, 'default', { dau }), dau).toThrow(LabError);
  });

  it('one that follows another takes what is given there, unless something is given for itself', () => {
    const friends = { kind: 'int', default: 40, min: 1, max: 500, label: same('friends') } as const;
    const two = { friends, listed: { ...friends, default: 400, follows: 'friends' } } as const;
    expect(resolveParams(two, 'default', {})).toEqual({ friends: 40, listed: 400 });
    expect(resolveParams(two, 'default', { friends: '200' })).toEqual({ friends: 200, listed: 200 });
    expect(resolveParams(two, 'default', { friends: '200', listed: '9' })).toEqual({
      friends: 200,
      listed: 9,
    });
  });

  it.each(['', '1,', ',1', '1,,8', '1,0', '1;8', '1,1001'])('refuse %j for a list', (text) => {
    expect(refusal({ concurrency: text }).explanation.next.ko).toBe('--concurrency 1,8');
  });

  it('a choice is one of its words, exactly', () => {
    expect(resolveParams(choices, 'default', {})).toEqual({ target: 'redis' });
    expect(resolveParams(choices, 'full', {})).toEqual({ target: 'threads' });
    expect(resolveParams(choices, 'full', { target: 'redis' })).toEqual({ target: 'redis' });
    for (const target of ['', 'Redis', 'redis,threads', 'oracle']) {
      expect(() => resolveParams(choices, 'default', { target })).toThrow(/redis, threads/);
    }
  });

  it('a flag is off, unless it is given or the preset turns it on', () => {
    expect(resolveParams(flags, 'default', {})).toEqual({ prove: false, matrix: false });
    expect(resolveParams(flags, 'default', { prove: true })).toEqual({ prove: true, matrix: false });
    expect(resolveParams(flags, 'full', {})).toEqual({ prove: false, matrix: true });
  });

  it('become flags in kebab case', () => {
    expect(Object.keys(params).map(flagOf)).toEqual(['--max-pool-size', '--concurrency']);
  });
});

function refusal(given: Record<string, string>): LabError {
  try {
    resolveParams(params, 'default', given);
  } catch (error) {
    if (error instanceof LabError) return error;
  }
  throw new Error('it was taken');
}
