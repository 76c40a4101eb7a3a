import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { exitCodes, LabError } from '../../src/core/errors.ts';
import { same } from '../../src/core/text.ts';
import { freePort, onFreePort } from '../../src/services/port.ts';

const failedWith = (why: string) =>
  new LabError(exitCodes.runFailed, { what: same('It did not come up.'), why: same(why), next: same('') });

describe('a free port', () => {
  it('can be listened on', async () => {
    const server = createServer().listen(await freePort(), '127.0.0.1');
    await once(server, 'listening');
    server.close();
  });

  it('that somebody takes before us is changed for another', async () => {
    const tried: number[] = [];
    const started = await onFreePort(async (port) => {
      tried.push(port);
      if (tried.length < 3) throw failedWith('bind: Address already in use');
      return `on ${port}`;
    });
    expect(tried).toHaveLength(3);
    expect(started).toBe(`on ${tried[2]}`);
  });

  it('is not looked for without end', async () => {
    let tried = 0;
    const start = async () => {
      tried += 1;
      throw failedWith('listen EADDRINUSE');
    };
    await expect(onFreePort(start)).rejects.toThrow('EADDRINUSE');
    expect(tried).toBe(5);
  });

  it('is not looked for again when something else is wrong', async () => {
    let tried = 0;
    const start = async () => {
      tried += 1;
      throw failedWith('Bad directive');
    };
    await expect(onFreePort(start)).rejects.toThrow('Bad directive');
    expect(tried).toBe(1);
  });
});
