// What a stage is painted with: ways, badges and crosses, and a shape for each channel.
import type { Lang } from '../../../core/text.ts';
import { whyDropped } from '../../../render/trace-event.ts';
import { formatFigure } from '../../../report/format.ts';
import { freePlace, type Rect } from './free-place.ts';
import type { Point } from './layout.ts';
import type { Stop, Track } from './tracks.ts';

/** The colours of the page as the canvas needs them. */
export interface Paint {
  readonly ink: string;
  readonly line: string;
  readonly lost: string;
  readonly surface: string;
  readonly hues: readonly string[];
  readonly font: string;
}

/** A message of each channel has a shape of its own, so that nothing rests on colour alone. */
export const shapes: readonly ((context: CanvasRenderingContext2D, at: Point, size: number) => void)[] = [
  (context, { x, y }, r) => {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
  },
  (context, { x, y }, r) => context.rect(x - r, y - r, 2 * r, 2 * r),
  (context, { x, y }, r) =>
    polygon(context, [x, y - 1.3 * r], [x + 1.3 * r, y], [x, y + 1.3 * r], [x - 1.3 * r, y]),
  (context, { x, y }, r) => polygon(context, [x, y - 1.3 * r], [x + 1.2 * r, y + r], [x - 1.2 * r, y + r]),
];

export function drawLink(
  context: CanvasRenderingContext2D,
  { from, bend, to }: Track['link'],
  colour: string,
): void {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.quadraticCurveTo(bend.x, bend.y, to.x, to.y);
  const turn = Math.atan2(to.y - bend.y, to.x - bend.x);
  for (const side of [-0.45, 0.45]) {
    context.moveTo(to.x - 8 * Math.cos(turn + side), to.y - 8 * Math.sin(turn + side));
    context.lineTo(to.x, to.y);
  }
  context.stroke();
}

/** The canvas lies above the boxes: what should pass behind one is taken away again. */
export function hideBehind(context: CanvasRenderingContext2D, { carrier }: Track['link']): void {
  if (!carrier) return;
  const { x, y, width, height } = carrier.box;
  context.clearRect(x - width / 2, y - height / 2, width, height);
}

export function drawBundle(context: CanvasRenderingContext2D, at: Point, count: number, paint: Paint): void {
  context.fillStyle = paint.hues[0] ?? paint.ink;
  badge(context, at, formatFigure(count, 'count'), paint, paint.surface, () => context.fill());
}

/**
 * On its own way if it can: beside it another one may pass.
 * @param taken where it must not stand; it stands there from now on
 */
export function drawWaiting(
  context: CanvasRenderingContext2D,
  at: Point,
  count: number,
  paint: Paint,
  taken: Rect[],
): void {
  const text = `${formatFigure(count, 'count')} …`;
  context.font = `600 12px ${paint.font}`;
  const size = { width: badgeWidth(context, text), height: badgeHeight };
  const place = freePlace(at, size, ['on', 'above', 'right', 'left', 'below'], taken);
  taken.push(place);
  context.fillStyle = paint.surface;
  context.strokeStyle = paint.hues[0] ?? paint.ink;
  context.lineWidth = 1.5;
  badge(context, place, text, paint, paint.ink, () => {
    context.fill();
    context.setLineDash([3, 3]);
    context.stroke();
    context.setLineDash([]);
  });
}

const badgeHeight = 24;
const badgeWidth = (context: CanvasRenderingContext2D, text: string) =>
  Math.max(28, context.measureText(text).width + 16);

function badge(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  text: string,
  { font }: Paint,
  ink: string,
  paintShape: () => void,
): void {
  context.font = `600 12px ${font}`;
  const wide = badgeWidth(context, text);
  context.beginPath();
  context.roundRect(x - wide / 2, y - badgeHeight / 2, wide, badgeHeight, badgeHeight / 2);
  paintShape();
  context.fillStyle = ink;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, x, y + 1);
}

/** How many were given up there so far, by why. */
export function lossesSoFar({ losses }: Stop, us: number, lang: Lang): string[] {
  return [...losses].flatMap(([why, times]) => {
    const count = times.findIndex((time) => time > us);
    const sofar = count < 0 ? times.length : count;
    return sofar === 0 ? [] : [`${formatFigure(sofar, 'count')} ${whyDropped[why][lang]}`];
  });
}

const lineHeight = 16;

/**
 * A cross half-way, and under it, or where there is room, how many stopped there and why.
 * @param taken where the words must not stand; they stand there from now on
 */
export function drawLosses(
  context: CanvasRenderingContext2D,
  at: Point,
  said: readonly string[],
  { lost, surface }: Paint,
  taken: Rect[],
): void {
  const { x, y } = at;
  context.strokeStyle = lost;
  context.lineWidth = 3;
  context.beginPath();
  polygon(context, [x - 6, y - 6], [x + 6, y + 6]);
  polygon(context, [x + 6, y - 6], [x - 6, y + 6]);
  context.stroke();
  const size = {
    width: Math.max(...said.map((text) => context.measureText(text).width)),
    height: lineHeight * said.length - 2,
  };
  const place = freePlace(at, size, ['below', 'right', 'left', 'above'], taken);
  taken.push(place);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  said.forEach((text, line) => {
    const middle = place.y + (line - (said.length - 1) / 2) * lineHeight;
    context.lineWidth = 4;
    context.strokeStyle = surface;
    context.strokeText(text, place.x, middle);
    context.fillStyle = lost;
    context.fillText(text, place.x, middle);
  });
}

function polygon(context: CanvasRenderingContext2D, ...points: readonly (readonly [number, number])[]): void {
  points.forEach(([x, y], index) => {
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
  context.closePath();
}
