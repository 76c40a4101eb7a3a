import type { Lang } from '../../../core/text.ts';
import { whyDropped } from '../../../render/trace-event.ts';
import { formatFigure } from '../../../report/format.ts';
import { type Point, pointOn } from './layout.ts';
import type { Lit } from './lit.ts';
import type { Scene } from './scene.ts';
import type { Track, Tracks } from './tracks.ts';

/** The colours of the page as the canvas needs them. */
export interface Paint {
  readonly ink: string;
  readonly line: string;
  readonly lost: string;
  readonly surface: string;
  readonly hues: readonly string[];
  readonly font: string;
}

/** Beyond these a link shows one glyph with the exact count, and a stage so many messages at most. */
export interface Limits {
  readonly onLink: number;
  readonly inAll: number;
}

export const fullLimits: Limits = { onLink: 40, inAll: 500 };

const size = 5;
/** Of a command; the feed has all of it. */
const mostLetters = 36;
/** A message of each channel has a shape of its own, so that nothing rests on colour alone. */
const shapes: readonly ((context: CanvasRenderingContext2D, at: Point, size: number) => void)[] = [
  (context, { x, y }, r) => {
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
  },
  (context, { x, y }, r) => context.rect(x - r, y - r, 2 * r, 2 * r),
  (context, { x, y }, r) =>
    polygon(context, [x, y - 1.3 * r], [x + 1.3 * r, y], [x, y + 1.3 * r], [x - 1.3 * r, y]),
  (context, { x, y }, r) => polygon(context, [x, y - 1.3 * r], [x + 1.2 * r, y + r], [x - 1.2 * r, y + r]),
];

/** One moment of a stage: its links, the messages on them, and what was lost so far. Pure but for the canvas. */
export function drawStage(
  context: CanvasRenderingContext2D,
  { scene, tracks, us, lit, limits }: StageMoment,
  paint: Paint,
  lang: Lang,
): void {
  context.lineWidth = 1.5;
  for (const { link } of tracks.all) drawLink(context, link, paint.line);
  drawLatest(context, scene, tracks, us, paint);
  const { moving, waiting } = flyingByTrack(scene, tracks, us);
  const total = [...moving.values()].reduce((sum, hops) => sum + hops.length, 0);
  const most = total > limits.inAll ? Math.min(limits.onLink, limits.inAll / moving.size) : limits.onLink;
  const alone: number[] = [];
  for (const [place, hops] of moving) {
    const track = tracks.all[place];
    if (hops.length <= most) alone.push(...hops);
    else if (track) drawBundle(context, pointOn(track.link, 0.5), hops.length, paint);
  }
  for (const [place, hops] of waiting) {
    const track = tracks.all[place];
    if (track) drawWaiting(context, pointOn(track.link, 0.5), hops.length, paint);
  }
  drawMessages(context, alone, { scene, tracks, us, lit, limits }, paint);
  context.font = `600 12px ${paint.font}`;
  for (const track of tracks.all) drawLosses(context, track, us, paint, lang);
}

export interface StageMoment {
  readonly scene: Scene;
  readonly tracks: Tracks;
  readonly us: number;
  readonly lit: Lit;
  readonly limits: Limits;
}

/** The message nearest to a point, within reach of a finger; undefined where there is none. */
export function hopNear({ scene, tracks, us }: StageMoment, { x, y }: Point): number | undefined {
  const reach = 16;
  const near = scene.replay.stateAt(us).flying.flatMap((hop) => {
    const track = tracks.all[tracks.ofHop[hop] ?? -1];
    if (!track) return [];
    const at = pointOn(track.link, tracks.shareOf(hop, us));
    const far = Math.hypot(at.x - x, at.y - y);
    return far <= reach ? [{ hop, far }] : [];
  });
  return near.sort((a, b) => a.far - b.far)[0]?.hop;
}

