import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RefusedError } from '../../src/core/errors.ts';
import { haproxy } from '../../src/services/haproxy.ts';
import { nginx } from '../../src/services/nginx.ts';
import { withHost } from './with-host.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redis-lab-test-'));
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe('a balancer that does not come up here', () => {
  it.each([
    ['haproxy', () => haproxy({ frontend: '', backends: '' })],
    ['nginx', () => nginx({ http: '', server: '' })],
  ] as const)('%s: costs the act that wants it, and says why in its own words', async (name, service) => {
    const words = 'Cannot raise FD limit to 8041, limit is 4096.';
    await writeFile(join(folder, name), `#!/bin/sh\necho '${words}'\nexit 1\n`);
    await chmod(join(folder, name), 0o755);
    const error = await withHost((start) => start<unknown>(service())).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RefusedError);
    const { what, why } = (error as RefusedError).explanation;
    expect([what.en, why.en]).toEqual([`${name} did not come up.`, words]);
  });
});
