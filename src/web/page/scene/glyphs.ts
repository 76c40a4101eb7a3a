// What a stage is painted with: ways, badges and crosses, and a shape for each channel.
import type { Lang } from '../../../core/text.ts';
import { whyDropped } from '../../../render/trace-event.ts';
import { formatFigure } from '../../../report/format.ts';
import { type Point, pointOn } from './layout.ts';
import type { Track } from './tracks.ts';

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
export function hideBehind(context: CanvasRenderingContext2D, { behind }: Track['link']): void {
  if (!behind) return;
  const { x, y, width, height } = behind;
  context.clearRect(x - width / 2, y - height / 2, width, height);
}

export function drawBundle(context: CanvasRenderingContext2D, at: Point, count: number, paint: Paint): void {
  context.fillStyle = paint.hues[0] ?? paint.ink;
  badge(context, at, formatFigure(count, 'count'), paint, paint.surface, () => context.fill());
}

export function drawWaiting(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  count: number,
  paint: Paint,
): void {
  context.fillStyle = paint.surface;
  context.strokeStyle = paint.hues[0] ?? paint.ink;
  context.lineWidth = 1.5;
  badge(context, { x, y: y - 20 }, `${formatFigure(count, 'count')} …`, paint, paint.ink, () => {
    context.fill();
    context.setLineDash([3, 3]);
    context.stroke();
    context.setLineDash([]);
  });
}

function badge(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  text: string,
  { font }: Paint,
  ink: string,
  paintShape: () => void,
): void {
  context.font = `600 12px ${font}`;
  const wide = Math.max(28, context.measureText(text).width + 16);
  context.beginPath();
  context.roundRect(x - wide / 2, y - 12, wide, 24, 12);
  paintShape();
  context.fillStyle = ink;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, x, y + 1);
}

/** A cross half-way, and under it how many stopped there and why. */
export function drawLosses(
  context: CanvasRenderingContext2D,
  { link, losses }: Track,
  us: number,
  { lost, surface }: Paint,
  lang: Lang,
): void {
  const said = [...losses].flatMap(([why, times]) => {
    const count = times.findIndex((time) => time > us);
    const sofar = count < 0 ? times.length : count;
    return sofar === 0 ? [] : [`${formatFigure(sofar, 'count')} ${whyDropped[why][lang]}`];
  });
  if (said.length === 0) return;
  const { x, y } = pointOn(link, link.stop);
  context.strokeStyle = lost;
  context.lineWidth = 3;
  context.beginPath();
  polygon(context, [x - 6, y - 6], [x + 6, y + 6]);
  polygon(context, [x + 6, y - 6], [x - 6, y + 6]);
  context.stroke();
  context.textAlign = 'center';
  context.textBaseline = 'top';
  said.forEach((text, line) => {
    context.lineWidth = 4;
    context.strokeStyle = surface;
    context.strokeText(text, x, y + 11 + 16 * line);
    context.fillStyle = lost;
    context.fillText(text, x, y + 11 + 16 * line);
  });
}

function polygon(context: CanvasRenderingContext2D, ...points: readonly (readonly [number, number])[]): void {
  points.forEach(([x, y], index) => {
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
  context.closePath();
}
