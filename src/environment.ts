import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import type { Environment } from './core/record.ts';

/** The machine as it is now. */
export function readEnvironment(): Environment {
  return {
    cpu: cpus()[0]?.model.trim() || process.arch,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    os: `${type()} ${release()}`,
    node: process.version,
    loadAverage: loadavg(),
  };
}
