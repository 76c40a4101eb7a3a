// The names of arms and places, as a reader sees them.
import { formatQuantity, type Text } from '../../src/lab-kit.ts';
import type { ArmFigures, Place } from './cell.ts';
import type { RoundTrip } from './round-trip.ts';
import type { Client, ShapeId } from './shape.ts';

const shapeWords: Record<Exclude<ShapeId, 'pool'>, Text> = {
  fresh: { ko: '매번 새 연결', en: 'new each time' },
  'one-by-one': { ko: '하나를 차례로', en: 'one, in turn' },
  shared: { ko: '하나를 함께', en: 'one, shared' },
  'auto-pipelined': { ko: '자동 파이프라인', en: 'auto-pipelined' },
  inline: { ko: '그 자리에서', en: 'on the spot' },
};

const clientWords: Record<Client, Text> = {
  ioredis: { ko: 'ioredis', en: 'ioredis' },
  'node-redis': { ko: 'node-redis', en: 'node-redis' },
  raw: { ko: '맨 소켓', en: 'raw' },
  pg: { ko: 'pg', en: 'pg' },
  worker: { ko: '스레드', en: 'thread' },
  piscina: { ko: 'piscina', en: 'piscina' },
  main: { ko: '메인 스레드', en: 'main thread' },
};

export function shapeName({ shape, poolSize }: Pick<ArmFigures, 'shape' | 'poolSize'>): Text {
  return shape === 'pool' ? { ko: `풀 ${poolSize}`, en: `pool of ${poolSize}` } : shapeWords[shape];
}

export function armName(arm: Pick<ArmFigures, 'shape' | 'client' | 'poolSize' | 'tls'>): Text {
  const [shape, client] = [shapeName(arm), clientWords[arm.client]];
  const tls = arm.tls ? ' + TLS' : '';
  return { ko: `${shape.ko} · ${client.ko}${tls}`, en: `${shape.en} · ${client.en}${tls}` };
}

/** `the loopback (0.04 ms)`, or `1 ms added (1.2 ms measured)`. */
export function networkName({ addedMs, measuredMs }: RoundTrip): Text {
  const measured = formatQuantity(Number(measuredMs.toPrecision(2)), 'ms');
  if (addedMs === 0) return { ko: `루프백, 왕복 ${measured}`, en: `loopback, ${measured} round trip` };
  return {
    ko: `왕복 ${addedMs} ms를 더한 네트워크, 실제 ${measured}`,
    en: `${addedMs} ms of round trip added, ${measured} measured`,
  };
}

export function placeName({ callers, roundTrip }: Place): Text {
  const people: Text = { ko: `호출자 ${callers}명`, en: callers === 1 ? '1 caller' : `${callers} callers` };
  if (!roundTrip) return people;
  const network = networkName(roundTrip);
  return { ko: `${people.ko} (${network.ko})`, en: `${people.en} (${network.en})` };
}

/** In a sentence: `at 1 ms round trip`. */
export function atRoundTrip(roundTrip: RoundTrip | null): Text {
  if (!roundTrip) return { ko: '', en: '' };
  const { addedMs, measuredMs } = roundTrip;
  const ms = addedMs === 0 ? Number(measuredMs.toPrecision(2)) : addedMs;
  return { ko: `왕복 ${ms} ms에서`, en: `at ${ms} ms round trip` };
}
