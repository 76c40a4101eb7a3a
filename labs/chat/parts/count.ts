// What a cell of the table says, out of the notebooks of everybody in a room. By the messages' numbers, never by sums.
import { countReordered, toRuns } from '../../../src/kit/run.ts';
import type { Cell } from '../data.ts';
import type { Notebook } from './notebook.ts';

/** One room: who spoke, and who should have heard it. */
export interface RoomLog {
  readonly speaker: Notebook;
  readonly readers: readonly Notebook[];
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

type Counts = Omit<Cell, 'mode' | 'fault'>;

/** What every join without a history says, whatever was missed: it is no news of a gap. */
const saysNothing = new Set(['new-here', 'no-history']);

interface Read {
  readonly due: number;
  readonly lost: readonly number[];
  readonly told: number;
  readonly falselyRecovered: number;
  readonly duplicated: number;
  readonly reordered: number;
  readonly needless: number;
  readonly latestMs: number;
  readonly caughtUpMs: number | null;
  readonly heard: readonly number[];
}

export function countCell(rooms: readonly RoomLog[], fault: Span): Counts {
  const reads = rooms.flatMap(({ speaker, readers }) =>
    readers.map((one) => countReader(speaker, one, fault)),
  );
  const notebooks = rooms.flatMap(({ readers }) => readers);
  const sum = (of: (one: Read) => number) => reads.reduce((total, one) => total + of(one), 0);
  const worst = reads.reduce((a, b) => (b.lost.length > a.lost.length ? b : a));
  return {
    sent: rooms.reduce((total, { speaker }) => total + speaker.said.size, 0),
    acknowledged: rooms.reduce((total, { speaker }) => total + speaker.acknowledged.size, 0),
    due: sum(({ due }) => due),
    lost: sum(({ lost }) => lost.length),
    told: sum(({ told }) => told),
    falselyRecovered: sum((one) => one.falselyRecovered),
    duplicated: sum(({ duplicated }) => duplicated),
    reordered: sum(({ reordered }) => reordered),
    recovered: notebooks.reduce((total, { recovered }) => total + recovered, 0),
    needless: sum(({ needless }) => needless),
    reconnects: notebooks.reduce((total, { upMs }) => total + upMs.length - 1, 0),
    caughtUpMs: caughtUp(reads),
    latestMs: Math.max(0, ...reads.map(({ latestMs }) => latestMs)),
    worst: toRuns([...new Set(worst.heard)].sort((a, b) => a - b)),
  };
}

function countReader(speaker: Notebook, reader: Notebook, fault: Span): Read {
  const heardAt = new Map<number, number>();
  let duplicated = 0;
  for (const { n, atMs } of reader.heard) {
    if (heardAt.has(n)) duplicated += 1;
    else heardAt.set(n, atMs);
  }
  const saidAt = (n: number) => speaker.said.get(n) ?? 0;
  const due = [...speaker.acknowledged.keys()];
  const lost = due.filter((n) => !heardAt.has(n));
  const gaps = reader.told.filter(({ why }) => !saysNothing.has(why));
  const wasTold = (n: number) => gaps.some(({ atMs }) => atMs > saidAt(n));
  const silently = lost.filter((n) => !wasTold(n));
  const before = due.filter((n) => saidAt(n) < fault.toMs);
  const hasAll = before.length > 0 && before.every((n) => heardAt.has(n));
  const waits = [...heardAt].map(([n, atMs]) => atMs - saidAt(n));
  return {
    due: due.length,
    lost,
    told: lost.length - silently.length,
    falselyRecovered: silently.filter((n) => reader.assured.some((atMs) => atMs > saidAt(n))).length,
    duplicated,
    reordered: countReordered(toRuns(reader.heard.map(({ n }) => n))),
    // A gap that was announced, and nothing that was said before it is missing.
    needless: gaps.filter(({ atMs }) => !lost.some((n) => saidAt(n) < atMs)).length,
    latestMs: Math.max(0, ...waits),
    caughtUpMs: hasAll ? Math.max(0, ...before.map((n) => (heardAt.get(n) ?? 0) - fault.fromMs)) : null,
    heard: [...heardAt.keys()],
  };
}

function caughtUp(reads: readonly Read[]): Counts['caughtUpMs'] {
  const times = reads
    .flatMap(({ caughtUpMs }) => (caughtUpMs === null ? [] : [caughtUpMs]))
    .sort((a, b) => a - b);
  if (times.length === 0) return null;
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return { median: at(0.5), p99: at(0.99), people: times.length };
}
