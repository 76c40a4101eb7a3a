// A look at a map says of everybody on it where they are, one event each. Who is in the next look no more is not there any
// more; while a look goes on, whoever it has not come to yet is where the look before had them.
import type { ActorId, TraceEvent } from '../../../core/trace.ts';

type Placed = TraceEvent & { readonly kind: 'place' };

interface Look {
  readonly map: ActorId;
  readonly dots: { readonly at: number; readonly placed: Placed }[];
}

/** In the order of their beginning; with `at`, the place of each event in the trace. */
export function looksOf(events: readonly TraceEvent[]): Look[] {
  const latest = new Map<ActorId, Look>();
  const looks: Look[] = [];
  for (const [at, placed] of events.entries()) {
    if (placed.kind !== 'place') continue;
    let look = latest.get(placed.map);
    if (!look || look.dots.some((dot) => dot.placed.who === placed.who)) {
      look = { map: placed.map, dots: [] };
      latest.set(placed.map, look);
      looks.push(look);
    }
    look.dots.push({ at, placed });
  }
  return looks;
}

/** @param happened how many events have happened */
export function shownAt(looks: readonly Look[], happened: number): Map<ActorId, readonly Placed[]> {
  const maps = new Map<ActorId, readonly Placed[]>();
  for (const { map, dots } of looks) {
    const said = dots.filter(({ at }) => at < happened).map(({ placed }) => placed);
    if (said.length === 0) break;
    const rest = said.length < dots.length ? (maps.get(map) ?? []) : [];
    const isOpen = ({ who }: Placed) => !said.some((placed) => placed.who === who);
    maps.set(map, [...said, ...rest.filter(isOpen)]);
  }
  return maps;
}
