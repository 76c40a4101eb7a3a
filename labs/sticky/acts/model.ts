// Every strategy in every scenario, in the model. What it says about the real ones is what --prove proves.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRandom } from '../../../src/kit/run.ts';
import type { ModelData, ScenarioResult } from '../data.ts';
import { checkFileLimit } from '../parts/live/file-limit.ts';
import { scenarios } from '../parts/model/scenarios.ts';
import { simulateAll } from '../parts/model/simulation.ts';
import { strategies } from '../parts/strategies.ts';
import type { StickyContext } from '../settings.ts';

export async function model({ params, seed, signal, emit }: StickyContext): Promise<ModelData> {
  await checkFileLimit(params); // Later acts connect, and who cannot hears it now.
  const results: ScenarioResult[] = [];
  const of = scenarios.length * strategies.length;
  const all = simulateAll(scenarios, strategies, params.clients, createRandom(seed).fork('model'));
  for (const result of all) {
    if (result) {
      results.push(result);
      emit({ kind: 'progress', done: results.length, of, unit: { ko: '조합', en: 'combinations' } });
    }
    await nextTurn(); // The simulation itself never waits; a Ctrl-C has to be heard all the same.
    signal.throwIfAborted();
  }
  return results;
}
