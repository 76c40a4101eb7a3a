import { type Happening, openTrace, type Trace } from '../../src/core/trace.ts';
import { createRandom } from '../../src/measure/random.ts';
import { traceOf } from './trace-of.ts';

/** Traces as an experiment could have written them, drawn from a seed: messages, faults, samples, marks. */
export function randomTrace(seed: number, length: number): Trace {
  const random = createRandom(seed);
  const pick = <T>(items: readonly T[]) => items[random.int(items.length)] as T;
  let us = 0;
  const writer = openTrace(() => us);
  writer.enter('first');
  const sent: { msg: string; from: string; to: string; n: number }[] = [];
  for (let at = 0; at < length; at += 1) {
    us += random.int(50);
    if (at === length >> 1) writer.enter('second');
    const draw = random.next();
    let happening: Happening;
    if (draw < 0.5 || sent.length === 0) {
      const hop = { msg: `m${at}`, from: pick(['a', 'b']), to: pick(['c', 'd']), n: 1 };
      sent.push(hop);
      happening = { kind: 'send', ...hop };
    } else if (draw < 0.8) happening = { kind: 'recv', ...take(sent, random.int(sent.length)) };
    else if (draw < 0.85) happening = { kind: 'drop', why: 'lost', ...take(sent, random.int(sent.length)) };
    else if (draw < 0.852)
      happening = { kind: 'state', actor: pick(['c', 'd']), state: pick(['up', 'cut', 'dead']) };
    else if (draw < 0.95) happening = { kind: 'sample', series: pick(['x', 'y']), value: random.next() };
    else happening = { kind: 'command', from: 'a', to: 'c', command: `PING ${at}` };
    writer.note(happening, pick([undefined, 'one', 'two']));
  }
  const { events, left } = writer.finish();
  return traceOf(events, us, left);
}

function take<T>(items: T[], index: number): T {
  return items.splice(index, 1)[0] as T;
}
