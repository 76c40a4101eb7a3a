import { expect, test } from 'vitest';
import { judgeQuiet, probeMachine } from '../../src/measure/quiet.ts';

const calm = { load: 0.02, steal: 0, jitterMs: 0.3 };

test('a calm machine is quiet', () => {
  expect(judgeQuiet(calm)).toEqual({ quiet: true, reasons: [], probe: calm });
});

test.each([
  ['load', 0.5, 0.25],
  ['steal', 0.2, 0.05],
  ['jitterMs', 4, 1],
] as const)('%s alone is reason enough', (kind, measured, limit) => {
  expect(judgeQuiet({ ...calm, [kind]: measured })).toMatchObject({
    quiet: false,
    reasons: [{ kind, measured, limit }],
  });
});

test('what the machine cannot tell is not held against it', () => {
  expect(judgeQuiet({ ...calm, steal: null }).quiet).toBe(true);
});

test('a look at this machine gives figures that can be', async () => {
  const probe = await probeMachine();
  expect(probe.load).toBeGreaterThanOrEqual(0);
  expect(probe.load).toBeLessThanOrEqual(1);
  expect(probe.jitterMs).toBeGreaterThan(-1);
  expect(JSON.parse(JSON.stringify(judgeQuiet(probe)))).toEqual(judgeQuiet(probe));
});
