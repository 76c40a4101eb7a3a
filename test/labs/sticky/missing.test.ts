import { afterEach, describe, expect, it, vi } from 'vitest';
import { prove } from '../../../labs/sticky/proof/prove.ts';
import { type ActsData, run } from '../../../labs/sticky/run.ts';
import { exitCodes, LabError } from '../../../src/core/errors.ts';
import type { Program } from '../../../src/core/service.ts';
import { same } from '../../../src/core/text.ts';
import { haproxyProgram } from '../../../src/services/haproxy.ts';
import { nginxProgram } from '../../../src/services/nginx.ts';
import { findProgram } from '../../../src/services/programs.ts';
import { withContext } from './context.ts';

/** Programs that this machine has and that are not to be found now. PATH would not hide them: sbin is searched, too. */
const hidden = vi.hoisted(() => new Set<string>());

vi.mock('../../../src/services/programs.ts', async (importOriginal) => {
  const real = await importOriginal<typeof import('../../../src/services/programs.ts')>();
  return {
    ...real,
    findProgram: async (program: Program) => (hidden.has(program.name) ? null : real.findProgram(program)),
    requireProgram: async (program: Program) => {
      if (!hidden.has(program.name)) return real.requireProgram(program);
      const missing = same(`${program.name} is missing`);
      throw new LabError(exitCodes.programMissing, { what: missing, why: missing, next: missing });
    },
  };
});

const incomplete = !(await findProgram(nginxProgram)) || !(await findProgram(haproxyProgram));
const few = { clients: '20', connections: '6' };

afterEach(() => hidden.clear());

describe.skipIf(incomplete)('what is missing is skipped, and never faked', () => {
  it('without nginx: acts 3 and 5, and its arms of act 4', async () => {
    hidden.add('nginx');
    const data = (await withContext({ params: few }, run)) as ActsData;
    expect(data).toMatchObject({ webSockets: null, inThePath: null, firstRefusal: [], missing: ['nginx'] });
    expect(data.handshakes.map(({ arm }) => arm)).toEqual(['cookie', 'cookie-no-jar']);
    expect(data.sessions).toHaveLength(2);
    expect(data.model.length).toBeGreaterThan(100);
  });

  it('without HAProxy: its arms of act 4', async () => {
    hidden.add('haproxy');
    const data = (await withContext({ params: few }, run)) as ActsData;
    expect(data.missing).toEqual(['HAProxy']);
    expect(data.webSockets).not.toBeNull();
    expect(data.handshakes.map(({ arm }) => arm)).not.toContain('cookie');
  });

  it('without both the model and the sessions are left', async () => {
    hidden.add('nginx').add('haproxy');
    const data = (await withContext({ params: few }, run)) as ActsData;
    expect(data).toMatchObject({ webSockets: null, handshakes: [], inThePath: null });
    expect(data.missing).toEqual(['nginx', 'HAProxy']);
  });

  it('the proof goes as far as it can', async () => {
    hidden.add('nginx');
    const { proof, unproved } = await withContext({ params: few }, prove);
    expect(proof.length).toBeGreaterThan(10);
    expect(proof.every(({ name }) => name.startsWith('HAProxy'))).toBe(true);
    expect(unproved).toMatchObject([{ balancer: 'nginx' }]);
    expect(unproved[0]?.configurations).toBeGreaterThan(10);
  });

  it('a proof needs no Redis, everything else does', async () => {
    hidden.add('redis-server');
    const data = await withContext({ params: { ...few, prove: 'true' } }, run);
    expect(data).toMatchObject({ unproved: [] });
    await expect(withContext({ params: few }, run)).rejects.toMatchObject({ exitCode: 3 });
  });

  it('and with nothing to prove against it ends with exit code 3', async () => {
    hidden.add('nginx').add('haproxy');
    await expect(withContext({ params: few }, prove)).rejects.toMatchObject({ exitCode: 3 });
  });
});
