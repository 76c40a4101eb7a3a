import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './clock.ts';
import { type Explanation, LabError, messageOf } from './errors.ts';
import type { LabEvent } from './events.ts';
import type { AnyLab, Prediction, Services } from './lab.ts';
import type { Preset } from './params.ts';
import { type Environment, type RunRecord, recordFormatVersion, type TracedCommand } from './record.ts';
import { openScope } from './scope.ts';
import type { ServerInfo } from './server-info.ts';
import type { ServiceHost } from './service.ts';
import { same } from './text.ts';

export interface RunOptions {
  readonly preset: Preset;
  readonly params: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Tells this run from another one of the same millisecond: the name of the record and of every key hangs on it. */
  readonly nonce: string;
  readonly toolVersion: string;
  readonly environment: Environment;
  readonly clock: Clock;
  /** Aborted by the learner (Ctrl-C). */
  readonly signal: AbortSignal;
  readonly onEvent: (event: LabEvent) => void;
  /** Answers a choice's id, or null when the learner skips or cannot be asked. */
  readonly predict: (prediction: Prediction, signal: AbortSignal) => Promise<string | null>;
  readonly openHost: (options: HostOptions) => OwnedServiceHost;
}

/** A host that the run opened and closes: its temp folder goes with it. */
export interface OwnedServiceHost extends ServiceHost {
  /** What a client library threw, in words for people; what it does not know it answers as it is. */
  explain(error: unknown): unknown;
  close(): Promise<void>;
}

/** What the run itself gives to its service host. */
export interface HostOptions {
  readonly runId: string;
  readonly signal: AbortSignal;
  emit(event: LabEvent): void;
  fail(error: Error): void;
}

export interface RunResult {
  readonly record: RunRecord;
  /** What stopped the run, as thrown. */
  readonly error?: unknown;
}

/** Enough for every command of a lesson; a `--trace` of a load test would fill the disk. */
const traceLimit = 2_000;

/**
 * Services up, the lab's `run`, services down: always answers a record, whatever happened in between.
 * The lab's promise is raced against the learner's Ctrl-C and against a server that dies by itself,
 * so that a lab which waits for an answer that will never come does not hang.
 */
export async function runLab(lab: AnyLab, options: RunOptions): Promise<RunResult> {
  const { clock } = options;
  const startedAt = clock.date();
  const startedMs = clock.nowMs();
  const journal = openJournal(clock);
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const id = runIdOf(lab.id, startedAt, options.nonce);
  let prediction: string | null = null;
  let data: unknown = null;
  let error: unknown;

  const emit = (event: LabEvent) => {
    journal.note(event);
    options.onEvent(event);
  };
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  interrupted.catch(() => {}); // It rejects once; whoever races it sees it.

  const answer = (servers: readonly ServerInfo[]): RunResult => {
    const outcome = options.signal.aborted ? 'aborted' : error === undefined ? 'completed' : 'failed';
    const record: RunRecord = {
      formatVersion: recordFormatVersion,
      id,
      lab: lab.id,
      labRevision: lab.revision,
      toolVersion: options.toolVersion,
      startedAt: startedAt.toISOString(),
      preset: options.preset,
      params: options.params,
      seed: options.seed,
      prediction,
      environment: options.environment,
      servers,
      timings: { totalMs: clock.nowMs() - startedMs, steps: journal.steps() },
      trace: journal.trace,
      traceDropped: journal.dropped(),
      outcome,
      error: outcome === 'failed' ? explain(error) : null,
      data: outcome === 'completed' ? data : null,
    };
    return { record, ...(error === undefined ? {} : { error }) };
  };

  let host: OwnedServiceHost;
  try {
    host = options.openHost({ runId: id, signal, emit, fail: (reason) => stop.abort(reason) });
  } catch (thrown) {
    error = thrown;
    return answer([]);
  }
  const scope = openScope(host, clock);
  scope.defer(() => host.close());

  const experiment = async () => {
    const services: Record<string, unknown> = {};
    for (const [name, service] of Object.entries(lab.services as Services)) {
      const needed = service.when?.(options.params) ?? true;
      services[name] = needed ? await scope.start(service) : null;
    }
    return await lab.run({
      params: options.params as never,
      services,
      seed: options.seed,
      clock,
      signal,
      scope,
      emit,
      predict: async () => {
        prediction = await options.predict(lab.prediction, signal);
      },
    });
  };

  try {
    signal.throwIfAborted();
    data = await Promise.race([experiment(), interrupted]);
  } catch (thrown) {
    // A client often notices a dead server a moment before the one who watches over it can say why.
    error = host.explain(await reasonWithin(diagnosisMs, interrupted, thrown));
    stop.abort(error);
  } finally {
    await scope.close();
  }
  return answer(scope.servers);
}

const diagnosisMs = 300;

function reasonWithin(limitMs: number, interrupted: Promise<never>, thrown: unknown): Promise<unknown> {
  return Promise.race([interrupted.catch((reason: unknown) => reason), wait(limitMs, thrown, { ref: true })]);
}

/** `20261123-031502007-pubsub-1a2b3c4d`: sorts by time. */
function runIdOf(lab: string, startedAt: Date, nonce: string): string {
  const stamp = startedAt.toISOString().replace(/[-:]/g, '').replace('T', '-').replace('.', '').slice(0, 18);
  return `${stamp}-${lab}-${nonce}`;
}

function explain(error: unknown): Explanation {
  if (error instanceof LabError) return error.explanation;
  const nothing = same('');
  return { what: same(messageOf(error)), why: nothing, next: nothing };
}

/** Keeps what a run said: the time of each step, and the commands it showed. */
function openJournal(clock: Clock) {
  const steps: { id: string; startedMs: number }[] = [];
  const trace: TracedCommand[] = [];
  let dropped = 0;
  return {
    trace,
    dropped: () => dropped,
    steps: () => {
      const endMs = clock.nowMs();
      return steps.map((step, index) => ({
        id: step.id,
        tookMs: (steps[index + 1]?.startedMs ?? endMs) - step.startedMs,
      }));
    },
    note(event: LabEvent): void {
      if (event.kind === 'step') steps.push({ id: event.id, startedMs: clock.nowMs() });
      if (event.kind !== 'command') return;
      if (trace.length < traceLimit) {
        const { kind: _, ...command } = event;
        trace.push(command);
      } else {
        dropped += 1;
      }
    },
  };
}
