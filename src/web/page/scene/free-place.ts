// Words on a stage stand where nothing else does, as near as they can to what they are about.
import type { Point } from './layout.ts';

export interface Rect {
  /** Of its middle. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type Side = 'on' | 'below' | 'above' | 'right' | 'left';

/** Half of a cross, its line included. */
const half = 7;
const apart = 3;

/** The first of these sides of a point on which something this large touches nothing; the first of all where it does on each. */
export function freePlace(
  at: Point,
  { width, height }: Pick<Rect, 'width' | 'height'>,
  sides: readonly Side[],
  taken: readonly Rect[],
): Rect {
  const places = sides.map((side): Rect => {
    const [x, y] = [half + apart + width / 2, half + apart + height / 2];
    const off = { on: [0, 0], below: [0, y], above: [0, -y], right: [x, 0], left: [-x, 0] }[side] as [
      number,
      number,
    ];
    return { x: at.x + off[0], y: at.y + off[1], width, height };
  });
  const free = places.find((place) => !taken.some((one) => touches(place, one)));
  return free ?? (places[0] as Rect);
}

/** What a cross takes. */
export function around({ x, y }: Point): Rect {
  return { x, y, width: 2 * half, height: 2 * half };
}

export function touches(one: Rect, other: Rect): boolean {
  return (
    Math.abs(one.x - other.x) < (one.width + other.width) / 2 + apart &&
    Math.abs(one.y - other.y) < (one.height + other.height) / 2 + apart
  );
}
