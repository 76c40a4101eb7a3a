import { vi } from 'vitest';

/** Awaits that an expectation comes true. The deadline is for a hang, on a busy machine. */
export function eventually<Value>(expectation: () => Value | Promise<Value>): Promise<Value> {
  return vi.waitFor(expectation, { timeout: 30_000, interval: 20 });
}
