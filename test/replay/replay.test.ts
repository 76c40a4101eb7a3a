import { describe, expect, it } from 'vitest';
import { same } from '../../src/core/text.ts';
import {
  openTrace,
  type Trace,
  type TraceEvent,
  type TraceHeader,
  traceBudget,
} from '../../src/core/trace.ts';
import { createRandom } from '../../src/measure/random.ts';
import { renderEventList, renderMoment } from '../../src/render/terminal/replay.ts';
import { toPerfetto } from '../../src/replay/perfetto.ts';
import { readTrace, writeTrace } from '../../src/replay/read.ts';
import { compileReplay } from '../../src/replay/state-at.ts';
import { nameOf } from '../../src/services/proxy/toxics.ts';
import { pageOf } from '../render/page.ts';
import { hangul } from '../texts.ts';
import { randomTrace } from './fixture.ts';
import { traceOf } from './trace-of.ts';

/** When there was no more to tell of each message, looked up one by one; by the place of its sending. */
function endsOf(events: readonly TraceEvent[]): Map<number, number> {
  return new Map(
    events.flatMap((event): [number, number][] => {
      if (event.kind !== 'send') return [];
      const end = events.find(
        (other) =>
          (other.kind === 'recv' || other.kind === 'drop') &&
          other.seq > event.seq &&
          other.msg === event.msg &&
          other.act === event.act &&
          other.arm === event.arm,
      );
      const gap = events.find(
        (other) =>
          other.kind === 'gap' && other.seq > event.seq && other.act === event.act && other.arm === event.arm,
      );
      const last = end ?? gap;
      return last ? [[event.seq, last.atUs]] : [];
    }),
  );
}

/** What there is to say of a moment, by going through everything before it: no keyframes, no buckets, no columns. */
function naive(events: readonly TraceEvent[], ends: ReadonlyMap<number, number>, us: number) {
  const past = events.filter(({ atUs }) => atUs <= us);
  const counts: Record<string, number> = {};
  for (const event of past) {
    const more = event.kind === 'gap' ? event.left : { [event.kind]: 1 };
    for (const [kind, count] of Object.entries(more)) counts[kind] = (counts[kind] ?? 0) + count;
  }
  const flying = past.flatMap((event) =>
    event.kind === 'send' && (ends.get(event.seq) ?? us + 1) > us ? [event.msg] : [],
  );
  const actors = past.flatMap((event) => (event.kind === 'state' ? [[event.actor, event.state]] : []));
  const samples = past.flatMap((event) => (event.kind === 'sample' ? [[event.series, event.value]] : []));
  return {
    events: past.length,
    counts,
    actors: Object.fromEntries(actors),
    samples: Object.fromEntries(samples),
    flying,
  };
}

describe('the state at a moment', () => {
  const trace = randomTrace(7, 5_000);
  const replay = compileReplay(trace);
  const random = createRandom(1);
  const ends = endsOf(trace.events);

  const plain = (us: number) => {
    const { events, counts, actors, samples, hops, flying } = replay.stateAt(us);
    return {
      events,
      counts: Object.fromEntries(counts),
      actors: Object.fromEntries(actors),
      samples: Object.fromEntries(samples),
      flying: flying.map((hop) => (trace.events[hops.event[hop] ?? -1] as { msg: string }).msg),
    };
  };

  it('equals a naive fold, at 1,000 random moments', () => {
    for (let draw = 0; draw < 1_000; draw += 1) {
      const us = random.int(replay.durationUs);
      const [is, should] = [plain(us), naive(trace.events, ends, us)];
      expect(JSON.stringify(is.flying)).toBe(JSON.stringify(should.flying));
      expect({ ...is, flying: [] }).toEqual({ ...should, flying: [] });
    }
  });

  it('is the same after a step forth and back', () => {
    for (const { atUs } of trace.events.slice(0, 50)) {
      const before = replay.stateAt(atUs);
      replay.stateAt(atUs + 1);
      expect(replay.stateAt(atUs)).toEqual(before);
    }
  });

  it('knows that a message has come to where it goes on from', () => {
    const hop = { act: 'a', msg: 'm', n: 1 } as const;
    const trace = traceOf(
      [
        { atUs: 1, seq: 0, kind: 'send', from: 'queue', to: 'unacked', ...hop },
        { atUs: 5, seq: 1, kind: 'recv', from: 'unacked', to: 'worker', ...hop },
      ],
      9,
    );
    const { hops, stateAt } = compileReplay(trace);
    expect([hops.endUs[0], hops.outcome[0], stateAt(4).flying, stateAt(5).flying]).toEqual([5, 1, [0], []]);
  });

  it('of an empty trace is nothing', () => {
    const nothing = { events: 0, counts: new Map(), actors: new Map(), samples: new Map(), flying: [] };
    expect(compileReplay(traceOf([], 0)).stateAt(5)).toMatchObject(nothing);
  });
});

