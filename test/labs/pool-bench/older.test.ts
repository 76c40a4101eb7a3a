import { describe, expect, it } from 'vitest';
import type { PoolData } from '../../../labs/pool-bench/data.ts';
import { renderReport } from '../../../src/render/terminal/report.ts';
import { pageOf } from '../../render/page.ts';
import { slip, textsIn } from '../../texts.ts';
import { recordedLab } from '../recorded.ts';
import { lab } from './fixture.ts';

describe.each(['record.v1.json', 'record.v2.json'])('an older record, %s', (file) => {
  const { report, judged } = recordedLab<PoolData>(lab, new URL(file, import.meta.url));

  it('is judged as it was', () => {
    expect(judged().checks.map(({ claim, verdict }) => [claim, verdict])).toEqual([
      ['C05', 'held'],
      ['C06', 'held'],
      ['C07', 'held'],
    ]);
  });

  it('is shown without a hole, and without what it has no figures for', () => {
    for (const [path, text] of textsIn(judged())) expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
    const shown = renderReport(report, pageOf({ lang: 'en' }), true);
    expect(shown).toContain('open loop, 3,000/s');
    expect(shown).not.toMatch(/What one operation costs|One new connection, 1 caller|The pool that/);
  });
});
