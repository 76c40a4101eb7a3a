// The table that decides: what each system lost and doubled under the same faults.
import { type Column, ran, type TableBlock } from '../../../src/kit/judge.ts';
import type { DeliveryTried, Fault, SystemId } from '../data.ts';
import { cellOf, doubledBy, lostBy, systemsIn } from '../judge/cells.ts';
import { faultWords, systemWords } from '../words.ts';

/** At most eight rows; the others are in the details. */
const decisive: readonly SystemId[] = [
  ...(['pubsub', 'list', 'streams-off', 'streams-everysec'] as const),
  ...(['rabbit-transient', 'rabbit-quorum', 'kafka-all', 'kafka-idempotent'] as const),
];
const faults: readonly Fault[] = ['offline', 'consumer-died', 'broker-killed'];

export function comparison({ matrix }: DeliveryTried): TableBlock | null {
  const data = ran(matrix);
  if (!data || data.cells.length === 0) return null;
  const tried = faults.filter((fault) => data.cells.some((cell) => cell.fault === fault));
  const all = systemsIn(data);
  const rows = all.length <= decisive.length ? all : all.filter((id) => decisive.includes(id));
  const messages = (id: string, title: Column['title']): Column => ({ id, title, unit: 'messages' });
  return {
    kind: 'table',
    id: 'comparison',
    title: { ko: '같은 장애에서 잃은 메시지', en: 'Messages lost under the same faults' },
    columns: [
      { id: 'system', title: { ko: '시스템', en: 'system' } },
      ...tried.map((fault) => messages(fault, faultWords[fault])),
      messages('lost', { ko: '유실 합계', en: 'lost in all' }),
      messages('duplicated', { ko: '중복 합계', en: 'twice in all' }),
    ],
    rows: rows.map((id) => ({
      id,
      cells: [
        systemWords[id],
        ...tried.map((fault) => cellOf(data, id, fault)?.lost.count ?? null),
        lostBy(data, id),
        doubledBy(data, id),
      ],
    })),
    notes: [],
  };
}
