import { afterEach, describe, expect, it, vi } from 'vitest';
import { handshakes } from '../../../labs/sticky/acts/handshakes.ts';
import { prove } from '../../../labs/sticky/acts/proof.ts';
import type { StickyTried } from '../../../labs/sticky/data.ts';
import { handshakesShown } from '../../../labs/sticky/show/handshakes.ts';
import { ran } from '../../../src/core/act.ts';
import { exitCodes, LabError, RefusedError } from '../../../src/core/errors.ts';
import type { Program } from '../../../src/core/service.ts';
import { same } from '../../../src/core/text.ts';
import { haproxyProgram } from '../../../src/services/haproxy.ts';
import { nginxProgram } from '../../../src/services/nginx.ts';
import { findProgram } from '../../../src/services/programs.ts';
import { runWhole, withContext } from './context.ts';

/** Programs that this machine has and that are not to be found now. PATH would not hide them: sbin is searched, too. */
const hidden = vi.hoisted(() => new Set<string>());

vi.mock('../../../src/services/programs.ts', async (importOriginal) => {
  const real = await importOriginal<typeof import('../../../src/services/programs.ts')>();
  return {
    ...real,
    findProgram: async (program: Program) => (hidden.has(program.name) ? null : real.findProgram(program)),
    whyMissing: async (program: Program) =>
      hidden.has(program.name) ? same(`${program.name} is missing`) : real.whyMissing(program),
    requireProgram: async (program: Program) => {
      if (!hidden.has(program.name)) return real.requireProgram(program);
      const missing = same(`${program.name} is missing`);
      throw new LabError(exitCodes.programMissing, { what: missing, why: missing, next: missing });
    },
  };
});

/** A balancer that is here and does not come up. */
const broken = vi.hoisted(() => new Set<string>());
const noStart = () => {
  const words = same('it said no');
  throw new RefusedError(exitCodes.runFailed, { what: words, why: words, next: words });
};
vi.mock('../../../labs/sticky/parts/live/balancers.ts', async (importOriginal) => {
  const real = await importOriginal<typeof import('../../../labs/sticky/parts/live/balancers.ts')>();
  return {
    ...real,
    startHaproxy: (...all: Parameters<typeof real.startHaproxy>) =>
      broken.has('haproxy') ? noStart() : real.startHaproxy(...all),
    startNginx: (...all: Parameters<typeof real.startNginx>) =>
      broken.has('nginx') ? noStart() : real.startNginx(...all),
  };
});

const incomplete = !(await findProgram(nginxProgram)) || !(await findProgram(haproxyProgram));
const few = { clients: '20', connections: '6' };

afterEach(() => {
  hidden.clear();
  broken.clear();
});

describe.skipIf(incomplete)('what is missing is skipped, and never faked', () => {
  /** The data of a run of the whole lab. */
  const dataWithout = async (...programs: string[]) => {
    for (const program of programs) hidden.add(program);
    const { record, error } = await runWhole(few);
    expect(error).toBeUndefined();
    return record.data as StickyTried;
  };
  const lacksNginx = { skipped: { en: expect.stringContaining('nginx is missing') } };

  it('without nginx: the acts with real WebSockets, and its arms of the handshakes', async () => {
    const data = await dataWithout('nginx');
    expect(data).toMatchObject({ 'web-sockets': lacksNginx, 'in-the-path': lacksNginx });
    expect(data.handshakes).toMatchObject({ firstRefusal: [], missing: ['nginx'] });
    expect(ran(data.handshakes)?.arms.map(({ arm }) => arm)).toEqual(['cookie', 'cookie-no-jar']);
    expect(data.sessions).toHaveLength(2);
    expect(ran(data.model)?.length).toBeGreaterThan(100);
  });

  it('without HAProxy: its arms of the handshakes', async () => {
    const data = await dataWithout('haproxy');
    expect(data.handshakes).toMatchObject({ missing: ['HAProxy'] });
    expect(ran(data['web-sockets'])).not.toBeNull();
    expect(ran(data.handshakes)?.arms.map(({ arm }) => arm)).not.toContain('cookie');
  });

  it('HAProxy is here and does not come up: only its arms are left out, with its own words', async () => {
    broken.add('haproxy');
    const found = await withContext({ params: few }, handshakes);
    expect(found).toMatchObject({
      missing: [],
      failed: [{ balancer: 'HAProxy', why: { en: 'it said no it said no' } }],
    });
    expect(found.arms.map(({ arm }) => arm)).toContain('ip_hash');
    expect(found.arms.map(({ arm }) => arm)).not.toContain('cookie');
    expect(JSON.stringify(handshakesShown.show(found, {} as never))).toContain(
      'The rows of HAProxy are left out.',
    );
    broken.add('nginx');
    await expect(withContext({ params: few }, handshakes)).rejects.toThrow(RefusedError);
  });

  it('without both the model and the sessions are left', async () => {
    const data = await dataWithout('nginx', 'haproxy');
    expect(data).toMatchObject({ 'web-sockets': lacksNginx, 'in-the-path': lacksNginx });
    expect(data.handshakes).toEqual({ firstRefusal: [], arms: [], missing: ['nginx', 'HAProxy'] });
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
    const { record } = await runWhole({ ...few, prove: true });
    expect(record.data).toMatchObject({ proof: { unproved: [] } });
    expect((await runWhole(few)).error).toMatchObject({ exitCode: 3 });
  });

  it('and with nothing to prove against it ends with exit code 3', async () => {
    hidden.add('nginx').add('haproxy');
    await expect(withContext({ params: few }, prove)).rejects.toMatchObject({ exitCode: 3 });
    expect((await runWhole({ ...few, prove: true })).error).toMatchObject({ exitCode: 3 });
  });
});
