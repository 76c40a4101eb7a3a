import type { MapBlock, Sighting } from '../report/blocks.ts';

const inOrder: readonly Sighting[] = ['near', 'far', 'gone', 'unseen'];

/** How many of the others are seen how. */
export function sightings(dots: MapBlock['dots']): [Sighting, number][] {
  return inOrder.map((kind) => [kind, dots.filter(({ seen }) => seen === kind).length]);
}

export interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** What has to be on the map, west to east and south to north: the whole ring, and everybody. */
export function boundsOf({ radiusM, dots }: Pick<MapBlock, 'radiusM' | 'dots'>): [Bounds, Bounds] {
  const within = (metres: readonly number[]) => ({
    from: Math.min(-radiusM, ...metres),
    to: Math.max(radiusM, ...metres),
  });
  return [within(dots.map(({ eastM }) => eastM)), within(dots.map(({ northM }) => northM))];
}
