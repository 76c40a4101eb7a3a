// Who stands in front of whom on the stage: those that send before those that receive.
import type { ActorId, TraceEvent } from '../../../core/trace.ts';
import type { Scene } from './scene.ts';

export interface Layer {
  readonly actors: readonly ActorId[];
  /** They neither send nor receive. */
  readonly aside: boolean;
}

/**
 * Each actor after those that send to it, and who carries between the two; who is only told commands after those that
 * tell it. Who has no part in either stands in the middle, and where they are many, behind the others.
 */
export function layersOf({ trace: { events }, actors, brokerOf }: Scene): Layer[] {
  const hops = events.filter(({ kind }) => kind === 'send' || kind === 'recv' || kind === 'drop');
  const next = new Map<ActorId, Set<ActorId>>();
  const takesPart = new Set<ActorId>();
  const follow = (event: TraceEvent) => {
    if (!('from' in event)) return;
    const broker = brokerOf(event.from, event.to);
    const stops = [event.from, ...(broker === undefined ? [] : [broker]), event.to];
    for (const [at, to] of stops.slice(1).entries()) {
      const from = stops[at] as ActorId;
      next.set(from, (next.get(from) ?? new Set()).add(to));
      takesPart.add(from).add(to);
    }
  };
  hops.forEach(follow);
  const withHops = new Set(takesPart);
  const isNew = (event: TraceEvent) =>
    event.kind === 'command' && !(withHops.has(event.from) && withHops.has(event.to));
  events.filter(isNew).forEach(follow);
  const depths = depthsOf(next);
  const layers = [...new Set(depths.values())]
    .sort((a, b) => a - b)
    .map((depth) => ({ actors: actors.filter((actor) => depths.get(actor) === depth), aside: false }));
  const others = actors.filter((actor) => !takesPart.has(actor));
  if (others.length > 0) {
    const aside = layers.length > 0 && others.length <= mostAside;
    layers.splice(aside ? Math.ceil(layers.length / 2) : layers.length, 0, { actors: others, aside });
  }
  return layers;
}

/** More than these do not fit beside the ways. */
const mostAside = 4;

const deepest = 6;

/** How many ways lead to each at most; a way back to whom one came from is none. */
function depthsOf(next: ReadonlyMap<ActorId, ReadonlySet<ActorId>>): Map<ActorId, number> {
  const forward: (readonly [from: ActorId, to: ActorId])[] = [];
  const order: ActorId[] = [];
  const seen = new Map<ActorId, 'above' | 'done'>();
  const visit = (actor: ActorId): void => {
    seen.set(actor, 'above');
    for (const to of next.get(actor) ?? []) {
      if (seen.get(to) === 'above') continue;
      forward.push([actor, to]);
      if (!seen.has(to)) visit(to);
    }
    seen.set(actor, 'done');
    order.unshift(actor);
  };
  const reached = new Set([...next].flatMap(([from, all]) => [...all].filter((to) => to !== from)));
  const starts = [...next.keys()].sort((a, b) => Number(reached.has(a)) - Number(reached.has(b)));
  for (const actor of starts) if (!seen.has(actor)) visit(actor);
  const depths = new Map(order.map((actor) => [actor, 0]));
  for (const actor of order) {
    for (const [from, to] of forward)
      if (from === actor)
        depths.set(to, Math.min(deepest, Math.max(depths.get(to) ?? 0, (depths.get(actor) ?? 0) + 1)));
  }
  return depths;
}