describe('the budget', () => {
  const filled = (count: number, faultAt = -1) => {
    let us = 0;
    const writer = openTrace(() => us);
    writer.enter('act');
    for (let at = 0; at < count; at += 1) {
      us = at;
      if (at === faultAt) writer.note({ kind: 'state', actor: 'redis', state: 'dead' });
      else writer.note({ kind: 'send', msg: `${at}`, from: 'a', to: 'b' });
    }
    return writer.finish();
  };
  const messages = (events: readonly TraceEvent[]) =>
    events.flatMap((event) => (event.kind === 'send' ? [Number(event.msg)] : []));

  it('keeps all of a short arm, of a long one the beginning and the end, and counts the rest', () => {
    expect(filled(traceBudget)).toMatchObject({ left: 0 });
    const { events, left } = filled(10_000);
    expect(messages(events)[0]).toBe(0);
    expect(messages(events).at(-1)).toBe(9_999);
    expect(events).toHaveLength(traceBudget + 1);
    expect(events.find(({ kind }) => kind === 'gap')).toMatchObject({ left: { send: left } });
    expect(left + messages(events).length).toBe(10_000);
  });

  it('keeps what happened around a fault', () => {
    const { events } = filled(10_000, 5_000);
    expect(messages(events)).toEqual(expect.arrayContaining([4_999, 4_950, 5_001, 5_050]));
  });

  it('of one arm does not crowd out another', () => {
    const writer = openTrace(() => 0);
    writer.enter('act');
    writer.note({ kind: 'mark', id: 'a', text: { ko: '', en: '' } }, 'small');
    for (let at = 0; at < 10_000; at += 1) writer.note({ kind: 'sample', series: 'x', value: at }, 'large');
    expect(writer.finish().events.filter(({ arm }) => arm === 'small')).toHaveLength(1);
  });

  it('with its gaps counts everything that happened', () => {
    const trace = randomTrace(3, 20_000);
    const { counts } = compileReplay(trace).stateAt(trace.header.durationUs);
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(20_000);
  });
});

describe('a trace file', () => {
  it('is read back as it was written', () => {
    const trace = randomTrace(11, 500);
    expect(readTrace(writeTrace(trace))).toEqual(trace);
  });

  it.each([
    ['nothing', ''],
    ['no header', '{"atUs":1}\n'],
    ['another version', '{"v":2,"run":"x"}\n'],
    ['half a line', writeTrace(randomTrace(1, 5)).slice(0, -10)],
  ])('%s is refused', (_, text) => {
    expect(() => readTrace(text)).toThrow();
  });

  it('out of order is refused', () => {
    const { header, events } = randomTrace(2, 50);
    const [first, second, ...others] = events as [TraceEvent, TraceEvent, ...TraceEvent[]];
    expect(() => readTrace(writeTrace({ header, events: [second, first, ...others] }))).toThrow(
      'out of order at line 3',
    );
  });
});

it('for Perfetto every span ends, and every flow has both its ends', () => {
  const { traceEvents } = JSON.parse(toPerfetto(randomTrace(5, 1_000)));
  const ids = (phase: string) =>
    traceEvents.filter((one: { ph: string }) => one.ph === phase).map(({ id }: { id: number }) => id);
  expect(ids('b').length).toBeGreaterThan(100);
  expect(ids('e')).toEqual(ids('b'));
  expect(ids('f')).toEqual(ids('s'));
});

describe('in words', () => {
  const { header, events } = traceOf([], 1_000);
  const trace = {
    header: {
      ...header,
      actors: [
        { id: 'publisher', role: 'client', label: { ko: '발행자', en: 'publisher' } },
        { id: 'network', role: 'network', label: { ko: '네트워크', en: 'network' } },
      ],
    },
    events: [
      ...events,
      { atUs: 1, seq: 1, act: 'away', kind: 'send', msg: 'm1', from: 'publisher', to: 'unnamed-9' },
      { atUs: 2, seq: 2, act: 'away', kind: 'state', actor: 'network', state: 'cut' },
      {
        atUs: 3,
        seq: 3,
        act: 'away',
        kind: 'drop',
        msg: 'm1',
        from: 'publisher',
        to: 'unnamed-9',
        why: 'lost',
      },
      {
        atUs: 4,
        seq: 4,
        act: 'away',
        kind: 'mark',
        id: 'x',
        text: nameOf({ type: 'timeout', timeoutMs: 0 }, 'upstream'),
      },
      { atUs: 5, seq: 5, act: 'away', kind: 'gap', toUs: 9, left: { send: 12 } },
    ],
  } as const satisfies Trace;

  it('actors go by their labels, and what happens is said in the language of the reader', () => {
    const inKorean = renderEventList(trace, pageOf({ lang: 'ko' }));
    expect(inKorean).toContain('발행자 -> unnamed-9  보냄 m1');
    expect(inKorean).toContain('네트워크  끊김');
    expect(inKorean).toMatch(/발행자 -x unnamed-9 .*\(유실\)/);
    expect(inKorean).toContain('# 아무것도 지나가지 못함(timeout), 클라이언트에서 서버로');
    expect(inKorean).toContain('보냄 12');
    expect(renderEventList(trace, pageOf({ lang: 'en' }))).not.toMatch(hangul);
  });

  it('the lanes of a moment too, and a name moves no cursor', () => {
    const moment = (
      actors: (typeof trace)['header']['actors'] | TraceHeader['actors'],
      lang: 'ko' | 'en',
    ) => {
      const shown = { ...trace, header: { ...trace.header, actors } };
      return renderMoment(shown, compileReplay(shown).stateAt(2), 20, pageOf({ lang }));
    };
    expect(moment(trace.header.actors, 'ko')).toMatch(/\* 네트워크 +끊김/);
    expect(moment(trace.header.actors, 'en')).toMatch(/\* network +cut off/);
    const hostile = [{ id: 'network', role: 'network', label: same('\u001b[2J') }] as const;
    expect(moment(hostile, 'ko')).not.toContain('\u001b');
  });
});
