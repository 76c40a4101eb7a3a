// The table that decides: Pub/Sub and Streams under the same faults.
import { countDelivery, ran, type TableBlock, type Text } from '../../../src/kit/judge.ts';
import type { Absence, PubsubTried, StreamFault } from '../data.ts';
import { slowHistory } from '../judge/slow-history.ts';
import { absenceWords, faultWords, slowWords } from '../words.ts';
import { deliveryRow, deliveryTable } from './delivery-table.ts';

/** Of the arms those that decide: at most eight rows. The others are in the details. */
const pubsubRows: readonly Absence[] = ['cut', 'silent'];
const streamRows: readonly StreamFault[] = [
  'cut',
  'dies',
  'trimmed',
  'killed-without-aof',
  'killed-with-aof',
];

export function comparison(data: PubsubTried): TableBlock | null {
  const [away, slow, streams] = [ran(data.away), ran(data.slow), ran(data.streams)];
  if (!away || !streams) return null;
  const named = (kind: string, words: Text): Text => ({
    ko: `${kind}: ${words.ko}`,
    en: `${kind}: ${words.en}`,
  });
  const table = deliveryTable({ ko: 'Pub/Sub과 Streams 나란히', en: 'Pub/Sub and Streams side by side' }, [
    ...away
      .filter(({ absence }) => pubsubRows.includes(absence))
      .map((arm) =>
        deliveryRow(
          `pubsub-${arm.absence}`,
          named('Pub/Sub', absenceWords[arm.absence]),
          countDelivery(arm.history),
        ),
      ),
    ...(slow
      ? [deliveryRow('pubsub-slow', named('Pub/Sub', slowWords), countDelivery(slowHistory(slow)))]
      : []),
    ...streams
      .filter(({ fault }) => streamRows.includes(fault))
      .map((arm) =>
        deliveryRow(
          `streams-${arm.fault}`,
          named('Streams', faultWords[arm.fault]),
          countDelivery(arm.history),
        ),
      ),
  ]);
  // Short: the ending is one screen. What the words mean stands in the act of the streams.
  return {
    ...table,
    columns: table.columns.slice(0, 4),
    rows: table.rows.map(({ id, cells }) => ({ id, cells: cells.slice(0, 4) })),
    notes: [],
  };
}
