// Where actors stand on the stage: from left to right in the direction of the messages, on a narrow screen downwards.
import type { ActorId } from '../../../core/trace.ts';
import { layersOf } from './layers.ts';
import type { Scene } from './scene.ts';

export interface Box {
  /** More than one where there is no room for all. */
  readonly actors: readonly ActorId[];
  /** Of its middle, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A way of messages, as a curve with one control point. */
export interface Link {
  readonly from: Point;
  readonly bend: Point;
  readonly to: Point;
  /** The share of it at which who does not arrive stops. */
  readonly stop: number;
  /** Who carries what goes here. */
  readonly carrier?: {
    /** The way goes behind it, so that its name stays readable. */
    readonly box: Box;
    /** The share of the way at which stops what it did not take, and where that is: for all that the sender gives it. */
    readonly stop: number;
    readonly at: Point;
  };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  boxOf(actor: ActorId): Box | undefined;
  /** @param broker whom it goes through */
  linkOf(from: ActorId, to: ActorId, broker?: ActorId): Link | undefined;
}

const narrow = 560;
const boxHeight = 52;
/** So far apart that a count stands between two ways that meet. */
const pitch = 88;
const mostAbreast = 8;

export function layoutOf(scene: Scene, width: number): Layout {
  const layers = layersOf(scene);
  const isNarrow = width < narrow;
  const abreast = isNarrow ? Math.max(2, Math.floor(width / 100)) : mostAbreast;
  const rows = layers.map((layer) => {
    const most = layer.aside ? (isNarrow ? 2 : 4) : abreast;
    return { ...layer, groups: grouped(layer.actors, most) };
  });
  const most = Math.max(
    1,
    ...rows.map(({ groups, aside }) => (aside ? roomAside(groups.length) : groups.length)),
  );
  const along = isNarrow ? 108 : width / Math.max(1, rows.length);
  const across = isNarrow ? width : Math.max(3, most) * pitch;
  const boxWidth = isNarrow ? Math.min(128, width / most - 10) : Math.min(150, along * 0.66);
  const height = isNarrow ? rows.length * along : across;

  const boxes = rows.flatMap(({ groups, aside }, place) => {
    const step = isNarrow ? width / (aside ? roomAside(groups.length) : groups.length) : pitch;
    return groups.map((actors, at): Box => {
      // Who only looks on stands beside the way of the messages, now on one side and now on the other.
      const off = aside
        ? (at % 2 === 0 ? 1 : -1) * ((at >> 1) + 1) * step
        : (at - (groups.length - 1) / 2) * step;
      const [main, side] = [(place + 0.5) * along, across / 2 + off];
      const at2 = isNarrow ? { x: side, y: main } : { x: main, y: side };
      return { actors, ...at2, width: boxWidth, height: boxHeight };
    });
  });
  const byActor = new Map(boxes.flatMap((box) => box.actors.map((actor) => [actor, box] as const)));
  const layerOf = new Map(
    rows.flatMap(({ actors }, place) => actors.map((actor) => [actor, place] as const)),
  );
  const aside = new Set(rows.flatMap(({ actors, aside }) => (aside ? actors : [])));

  return {
    width,
    height,
    boxes,
    boxOf: (actor) => byActor.get(actor),
    linkOf(from, to, broker) {
      const [a, b] = [byActor.get(from), byActor.get(to)];
      if (!a || !b || a === b) return undefined;
      const middle = broker === undefined ? undefined : byActor.get(broker);
      if (middle && middle !== a && middle !== b) return linkedThrough(a, middle, b);
      const between = rows
        .slice(...[layerOf.get(from) ?? 0, layerOf.get(to) ?? 0].sort((x, y) => x - y))
        .slice(1)
        .filter((row) => !row.actors.every((actor) => aside.has(actor))).length;
      return linked(a, b, between * 56);
    },
  };
}

/** @param bow how far it goes round what stands between */
function linked(a: Box, b: Box, bow: number): Link {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [alongX, alongY] = [(b.x - a.x) / length, (b.y - a.y) / length];
  // There and back are two lines, each to the right of its direction.
  const lane = { x: -alongY * 7, y: alongX * 7 };
  const [from, to] = [edge(a, alongX, alongY, lane), edge(b, -alongX, -alongY, lane)];
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const bend = { x: middle.x - Math.abs(alongY) * bow, y: middle.y - Math.abs(alongX) * bow };
  return { from, bend, to, stop: 0.5 };
}

const straight: Point = { x: 0, y: 0 };

/** Over the middle of a box on its way; who does not arrive has left that one and is seen behind it, or never got there. */
function linkedThrough(a: Box, middle: Box, b: Box): Link {
  const towards = (box: Box) => {
    const length = Math.hypot(middle.x - box.x, middle.y - box.y) || 1;
    return edge(box, (middle.x - box.x) / length, (middle.y - box.y) / length, straight);
  };
  const [from, to] = [towards(a), towards(b)];
  const bend = { x: 2 * middle.x - (from.x + to.x) / 2, y: 2 * middle.y - (from.y + to.y) / 2 };
  // Half-way between that box and the end.
  const far = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
  const out = edge(
    middle,
    (to.x - middle.x) / far(to, middle),
    (to.y - middle.y) / far(to, middle),
    straight,
  );
  const length = far(from, middle) + far(middle, to);
  const stop = 1 - far(out, to) / 2 / length;
  const into = edge(
    middle,
    (from.x - middle.x) / far(from, middle),
    (from.y - middle.y) / far(from, middle),
    straight,
  );
  const at = { x: (from.x + into.x) / 2, y: (from.y + into.y) / 2 };
  return { from, bend, to, stop, carrier: { box: middle, stop: far(from, into) / 2 / length, at } };
}

/** Where a line from the middle of a box leaves it. */
function edge({ x, y, width, height }: Box, alongX: number, alongY: number, lane: Point): Point {
  const reach = Math.min(
    Math.abs(alongX) < 1e-9 ? Number.POSITIVE_INFINITY : width / 2 / Math.abs(alongX),
    Math.abs(alongY) < 1e-9 ? Number.POSITIVE_INFINITY : height / 2 / Math.abs(alongY),
  );
  const far = reach + 4;
  return { x: x + alongX * far + lane.x, y: y + alongY * far + lane.y };
}

/** The point of a link that has this share of it behind. */
export function pointOn({ from, bend, to }: Pick<Link, 'from' | 'bend' | 'to'>, share: number): Point {
  const rest = 1 - share;
  const mix = (a: number, b: number, c: number) => rest * rest * a + 2 * rest * share * b + share * share * c;
  return { x: mix(from.x, bend.x, to.x), y: mix(from.y, bend.y, to.y) };
}

/** For those who look on, on both sides of a way that stays free. */
function roomAside(count: number): number {
  return 1 + 2 * Math.ceil(count / 2);
}

/** Actors that stand side by side; where there are too many, the last place is for all the others. */
function grouped(actors: readonly ActorId[], most: number): ActorId[][] {
  if (actors.length <= most) return actors.map((actor) => [actor]);
  return [...actors.slice(0, most - 1).map((actor) => [actor]), actors.slice(most - 1)];
}
