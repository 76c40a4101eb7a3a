import { expect, it } from 'vitest';
import { openTrace, type TraceEvent, traceBudget } from '../../src/core/trace.ts';
import type { DeliveryHistory } from '../../src/measure/delivery.ts';
import { toldMessages, tracedMessages } from './trace-counts.ts';

const messages = 3 * traceBudget;
const lost = 17;

/** Every message is sent and acknowledged, and all but the last few arrive; the budget leaves out the middle. */
function arm(): { events: TraceEvent[]; history: DeliveryHistory } {
  let us = 0;
  const writer = openTrace(() => us);
  writer.enter('away');
  for (let id = 1; id <= messages; id += 1) {
    us = id;
    const hop = { msg: `${id}`, from: 'publisher', to: 'subscriber' };
    writer.note({ kind: 'send', ...hop }, 'cut');
    writer.note({ kind: 'ack', ...hop }, 'cut');
    writer.note(
      id > messages - lost ? { kind: 'drop', ...hop, why: 'lost' } : { kind: 'recv', ...hop },
      'cut',
    );
  }
  const all = [[1, messages]] as const;
  const history: DeliveryHistory = {
    sent: all,
    acknowledged: all,
    unknown: [],
    received: [[1, messages - lost]],
  };
  return { events: writer.finish().events, history };
}

it('a trace counts what the figures count, with what its budget left out', () => {
  const { events, history } = arm();
  expect(events.length).toBeLessThan(messages);
  expect(tracedMessages(events, 'away', 'cut')).toEqual(toldMessages(history));
  expect(toldMessages(history)).toMatchObject({ sent: messages, lost });
});

it.each<[string, (event: TraceEvent, index: number) => TraceEvent[]]>([
  ['an arrival that is not in it', dropFirst('recv')],
  ['a loss that is not in it', dropFirst('drop')],
  [
    'an arrival that is in it twice',
    (event) => (event.kind === 'recv' && event.msg === '1' ? [event, event] : [event]),
  ],
  ['a gap that counts one too few', (event) => [event.kind === 'gap' ? lessOne(event) : event]],
  ['an event of another arm', (event, index) => [index === 0 ? { ...event, arm: 'stays' } : event]],
])('%s is found', (_, breakIt) => {
  const { events, history } = arm();
  expect(tracedMessages(events.flatMap(breakIt), 'away', 'cut')).not.toEqual(toldMessages(history));
});

function dropFirst(kind: string) {
  let dropped = false;
  return (event: TraceEvent) => {
    if (dropped || event.kind !== kind) return [event];
    dropped = true;
    return [];
  };
}

function lessOne(gap: Extract<TraceEvent, { kind: 'gap' }>): TraceEvent {
  return { ...gap, left: { ...gap.left, send: (gap.left.send ?? 0) - 1 } };
}
