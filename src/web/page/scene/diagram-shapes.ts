// What a space-time diagram draws for one page of events: a lane for each actor, time from left to right.
import type { ActorId, ActorState, TraceEvent } from '../../../core/trace.ts';
import { displayClock } from '../../../replay/display-clock.ts';
import { outcomes } from '../../../replay/hops.ts';
import { layersOf } from './layers.ts';
import { type Scene, whoIsIn } from './scene.ts';

export interface Line {
  readonly kind: 'received' | 'dropped' | 'open' | 'ack' | 'command' | 'arrival';
  /** Its event, for what lights up. */
  readonly event: number;
  /** When it is known what became of it. */
  readonly endUs: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** What is known of it by then: neither its loss nor its arrival before they happened. What comes later is drawn as it will be. */
export function knownBy(line: Line, us: number, isLater: boolean): Line {
  return isLater || line.endUs <= us ? line : { ...line, kind: 'open' };
}

export interface Diagram {
  /** So many messages were sent before the page and given up on it. */
  readonly earlier: number;
  readonly height: number;
  readonly lanes: readonly {
    readonly actor: ActorId;
    readonly y: number;
    readonly parts: readonly { readonly x1: number; readonly x2: number; readonly state: ActorState }[];
  }[];
  readonly lines: readonly Line[];
  readonly marks: readonly { readonly event: number; readonly x: number }[];
  xOf(us: number): number;
}

const lanePitch = 46;
const top = 22;
/** Left of the lanes stand their names. */
const [left, right] = [84, 10];
const mostLanes = 14;
const mostLines = 400;
/** A gap is drawn no wider than so many of the usual ones. */
const widestGap = 4;

/** Where the page begins on which the latest event is. The last page is as full as the others: an end is looked at most. */
export function pageAt(happened: number, all: number, count: number): number {
  const turned = Math.floor(Math.max(0, happened - 1) / count) * count;
  return Math.max(0, Math.min(turned, all - count));
}

/**
 * @param first the place of the first event of the page
 * @param count how many there are on a page; before them are drawn the sendings of what is given up on it
 */
export function diagramOf(scene: Scene, first: number, count: number, width: number): Diagram {
  const { events } = scene.trace;
  const earlier = sentBefore(scene, first, count);
  // Who was cut off while they were sent stands between them and the page.
  const faults = placesOf(earlier[0] ?? first, first).filter((place) => isMark(events[place]));
  const drawn = [...new Set([...earlier, ...faults, ...placesOf(first, first + count)])]
    .sort((a, b) => a - b)
    .flatMap((place) => (events[place] ? [{ place, event: events[place] }] : []));
  const page = drawn.map(({ event }) => event);
  const times = [...new Set(page.map(({ atUs }) => atUs))];
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? 1;
  const clock = displayClock(times, Math.max(1, usual * widestGap));
  const scale = (width - left - right) / Math.max(1, clock.totalUs);
  const xOf = (us: number) => Math.round((left + clock.toDisplay(us) * scale) * 10) / 10;

  const inOrder = layersOf(scene).flatMap(({ actors }) => actors);
  const shown = inOrder.filter((actor) => page.some((event) => whoIsIn(event).includes(actor)));
  const actors = shown.length > 0 ? shown.slice(0, mostLanes) : inOrder.slice(0, mostLanes);
  const yOf = (actor: ActorId) => {
    const at = actors.indexOf(actor);
    return top + lanePitch * (at < 0 ? actors.length - 1 : at);
  };
  const from = drawn[0]?.place ?? first;
  return {
    earlier: earlier.length,
    height: top + lanePitch * Math.max(0, actors.length - 1) + 24,
    lanes: actors.map((actor) => ({
      actor,
      y: yOf(actor),
      parts: partsOf(scene, actor, from, first + count - from, xOf),
    })),
    lines: linesOf(scene, first, count, new Set(earlier), xOf, yOf).slice(0, mostLines),
    marks: drawn.flatMap(({ place, event }) => (isMark(event) ? [{ event: place, x: xOf(event.atUs) }] : [])),
    xOf,
  };
}

/** The places of the sendings, before a page, of what is given up on it: seldom more than there are events on it. */
function sentBefore({ trace: { events }, replay: { hops } }: Scene, first: number, count: number): number[] {
  const [fromUs = 0, toUs = 0] = [events[first]?.atUs, events.slice(0, first + count).at(-1)?.atUs];
  return [...hops.event].filter(
    (event, hop) =>
      event < first &&
      outcomes[hops.outcome[hop] ?? 0] === 'dropped' &&
      fromUs <= (hops.endUs[hop] ?? 0) &&
      (hops.endUs[hop] ?? 0) <= toUs,
  );
}

function placesOf(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
}

function isMark(event: TraceEvent | undefined): boolean {
  return event?.kind === 'mark' || event?.kind === 'state';
}

function partsOf(scene: Scene, actor: ActorId, first: number, count: number, xOf: (us: number) => number) {
  const { events } = scene.trace;
  const before = events.slice(0, first).findLast((event) => event.kind === 'state' && event.actor === actor);
  let state: ActorState = before?.kind === 'state' ? before.state : 'up';
  const page = events.slice(first, first + count);
  let x1 = xOf(Number.NEGATIVE_INFINITY);
  const parts: { x1: number; x2: number; state: ActorState }[] = [];
  for (const event of page) {
    if (event.kind !== 'state' || event.actor !== actor) continue;
    parts.push({ x1, x2: xOf(event.atUs), state });
    [x1, state] = [xOf(event.atUs), event.state];
  }
  return [...parts, { x1, x2: xOf(Number.POSITIVE_INFINITY), state }];
}

function linesOf(
  { trace: { events }, replay: { hops }, brokerOf, takenAt }: Scene,
  first: number,
  count: number,
  earlier: ReadonlySet<number>,
  xOf: (us: number) => number,
  yOf: (actor: ActorId) => number,
): Line[] {
  const page = events.slice(first, first + count);
  const [fromUs = 0, toUs = 0] = [page[0]?.atUs, page.at(-1)?.atUs];
  const arrived = new Set<string>();
  const lines: Line[] = [];
  for (let hop = 0; hop < hops.length; hop += 1) {
    const [sent = 0, end = 0, event = 0] = [hops.sentUs[hop], hops.endUs[hop], hops.event[hop]];
    const isSentHere = earlier.has(event) || (first <= event && event < first + count);
    const isEndHere = fromUs <= end && end <= toUs;
    if (!isSentHere && !isEndHere) continue;
    const [from = '', to = ''] = [hops.from[hop], hops.to[hop]].map((place) => hops.actors[place ?? -1]);
    const kind = ({ open: 'open', received: 'received', dropped: 'dropped' } as const)[
      outcomes[hops.outcome[hop] ?? 0] ?? 'open'
    ];
    if (kind === 'received') arrived.add(`${end} ${from} ${to}`);
    const [x1, y1, x2, y2] = [xOf(sent), yOf(from), xOf(end), yOf(to)];
    // Who does not arrive got behind whoever carries it, or not even there.
    const [broker, sending] = [brokerOf(from, to), events[event]];
    const isTaken = sending?.kind === 'send' && takenAt(sending.msg, from) <= end;
    const last = broker !== undefined && isTaken ? yOf(broker) : y1;
    lines.push({
      kind,
      event,
      endUs: end,
      ...(kind === 'received' ? { x1, y1, x2, y2 } : cutShort(x1, y1, x2, beyond(last, y2), isSentHere)),
    });
  }
  page.forEach((event, at) => {
    const upright = (kind: Line['kind'], from: ActorId, to: ActorId): Line => {
      const x = xOf(event.atUs);
      return { kind, event: first + at, endUs: event.atUs, x1: x, y1: yOf(from), x2: x, y2: yOf(to) };
    };
    if (event.kind === 'command') lines.push(upright('command', event.from, event.to));
    if (event.kind === 'ack') lines.push(upright('ack', event.to, event.from));
    if (event.kind === 'recv' && !arrived.has(`${event.atUs} ${event.from} ${event.to}`))
      lines.push(upright('arrival', event.from, event.to));
  });
  return lines;
}

/** Less than half-way to the next lane: the middle may be a lane, and who stands there did not get it either. */
function beyond(last: number, y2: number): number {
  return last + Math.sign(y2 - last) * lanePitch * 0.42;
}

/**
 * Who does not arrive stops on the screen not long after it was sent; where only its end is on the page, it comes from a
 * little before that.
 */
function cutShort(x1: number, y1: number, x2: number, y2: number, isSentHere: boolean) {
  const end = isSentHere ? Math.min(x2, x1 + 18) : x2;
  return isSentHere ? { x1, y1, x2: end, y2 } : { x1: end - 9, y1: (y1 + y2) / 2, x2: end, y2 };
}
