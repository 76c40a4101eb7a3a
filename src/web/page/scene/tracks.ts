// Where each message of a scene flies on a stage, made once for each width of it.
import type { TraceEvent, WhyDropped } from '../../../core/trace.ts';
import type { Box, Layout, Link } from './layout.ts';
import { type Scene, typicalHopUs } from './scene.ts';

/** One way between two boxes, in one direction. */
export interface Track {
  readonly link: Link;
  /** When messages were given up on it, in µs and in order. */
  readonly losses: ReadonlyMap<WhyDropped, readonly number[]>;
}

export interface Tracks {
  readonly all: readonly Track[];
  readonly boxes: readonly Box[];
  /** Of an event from somebody to somebody. */
  trackOf(event: TraceEvent): Track | undefined;
  /** Of each hop its place among them; -1 where it stays within one box. */
  readonly ofHop: Int32Array;
  /** Of each hop how it looks: the place of its channel among all of them. */
  readonly lookOfHop: Int32Array;
  /** The share of its way that a hop has behind it; who does not arrive gets to the stop of its link. */
  shareOf(hop: number, us: number): number;
}

export function tracksOf(scene: Scene, layout: Layout): Tracks {
  const { hops } = scene.replay;
  const { events } = scene.trace;
  const all: { link: Link; losses: Map<WhyDropped, number[]> }[] = [];
  const places = new Map<string, number>();
  const placeOf = (from: string, to: string): number => {
    const ends = [from, to].map((actor) => {
      const box = layout.boxOf(actor);
      return box ? layout.boxes.indexOf(box) : -1;
    });
    const known = places.get(ends.join());
    if (known !== undefined) return known;
    const link = layout.linkOf(from, to, scene.brokerOf(from, to));
    const place = link ? all.push({ link, losses: new Map() }) - 1 : -1;
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
    const losses = all[placeOf(event.from, event.to)]?.losses;
    losses?.set(event.why, [...(losses.get(event.why) ?? []), event.atUs]);
  }
  const stopOf = (hop: number) => all[ofHop[hop] ?? -1]?.link.stop ?? 0.5;
  const typicalUs = typicalHopUs(scene) ?? scene.replay.durationUs / 20;
  return {
    all,
    boxes: layout.boxes,
    trackOf: (event) => all[placeOfEvent(event)],
    ofHop,
    lookOfHop,
    shareOf(hop, us) {
      const [sent = 0, end = 0] = [hops.sentUs[hop], hops.endUs[hop]];
      if (hops.outcome[hop] === 1) return (us - sent) / Math.max(1, end - sent);
      return stopOf(hop) * Math.min(1, (us - sent) / Math.max(1, Math.min(end - sent, typicalUs)));
    },
  };
}

/** The channels, rooms and queues of a scene, in the order of their first message. */
export function channelsOf({ trace: { events } }: Scene): string[] {
  return [...new Set(events.flatMap((event) => ('on' in event && event.on !== undefined ? [event.on] : [])))];
}
