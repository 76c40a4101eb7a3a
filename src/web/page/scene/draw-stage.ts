import type { Lang } from '../../../core/text.ts';
import { around } from './free-place.ts';
import {
  drawBundle,
  drawLink,
  drawLosses,
  drawWaiting,
  hideBehind,
  lossesSoFar,
  type Paint,
  shapes,
} from './glyphs.ts';
import { type Point, pointOn } from './layout.ts';
import type { Lit } from './lit.ts';
import type { Scene } from './scene.ts';
import type { Stop, Tracks } from './tracks.ts';

/** Beyond these a link shows one glyph with the exact count, and a stage so many messages at most. */
export interface Limits {
  readonly onLink: number;
  readonly inAll: number;
}

export const fullLimits: Limits = { onLink: 40, inAll: 500 };

const size = 5;
/** Of a command; the feed has all of it. */
const mostLetters = 36;
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
  for (const { link } of tracks.all) hideBehind(context, link);
  const { moving, waiting } = flyingBy(scene, tracks, us);
  const total = [...moving.values()].reduce((sum, hops) => sum + hops.length, 0);
  const most = total > limits.inAll ? Math.min(limits.onLink, limits.inAll / moving.size) : limits.onLink;
  const alone: number[] = [];
  for (const [place, hops] of moving) {
    const track = tracks.all[place];
    if (hops.length <= most) alone.push(...hops);
    else if (track) drawBundle(context, track.stop.at, hops.length, paint);
  }
  const lost = tracks.stops.flatMap((stop) => {
    const said = lossesSoFar(stop, us, lang);
    return said.length > 0 ? [{ at: stop.at, said }] : [];
  });
  const taken = [...tracks.boxes, ...lost.map(({ at }) => around(at))];
  for (const [{ at }, count] of waiting) drawWaiting(context, at, count, paint, taken);
  drawMessages(context, alone, { scene, tracks, us, lit, limits }, paint);
  context.font = `600 12px ${paint.font}`;
  for (const { at, said } of lost) drawLosses(context, at, said, paint, taken);
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

/** Those on their way, by way, and how many got to where they stop, of whom nothing more is known yet. */
function flyingBy({ replay }: Scene, { ofHop, waitsAt }: Tracks, us: number) {
  const [moving, waiting] = [new Map<number, number[]>(), new Map<Stop, number>()];
  for (const hop of replay.stateAt(us).flying) {
    const place = ofHop[hop] ?? -1;
    if (place < 0) continue;
    const stop = waitsAt(hop, us);
    if (stop) {
      waiting.set(stop, (waiting.get(stop) ?? 0) + 1);
      continue;
    }
    const hops = moving.get(place) ?? [];
    moving.set(place, hops);
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
  const { x, y } = track.stop.at;
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
