import type { LabEvent } from '../core/events.ts';
import { type Actor, actorsIn, type TraceEvent } from '../core/trace.ts';
import type { Batch } from './protocol.ts';

const everyMs = 250;
/** More in a quarter of a second nobody can see, and a slow page could not take. */
const mostEvents = 400;
/** Kept for a page that was away. */
const mostKept = 20_000;

type Named = Readonly<Record<string, Actor>>;

/** A run as its page sees it, a quarter of a second at a time. */
export interface Batches {
  /** Of the last one. */
  readonly seq: number;
  /** @param actors that the lab names */
  begin(run: number, actors: Named): void;
  say(event: LabEvent): void;
  note(event: TraceEvent): void;
  /** Those after this one, as far as they are kept. */
  since(seq: number): readonly Batch[];
  /** Sends what is left. */
  end(): void;
}

export function openBatches(send: (batch: Batch) => void): Batches {
  let kept: Batch[] = [];
  let seq = 0;
  let run = 0;
  let said: LabEvent[] = [];
  let events: TraceEvent[] = [];
  let left: Record<string, number> = {};
  let named: Named = {};
  let timer: NodeJS.Timeout | null = null;

  function flush(): void {
    if (said.length === 0 && events.length === 0) return;
    seq += 1;
    const all = actorsIn(events, named);
    const actors = Object.entries(all).flatMap(([id, actor]) => (id in named ? [] : [{ id, ...actor }]));
    named = all;
    const batch: Batch = { kind: 'batch', run, seq, said, events, actors, left };
    [said, events, left] = [[], [], {}];
    kept.push(batch);
    let count = kept.reduce((sum, one) => sum + one.events.length, 0);
    while (count > mostKept) count -= kept.shift()?.events.length ?? 0;
    send(batch);
  }

  return {
    get seq() {
      return seq;
    },
    begin(number, actors) {
      run = number;
      named = actors;
      kept = [];
      timer = setInterval(flush, everyMs);
    },
    say(event) {
      // A progress that is not the last one is no news.
      if (event.kind === 'progress') said = said.filter(({ kind }) => kind !== 'progress');
      if (event.kind !== 'command') said.push(event);
    },
    note(event) {
      if (events.length < mostEvents) events.push(event);
      else left[event.kind] = (left[event.kind] ?? 0) + 1;
    },
    since: (after) => kept.filter((batch) => batch.seq > after),
    end() {
      if (timer) clearInterval(timer);
      flush();
    },
  };
}
