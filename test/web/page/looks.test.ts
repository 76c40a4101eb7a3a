import { expect, it } from 'vitest';
import type { TraceEvent } from '../../../src/core/trace.ts';
import { looksOf, shownAt } from '../../../src/web/page/scene/looks.ts';

const place = (map: string, who: string, eastM: number, at: number): TraceEvent => {
  return { atUs: at, seq: at, act: 'a', kind: 'place', map, who, eastM, northM: 0, seen: 'near' };
};

it('a map shows what its last look said; a look that goes on leaves the others where they were', () => {
  const events = [
    ...[place('ana', 'bo', 1, 0), place('ana', 'dan', 2, 1)],
    ...[place('ana', 'bo', 3, 2), place('bo', 'ana', 9, 3), place('ana', 'dan', 4, 4)],
    // Dan is gone.
    ...[place('ana', 'bo', 5, 5), place('ana', 'bo', 6, 6)],
  ];
  const looks = looksOf(events);
  const at = (happened: number, map = 'ana') =>
    (shownAt(looks, happened).get(map) ?? []).map(({ who, eastM }) => `${who} ${eastM}`).sort();
  expect(at(0)).toEqual([]);
  expect(at(2)).toEqual(['bo 1', 'dan 2']);
  expect(at(3)).toEqual(['bo 3', 'dan 2']);
  expect(at(5)).toEqual(['bo 3', 'dan 4']);
  expect(at(6)).toEqual(['bo 5']);
  expect(at(7)).toEqual(['bo 6']);
  expect(at(7, 'bo')).toEqual(['ana 9']);
});
