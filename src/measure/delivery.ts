import { fromRuns, highestId, type IdRuns, lengthOf, toRuns } from './id-runs.ts';

/** What happened to messages 1 … N, seen from both ends, after everything was drained. */
export interface DeliveryHistory {
  /** In the order of sending; a message that was sent twice is in here twice. */
  readonly sent: IdRuns;
  /** Those the broker said yes to. */
  readonly acknowledged: IdRuns;
  /** Those whose answer never came: they may have arrived or not. */
  readonly unknown: IdRuns;
  /** In the order of arrival. */
  readonly received: IdRuns;
}

export interface Messages {
  readonly count: number;
  /** In ascending order, each id once. */
  readonly ids: IdRuns;
}

/** The words of Jepsen's total-queue checker. */
export interface Delivery {
  readonly sent: number;
  readonly acknowledged: number;
  readonly unknown: number;
  readonly received: number;
  /** Acknowledged and never received. */
  readonly lost: Messages;
  /** Received more often than sent; `count` is of the receptions too many. */
  readonly duplicated: Messages;
  /** Received though the send was never acknowledged. */
  readonly recovered: Messages;
  /** Received though nobody sent it: the experiment read somebody else's messages. */
  readonly unexpected: Messages;
  /** See `countReordered`. */
  readonly reordered: number;
}

/** Counts a history. It means something only when nothing was on its way any more. */
export function countDelivery(history: DeliveryHistory): Delivery {
  const sent = timesById(history.sent);
  const acknowledged = timesById(history.acknowledged);
  const received = timesById(history.received);
  const last = Math.max(sent.length, acknowledged.length, received.length);

  const lost: number[] = [];
  const duplicated: number[] = [];
  const recovered: number[] = [];
  const unexpected: number[] = [];
  let tooMany = 0;
  for (let id = 0; id < last; id += 1) {
    const timesSent = sent[id] ?? 0;
    const timesReceived = received[id] ?? 0;
    const acked = (acknowledged[id] ?? 0) > 0;
    if (acked && timesReceived === 0) lost.push(id);
    if (timesReceived === 0) continue;
    if (timesSent === 0) {
      unexpected.push(id);
      continue;
    }
    if (!acked) recovered.push(id);
    if (timesReceived > timesSent) {
      duplicated.push(id);
      tooMany += timesReceived - timesSent;
    }
  }

  return {
    sent: lengthOf(history.sent),
    acknowledged: lengthOf(history.acknowledged),
    unknown: lengthOf(history.unknown),
    received: lengthOf(history.received),
    lost: messages(lost),
    duplicated: { count: tooMany, ids: toRuns(duplicated) },
    recovered: messages(recovered),
    unexpected: messages(unexpected),
    reordered: countReordered(history.received),
  };
}

/**
 * Receptions of an id smaller than one received before; a second reception of the same id is a duplicate
 * and not counted. For the order within one consumer's session, give it what that session received.
 */
export function countReordered(received: IdRuns): number {
  const seen = new Uint8Array(highestId(received) + 1);
  let highest = -1;
  let reordered = 0;
  for (const id of fromRuns(received)) {
    if (seen[id] === 1) continue;
    seen[id] = 1;
    if (id < highest) reordered += 1;
    else highest = id;
  }
  return reordered;
}

function messages(ids: readonly number[]): Messages {
  return { count: ids.length, ids: toRuns(ids) };
}

/** How often each id occurs, at the id's place: an array, because ids are 1 … N. */
function timesById(runs: IdRuns): Uint32Array {
  const times = new Uint32Array(highestId(runs) + 1);
  for (const id of fromRuns(runs)) times[id] = (times[id] as number) + 1;
  return times;
}
