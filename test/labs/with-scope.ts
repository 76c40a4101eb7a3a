import type { Clock } from '../../src/core/clock.ts';
import { openScope, type Scope } from '../../src/core/scope.ts';
import { monotonicClock } from '../../src/measure/clock.ts';
import { openServiceHost } from '../../src/services/host.ts';

export const steadyClock: Clock = { nowMs: monotonicClock.nowMs, date: () => new Date(0) };

/** What a lab's context is made of, whatever the lab: real services, nobody who watches. */
export interface QuietWorld {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly scope: Scope;
  emit(): void;
  note(): void;
}

/** Lets a test run a part of a lab on real servers; all of them are gone afterwards. */
export async function withScope<Answer>(
  use: (world: QuietWorld) => Promise<Answer>,
  clock: Clock = steadyClock,
): Promise<Answer> {
  const { signal } = new AbortController();
  const host = openServiceHost(
    { external: {}, trace: false },
    {
      runId: 'test',
      signal,
      emit() {},
      note() {},
      fail(error) {
        throw error;
      },
    },
  );
  const scope = openScope(host, clock);
  scope.defer(() => host.close());
  try {
    return await use({ clock, signal, scope, emit() {}, note() {} });
  } finally {
    await scope.close();
  }
}
