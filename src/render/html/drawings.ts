// Pictures as SVG without words in it, but for a few names on a map: what they say stands beside them, in a table that a
// phone can wrap.
import type {
  BarsBlock,
  HistogramBlock,
  LinesBlock,
  MapBlock,
  Mark,
  Sighting,
  TimelineBlock,
} from '../../report/blocks.ts';
import { formatFigure } from '../../report/format.ts';
import { mergeBins } from '../histogram-bins.ts';
import { boundsOf, sightings } from '../sightings.ts';
import { marks, spansText } from '../spans.ts';
import { markWords, sightingWords } from '../words.ts';
import { both, escaped } from './text.ts';

const width = 100;
const height = 10;

function svg(shapes: readonly string[], tall = height): string {
  return `<svg viewBox="0 0 ${width} ${tall}" preserveAspectRatio="none" aria-hidden="true">${shapes.join('')}</svg>`;
}

function rect(x: number, y: number, w: number, h: number, kind: string): string {
  return `<rect class="${kind}" x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}"/>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Label, figure, bar; a thin line from the low to the high end. */
export function bars({ bars: all, unit }: BarsBlock): string {
  const most = Math.max(...all.map(({ value, high }) => high ?? value));
  const at = (value: number) => (most > 0 ? (Math.max(0, value) / most) * width : 0);
  const rows = all.map(({ label, value, low, high }) => {
    const whisker =
      low === undefined || high === undefined
        ? []
        : [rect(at(low), height * 0.4, at(high) - at(low), height * 0.2, 'reach')];
    const bar = svg([rect(0, 1, at(value), height - 2, 'bar'), ...whisker]);
    return `<tr><th>${both(label)}</th><td>${escaped(formatFigure(value, unit))}</td><td class="picture">${bar}</td></tr>`;
  });
  return `<table class="drawing">${rows.join('')}</table>`;
}

const mostBins = 40;
const tallest = 30;

/** One picture a series, all over the same axis; the ends of the axis stand under the last. */
export function histogram(block: HistogramBlock): string {
  const { edges, series } = mergeBins(block, mostBins);
  const most = Math.max(1, ...series.flatMap(({ counts }) => counts));
  const bin = width / (edges.length - 1);
  const rows = series.map(({ label, counts }) => {
    const shapes = counts.map((count, index) => {
      const tall = (count / most) * tallest;
      return rect(index * bin, tallest - tall, bin * 0.9, tall, 'bar');
    });
    return `<tr><th>${both(label)}</th><td class="picture tall">${svg(shapes, tallest)}</td></tr>`;
  });
  const [first = 0, last = 0] = [edges[0], edges.at(-1)];
  const ends = [first, last]
    .map((edge) => `<span>${escaped(formatFigure(edge, block.unit))}</span>`)
    .join('');
  return `<table class="drawing">${rows.join('')}<tr><th></th><td class="axis">${ends}</td></tr></table>`;
}

/** One picture a series, all of one height; its figures stand beside it, for a picture has no words. */
export function lines({ unit, axis, series }: LinesBlock): string {
  const most = Math.max(...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const step = width / Math.max(1, axis.at.length - 1);
  const rows = series.map(({ label, values }) => {
    const points = values.flatMap((value, place) =>
      value === null ? [] : [`${round(place * step)},${round(tallest * (1 - value / (most || 1)))}`],
    );
    const line = `<polyline class="line" points="${points.join(' ')}"/>`;
    const said = values.map((value) => formatFigure(value ?? Number.NaN, unit)).join(' · ');
    return `<tr><th>${both(label)}</th><td class="picture tall">${svg([line], tallest)}<small>${escaped(said)}</small></td></tr>`;
  });
  const places = axis.at.map((at) => `<span>${escaped(formatFigure(at, axis.unit))}</span>`).join('');
  return `<table class="drawing">${rows.join('')}<tr><th>${both(axis.label)}</th><td class="axis">${places}</td></tr></table>`;
}

/** What became of the ids, a lane each: the shape of a mark says what its colour says. */
export function timeline({ axis, lanes }: TimelineBlock): string {
  const ids = axis.last - axis.first + 1;
  const at = (id: number) => ((id - axis.first) / ids) * width;
  const heights: Readonly<Record<Mark, number>> = { delivered: 0.5, lost: 0.15, duplicated: 1 };
  const rows = lanes.map((lane) => {
    const shapes = lane.spans.map(({ first, last, mark }) => {
      const tall = height * heights[mark];
      return rect(at(first), height - tall, at(last + 1) - at(first), tall, mark);
    });
    const said = (lang: 'ko' | 'en') =>
      marks
        .flatMap((mark) => {
          const spans = spansText(lane, mark, axis, lang);
          return spans === null ? [] : [`${markWords[mark][lang]} ${spans}`];
        })
        .join(' · ');
    return `<tr><th>${both(lane.label)}</th><td class="picture">${svg(shapes)}<small>${both(said)}</small></td></tr>`;
  });
  return `<table class="drawing">${rows.join('')}</table>`;
}

/** To the side where there is more room. */
function named(name: string | undefined, x: number): string {
  if (name === undefined) return '';
  const side = x > 70 ? 'x="-3" text-anchor="end"' : 'x="3"';
  return `<text ${side} y="1.2">${escaped(name)}</text>`;
}

/** Somebody in the middle, and the ring round them; the shape of a dot says what its colour says. */
export function map({ radiusM, dots }: MapBlock): string {
  const [east, north] = boundsOf({ radiusM, dots });
  const span = Math.max(east.to - east.from, north.to - north.from);
  const scaled = (metres: number) => round((metres / span) * 96);
  const [x, y] = [
    (eastM: number) => scaled(eastM - east.from) + 2,
    (northM: number) => scaled(north.to - northM) + 2,
  ];
  const shapes: Readonly<Record<Sighting, string>> = {
    near: '<circle class="near" r="1.6"/>',
    far: '<circle class="far" r="1.6"/>',
    gone: '<path class="gone" d="M-1.6-1.6 1.6 1.6M-1.6 1.6 1.6-1.6"/>',
    unseen: '<rect class="unseen" x="-1.6" y="-1.6" width="3.2" height="3.2"/>',
  };
  const others = dots.map(
    ({ eastM, northM, seen, name }) =>
      `<g transform="translate(${x(eastM)} ${y(northM)})">${shapes[seen]}${named(name, x(eastM))}</g>`,
  );
  const middle = `cx="${x(0)}" cy="${y(0)}"`;
  const ring = `<circle class="far" ${middle} r="${scaled(radiusM)}"/><circle class="near" ${middle} r=".8"/>`;
  const said = (lang: 'ko' | 'en') =>
    sightings(dots)
      .map(([seen, count]) => `${sightingWords[seen][lang]} ${count}`)
      .join(' · ');
  return `<svg class="map" viewBox="0 0 100 ${y(north.from) + 2}" aria-hidden="true">${ring}${others.join('')}</svg><small>${both(said)}</small>`;
}
