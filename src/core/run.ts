import { setTimeout as wait } from 'node:timers/promises';
import { type Act, grade, isSkipped, type Question, type Skipped } from './act.ts';
import type { Clock } from './clock.ts';
import {
  type Explanation,
  exitCodes,
  LabError,
  type LeftBehindError,
  messageOf,
  RefusedError,
} from './errors.ts';
import type { LabEvent } from './events.ts';
import type { AnyLab, LabContext, Services } from './lab.ts';
import type { Params, Preset } from './params.ts';
import { type Environment, type Quiet, type RunRecord, recordFormatVersion } from './record.ts';
import { type OwnedScope, openScope } from './scope.ts';
import type { ServerInfo } from './server-info.ts';
import type { HeldServer, Service, ServiceHost } from './service.ts';
import { type SilenceWatch, watchSilence } from './silence.ts';
import { same, type Text } from './text.ts';
import {
  actorsIn,
  armsIn,
  type Happening,
  openTrace,
  seriesIn,
  type Trace,
  type TraceEvent,
  type TraceWriter,
  traceBudget,
} from './trace.ts';

/** An act in its place. */
export interface PlacedAct {
  readonly id: string;
  /** From 1. */
  readonly number: number;
}

export interface RunOptions {
  readonly preset: Preset;
  readonly params: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** The acts that were asked for; null for all. */
  readonly acts: readonly string[] | null;
  /** How a room voted on what this run answers. */
  readonly votes?: RunRecord['votes'];
  /** Tells this run from another one of the same millisecond: the name of the record and of every key hangs on it. */
  readonly nonce: string;
  readonly toolVersion: string;
  readonly environment: Environment;
  readonly clock: Clock;
  /** Aborted by the learner (Ctrl-C). */
  readonly signal: AbortSignal;
  readonly onEvent: (event: LabEvent) => void;
  /** Told of what goes into the trace, as it happens. */
  readonly onTraced?: (event: TraceEvent) => void;
  /** Returns a choice's id, or null when the learner skips or cannot be asked. */
  readonly predict: (question: Question, act: PlacedAct, signal: AbortSignal) => Promise<string | null>;
  /** Looks whether anybody else is at work on this machine. */
  readonly probe: () => Promise<Quiet>;
  readonly openHost: (options: HostOptions) => OwnedServiceHost;
  /** Called when the acts are through, while the servers of the run and of its last act stand: they go when it is done. */
  readonly hold?: (result: RunResult, held: Held) => Promise<void>;
}

/** What the learner may break by hand. */
export interface Held {
  readonly servers: readonly HeldServer[];
  /** Tells what is noted in the trace from here on: by servers within redis-lab itself. */
  onNote(listener: (happening: Happening) => void): void;
}

/** A host that the run opened and closes: its temp folder goes with it. */
export interface OwnedServiceHost extends ServiceHost {
  /** What a client library threw, in words for people; what it does not know it returns as it is. */
  explain(error: unknown): unknown | Promise<unknown>;
  close(): Promise<void>;
}

/** What the run itself gives to its service host. */
export interface HostOptions {
  readonly runId: string;
  readonly signal: AbortSignal;
  emit(event: LabEvent): void;
  note(happening: Happening, arm?: string): void;
  fail(error: Error): void;
}

export interface RunResult {
  readonly record: RunRecord;
  /** What happened when; it is kept beside the record. */
  readonly trace: Trace;
  /** What stopped the run, as thrown. */
  readonly error?: unknown;
  /** What the clean-up could not take back. */
  readonly left: readonly LeftBehindError[];
}

type AnyAct = Act<unknown, Params, LabContext<Params, Services>>;

/**
 * Services up, act after act, services down: always returns a record, whatever happened in between.
 * The acts are raced against the learner's Ctrl-C and against a server that dies by itself,
 * so that an act which waits for an answer that will never come does not hang.
 */
