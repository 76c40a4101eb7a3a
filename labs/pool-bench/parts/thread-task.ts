// The work that is given to threads: a function that keeps a core busy, and the file through which a thread gets it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monotonicClock, type Scope } from '../../../src/kit/run.ts';

/** Arithmetic that a compiler cannot leave out. The same number of steps is the same work on any thread. */
export function burn(steps: number): number {
  let value = 1;
  for (let step = 0; step < steps; step += 1)
    value = (Math.imul(value ^ (value >>> 15), 739_982_445) + step) | 0;
  return value;
}

const calibrationSteps = 400_000;
const calibrations = 15;

/** How many steps this machine takes in a millisecond, at its best. */
export function stepsPerMs(): number {
  let bestMs = Infinity;
  for (let turn = 0; turn < calibrations; turn += 1) {
    const startMs = monotonicClock.nowMs();
    burn(calibrationSteps);
    bestMs = Math.min(bestMs, monotonicClock.nowMs() - startMs);
  }
  return calibrationSteps / bestMs;
}

/**
 * Writes the function into a file of its own: threads share no code, each loads its own. piscina calls what the file
 * exports; a thread started for one task finds the task in `workerData` and posts the answer.
 */
export async function writeTaskFile(scope: Scope): Promise<string> {
  const file = join(await scope.tempFolder('task'), 'task.mjs');
  await writeFile(
    file,
    [
      "import { parentPort, workerData } from 'node:worker_threads';",
      `${burn}`,
      'export default burn;',
      'if (workerData?.steps) parentPort.postMessage(burn(workerData.steps));',
    ].join('\n'),
  );
  return file;
}
