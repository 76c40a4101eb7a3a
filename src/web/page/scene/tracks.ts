// Where each message of a scene flies on a stage, made once for each width of it.
import type { TraceEvent, WhyDropped } from '../../../core/trace.ts';
import { type Box, type Layout, type Link, type Point, pointOn } from './layout.ts';
import { type Scene, typicalHopUs } from './scene.ts';

/** One way between two boxes, in one direction. */
export interface Track {
  readonly link: Link;
  /** Behind who carries what goes here; half-way where nobody does. */
  readonly stop: Stop;
  /** In front of that, one for all ways that begin alike. */
  readonly front: Stop;
}

/** Where messages wait and where they are given up. */
export interface Stop {
  readonly at: Point;
  /** When messages were given up there, in µs and in order. */
  readonly losses: ReadonlyMap<WhyDropped, readonly number[]>;
}

export interface Tracks {
  readonly all: readonly Track[];
  readonly stops: readonly Stop[];
  readonly boxes: readonly Box[];
  /** Of an event from somebody to somebody. */
  trackOf(event: TraceEvent): Track | undefined;
  /** Of each hop its place among them; -1 where it stays within one box. */
  readonly ofHop: Int32Array;
  /** Of each hop how it looks: the place of its channel among all of them. */
  readonly lookOfHop: Int32Array;
  /** The share of its way that a hop has behind it; who does not arrive gets to where it stops. */
  shareOf(hop: number, us: number): number;
  /** Where a hop waits at that moment; undefined while it moves. */
  waitsAt(hop: number, us: number): Stop | undefined;
}

export function tracksOf(scene: Scene, layout: Layout): Tracks {
  const { hops } = scene.replay;
  const { events } = scene.trace;
  type Filling = { readonly at: Point; readonly losses: Map<WhyDropped, number[]> };
  const all: { link: Link; stop: Filling; front: Filling }[] = [];
  const stops = new Map<string, Filling>();
  const stopAt = (at: Point): Filling => {
    const key = `${at.x} ${at.y}`;
    const stop = stops.get(key) ?? { at, losses: new Map() };
    stops.set(key, stop);
    return stop;
  };
  const trackAlong = (link: Link) => {
    const stop = stopAt(pointOn(link, link.stop));
    return { link, stop, front: link.carrier ? stopAt(link.carrier.at) : stop };
  };
  const places = new Map<string, number>();
  const placeOf = (from: string, to: string): number => {
    const ends = [from, to].map((actor) => {
      const box = layout.boxOf(actor);
      return box ? layout.boxes.indexOf(box) : -1;
    });
    const known = places.get(ends.join());
    if (known !== undefined) return known;
    const link = layout.linkOf(from, to, scene.brokerOf(from, to));
    const place = link ? all.push(trackAlong(link)) - 1 : -1;
    places.set(ends.join(), place);
    return place;
  };
  const placeOfEvent = (event: TraceEvent): number => {
    if (!('from' in event)) return -1;
    // Who is told that it arrived is named first.
    return event.kind === 'ack' ? placeOf(event.to, event.from) : placeOf(event.from, event.to);
  };
  // Also the ways of what takes no time: commands, and arrivals whose sending is not in the trace.
  for (const event of events) placeOfEvent(event);
  const sends = Array.from(hops.event, (event) => events[event] as TraceEvent & { kind: 'send' });
  const ofHop = Int32Array.from(sends, ({ from, to }) => placeOf(from, to));
  const channels = channelsOf(scene);
  const lookOfHop = Int32Array.from(sends, ({ on }) => (on === undefined ? 0 : channels.indexOf(on)));
  for (const event of events) {
    if (event.kind !== 'drop') continue;
    const track = all[placeOf(event.from, event.to)];
    if (!track) continue;
    const { losses } = scene.takenAt(event.msg, event.from) <= event.atUs ? track.stop : track.front;
    losses.set(event.why, [...(losses.get(event.why) ?? []), event.atUs]);
  }
  const takenUs = Float64Array.from(sends, ({ msg, from }) => scene.takenAt(msg, from));
  const typicalUs = typicalHopUs(scene) ?? scene.replay.durationUs / 20;
  /** The share at which it stops, where nothing more is known of it than by then. */
  const stopOf = (hop: number, us: number): number => {
    const link = all[ofHop[hop] ?? -1]?.link;
    return ((takenUs[hop] ?? 0) <= us ? link?.stop : (link?.carrier?.stop ?? link?.stop)) ?? 0.5;
  };
  const shareOf = (hop: number, us: number): number => {
    const [sent = 0, end = 0] = [hops.sentUs[hop], hops.endUs[hop]];
    if (hops.outcome[hop] === 1) return (us - sent) / Math.max(1, end - sent);
    const way = stopOf(hop, end) * ((us - sent) / Math.max(1, Math.min(end - sent, typicalUs)));
    return Math.min(way, stopOf(hop, us));
  };
  return {
    all,
    stops: [...stops.values()],
    boxes: layout.boxes,
    trackOf: (event) => all[placeOfEvent(event)],
    ofHop,
    lookOfHop,
    shareOf,
    waitsAt(hop, us) {
      if (hops.outcome[hop] === 1 || shareOf(hop, us) < stopOf(hop, us)) return undefined;
      const track = all[ofHop[hop] ?? -1];
      return (takenUs[hop] ?? 0) <= us ? track?.stop : track?.front;
    },
  };
}

/** The channels, rooms and queues of a scene, in the order of their first message. */
export function channelsOf({ trace: { events } }: Scene): string[] {
  return [...new Set(events.flatMap((event) => ('on' in event && event.on !== undefined ? [event.on] : [])))];
}
