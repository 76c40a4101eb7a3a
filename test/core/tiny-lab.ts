import type { Act } from '../../src/core/act.ts';
import type { AnyLab, LabContext } from '../../src/core/lab.ts';
import type { Params } from '../../src/core/params.ts';
import type { Quiet } from '../../src/core/record.ts';
import type { OwnedServiceHost, RunOptions } from '../../src/core/run.ts';
import type { Service } from '../../src/core/service.ts';
import { same } from '../../src/core/text.ts';

type Context = LabContext<Record<string, never>, Record<string, Service<unknown>>>;

type TinyAct = Partial<Act<unknown, Params, Context>>;

/** A lab without a server, for what the frame itself does: one act, or several that say how they differ from it. */
export function tinyLab(
  run: (context: Context) => Promise<unknown>,
  services: Record<string, Service<unknown>> = {},
  acts: readonly TinyAct[] = [{}],
): AnyLab {
  const act = {
    id: 'act',
    title: same('title'),
    aim: same('aim'),
    predict: {
      prompt: same('?'),
      choices: [{ id: 'yes', label: same('yes') }],
      answer: () => null,
    },
    run,
    headline: () => same('headline'),
    show: () => [],
  };
  return {
    id: 'tiny',
    revision: 1,
    question: same('?'),
    picture: same('.'),
    params: {},
    services,
    acts: acts.map((own) => ({ ...act, ...own })),
    judges: {},
    comparison: () => null,
    why: () => same(''),
    caveat: () => same(''),
    tryNext: [],
  };
}

const quietMachine: Quiet = { quiet: true, reasons: [], probe: { load: 0, steal: null, jitterMs: 0 } };

/** What a run is given, with a clock that counts a millisecond a reading; `log` hears what the host is told. */
export function tinyOptions(
  log: string[] = [],
  learner = new AbortController(),
): RunOptions & { fail(error: Error): void } {
  let nowMs = 0;
  let fail: (error: Error) => void = () => {};
  return {
    preset: 'default',
    params: {},
    seed: 7,
    acts: null,
    nonce: 'nonce',
    toolVersion: '0.0.0',
    environment: { cpu: 'cpu', cores: 1, memoryBytes: 1, os: 'os', node: 'v20', loadAverage: [0, 0, 0] },
    clock: { nowMs: () => nowMs++, date: () => new Date(Date.UTC(2026, 10, 23, 3, 15, 2, 7)) },
    signal: learner.signal,
    onEvent: (event) => void log.push(event.kind),
    predict: async () => 'yes',
    probe: async () => quietMachine,
    openHost(options): OwnedServiceHost {
      fail = options.fail;
      return {
        ...options,
        external: {},
        trace: false,
        tempFolder: async () => '/nowhere',
        socketFolder: async () => '',
        newSecret: () => 'secret',
        whyMissing: async () => null,
        watchGroup() {},
        forgetGroup() {},
        explain: (error) => error,
        close: async () => void log.push('host closed'),
      };
    },
    fail: (error) => fail(error),
  };
}

/** A service that only writes down when it comes and goes. */
export function loggingService(name: string, log: string[], stop = async () => {}): Service<string> {
  return {
    name,
    programs: [],
    async start() {
      log.push(`${name} up`);
      return {
        handle: name,
        info: { name, version: '1', args: [] },
        stop: async () => {
          log.push(`${name} down`);
          await stop();
        },
      };
    },
  };
}
