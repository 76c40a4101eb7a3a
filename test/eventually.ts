import { vi } from 'vitest';

/** Awaits that an expectation comes true. The deadline is for a hang, on a busy machine. */
export function eventually<Value>(
  expectation: () => Value | Promise<Value>,
  withinMs = 30_000,
): Promise<Value> {
  return vi.waitFor(expectation, { timeout: withinMs, interval: 20 });
}
