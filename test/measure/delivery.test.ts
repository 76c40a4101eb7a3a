import { describe, expect, test } from 'vitest';
import { countDelivery, countReordered, type DeliveryHistory } from '../../src/measure/delivery.ts';
import { fromRuns, type IdRuns, lengthOf, toRuns } from '../../src/measure/id-runs.ts';
import { createRandom } from '../../src/measure/random.ts';

describe('runs of ids', () => {
  test('keep the order and every repetition', () => {
    expect(toRuns([1, 2, 3, 3, 4, 9, 8, 7])).toEqual([
      [1, 3],
      [3, 4],
      [9, 9],
      [8, 8],
      [7, 7],
    ]);
    expect(toRuns([])).toEqual([]);
  });

  test('come back as the ids they were made from', () => {
    const random = createRandom(1);
    const ids = Array.from({ length: 2_000 }, () => random.int(50));
    expect([...fromRuns(toRuns(ids))]).toEqual(ids);
    expect(lengthOf(toRuns(ids))).toBe(2_000);
  });

  test('a million messages in order take one pair', () => {
    function* million() {
      for (let id = 1; id <= 1_000_000; id += 1) yield id;
    }
    expect(toRuns(million())).toEqual([[1, 1_000_000]]);
  });

  test.each([-1, 1.5, Number.NaN])('%d is not an id', (id) => {
    expect(() => toRuns([id])).toThrow(RangeError);
  });
});

test('a record that claims more ids than any run sends is refused before it fills the memory', () => {
  for (const run of [[1, 2 ** 31] as const, [2 ** 40, 2 ** 40] as const]) {
    expect(() => countReordered([run])).toThrow(RangeError);
  }
});

describe('counting', () => {
  const all: IdRuns = [[1, 10]];
  const clean: DeliveryHistory = { sent: all, acknowledged: all, unknown: [], received: all };
  const none = { count: 0, ids: [] };

  test('nothing happened', () => {
    expect(countDelivery(clean)).toEqual({
      sent: 10,
      acknowledged: 10,
      unknown: 0,
      received: 10,
      lost: none,
      duplicated: none,
      recovered: none,
      unexpected: none,
      reordered: 0,
    });
  });

  test('lost: acknowledged and never received', () => {
    const received = toRuns([1, 2, 3, 6, 7, 8, 10]);
    expect(countDelivery({ ...clean, received }).lost).toEqual({ count: 3, ids: toRuns([4, 5, 9]) });
  });

  test('an unknown send that never arrived is not lost; one that did is recovered', () => {
    const history = { ...clean, acknowledged: toRuns([1, 2, 3, 4, 5, 6, 7, 8]), unknown: toRuns([9, 10]) };
    const counted = countDelivery({ ...history, received: toRuns([1, 2, 3, 4, 5, 6, 7, 8, 10]) });
    expect(counted).toMatchObject({ unknown: 2, lost: none, recovered: { count: 1, ids: [[10, 10]] } });
  });

  test('duplicated: received more often than sent', () => {
    const received = toRuns([1, 2, 3, 3, 3, 4, 5, 6, 7, 8, 9, 10, 10]);
    const counted = countDelivery({ ...clean, received });
    expect(counted.duplicated).toEqual({ count: 3, ids: toRuns([3, 10]) });
    expect(counted.reordered).toBe(0);
  });

  test('a message sent twice and received twice is no duplicate', () => {
    const twice = toRuns([1, 2, 2, 3]);
    expect(
      countDelivery({ sent: twice, acknowledged: toRuns([1, 2, 3]), unknown: [], received: twice }),
    ).toMatchObject({
      sent: 4,
      duplicated: none,
      lost: none,
    });
  });

  test('reordered: smaller than one before, and not seen before', () => {
    expect(countReordered(toRuns([1, 2, 5, 3, 4, 6]))).toBe(2);
    expect(countReordered(toRuns([1, 2, 3, 1, 2, 3, 4]))).toBe(0);
    expect(countReordered(toRuns([3, 2, 1]))).toBe(2);
    expect(countReordered([])).toBe(0);
  });

  test('what nobody sent is neither a duplicate nor recovered', () => {
    expect(countDelivery({ ...clean, received: [[1, 12]] })).toMatchObject({
      unexpected: { count: 2, ids: [[11, 12]] },
      duplicated: none,
      recovered: none,
    });
  });

  test('a history is judged the same from its JSON', () => {
    const history = { ...clean, received: toRuns([2, 1, 1, 4]) };
    expect(countDelivery(JSON.parse(JSON.stringify(history)))).toEqual(countDelivery(history));
  });
});
