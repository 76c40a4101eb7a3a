import type { Text } from '../../core/text.ts';

/** Seen from the client, as Toxiproxy has it: `upstream` is client to server, `downstream` server to client. */
export type Direction = 'upstream' | 'downstream';

/**
 * One fault in one direction, in the words of Toxiproxy (https://github.com/Shopify/toxiproxy#toxics), with the
 * units in the names. Three things are truer to TCP than the original: a FIN or RST waits its turn behind the
 * bytes, latency delays every chunk on its own (a hundred chunks take one latency in all), and what `timeout`
 * and `reset_peer` stop is held, not dropped, so that removing them heals the network.
 */
export type Toxic =
  /** Every chunk arrives `latencyMs` +/- `jitterMs` (uniform) later; the order is kept. */
  | { type: 'latency'; latencyMs: number; jitterMs?: number }
  /** A line that carries so many bytes a second (more than 0); the rest queues up before it. */
  | { type: 'bandwidth'; bytesPerSecond: number }
  /** Nothing passes any more; after `timeoutMs` both sides are closed. 0: never closed, a silent network. */
  | { type: 'timeout'; timeoutMs: number }
  /** Nothing passes any more; after `timeoutMs` both sides get a TCP RST. */
  | { type: 'reset_peer'; timeoutMs: number }
  /** Slices of `averageSizeBytes` +/- `sizeVariationBytes`, `delayUs` apart; one read may still see several. */
  | { type: 'slicer'; averageSizeBytes: number; sizeVariationBytes: number; delayUs: number }
  /** Both sides are closed after exactly so many bytes, counted per connection from when the toxic met it. */
  | { type: 'limit_data'; bytes: number };

/** What a toxic is called in a trace: what it does, in both languages. */
export function nameOf({ type }: Toxic, direction: Direction): Text {
  const [what, way] = [toxicNames[type], directionNames[direction]];
  return { ko: `${what.ko}, ${way.ko}`, en: `${what.en}, ${way.en}` };
}

const toxicNames: Readonly<Record<Toxic['type'], Text>> = {
  latency: { ko: '지연이 더해짐(latency)', en: 'latency is added' },
  bandwidth: { ko: '대역폭이 줄어듦(bandwidth)', en: 'the bandwidth is limited' },
  timeout: { ko: '아무것도 지나가지 못함(timeout)', en: 'nothing passes any more (timeout)' },
  reset_peer: {
    ko: '지나가지 못하다가 RST로 끊김(reset_peer)',
    en: 'nothing passes, then a RST (reset_peer)',
  },
  slicer: { ko: '잘게 나뉘어 지나감(slicer)', en: 'cut into slices (slicer)' },
  limit_data: { ko: '정해진 바이트 뒤에 끊김(limit_data)', en: 'closed after so many bytes (limit_data)' },
};

const directionNames: Readonly<Record<Direction, Text>> = {
  upstream: { ko: '클라이언트에서 서버로', en: 'client to server' },
  downstream: { ko: '서버에서 클라이언트로', en: 'server to client' },
};

/** How much of the oldest held chunk goes on next, and when (on the clock of `performance.now`). */
export interface Turn {
  readonly sizeBytes: number;
  readonly dueMs: number;
  /** The connection is closed after this turn. */
  readonly closes?: boolean;
}

/** Asked once for every turn, in order, so it may remember the one before. A FIN has 0 bytes. */
export type Pace = (sizeBytes: number, arrivedMs: number) => Turn;

/** What a toxic does to the bytes of one direction of one connection. */
export function paceOf(toxic: Toxic, random: () => number): Pace {
  const spread = (size: number) => size * (2 * random() - 1);
  switch (toxic.type) {
    case 'latency':
      return (sizeBytes, arrivedMs) => ({
        sizeBytes,
        dueMs: arrivedMs + toxic.latencyMs + spread(toxic.jitterMs ?? 0),
      });
    case 'bandwidth':
      return bandwidth(toxic.bytesPerSecond);
    case 'timeout':
    case 'reset_peer':
      return (sizeBytes) => ({ sizeBytes, dueMs: Number.POSITIVE_INFINITY });
    case 'slicer':
      return slicer(
        () => Math.round(toxic.averageSizeBytes + spread(toxic.sizeVariationBytes)),
        toxic.delayUs / 1000,
      );
    case 'limit_data':
      return limitData(toxic.bytes);
  }
}

/** How a toxic ends the connection by itself, a while after it met it; most do not. */
export function endingOf(toxic: Toxic): { how: 'close' | 'reset'; afterMs: number } | undefined {
  if (toxic.type === 'reset_peer') return { how: 'reset', afterMs: toxic.timeoutMs };
  if (toxic.type === 'timeout' && toxic.timeoutMs > 0) return { how: 'close', afterMs: toxic.timeoutMs };
  return undefined;
}

/** A chunk leaves in pieces of 10 ms: a slow line trickles instead of going in bursts of a whole read. */
function bandwidth(bytesPerSecond: number): Pace {
  const pieceBytes = Math.max(1, Math.ceil(bytesPerSecond / 100));
  let lineFreeMs = 0;
  return (chunkBytes, arrivedMs) => {
    const sizeBytes = Math.min(chunkBytes, pieceBytes);
    // Counted from the due time, not from the timer that came late: the rate is right in the long run.
    lineFreeMs = Math.max(lineFreeMs, arrivedMs) + (sizeBytes / bytesPerSecond) * 1000;
    return { sizeBytes, dueMs: lineFreeMs };
  };
}

function slicer(drawSizeBytes: () => number, delayMs: number): Pace {
  let nextMs = 0;
  return (chunkBytes, arrivedMs) => {
    const dueMs = Math.max(nextMs, arrivedMs);
    nextMs = dueMs + delayMs;
    return { sizeBytes: Math.min(chunkBytes, Math.max(1, drawSizeBytes())), dueMs };
  };
}

function limitData(bytes: number): Pace {
  let leftBytes = bytes;
  return (chunkBytes, arrivedMs) => {
    const sizeBytes = Math.min(chunkBytes, leftBytes);
    leftBytes -= sizeBytes;
    return { sizeBytes, dueMs: arrivedMs, closes: leftBytes === 0 };
  };
}
