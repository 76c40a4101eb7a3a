// One way through Redis, told step by step: from the producer to what stands in Redis, and on to the consumer.
import type { DeliveryContext } from '../settings.ts';

export interface Way {
  send(id: number, publish: () => Promise<void>): Promise<void>;
  /** Redis has it: it said so, or it has handed it on. */
  stored(id: number): void;
  /** The work on it is done. */
  done(id: number): void;
}

export function openWay(note: DeliveryContext['note'], actor: string): Way {
  const sent = new Set<number>();
  const open = new Set<number>();
  const times = new Map<number, number>();
  const there = (id: number) => ({ msg: String(id), from: 'producer', to: actor });
  const on = (id: number) => ({ msg: String(id), from: actor, to: 'consumer-1' });

  function stored(id: number): void {
    if (!sent.delete(id)) return;
    note({ kind: 'recv', ...there(id) });
    open.add(id);
    note({ kind: 'send', ...on(id) });
  }

  return {
    async send(id, publish) {
      sent.add(id);
      note({ kind: 'send', ...there(id) });
      try {
        await publish();
        stored(id);
      } catch {
        if (sent.delete(id)) note({ kind: 'drop', why: 'refused', ...there(id) });
      }
    },
    stored,
    done(id) {
      for (const earlier of [...open].filter((one) => one < id)) {
        open.delete(earlier);
        note({ kind: 'drop', why: 'lost', ...on(earlier) });
      }
      open.delete(id);
      const n = (times.get(id) ?? 0) + 1;
      times.set(id, n);
      note({ kind: 'recv', ...on(id), n });
    },
  };
}
