import type { Lang } from '../core/text.ts';
import type { Mark, TimelineBlock } from '../report/blocks.ts';
import { formatFigure, formatSpan } from '../report/format.ts';

type Lane = TimelineBlock['lanes'][number];
type Axis = TimelineBlock['axis'];

/** In the order in which they are read. */
export const marks: readonly Mark[] = ['delivered', 'lost', 'duplicated'];

/** Beyond these a list is no longer read; how many were left out is said, and the record has them all. */
const spansShown = 12;

/** The exact ids of a lane that carry a mark: `41–80 (40)`, `41–80` on a scale of percent, or null where there are none. */
export function spansText(lane: Lane, mark: Mark, axis: Axis, lang: Lang): string | null {
  const spans = lane.spans.filter((span) => span.mark === mark).toSorted((a, b) => a.first - b.first);
  if (spans.length === 0) return null;
  const listed = spans.slice(0, spansShown).map((span) => formatSpan(span.first, span.last)[lang]);
  const left = spans.length - listed.length;
  const more = left === 0 ? '' : { ko: ` 외 ${left}구간`, en: ` and ${left} more` }[lang];
  if (axis.unit === 'percent') return `${listed.join(', ')}${more}`;
  const ids = spans.reduce((sum, span) => sum + span.last - span.first + 1, 0);
  const count = { ko: `${formatFigure(ids, 'count')}건`, en: `${formatFigure(ids, 'count')}` }[lang];
  return `${listed.join(', ')}${more} (${count})`;
}
