// Reads the data of a record of format 1: the acts under other names, or a proof alone.
import type { Skipped } from '../../src/kit/judge.ts';
import type {
  BalancerName,
  HandshakesArm,
  InThePathData,
  ModelData,
  ProofData,
  SessionsData,
  StickyTried,
  WebSocketsData,
  WireStep,
} from './data.ts';
import { onlyProof, onlyWithProve } from './words.ts';

interface ActsOfFormat1 {
  readonly model: ModelData;
  readonly sessions: SessionsData;
  readonly webSockets: WebSocketsData | null;
  readonly handshakes: readonly HandshakesArm[];
  readonly firstRefusal: readonly WireStep[];
  readonly inThePath: InThePathData | null;
  readonly missing: readonly BalancerName[];
}

export function dataOfFormat1(data: unknown): StickyTried {
  const old = data as ActsOfFormat1 | ProofData;
  if ('proof' in old) {
    const skipped: Skipped = { skipped: onlyProof };
    return {
      model: skipped,
      sessions: skipped,
      'web-sockets': skipped,
      handshakes: skipped,
      'in-the-path': skipped,
      race: skipped,
      crash: skipped,
      proof: old,
    };
  }
  const { model, sessions, webSockets, handshakes, firstRefusal, inThePath, missing } = old;
  return {
    model,
    sessions,
    'web-sockets': webSockets ?? withoutNginx,
    handshakes: { arms: handshakes, firstRefusal, missing },
    'in-the-path': inThePath ?? withoutNginx,
    race: newer,
    crash: newer,
    proof: { skipped: onlyWithProve },
  };
}

const newer: Skipped = {
  skipped: {
    ko: '이 기록을 만든 버전에는 없던 막이에요.',
    en: 'This record is older than the act.',
  },
};

const withoutNginx: Skipped = {
  skipped: {
    ko: 'nginx 프로그램이 없어서 하지 않았어요.',
    en: 'Not done: nginx was missing.',
  },
};
