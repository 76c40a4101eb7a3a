// What the host's page knows of its server, pure: each message leads on from what was known.

import type { Explanation } from '../../../core/errors.ts';
import type { Text } from '../../../core/text.ts';
import type { Trace, TraceEvent } from '../../../core/trace.ts';
import { appended } from '../../../replay/append.ts';
import { count, openTally } from '../../../replay/moment.ts';
import type { Graded } from '../../../report/findings.ts';
import type { Report } from '../../../report/report.ts';
import type {
  Batch,
  Entrance,
  KeptCard,
  LabCard,
  RoomForHost,
  Running,
  RunWish,
  SceneNow,
  ToHost,
} from '../../protocol.ts';

export interface ActNow {
  readonly id: string;
  readonly title: Text;
  readonly aim: Text | null;
  /** What came out; null while it runs. */
  readonly headline: Text | null;
  readonly skipped: boolean;
  readonly prediction: Graded | null;
}

/** A run as far as it has come. */
export interface RunNow {
  readonly run: number;
  readonly wish: RunWish;
  readonly report: Report;
  /** What was sent of it so far; the oldest goes where there is much. */
  readonly trace: Trace;
  readonly acts: readonly ActNow[];
  readonly progress: { readonly done: number; readonly of: number; readonly unit: Text } | null;
  /** Events of each kind so far, those among them that were too many to send. */
  readonly counts: Readonly<Record<string, number>>;
  readonly warnings: readonly Text[];
}

export interface LiveState {
  /** Null until the server has said hello. */
  readonly entrance: Entrance | null;
  readonly labs: readonly LabCard[];
  readonly kept: readonly KeptCard[];
  readonly run: RunNow | null;
  /** The last batch that was taken. */
  readonly seq: number;
  /** A batch is missing: those after `seq` have to be asked for. */
  readonly hole: boolean;
  /** Where the data of the run lies that is to be shown. */
  readonly data: string | null;
  readonly refused: Explanation | null;
  readonly room: RoomForHost | null;
  /** The scene of the run that goes on, where it is one. */
  readonly scene: SceneNow | null;
}

export const nothingKnown: LiveState = {
  ...{
    entrance: null,
    labs: [],
    kept: [],
    run: null,
    seq: 0,
    hole: false,
    data: null,
    refused: null,
    room: null,
    scene: null,
  },
};

/** As many as the budget of a kept trace has for a handful of arms. */
const mostEvents = 4_000;

export function heard(state: LiveState, message: ToHost): LiveState {
  switch (message.kind) {
    case 'hello': {
      const { running, entrance } = message;
      if (!running) return { ...state, entrance, run: null, scene: null };
      return state.run?.run === running.run ? { ...state, entrance } : { ...begun(state, running), entrance };
    }
    case 'catalogue':
      return { ...state, labs: message.labs, kept: message.kept };
    case 'started':
      return begun(state, message);
    case 'batch':
      return taken(state, message);
    case 'ended':
      return {
        ...state,
        run: null,
        scene: null,
        data: message.data,
        refused: message.error ?? state.refused,
      };
    case 'opened':
      return { ...state, data: message.data, refused: null };
    case 'refused':
      return { ...state, refused: message.why };
    case 'scene':
      return { ...state, scene: message };
    case 'group':
      return { ...state, room: message };
  }
}

function begun(state: LiveState, { run, wish, report, actors, series, arms, after }: Running): LiveState {
  const { id, lab, startedAt } = report.record;
  const header = { v: 1, run: id, lab, clock: 'hrtime', startedAt, durationUs: 0 } as const;
  const counts = { budget: 0, kept: 0, left: 0 };
  const trace: Trace = { header: { ...header, ...counts, actors, series, arms }, events: [] };
  const fresh: RunNow = { run, wish, report, acts: [], progress: null, counts: {}, trace, warnings: [] };
  return { ...state, run: fresh, seq: after, hole: false, data: null, refused: null, scene: null };
}

/** Each batch once and in its order: after a hole nothing is taken until it is filled. */
function taken(state: LiveState, batch: Batch): LiveState {
  if (batch.seq <= state.seq || !state.run) return state;
  if (batch.seq > state.seq + 1) return { ...state, hole: true };
  return { ...state, seq: batch.seq, hole: false, run: withBatch(state.run, batch) };
}

function withBatch(run: RunNow, { said, events, actors, left }: Batch): RunNow {
  const counts: Record<string, number> = { ...run.counts };
  for (const { kind } of events) counts[kind] = (counts[kind] ?? 0) + 1;
  for (const [kind, count] of Object.entries(left)) counts[kind] = (counts[kind] ?? 0) + count;
  const grown = appended(run.trace, events);
  const header = { ...grown.header, actors: [...grown.header.actors, ...actors] };
  const trace = { header, events: shortened(grown.events) };
  return said.reduce<RunNow>((now, event) => withEvent(now, event), { ...run, counts, trace });
}

/** The oldest goes where there is much, but for faults and marks; a gap of its act and arm says how much of what. */
function shortened(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const old = events.slice(0, -mostEvents);
  const isFault = ({ kind }: TraceEvent) => kind === 'state' || kind === 'mark';
  const parts = new Map<string, TraceEvent[]>();
  for (const event of old.filter((one) => !isFault(one))) {
    const key = JSON.stringify([event.act, event.arm]);
    parts.set(key, [...(parts.get(key) ?? []), event]);
  }
  const gaps = new Map([...parts.values()].map((part) => [part[0], gapOf(part)]));
  const kept = old.flatMap((event) => (isFault(event) ? event : (gaps.get(event) ?? [])));
  return [...kept, ...events.slice(-mostEvents)];
}

function gapOf(part: readonly TraceEvent[]): TraceEvent {
  const [first, last] = [part[0], part.at(-1)] as [TraceEvent, TraceEvent];
  const { atUs, seq, act, arm } = first;
  const left = openTally();
  for (const event of part) count(left, event);
  const toUs = last.kind === 'gap' ? last.toUs : last.atUs;
  const place = { atUs, seq, act, ...(arm === undefined ? {} : { arm }) };
  return { ...place, kind: 'gap', toUs, left: Object.fromEntries(left.counts) };
}

function withEvent(run: RunNow, event: Batch['said'][number]): RunNow {
  switch (event.kind) {
    case 'act': {
      const { id, title, aim } = event;
      const act = { id, title, aim, headline: null, skipped: false, prediction: null };
      return { ...run, progress: null, acts: [...run.acts.filter((one) => one.id !== id), act] };
    }
    case 'act-done': {
      const { id, title, headline, skipped, prediction } = event;
      const aim = run.acts.find((one) => one.id === id)?.aim ?? null;
      const act = { id, title, aim, headline, skipped, prediction };
      return { ...run, progress: null, acts: [...run.acts.filter((one) => one.id !== id), act] };
    }
    case 'progress':
      return { ...run, progress: event };
    case 'service-ready': {
      const { record } = run.report;
      const servers = [...record.servers, event.server];
      return { ...run, report: { ...run.report, record: { ...record, servers } } };
    }
    case 'warning':
      return { ...run, warnings: [...run.warnings, event.text] };
    default:
      return run;
  }
}
