// What tables and judges read out of the model's results. Pure.
import type { ModelData, ScenarioResult } from '../data.ts';

/** Null where there is nothing to divide by. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : (100 * part) / whole;
}

/** A record may be older than a strategy. */
export function holds(model: ModelData, strategy: string): boolean {
  return model.some((one) => one.strategy === strategy);
}

export function resultOf(model: ModelData, scenario: string, strategy: string): ScenarioResult {
  const result = model.find((one) => one.scenario === scenario && one.strategy === strategy);
  if (result) return result;
  throw new RangeError(`the record holds no ${strategy} in ${scenario}`);
}

export function movedPercent({ moved, clients }: ScenarioResult): number {
  return (100 * moved) / clients;
}

export function brokenPercent({ brokenHandshakes, handshakes }: ScenarioResult): number | null {
  return percentOf(brokenHandshakes, handshakes);
}

export function foundPercent({ found, requests }: ScenarioResult): number | null {
  return percentOf(found.inMemory, requests);
}
