import { describe, expect, it } from 'vitest';
import { delayMs } from '../../src/chat/back-off.ts';
import { recover } from '../../src/chat/recovery.ts';
import type { Entry, Position } from '../../src/chat/wire.ts';

const entry = (o: number, life = ''): Entry => ({
  o,
  prev: o === 1 ? '' : `t${o - 1}${life}`,
  tag: `t${o}${life}`,
  id: `i${o}`,
  from: 'kim',
  text: 'hello',
  ts: 0,
});
const at = (o: number, life = '', epoch = 'e'): Position => ({
  epoch,
  o,
  tag: o === 0 ? '' : `t${o}${life}`,
});
const entries = (from: number, to: number, life = '') =>
  Array.from({ length: to - from + 1 }, (_, index) => entry(from + index, life));

describe('what a reader who comes back is told', () => {
  it.each([
    ['nothing was said', at(5), at(5), []],
    ['everything is still there', at(5), at(8), entries(6, 8)],
    ['the last message it saw is gone, and all after it are there', at(5), at(6), [entry(6)]],
    ['it was here before the first message', at(0), at(2), entries(1, 2)],
  ])('exact: %s', (_, reader, top, found) => {
    expect(recover(reader, top, found)).toEqual({ recovered: true });
  });

  it.each([
    ['Redis was flushed', at(5), at(8, '', 'other'), entries(6, 8), 'history-is-another'],
    ['a replica that lagged was promoted', at(5), at(3), [], 'history-was-rewritten'],
    ['and went on to the same offset', at(5), at(5, 'b'), [], 'history-was-rewritten'],
    ['and beyond it', at(5), at(7, 'b'), entries(6, 7, 'b'), 'history-was-rewritten'],
    ['the first it missed was trimmed', at(5), at(9), entries(7, 9), 'history-too-short'],
    ['the history has expired', at(5), at(9), [], 'history-too-short'],
    ['it missed more than is given', at(5), at(900), entries(6, 506), 'missed-too-much'],
  ])('told why not: %s', (_, reader, top, found, why) => {
    expect(recover(reader, top, found)).toEqual({ recovered: false, why });
  });

  it('offsets without tags call a history recovered that is another one', () => {
    expect(recover(at(5), at(7, 'b'), entries(6, 7, 'b'), true)).toEqual({ recovered: true });
  });
});

describe('when to try again', () => {
  const after = (attempt: number, chance: number) => delayMs({ baseMs: 200, capMs: 20_000 }, attempt, chance);
  it('is drawn after the cap, so that those who wait long do not wait equally long', () => {
    expect([after(0, 0.5), after(3, 0.5), after(20, 0.5), after(20, 0.1), after(20, 0)]).toEqual([
      100, 800, 10_000, 2_000, 0,
    ]);
  });
});
