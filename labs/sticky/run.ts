import type { RedisServer, Text } from '../../src/lab-kit.ts';
import { startHaproxy, startNginx } from './live/balancers.ts';
import { openChatServers } from './live/chat-servers.ts';
import { firstRefusal, type WireStep } from './live/first-refusal.ts';
import type { HandshakesArm } from './live/handshake-arms.ts';
import { handshakes } from './live/handshakes.ts';
import { type InThePathData, inThePath } from './live/in-the-path.ts';
import { type WebSocketsData, webSockets } from './live/web-sockets.ts';
import { type ModelData, model } from './model.ts';
import { type ProofData, prove } from './proof/prove.ts';
import { type SessionsData, sessions } from './sessions.ts';
import type { StickyContext } from './settings.ts';

/** What the five acts found, as it goes into the record. */
export interface ActsData {
  readonly model: ModelData;
  readonly sessions: SessionsData;
  /** Null without nginx, as is `inThePath`. */
  readonly webSockets: WebSocketsData | null;
  /** Without the arms of a balancer that is missing. */
  readonly handshakes: readonly HandshakesArm[];
  /** The first requests of one handshake under round robin; empty without nginx. */
  readonly firstRefusal: readonly WireStep[];
  readonly inThePath: InThePathData | null;
  readonly missing: readonly ('nginx' | 'HAProxy')[];
}

/** A run with --prove does nothing else. */
export type StickyData = ActsData | ProofData;

export async function run(context: StickyContext): Promise<StickyData> {
  const { redis } = context.services;
  // Null only with --prove: see settings.ts.
  if (context.params.prove || redis === null) {
    step(context, 'proof', {
      ko: '증명  모형과 진짜를 하나씩 견주기',
      en: 'Proof  The model against the real ones, pick by pick',
    });
    return await prove(context);
  }
  return await acts(context, redis);
}

async function acts(context: StickyContext, redis: RedisServer): Promise<ActsData> {
  await context.predict();
  step(context, 'model', {
    ko: '1막  모형: 16가지 방식을 모든 시나리오로',
    en: 'Act 1  The model: sixteen strategies, every scenario',
  });
  const modelData = await model(context);
  step(context, 'sessions', {
    ko: '2막  세션: 서버의 메모리와 Redis',
    en: "Act 2  Sessions: in a server's memory, in Redis",
  });
  const sessionsData = await sessions(context, redis);

  const servers = await openChatServers(context.scope);
  const nginx = await startNginx(context, servers.ports);
  const haproxyUrl = await startHaproxy(context, servers.ports);
  step(context, 'web-sockets', {
    ko: '3막  평범한 WebSocket: 진짜 nginx를 지나서',
    en: 'Act 3  Plain WebSockets, through the real nginx',
  });
  const webSocketsData = nginx && (await webSockets(context, nginx));
  step(context, 'handshakes', {
    ko: '4막  Socket.IO: 여러 요청으로 맺는 연결',
    en: 'Act 4  Socket.IO: a connection made of several requests',
  });
  const wire = nginx ? await firstRefusal(nginx, servers.ports) : [];
  const handshakesData = await handshakes(context, { nginx: nginx?.url ?? null, haproxy: haproxyUrl });
  step(context, 'in-the-path', {
    ko: '5막  길목: 로드밸런서를 멈추고, 죽이면',
    en: 'Act 5  In the path: the balancer is stopped, then killed',
  });
  const inThePathData = nginx && (await inThePath(context, nginx, servers));
  return {
    model: modelData,
    sessions: sessionsData,
    webSockets: webSocketsData,
    handshakes: handshakesData,
    firstRefusal: wire,
    inThePath: inThePathData,
    missing: [...(nginx ? [] : ['nginx' as const]), ...(haproxyUrl ? [] : ['HAProxy' as const])],
  };
}

function step({ emit }: StickyContext, id: string, title: Text): void {
  emit({ kind: 'step', id, title });
}