export async function runLab(lab: AnyLab, options: RunOptions): Promise<RunResult> {
  const { clock } = options;
  const startedAt = clock.date();
  const startedMs = clock.nowMs();
  const times: { id: string; tookMs: number }[] = [];
  const writer = openTrace(() => Math.round((clock.nowMs() - startedMs) * 1e3), options.onTraced);
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const id = runIdOf(lab.id, startedAt, options.nonce);
  const predictions: Record<string, string> = {};
  const data: Record<string, unknown> = {};
  const servers: ServerInfo[] = [];
  const refusals: RefusedError[] = [];
  let silence: SilenceWatch | null = null;
  let left: readonly LeftBehindError[] = [];
  let quiet: Quiet | null = null;
  let error: unknown;
  let heldResult: RunResult | null = null;
  const actScopes: OwnedScope[] = [];
  const listeners: ((happening: Happening) => void)[] = [];

  const note: TraceWriter['note'] = (happening, arm) => {
    silence?.heard();
    writer.note(happening, arm);
    for (const listener of listeners) listener(happening);
  };
  const emit = (event: LabEvent) => {
    silence?.heard();
    if (event.kind === 'act') writer.enter(event.id);
    if (event.kind === 'act-done' && !event.skipped) times.push({ id: event.id, tookMs: event.tookMs });
    if (event.kind === 'command') writer.note(asHappening(event));
    options.onEvent(event);
  };
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  interrupted.catch(() => {}); // It rejects once; whoever races it sees it.

  const result = (): RunResult => {
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
      predictions,
      ...(options.votes && { votes: options.votes }),
      environment: options.environment,
      quiet,
      servers,
      timings: { totalMs: clock.nowMs() - startedMs, acts: times },
      outcome,
      error: outcome === 'failed' ? explain(error) : null,
      data: outcome === 'completed' ? data : null,
    };
    const trace = traceOf(lab, record, writer);
    return { record, trace, left, ...(error === undefined ? {} : { error }) };
  };

  const fail = (reason: Error) => {
    if (heldResult === null) stop.abort(reason); // A server that dies while it is held was killed on purpose.
  };

  let host: OwnedServiceHost;
  try {
    host = options.openHost({ runId: id, signal, emit, note, fail });
  } catch (thrown) {
    error = thrown;
    return result();
  }
  const scope = openScope(host, clock, (info) => void servers.push(info));
  scope.defer(() => host.close());
  const notAskedFor = onlyOthersOf(lab.id);

  async function experiment(): Promise<void> {
    const services = await startAll();
    quiet = await options.probe();
    for (const [index, act] of (lab.acts as readonly AnyAct[]).entries()) {
      const placed = { id: act.id, number: index + 1 };
      const reason = await whySkipped(act, services);
      data[act.id] = reason ? skip(act, placed, reason) : await play(act, placed, services);
    }
    const [refusal] = refusals;
    if (refusal && Object.values(data).every(isSkipped)) throw refusal;
  }

  /** Side by side, for some take seconds; they stand in the record in the lab's order. */
  async function startAll(): Promise<Record<string, unknown>> {
    const services: Record<string, unknown> = {};
    const startedMs = clock.nowMs();
    const isNeeded = (service: Service<unknown>) => service.when?.(options.params) ?? true;
    for (const service of Object.values(lab.services as Services)) {
      const url = host.external[service.name];
      if (url !== undefined && isNeeded(service)) await service.own?.check(url);
    }
    const begun = Object.entries(lab.services as Services).map(([name, service]) => {
      const needed = isNeeded(service);
      const running = needed ? service.start(host) : null;
      running?.catch(() => {}); // It is asked below, in its turn.
      return { name, service, running };
    });
    let failure: unknown = null;
    for (const { name, service, running } of begun) {
      try {
        services[name] = running && (await scope.start({ ...service, start: () => running }, startedMs));
      } catch (thrown) {
        const missing = thrown instanceof LabError && thrown.exitCode === exitCodes.programMissing;
        if (service.optional && missing) services[name] = { skipped: reasonOf(thrown) };
        else failure ??= thrown; // The others are on their way, and have to be in the scope to be ended.
        if (running) scope.defer(() => running.then(({ stop }) => stop()).catch(() => {}));
      }
    }
    if (failure !== null) throw failure;
    return services;
  }

  function skip({ title }: AnyAct, placed: PlacedAct, reason: Text): Skipped {
    const nothing = { skipped: true, prediction: null, tookMs: 0 };
    // What was not chosen is no news to who chose the others.
    if (reason !== notAskedFor) emit({ kind: 'act-done', ...placed, title, headline: reason, ...nothing });
    return { skipped: reason };
  }

  async function whySkipped(act: AnyAct, services: Record<string, unknown>): Promise<Text | null> {
    if (options.acts && !options.acts.includes(act.id)) return notAskedFor;
    const reason = act.leftOut?.(options.params as never);
    if (reason) return reason;
    for (const need of act.needs ?? []) {
      const missing = need === 'private-redis' ? whyNotPrivate(services) : await host.whyMissing(need);
      if (missing) return missing;
    }
    return null;
  }

  async function play(act: AnyAct, placed: PlacedAct, services: Record<string, unknown>): Promise<unknown> {
    const { title, aim, predict } = act;
    const params = options.params as never;
    emit({ kind: 'act', ...placed, of: lab.acts.length, title, aim });
    if (predict && !predict.offWhen?.(params)) {
      const choice = await options.predict(predict, placed, signal);
      if (choice !== null) predictions[act.id] = choice;
    }
    const beganMs = clock.nowMs();
    const own = openScope(host, clock, (info) => void servers.push(info));
    scope.defer(own.close); // An act that was interrupted is not awaited; what it opened ends all the same.
    await actScopes.at(-1)?.close(); // Its servers were left standing: it might have been the last one.
    actScopes.push(own);
    silence = watchSilence(title, act.silentMs?.(params) ?? 0, (reason) => stop.abort(reason));
    own.defer(silence.stop);
    try {
      const { seed } = options;
      const found = await act.run({ params, services, seed, clock, signal, scope: own, emit, note });
      const tookMs = clock.nowMs() - beganMs;
      const headline = act.headline(found, params);
      const prediction = predict ? grade(predict, found, params, predictions[act.id]) : null;
      emit({ kind: 'act-done', ...placed, title, headline, skipped: false, prediction, tookMs });
      return found;
    } catch (thrown) {
      const refusal = await host.explain(thrown);
      if (!(refusal instanceof RefusedError)) throw thrown;
      refusals.push(refusal);
      delete predictions[act.id]; // Nothing will answer it.
      return skip(act, placed, reasonOf(refusal, 'why'));
    } finally {
      silence.stop(); // What stands on after the act makes no sound.
      scope.release();
      if (options.hold) own.release();
      else await own.close();
    }
  }

  try {
    signal.throwIfAborted();
    await Promise.race([experiment(), interrupted]);
    if (options.hold) {
      const handed = await Promise.all([scope, ...actScopes.slice(-1)].map((one) => one.handOver()));
      heldResult = result();
      await options.hold(heldResult, { servers: handed.flat(), onNote: (told) => void listeners.push(told) });
    }
  } catch (thrown) {
    // A client often notices a dead server a moment before the one who watches over it can say why.
    error = await host.explain(await reasonWithin(diagnosisMs, interrupted, thrown));
    stop.abort(error);
  } finally {
    // What hangs in there has a reaper, or a guard, that goes on without us.
    await within(options.signal.aborted ? closeAfterStopMs : closeWithinMs, scope.close());
    left = scope.left;
  }
  // What was found stays found, whatever became of the servers since.
  return heldResult ? { ...heldResult, left, ...(error === undefined ? {} : { error }) } : result();
}

