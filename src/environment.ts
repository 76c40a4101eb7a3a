import { availableParallelism, cpus, hostname, loadavg, release, totalmem, type, userInfo } from 'node:os';
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

/** What this machine and its user are called: not for a record that is shared. */
export function ownNames(): string[] {
  const host = hostname();
  const names = [host, host.split('.')[0] ?? host];
  try {
    return [...names, userInfo().username];
  } catch {
    return names; // A user that the system does not know, as in some containers.
  }
}
