import { expect, it, onTestFinished, vi } from 'vitest';
import { buffering } from '../../../labs/transports/acts/buffering.ts';
import type { TransportServer } from '../../../labs/transports/parts/transport-server.ts';
import type { TransportsContext } from '../../../labs/transports/settings.ts';
import { monotonicClock } from '../../../src/measure/clock.ts';
import { nginxProgram } from '../../../src/services/nginx.ts';
import { findProgram } from '../../../src/services/programs.ts';
import { withScope } from '../with-scope.ts';

const isMissing = (await findProgram(nginxProgram)) === null;

it.skipIf(isMissing)('a stream that the server ended is not opened again', async () => {
  // Who reads slowly sees the ends of the streams one after the other.
  const now = monotonicClock.nowNs;
  const slowly = vi.spyOn(monotonicClock, 'nowNs').mockImplementation(() => {
    for (const until = now() + 5e6; now() < until; );
    return now();
  });
  onTestFinished(() => slowly.mockRestore());
  await withScope(async (world) => {
    const started: unknown[] = [];
    const start: typeof world.scope.start = async (...given) => {
      const handle = await world.scope.start(...given);
      started.push(handle);
      return handle;
    };
    const context = { ...world, scope: { ...world.scope, start } };
    const { arms } = await buffering(context as unknown as TransportsContext);
    const server = started[0] as TransportServer;
    expect((await server.spent()).opened.sse).toBe(arms.length);
  });
});
