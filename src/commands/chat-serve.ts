import { randomBytes } from 'node:crypto';
import { type ChatNode, chatNode } from '../chat/chat-node.ts';
import { haproxyFront, nginxFront } from '../chat/front.ts';
import { openScope, type Scope } from '../core/scope.ts';
import type { Service } from '../core/service.ts';
import { forgetChat, rememberChat } from '../course/chat-address.ts';
import { calledAs, typed } from '../render/commands.ts';
import { haproxy } from '../services/haproxy.ts';
import { openServiceHost } from '../services/host.ts';
import { nginx } from '../services/nginx.ts';
import type { Io } from '../terminal/io.ts';
import { openChatRedis, type RedisFlags } from './chat-redis.ts';
import { clock } from './experiment.ts';
import { notKept } from './not-kept.ts';

export interface ServeFlags extends RedisFlags {
  readonly servers: number;
  readonly lb: 'nginx' | 'haproxy' | 'none';
  readonly mode: 'alone' | 'pubsub' | 'recovery';
}

const clients = 500;
const drainMs = 2_000;

/** `redis-lab chat serve`: a Redis (private, or the learner's own), servers, perhaps a balancer, until Ctrl-C. */
export async function serveChat(io: Io, flags: ServeFlags): Promise<void> {
  const broken = new AbortController();
  const signal = AbortSignal.any([io.signal, broken.signal]);
  const host = openServiceHost(
    { external: {}, trace: false },
    { runId: 'chat', signal, emit() {}, note() {}, fail: (error) => broken.abort(error) },
  );
  const scope = openScope(host, clock);
  scope.defer(() => host.close());
  try {
    const urls = await startAll(io, scope, flags);
    const isKept = await rememberChat(urls).then(
      () => true,
      (error) => {
        notKept(io, error);
        return false;
      },
    );
    if (isKept) scope.defer(forgetChat);
    await io.out(howToTalk(io, urls, isKept));
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    if (broken.signal.aborted) throw broken.signal.reason;
  } finally {
    await scope.close();
  }
}

/** @returns where people connect: the balancer, or each server */
async function startAll(io: Io, scope: Scope, flags: ServeFlags): Promise<string[]> {
  const { servers, lb, mode } = flags;
  const behind = await openChatRedis(scope, flags);
  const secret = randomBytes(32).toString('hex');
  const ports: number[] = [];
  for (let n = 1; n <= servers; n++) {
    const options = { name: `server-${n}`, secret, mode, ...behind, drainMs, page: true };
    ports.push((await scope.start(revived(chatNode(options), io))).port);
  }
  if (lb === 'nginx') return [(await scope.start(nginx(nginxFront(ports, clients)))).url];
  if (lb === 'haproxy') return [(await scope.start(haproxy(haproxyFront(ports, clients)))).url];
  return ports.map((port) => `http://127.0.0.1:${port}`);
}

/** Whoever kills one of the servers, to see what its people see, finds it up again a moment later. */
function revived(service: Service<ChatNode>, io: Io): Service<ChatNode> {
  return {
    ...service,
    async start(host) {
      const fail = () => {
        const { name } = service;
        io.err(
          io.lang === 'ko' ? `${name} 서버가 죽어서 다시 띄워요.\n` : `${name} died, and is started again.\n`,
        );
        running.handle.restart().catch(host.fail);
      };
      const running = await service.start({ ...host, fail });
      return running;
    },
  };
}

/** @param isKept whether `chat join` finds the servers by itself */
function howToTalk({ lang }: Io, urls: readonly string[], isKept: boolean): string {
  const join = `redis-lab chat join --room lobby --name kim${isKept ? '' : ` --url ${urls.join(' ')}`}`;
  const ko = lang === 'ko';
  return [
    ko ? '브라우저에서 열어 보세요:' : 'Open in a browser:',
    ...urls.map((url) => `  ${url}/?room=lobby`),
    ko ? '다른 터미널에서:' : 'In another terminal:',
    `  ${typed(join, { program: calledAs(process.env) })}`,
    ko
      ? '이 컴퓨터의 누구나 들어올 수 있어요. Ctrl-C로 끝내요.'
      : 'Everybody on this machine can join. Ctrl-C ends it.',
    '',
  ].join('\n');
}
