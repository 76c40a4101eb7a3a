import { describe, expect, it } from 'vitest';
import { scaleOf } from '../../../labs/ttl/parts/scale.ts';
import { params } from '../../../labs/ttl/settings.ts';
import { exitCodes, LabError } from '../../../src/core/errors.ts';
import { resolveParams, showDuration } from '../../../src/core/params.ts';

function refusalOf(use: () => unknown): LabError {
  try {
    use();
  } catch (error) {
    if (error instanceof LabError) return error;
  }
  throw new Error('it was taken');
}

describe('a duration', () => {
  it.each([
    ['600s', 600_000],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['2500ms', 2_500],
    ['1.5s', 1_500],
    [' 24h ', 86_400_000],
  ])('%j is %i ms', (text, ms) => {
    expect(resolveParams(params, 'default', { ttl: text }).ttl).toBe(ms);
  });

  it.each(['600', '10 m', '10min', '-5s', '1e3s', 's', '', '999ms', '25h', '١٠s', '10m30s', 'Infinitys'])(
    '%j is refused, with the range and an example',
    (text) => {
      const { exitCode, explanation } = refusalOf(() => resolveParams(params, 'default', { ttl: text }));
      expect(exitCode).toBe(exitCodes.usage);
      expect(explanation.what.en).toContain(`'${text}'`);
      expect(explanation.why.en).toContain('from 1s to 24h');
      expect(explanation.next.ko).toBe('--ttl 600s');
    },
  );

  it('of nothing needs no unit', () => {
    const wide = { any: { ...params.ttl, min: 0 } };
    expect(resolveParams(wide, 'default', { any: '0' }).any).toBe(0);
  });

  it.each([1, 200, 1_500, 600_000, 3_600_000, 86_400_000])(
    '%i ms is shown as it can be given again',
    (ms) => {
      const wide = { any: { ...params.ttl, min: 1 } };
      expect(resolveParams(wide, 'default', { any: showDuration(ms) }).any).toBe(ms);
    },
  );
});

describe('sped-up time', () => {
  it('shortens the habits of people, all alike', () => {
    expect(scaleOf({ ttl: 600_000, speed: 100 })).toEqual({
      speed: 100,
      ttlMs: 6_000,
      refreshEveryMs: 1_500,
      sweepEveryMs: 600,
      presenceTtlMs: 600,
      promptHeartbeatMs: 200,
      slowHeartbeatMs: 900,
    });
  });

  it('is refused where the TTL would be lost in the jitter, and the advice works', () => {
    const { exitCode, explanation } = refusalOf(() => scaleOf({ ttl: 60_000, speed: 600 }));
    expect(exitCode).toBe(exitCodes.usage);
    expect(explanation.what.ko).toContain('100 ms');
    const speed = Number(/--speed (\d+)/.exec(explanation.next.en)?.[1]);
    expect(scaleOf({ ttl: 60_000, speed }).ttlMs).toBeGreaterThanOrEqual(500);
  });
});
