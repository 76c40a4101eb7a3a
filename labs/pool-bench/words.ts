// The names of arms and places, as a reader sees them.
import { formatQuantity, type Text } from '../../src/kit/judge.ts';
import type { ArmFigures, Client, Place, RoundTrip, ShapeId } from './data.ts';

const shapeWords: Record<Exclude<ShapeId, 'pool' | 'hand-made-pool'>, Text> = {
  fresh: { ko: '매번 새 연결', en: 'new each time' },
  'one-by-one': { ko: '한 번에 하나씩', en: 'one, in turn' },
  shared: { ko: '연결 하나 공유', en: 'one, shared' },
  'auto-pipelined': { ko: '자동 파이프라인', en: 'auto-pipelined' },
  inline: { ko: '메인 스레드에서 직접', en: 'inline, main thread' },
};

const freshThread: Text = { ko: '매번 새 스레드', en: 'thread per task' };

/** Where the shape says already who does the work there is no word for it. */
const clientWords: Record<Client, Text | null> = {
  ioredis: { ko: 'ioredis', en: 'ioredis' },
  'node-redis': { ko: 'node-redis', en: 'node-redis' },
  raw: { ko: '맨 소켓', en: 'raw' },
  pg: { ko: 'pg', en: 'pg' },
  worker: null,
  piscina: { ko: 'piscina', en: 'piscina' },
  main: null,
};

export function shapeName({
  shape,
  client,
  poolSize,
}: Pick<ArmFigures, 'shape' | 'client' | 'poolSize'>): Text {
  if (shape === 'pool') return { ko: `풀 ${poolSize}`, en: `pool of ${poolSize}` };
  if (shape === 'hand-made-pool')
    return { ko: `직접 만든 풀 ${poolSize}`, en: `hand-made pool of ${poolSize}` };
  return client === 'worker' ? freshThread : shapeWords[shape];
}

/** What a shape is used with, for a column of its own; null where the shape says it already. */
export function clientName({ client }: Pick<ArmFigures, 'client'>): Text | null {
  return clientWords[client];
}

/** For a sentence: both. */
export function armName(arm: Pick<ArmFigures, 'shape' | 'client' | 'poolSize' | 'tls'>): Text {
  const [shape, client] = [shapeName(arm), clientName(arm)];
  if (!client) return shape;
  const tls = arm.tls ? ' + TLS' : '';
  return { ko: `${shape.ko} · ${client.ko}${tls}`, en: `${shape.en} · ${client.en}${tls}` };
}

/** `the loopback (0.04 ms)`, or `1 ms added (1.2 ms measured)`. */
export function networkName({ addedMs, measuredMs, distant }: RoundTrip): Text {
  const measured = formatQuantity(Number(measuredMs.toPrecision(2)), 'ms');
  if (distant)
    return {
      ko: `다른 컴퓨터의 Redis, 왕복 시간 ${measured}`,
      en: `another machine, ${measured} round trip`,
    };
  if (addedMs === 0) return { ko: `루프백, 왕복 시간 ${measured}`, en: `loopback, ${measured} round trip` };
  return {
    ko: `왕복 시간 ${addedMs} ms를 더한 네트워크, 실제 ${measured}`,
    en: `${addedMs} ms of round trip added, ${measured} measured`,
  };
}

export function placeName({ callers, roundTrip }: Place): Text {
  const people: Text = { ko: `호출자 ${callers}명`, en: callers === 1 ? '1 caller' : `${callers} callers` };
  if (!roundTrip) return people;
  const network = networkName(roundTrip);
  return { ko: `${people.ko} (${network.ko})`, en: `${people.en} (${network.en})` };
}

/** Why a question about the same machine is not graded; null where its Redis was there. */
export function wasDistant(roundTrips: readonly (RoundTrip | null)[]): Text | null {
  if (!roundTrips.some((one) => one?.distant)) return null;
  return {
    ko: '질문은 같은 컴퓨터의 Redis를 말하는데, 이번 Redis는 다른 컴퓨터에 있어서 채점하지 않았어요.',
    en: 'Not graded: the question speaks of a Redis on the same machine; this one was on another.',
  };
}

/** In a sentence: `at 1 ms round trip`. */
export function atRoundTrip(roundTrip: RoundTrip | null): Text {
  if (!roundTrip) return { ko: '', en: '' };
  const { addedMs, measuredMs } = roundTrip;
  const ms = addedMs === 0 ? Number(measuredMs.toPrecision(2)) : addedMs;
  return { ko: `왕복 시간 ${ms} ms에서`, en: `at ${ms} ms round trip` };
}
