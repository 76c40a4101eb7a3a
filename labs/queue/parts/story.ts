// What is seen at the ends of RabbitMQ, told to the trace as the way of an order through it. What goes on inside (from
// the exchange to the queue, from the queue to the pile of those that wait for their acknowledgement) follows from that.
import type { QueueContext } from '../settings.ts';
import type { Entry, Step } from './ledger.ts';

type Happening = Parameters<QueueContext['note']>[0];

const happenings: Readonly<Record<Step, (entry: Entry, msg: string) => readonly Happening[]>> = {
  up: () => [],
  got: (_, msg) => [{ kind: 'recv', msg, from: 'customer', to: 'shop' }],
  published: (_, msg) => [{ kind: 'send', msg, from: 'shop', to: 'exchange' }],
  confirmed: (_, msg) => [
    { kind: 'recv', msg, from: 'exchange', to: 'queue' },
    { kind: 'ack', msg, from: 'shop', to: 'exchange' },
  ],
  took: ({ who, n }, msg) => [
    { kind: 'send', msg, from: 'queue', to: 'unacked', n },
    { kind: 'recv', msg, from: 'unacked', to: who, n },
  ],
  done: () => [],
  acked: ({ who }, msg) => [{ kind: 'ack', msg, from: 'unacked', to: who }],
  failed: ({ who }, msg) => [{ kind: 'drop', msg, from: 'unacked', to: who, why: 'refused' }],
  dead: ({ who }, msg) => [{ kind: 'recv', msg, from: who, to: 'dead' }],
};

/** Tells one entry of the ledger. */
export function tell({ note }: Pick<QueueContext, 'note'>, entry: Entry, arm?: string): void {
  if (entry.who === 'shop' && entry.step === 'took') return; // It went through no queue.
  for (const happening of happenings[entry.step](entry, String(entry.id))) note(happening, arm);
}
