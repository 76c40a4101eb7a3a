import { expect, it } from 'vitest';
import { renderVerified, renderVerifiedSum } from '../../src/render/terminal/verified.ts';
import type { TerminalPage } from '../../src/report/report.ts';
import { isAstray, type Verified } from '../../src/report/verified.ts';

const page: TerminalPage = { lang: 'en', columns: 80, color: false, ascii: false };

const asPromised: Verified = {
  lab: 'sticky',
  tookMs: 4200,
  failed: null,
  checks: [
    { claim: 'C04', expected: 'held', verdict: 'held' },
    { claim: 'C17', expected: 'refuted', verdict: 'inconclusive' },
    { claim: 'C18', expected: 'refuted', verdict: null, reason: { ko: '없어요.', en: 'nginx is missing.' } },
  ],
};

it('noise and a missing program are no difference', () => {
  expect(isAstray(asPromised)).toBe(false);
  expect(renderVerified(asPromised, page)).toBe(
    [
      '  ✓ sticky  4.2 s',
      '    C04 held · C17 inconclusive',
      '    · C18 not tested this time: nginx is missing.',
      '',
    ].join('\n'),
  );
  expect(renderVerifiedSum([asPromised], page)).toContain('1 of 2 claims came out as expected.\n');
  expect(renderVerifiedSum([asPromised], page)).toContain('Undecided: C17. ');
});

it('the opposite verdict is one, and so is a run that failed', () => {
  const opposite = {
    ...asPromised,
    checks: [{ claim: 'C04', expected: 'held', verdict: 'refuted' }],
  } as const;
  expect(isAstray(opposite)).toBe(true);
  expect(renderVerified(opposite, page)).toContain('✗ sticky  4.2 s\n    C04 refuted, expected: held\n');
  const failed = { ...asPromised, failed: { ko: '멈췄어요.', en: 'It stopped.' }, checks: [] };
  expect(isAstray(failed)).toBe(true);
  expect(renderVerifiedSum([failed], page)).toContain('did not come to their end: sticky');
});
