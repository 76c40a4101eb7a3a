// Both ends of a conversation, kept as it happens and told to the trace.
import { countDelivery, countReordered, toRuns } from '../../../src/kit/run.ts';
import type { BrokerName, Cell } from '../data.ts';
import type { DeliveryContext } from '../settings.ts';

type Counted = Omit<Cell, 'system' | 'fault'>;

export interface Notebook {
  /** The ids in the order in which they arrived. */
  readonly received: readonly number[];
  readonly acknowledged: readonly number[];
  sent(id: number): void;
  resent(): void;
  acked(id: number): void;
  /** No yes came, and nobody asked again: it may have arrived or not. */
  unanswered(id: number): void;
  /** @param again handed out before: whether it comes before or after what is new hangs on when its broker noticed */
  arrived(id: number, again?: boolean): void;
  /** Bytes of what it had said yes to, in the broker's own memory only, just before it was killed. */
  brokerKept(unwrittenBytes: number): void;
  faultBegan(): void;
  faultEnded(): void;
  /** Nothing more comes. */
  close(): Counted;
}

export function openNotebook({ note, clock }: DeliveryContext, arm: string, broker: BrokerName): Notebook {
  const sent: number[] = [];
  const acknowledged: number[] = [];
  const ackedAt = new Map<number, number>();
  const unknown: number[] = [];
  const received: number[] = [];
  const fresh: number[] = [];
  const times = new Map<number, number>();
  const way = { from: 'producer', to: 'consumer' };
  const startedMs = clock.nowMs();
  const sinceStart = () => clock.nowMs() - startedMs;
  let resent = 0;
  let kept: Pick<Cell, 'unwrittenBytes'> = {};
  let lastMs: number | null = null;
  let silentMs = 0;
  const fault = { faultMs: 0, healedMs: 0 };
  return {
    received,
    acknowledged,
    sent(id) {
      sent.push(id);
      note({ kind: 'send', msg: String(id), ...way }, arm);
    },
    resent() {
      resent += 1;
    },
    acked(id) {
      acknowledged.push(id);
      ackedAt.set(id, sinceStart());
      note({ kind: 'ack', msg: String(id), from: 'producer', to: broker }, arm);
    },
    unanswered: (id) => void unknown.push(id),
    arrived(id, again = false) {
      const nowMs = sinceStart();
      if (lastMs !== null) silentMs = Math.max(silentMs, nowMs - lastMs);
      lastMs = nowMs;
      received.push(id);
      if (!again) fresh.push(id);
      const n = (times.get(id) ?? 0) + 1;
      times.set(id, n);
      note({ kind: 'recv', msg: String(id), ...way, n }, arm);
    },
    brokerKept(unwrittenBytes) {
      kept = { unwrittenBytes };
    },
    faultBegan() {
      fault.faultMs = sinceStart();
    },
    faultEnded() {
      fault.healedMs = sinceStart();
    },
    close() {
      for (const id of sent) {
        // What nobody ever said yes to was promised to nobody: it is not counted as lost.
        const why = ackedAt.has(id) ? 'lost' : 'refused';
        if (!times.has(id)) note({ kind: 'drop', msg: String(id), ...way, why }, arm);
      }
      const delivery = countDelivery({
        sent: toRuns(sent),
        acknowledged: toRuns(acknowledged),
        unknown: toRuns(unknown),
        received: toRuns(received),
      });
      const id = delivery.lost.ids[0]?.[0];
      const example =
        id === undefined ? null : { id, ackedMs: ackedAt.get(id) ?? 0, ...fault, endedMs: sinceStart() };
      const reordered = countReordered(toRuns(fresh));
      return { ...delivery, reordered, silentMs, resent, example, ...kept };
    },
  };
}
