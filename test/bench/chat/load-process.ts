// The load's end of the line: each verb is a message, and its reply.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { monotonicClock } from '../../../src/measure/clock.ts';
import { nodeProcess } from '../../../src/services/node-program.ts';
import type { LoadVerbs } from './load.ts';

export interface LoadProcess extends LoadVerbs {
  readonly pid: number;
  end(): void;
}

export function startLoad(): LoadProcess {
  const [file = ''] = nodeProcess('internals/bench-chat-load');
  const child = fork(file);
  const ask = async (verb: keyof LoadVerbs, args: unknown[]) => {
    const fromMs = monotonicClock.nowMs();
    child.send({ verb, args });
    const [reply] = (await once(child, 'message')) as [{ result?: unknown; error?: string }];
    const seconds = ((monotonicClock.nowMs() - fromMs) / 1e3).toFixed(1);
    const said = reply.error ?? reply.result;
    console.error(`  ${args[0]}: ${verb} (${seconds} s) ${said === null ? '' : JSON.stringify(said)}`);
    if (reply.error) throw new Error(reply.error);
    return reply.result as never;
  };
  return {
    pid: child.pid ?? 0,
    open: (...args) => ask('open', args),
    flood: (...args) => ask('flood', args),
    pace: (...args) => ask('pace', args),
    recover: (...args) => ask('recover', args),
    close: (...args) => ask('close', args),
    end: () => void child.kill('SIGKILL'),
  };
}
