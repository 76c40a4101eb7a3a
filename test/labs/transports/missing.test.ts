import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TransportsTried } from '../../../labs/transports/data.ts';
import lab from '../../../labs/transports/index.ts';
import { isSkipped, type Skipped } from '../../../src/core/act.ts';
import { resolveParams } from '../../../src/core/params.ts';
import { runLab } from '../../../src/core/run.ts';
import type { Program } from '../../../src/core/service.ts';
import { same } from '../../../src/core/text.ts';
import { findingsOf } from '../../../src/course/findings.ts';
import { readEnvironment } from '../../../src/environment.ts';
import { openServiceHost } from '../../../src/services/host.ts';
import { nginxProgram } from '../../../src/services/nginx.ts';
import { findProgram } from '../../../src/services/programs.ts';
import { steadyClock } from '../with-scope.ts';

/** Programs that this machine has and that are not to be found now. PATH would not hide them: sbin is searched, too. */
const hidden = vi.hoisted(() => new Set<string>());

vi.mock('../../../src/services/programs.ts', async (importOriginal) => {
  const real = await importOriginal<typeof import('../../../src/services/programs.ts')>();
  return {
    ...real,
    findProgram: async (program: Program) => (hidden.has(program.name) ? null : real.findProgram(program)),
    whyMissing: async (program: Program) =>
      hidden.has(program.name) ? same(`${program.name} is missing`) : real.whyMissing(program),
  };
});

afterEach(() => hidden.clear());

const here = (await findProgram(nginxProgram)) !== null;

describe.skipIf(!here)('what is missing is skipped, and never faked', () => {
  async function runWithout(program: string) {
    hidden.add(program);
    const smallest = { clients: '2', rounds: '1', trial: '50ms', interval: '10ms', sweep: '1,2' };
    const { record, error } = await runLab(lab, {
      preset: 'quick',
      params: resolveParams(lab.params, 'quick', smallest),
      seed: 1,
      acts: null,
      nonce: 'missing',
      toolVersion: '0.0.0',
      environment: readEnvironment(),
      clock: steadyClock,
      signal: new AbortController().signal,
      onEvent() {},
      predict: async () => null,
      probe: async () => ({ quiet: true, reasons: [], probe: { load: 0, steal: null, jitterMs: 0 } }),
      openHost: (options) => openServiceHost({ external: {}, trace: false }, options),
    });
    expect(error).toBeUndefined();
    const data = record.data as TransportsTried;
    const skipped = Object.entries(data).filter(([, found]) => isSkipped(found));
    return { data, findings: findingsOf(lab, record), skipped: skipped.map(([id]) => id) };
  }

  it('without nginx the upgrade is shown without it, and the claim is not tested', async () => {
    const { data, findings, skipped } = await runWithout('nginx');
    expect(data.upgrade).toMatchObject({ proxied: [], unasked: true });
    expect(skipped).toEqual(['stream', 'cheaper', 'sweep', 'messages', 'buffering', 'servers', 'tunnel']);
    expect(findings.checks).toEqual([]);
    expect(findings.untested).toMatchObject([
      { claim: 'C08', reason: { en: expect.stringContaining('nginx is missing') } },
    ]);
    expect(findings.comparison).toBeNull();
  });

  it('without Redis only the servers that share by it', async () => {
    const { data, skipped } = await runWithout('redis-server');
    expect(skipped).toEqual(['servers']);
    const { points } = data.sweep as Exclude<typeof data.sweep, Skipped>;
    expect(points.map(({ clients, intervalMs }) => [clients, intervalMs])).toEqual([
      [5, 10],
      [5, 20],
      [10, 10],
    ]);
    for (const { cells } of points)
      for (const { trials } of cells) expect(trials.map(({ due, arrived }) => due - arrived)).toEqual([0]);
  });
});
