// Sent, lost, duplicated, recovered: an arm in the words of Jepsen's queue checker.
import type { Delivery, Row, TableBlock, Text } from '../../../src/kit/judge.ts';

export function deliveryRow(id: string, name: Text, { sent, lost, duplicated, recovered }: Delivery): Row {
  return { id, cells: [name, sent, lost.count, duplicated.count, recovered.count] };
}

export function deliveryTable(title: Text, rows: readonly Row[]): TableBlock {
  return {
    kind: 'table',
    id: 'side-by-side',
    title,
    columns: [
      { id: 'fault', title: { ko: '겪은 일', en: 'what happened' } },
      { id: 'sent', title: { ko: '발행', en: 'sent' }, unit: 'messages' },
      { id: 'lost', title: { ko: '유실', en: 'lost' }, unit: 'messages' },
      { id: 'duplicated', title: { ko: '중복', en: 'dup.' }, unit: 'messages' },
      { id: 'recovered', title: { ko: '응답 없이 도착', en: 'recov.' }, unit: 'messages' },
    ],
    rows,
    notes: [
      {
        ko: '유실: Redis가 받았다고 응답했지만 끝내 처리되지 않은 것. 중복: 보낸 것보다 여러 번 처리된 것. 응답 없이 도착: 보낸 쪽은 응답을 못 받았는데 처리된 것.',
        en: 'lost: acknowledged by Redis, never processed. dup.: processed more often than sent. recov.: processed though the sender got no reply.',
      },
    ],
  };
}