/** Whether a completed run was of all acts: one whose server is missing counts, one that nobody asked for does not. */
export function isWhole({ lab, data }: RunRecord): boolean {
  const notAskedFor = onlyOthersOf(lab).en;
  return Object.values(data as object).every((one) => !isSkipped(one) || one.skipped.en !== notAskedFor);
}

/** By whom acts are chosen, a learner or a walkthrough, is not known here. */
function onlyOthersOf(lab: string): Text {
  return {
    ko: `이번에는 하지 않은 막이에요. 모두 하는 명령: redis-lab ${lab}`,
    en: `This run was without its act; all of them: redis-lab ${lab}`,
  };
}

function whyNotPrivate({ redis }: Record<string, unknown>): Text | null {
  if ((redis as { isPrivate?: boolean } | undefined)?.isPrivate) return null;
  return {
    ko: '설정을 바꾸거나 서버를 멈춰야 해서 내 Redis에서는 하지 않아요. --redis를 빼면 실험용 서버에서 해요.',
    en: 'Not done on your own Redis: it changes settings or stops the server. Without --redis a private one is used.',
  };
}

const diagnosisMs = 300;
/** For servers to go and keys to be removed: at an ordinary end, and for somebody who pressed Ctrl-C. */
const closeWithinMs = 15_000;
const closeAfterStopMs = 3_000;

function reasonWithin(limitMs: number, interrupted: Promise<never>, thrown: unknown): Promise<unknown> {
  return Promise.race([interrupted.catch((reason: unknown) => reason), wait(limitMs, thrown, { ref: true })]);
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  const done = new AbortController();
  await Promise.race([work, wait(limitMs, undefined, { signal: done.signal }).catch(() => {})]);
  done.abort();
}

/** `20261123-031502007-pubsub-1a2b3c4d`: sorts by time. */
function runIdOf(lab: string, startedAt: Date, nonce: string): string {
  const stamp = startedAt.toISOString().replace(/[-:]/g, '').replace('T', '-').replace('.', '').slice(0, 18);
  return `${stamp}-${lab}-${nonce}`;
}

/** In one line: what happened, and why or what to do. */
function reasonOf({ explanation }: LabError, and: 'why' | 'next' = 'next'): Text {
  const { what, [and]: more } = explanation;
  return { ko: `${what.ko} ${more.ko}`, en: `${what.en} ${more.en}` };
}

function explain(error: unknown): Explanation {
  if (error instanceof LabError) return error.explanation;
  const nothing = same('');
  return { what: same(messageOf(error)), why: nothing, next: nothing };
}

/** A command goes from the connection that sent it to the store. */
function asHappening({ connection, command, reply }: Extract<LabEvent, { kind: 'command' }>): Happening {
  return {
    kind: 'command',
    from: connection,
    to: 'redis',
    command,
    ...(reply === undefined ? {} : { reply }),
  };
}

function traceOf(lab: AnyLab, record: RunRecord, writer: TraceWriter): Trace {
  const { events, left } = writer.finish();
  return {
    header: {
      v: 1,
      run: record.id,
      lab: lab.id,
      clock: 'hrtime',
      startedAt: record.startedAt,
      durationUs: Math.round(record.timings.totalMs * 1e3),
      actors: Object.entries(actorsIn(events, lab.actors ?? {})).map(([id, actor]) => ({ id, ...actor })),
      series: seriesIn(events, lab.series ?? {}),
      arms: armsIn(events, lab.arms ?? {}),
      budget: traceBudget,
      kept: events.length,
      left,
    },
    events,
  };
}