/** Those on their way, and those that got half-way and of which nothing more is known yet. */
function flyingByTrack({ replay }: Scene, { ofHop, shareOf }: Tracks, us: number) {
  const [moving, waiting] = [new Map<number, number[]>(), new Map<number, number[]>()];
  for (const hop of replay.stateAt(us).flying) {
    const place = ofHop[hop] ?? -1;
    if (place < 0) continue;
    const isWaiting = replay.hops.outcome[hop] !== 1 && shareOf(hop, us) >= 0.5;
    const onLink = isWaiting ? waiting : moving;
    const hops = onLink.get(place) ?? [];
    onLink.set(place, hops);
    hops.push(hop);
  }
  return { moving, waiting };
}

/** What happened last, where it took no time: its way, and the words of a command. */
function drawLatest(
  context: CanvasRenderingContext2D,
  { replay, trace }: Scene,
  tracks: Tracks,
  us: number,
  { hues, ink, surface, font }: Paint,
): void {
  const last = trace.events[replay.countUpTo(us) - 1];
  const track = last && last.kind !== 'send' && last.kind !== 'drop' ? tracks.trackOf(last) : undefined;
  if (!last || !track) return;
  drawLink(context, track.link, hues[last.kind === 'command' ? 2 : 0] ?? ink);
  if (last.kind !== 'command') return;
  const said = last.command.length > mostLetters ? `${last.command.slice(0, mostLetters)}…` : last.command;
  const { x, y } = pointOn(track.link, 0.5);
  context.font = `600 12px ${font}`;
  const wide = context.measureText(said).width + 16;
  context.fillStyle = surface;
  context.beginPath();
  context.roundRect(x - wide / 2, y - 13, wide, 26, 6);
  context.fill();
  context.stroke();
  context.fillStyle = ink;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(said, x, y + 1);
}

function drawLink(
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

/** One path for each look and brightness: so many shapes, so few strokes of the brush. */
function drawMessages(
  context: CanvasRenderingContext2D,
  hops: readonly number[],
  { scene, tracks, us, lit }: StageMoment,
  { hues, ink }: Paint,
): void {
  const { chains, replay, trace } = scene;
  const isLit = (hop: number) =>
    lit !== null && 'chain' in lit && chains[replay.hops.event[hop] ?? -1] === lit.chain;
  const looks: Record<string, number[]> = {};
  for (const hop of hops) {
    const look = `${tracks.lookOfHop[hop]} ${isLit(hop)}`;
    looks[look] ??= [];
    looks[look].push(hop);
  }
  for (const [key, alike] of Object.entries(looks)) {
    const [look = 0, bright] = [Number(key.split(' ')[0]), key.endsWith('true')];
    context.fillStyle = hues[look % hues.length] ?? ink;
    context.globalAlpha = lit === null || bright || !('chain' in lit) ? 1 : 0.25;
    context.beginPath();
    for (const hop of alike) {
      const track = tracks.all[tracks.ofHop[hop] ?? -1];
      const event = trace.events[replay.hops.event[hop] ?? -1];
      if (!track) continue;
      const again = event?.kind === 'send' && (event.n ?? 1) > 1;
      shapes[look % shapes.length]?.(
        context,
        pointOn(track.link, tracks.shareOf(hop, us)),
        bright || again ? size * 1.6 : size,
      );
    }
    context.fill();
    if (bright) {
      context.strokeStyle = ink;
      context.lineWidth = 2;
      context.stroke();
    }
  }
  context.globalAlpha = 1;
}

function drawBundle(context: CanvasRenderingContext2D, at: Point, count: number, paint: Paint): void {
  context.fillStyle = paint.hues[0] ?? paint.ink;
  badge(context, at, formatFigure(count, 'count'), paint, paint.surface, () => context.fill());
}

function drawWaiting(context: CanvasRenderingContext2D, { x, y }: Point, count: number, paint: Paint): void {
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
function drawLosses(
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
  const { x, y } = pointOn(link, 0.5);
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
