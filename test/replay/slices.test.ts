import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../src/core/trace.ts';
import { createRandom } from '../../src/measure/random.ts';
import { appended } from '../../src/replay/append.ts';
import { chainsOf } from '../../src/replay/chains.ts';
import { displayClock } from '../../src/replay/display-clock.ts';
import { type Slice, sliceOf, slicesOf, tellingSlice, withShown } from '../../src/replay/slices.ts';
import { compileReplay } from '../../src/replay/state-at.ts';
import { randomTrace } from './fixture.ts';
import { traceOf } from './trace-of.ts';

const event = (atUs: number, more: object) => ({ atUs, seq: atUs, act: 'away', ...more }) as TraceEvent;
const hop = (kind: 'send' | 'recv' | 'drop', msg: string, more: object = {}) => ({
  kind,
  msg,
  from: 'a',
  to: 'b',
  ...(kind === 'drop' ? { why: 'lost' } : {}),
  ...more,
});

/** Of one kind, line by line. */
function countedIn(events: readonly TraceEvent[], { act, arm }: Slice, kind: string): number {
  let count = 0;
  for (const event of events) {
    if (event.act !== act || (arm !== null && event.arm !== arm)) continue;
    if (event.kind === 'gap') count += event.left[kind] ?? 0;
    else if (event.kind === kind) count += 1;
  }
  return count;
}

describe('a slice of a trace', () => {
  it.each([1, 2, 3])('counts what the trace counts of that arm, with what its budget left out', (seed) => {
    const trace = randomTrace(seed, 9_000);
    const slices = slicesOf(trace);
    expect(slices.length).toBeGreaterThan(4);
    expect(trace.header.left).toBeGreaterThan(0);
    for (const slice of slices) {
      const part = sliceOf(trace, slice);
      const { counts } = compileReplay(part).stateAt(part.header.durationUs);
      for (const kind of ['send', 'recv', 'drop', 'command', 'sample'])
        expect(counts.get(kind) ?? 0, kind).toBe(countedIn(trace.events, slice, kind));
    }
  });

  const cut = event(15, { kind: 'state', actor: 'network', state: 'cut' });
  const arm = (name: string, ...times: number[]) =>
    times.map((atUs) => event(atUs, { arm: name, ...hop('send', `${name} ${atUs}`) }));

  it('begins at its own first event', () => {
    const { header, events } = sliceOf(traceOf(arm('x', 10, 30), 99), { act: 'away', arm: 'x' });
    expect([header.durationUs, ...events.map(({ atUs }) => atUs)]).toEqual([20, 0, 20]);
  });

  it('has the fault that happened in the middle of it, unless another arm ran at that time', () => {
    const alone = traceOf([...arm('x', 10), cut, ...arm('x', 20), ...arm('y', 30, 40)], 99);
    const both = traceOf([...arm('y', 5), ...arm('x', 10), cut, ...arm('x', 20), ...arm('y', 30)], 99);
    const kinds = (trace: typeof alone, name: string) =>
      sliceOf(trace, { act: 'away', arm: name }).events.map(({ kind }) => kind);
    expect(kinds(alone, 'x')).toEqual(['send', 'state', 'send']);
    expect(kinds(alone, 'y')).toEqual(['send', 'send']);
    expect(kinds(both, 'x')).toEqual(['send', 'send']);
  });

  it('that tells most is the first in which something was lost; what holds figures only is none', () => {
    const lost = event(50, { arm: 'z', ...hop('drop', 'm') });
    const sample = event(60, { kind: 'sample', series: 's', value: 1, act: 'timed' });
    const trace = traceOf([...arm('x', 10), lost, sample], 99);
    expect(slicesOf(trace).map(({ act, arm }) => [act, arm])).toEqual([
      ['away', null],
      ['away', 'x'],
      ['away', 'z'],
    ]);
    expect(tellingSlice(trace, slicesOf(trace))).toMatchObject({ arm: 'z' });
    // While it runs it is what is shown, and can be chosen.
    const timed = { act: 'timed', arm: null };
    expect(withShown(slicesOf(trace), timed).at(-1)).toEqual(timed);
    expect(withShown(slicesOf(trace), { act: 'away', arm: 'x' })).toEqual(slicesOf(trace));
  });
});

it('a chain holds a message, what caused it and what it caused, and nothing of another arm', () => {
  const events = [
    event(1, { arm: 'x', ...hop('send', 'm1') }),
    event(2, { arm: 'x', ...hop('send', 'm2', { via: 'm1' }) }),
    event(3, { arm: 'x', ...hop('recv', 'm1') }),
    event(4, { arm: 'y', ...hop('send', 'm1') }),
    event(5, { arm: 'x', ...hop('send', 'm3', { via: 'm2' }) }),
    event(6, { arm: 'x', ...hop('send', 'm4') }),
    event(7, { kind: 'state', actor: 'a', state: 'up' }),
  ];
  const [m1, m2, again, other, m3, m4, state] = chainsOf(events);
  expect([m2, again, m3]).toEqual([m1, m1, m1]);
  expect(new Set([m1, other, m4]).size).toBe(3);
  expect(state).toBe(-1);
});

describe('the display clock', () => {
  const clock = displayClock([-1, 0, 10, 5_000, 5_010], 100);

  it('cuts what is idle for longer than the limit, and counts what it cut', () => {
    expect([clock.totalUs, clock.skippedUs]).toEqual([1 + 10 + 100 + 10, 4_890]);
    expect([clock.skippedAt(5), clock.skippedAt(2_000), clock.skippedAt(5_005)]).toEqual([0, 4_890, 0]);
  });

  it('there and back is the same moment', () => {
    const random = createRandom(4);
    for (let draw = 0; draw < 500; draw += 1) {
      const us = random.int(5_011);
      expect(clock.toReal(clock.toDisplay(us))).toBeCloseTo(us, 6);
    }
    expect([clock.toReal(-5), clock.toReal(1e9), clock.toDisplay(1e9)]).toEqual([-1, 5_010, clock.totalUs]);
  });

  it('of a single moment stands still', () => {
    const still = displayClock([-1], 100);
    expect([still.totalUs, still.toReal(50), still.toDisplay(7)]).toEqual([0, -1, 0]);
  });
});

it('events that come late or twice take their place once', () => {
  const { header, events } = randomTrace(8, 400);
  const half = traceOf(
    events.filter((_, at) => at % 3 !== 0),
    0,
  );
  const grown = appended(half, [...events].reverse());
  expect(grown.events).toEqual(events);
  expect(grown.header.durationUs).toBe(events.at(-1)?.atUs);
  expect(half.events).toHaveLength(events.length - Math.ceil(events.length / 3));
  expect(header.run).toBe(grown.header.run);
});
