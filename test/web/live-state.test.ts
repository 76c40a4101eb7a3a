import { expect, it } from 'vitest';
import { same } from '../../src/core/text.ts';
import type { Trace, TraceEvent } from '../../src/core/trace.ts';
import { sliceOf } from '../../src/replay/slices.ts';
import { compileReplay } from '../../src/replay/state-at.ts';
import { heard, type LiveState, nothingKnown } from '../../src/web/page/live/live-state.ts';
import type { Batch, Running, ToHost } from '../../src/web/protocol.ts';

const wish = { lab: 'pubsub', preset: 'quick', given: {}, acts: null, predictions: {} } as const;
const record = { id: 'live', lab: 'pubsub', startedAt: '2026-11-26T00:00:00.000Z', servers: [] };
const report = { record, findings: null } as unknown as Running['report'];
const running: Running = { run: 1, wish, report, actors: [], series: [], arms: [], after: 4 };
const started: ToHost = { kind: 'started', ...running };
const send = (seq: number): TraceEvent => {
  return { atUs: seq, seq, act: 'a', kind: 'send', msg: `${seq}`, from: 'x', to: 'y' };
};
const batch = (seq: number, more: Partial<Batch> = {}): Batch => {
  return { kind: 'batch', run: 1, seq, said: [], events: [send(seq)], actors: [], left: {}, ...more };
};
const after = (...messages: readonly ToHost[]) =>
  messages.reduce<LiveState>((state, message) => heard(state, message), nothingKnown);

it('counts each batch once, and those events that were too many to send', () => {
  const state = after(started, batch(5), batch(5), batch(6, { left: { send: 7, recv: 2 } }), batch(4));
  expect(state.run?.counts).toEqual({ send: 9, recv: 2 });
  expect(state.seq).toBe(6);
});

it('takes nothing after a hole until it is filled', () => {
  const holed = after(started, batch(5), batch(7), batch(8));
  expect(holed).toMatchObject({ seq: 5, hole: true });
  const filled = [6, 7, 8].reduce((state, seq) => heard(state, batch(seq)), holed);
  expect(filled).toMatchObject({ seq: 8, hole: false });
  expect(filled.run?.counts).toEqual({ send: 4 });
});

it('has the trace in its order, with who came into it, and the servers that came up', () => {
  const redis = { name: 'redis', version: '7.0.15', args: [] };
  const actor = { id: 'subscriber-2', role: 'client', label: same('subscriber 2') } as const;
  const state = after(
    started,
    batch(5, {
      events: [send(7), send(3)],
      actors: [actor],
      said: [{ kind: 'service-ready', server: redis, tookMs: 1 }],
    }),
    batch(6, { events: [send(5), send(7)] }),
  );
  expect(state.run?.trace.events.map(({ seq }) => seq)).toEqual([3, 5, 7]);
  expect(state.run?.trace.header).toMatchObject({ actors: [actor], durationUs: 7 });
  expect(state.run?.report.record.servers).toEqual([redis]);
});

it('drops the oldest where there is much, and neither their count, nor who is dead, nor when it began', () => {
  const dead: TraceEvent = { ...send(0), kind: 'state', actor: 'y', state: 'dead' };
  const hundred = (from: number) => Array.from({ length: 100 }, (_, at) => send(from + at));
  const more = Array.from({ length: 60 }, (_, at) => batch(6 + at, { events: hundred(1 + at * 100) }));
  const trace = after(started, batch(5, { events: [dead] }), ...more).run?.trace as Trace;
  expect(trace.events.length).toBeLessThan(5_000);
  const replay = compileReplay(sliceOf(trace, { act: 'a', arm: null }));
  const now = replay.stateAt(replay.durationUs);
  expect(Object.fromEntries(now.counts)).toEqual({ send: 6_000, state: 1 });
  expect(now.actors.get('y')).toBe('dead');
  expect(replay.durationUs).toBe(6_000);
});

it('counts what it drops for the act and the arm that it was in', () => {
  const of = (arm: string, from: number) =>
    Array.from({ length: 2_500 }, (_, at): TraceEvent => ({ ...send(from + at), arm }));
  const state = after(started, batch(5, { events: of('x', 1) }), batch(6, { events: of('z', 2_501) }));
  const counts = (arm: string) => {
    const replay = compileReplay(sliceOf(state.run?.trace as Trace, { act: 'a', arm }));
    return Object.fromEntries(replay.stateAt(replay.durationUs).counts);
  };
  expect([counts('x'), counts('z')]).toEqual([{ send: 2_500 }, { send: 2_500 }]);
});

it('knows its run again when the connection is back, and a new one as such', () => {
  const entrance = { url: null, letters: 'ABCD', qr: null };
  const before = after(started, batch(5));
  expect(heard(before, { kind: 'hello', running, entrance }).run?.counts).toEqual({ send: 1 });
  const other = heard(before, { kind: 'hello', running: { ...running, run: 2, after: 9 }, entrance });
  expect([other.run?.counts, other.seq]).toEqual([{}, 9]);
  expect(heard(before, { kind: 'hello', running: null, entrance }).run).toBeNull();
});

it('shows an act from its beginning to what came out', () => {
  const title = same('title');
  const begun = batch(5, { said: [{ kind: 'act', id: 'a', number: 1, of: 1, title, aim: same('aim') }] });
  const progress = batch(6, { said: [{ kind: 'progress', done: 1, of: 2, unit: same('rounds') }] });
  const done = batch(7, {
    said: [
      ...[
        { kind: 'act-done', id: 'a', number: 1, title, headline: same('3 lost'), skipped: false } as const,
      ].map((event) => ({ ...event, prediction: null, tookMs: 5 })),
    ],
  });
  expect(after(started, begun, progress).run).toMatchObject({
    acts: [{ headline: null }],
    progress: { done: 1 },
  });
  expect(after(started, begun, progress, done).run).toMatchObject({
    acts: [{ headline: { en: '3 lost' }, aim: { en: 'aim' } }],
    progress: null,
  });
  const ended: ToHost = { kind: 'ended', run: 1, outcome: 'completed', data: '/data/x', error: null };
  expect(after(started, begun, ended)).toMatchObject({ run: null, data: '/data/x' });
});
