// Numbered messages, and who got which: they are sent in three parts, the middle one while the receiver is away.
import { type IdRuns, toRuns } from '../../../src/kit/run.ts';
import type { DeliveryHistory } from '../data.ts';
import type { PubsubContext } from '../settings.ts';

export interface Parts {
  readonly before: readonly number[];
  readonly away: readonly number[];
  readonly after: readonly number[];
}

export function thirds(count: number): Parts {
  const third = Math.floor(count / 3);
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  return { before: ids.slice(0, third), away: ids.slice(third, 2 * third), after: ids.slice(2 * third) };
}

/** Both ends of an arm, kept as it happens, and told to the trace. */
export interface Notebook {
  /** The ids in the order in which they arrived. */
  readonly received: readonly number[];
  sent(id: number): void;
  acknowledged(id: number): void;
  /** No reply came: the sender cannot know. */
  unanswered(id: number): void;
  arrived(id: number): void;
  /** Nothing more comes: what was sent and never arrived is lost. */
  close(): DeliveryHistory;
}

export function openNotebook(
  { note }: Pick<PubsubContext, 'note'>,
  arm: string,
  way: { readonly from: 'publisher' | 'producer'; readonly to: 'subscriber' | 'consumer' },
): Notebook {
  const sent: number[] = [];
  const acknowledged: number[] = [];
  const unknown: number[] = [];
  const received: number[] = [];
  const times = new Map<number, number>();
  return {
    received,
    sent(id) {
      sent.push(id);
      note({ kind: 'send', msg: String(id), ...way }, arm);
    },
    acknowledged(id) {
      acknowledged.push(id);
      // It is Redis that replies, whoever has the message by then.
      note({ kind: 'ack', msg: String(id), from: way.from, to: 'redis' }, arm);
    },
    unanswered: (id) => void unknown.push(id),
    arrived(id) {
      received.push(id);
      const n = (times.get(id) ?? 0) + 1;
      times.set(id, n);
      note({ kind: 'recv', msg: String(id), ...way, n }, arm);
    },
    close() {
      const promised = new Set(acknowledged);
      for (const id of sent) {
        // What nobody ever said yes to was promised to nobody: it is not counted as lost.
        const why = promised.has(id) ? 'lost' : 'refused';
        if (!times.has(id)) note({ kind: 'drop', msg: String(id), ...way, why }, arm);
      }
      return {
        sent: toRuns(sent),
        acknowledged: toRuns(acknowledged),
        unknown: toRuns(unknown),
        received: toRuns(received),
      };
    },
  };
}

/** The ids that were sent while the receiver was away. */
export function gapOf(parts: Parts): IdRuns {
  return toRuns(parts.away);
}
