/**
 * Is the balancer still there once a WebSocket is open? Four observations on a real nginx:
 * whom the server sees at the other end; how many bytes nginx says it carried; what arrives while nginx is
 * stopped; what is left when it is killed. A second connection that goes to the server directly is the control:
 * as long as it works, nothing but the balancer can be the reason.
 */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { type Nginx, until } from '../../../src/kit/run.ts';
import type { InThePathData } from '../data.ts';
import { startNginx } from '../parts/live/balancers.ts';
import { openChatServers } from '../parts/live/chat-servers.ts';
import type { StickyContext } from '../settings.ts';

const frameCounts = [0, 10, 100] as const;
const askedWhilePaused = 50;
const withinMs = 10_000;

export async function inThePath(context: StickyContext): Promise<InThePathData> {
  const { signal } = context;
  const servers = await openChatServers(context.scope);
  const balancer = await startNginx(context, servers.ports);
  const carried = await countBytes(context, balancer);
  const accepted: { peer: string; socket: WebSocket }[] = [];
  servers.onWebSocket((socket, { socket: { remoteAddress, remotePort } }) => {
    accepted.push({ peer: `${remoteAddress}:${remotePort}`, socket });
  });
  const { socket: balanced, ownEnd: balancedEnd } = await open(`${balancer.url}/round_robin/ws`);
  const { socket: direct, ownEnd: directEnd } = await open(`http://127.0.0.1:${servers.ports[0]}/ws`);
  const [balancedAtServer, directAtServer] = accepted;
  const ends = {
    balanced: { client: balancedEnd, peer: balancedAtServer?.peer ?? '' },
    direct: { client: directEnd, peer: directAtServer?.peer ?? '' },
  };

  let balancedAnswers = 0;
  const hop = { msg: '1', from: 'user', to: 'nginx' };
  balanced.on('message', () => {
    balancedAnswers += 1;
    context.note({ kind: 'recv', ...hop }, 'paused');
  });
  balancer.pause();
  balanced.send('are you there?');
  context.note({ kind: 'send', ...hop }, 'paused');
  const whilePaused = { directAnswers: await askAgain(direct, askedWhilePaused, signal), balancedAnswers };
  balancer.resume();
  await until(() => balancedAnswers > whilePaused.balancedAnswers, {
    signal,
    what: { ko: '다시 움직인 nginx를 지나온 응답', en: 'the answer through nginx, which goes on' },
    withinMs,
  });
  const paused = { ...whilePaused, afterResume: balancedAnswers - whilePaused.balancedAnswers };

  await balancer.kill();
  const ended = (socket: WebSocket | undefined) => socket?.readyState === WebSocket.CLOSED;
  await until(() => ended(balanced) && ended(balancedAtServer?.socket), {
    signal,
    what: { ko: '죽은 nginx를 지나던 연결의 끝', en: 'the end of the connection through the killed nginx' },
    withinMs,
  }).catch(() => signal.throwIfAborted()); // That it does not end is a result, too.
  const killed = {
    clientSawEnd: ended(balanced),
    serverSawEnd: ended(balancedAtServer?.socket),
    directAnswers: await askAgain(direct, askedWhilePaused, signal),
  };
  return { ends, carried, frameBytes: answerBytes, paused, killed };
}

const payload = 'x'.repeat(98);
const answerBytes = `0 ${payload}`.length + 2;

/** nginx writes a connection's line when it is over: connections with 0, 10 and 100 frames, and their bytes. */
async function countBytes({ signal }: StickyContext, balancer: Nginx): Promise<InThePathData['carried']> {
  for (const frames of frameCounts) {
    const { socket } = await open(`${balancer.url}/counted/ws?frames=${frames}`);
    await askAgain(socket, frames, signal);
    socket.close();
    await once(socket, 'close');
  }
  let lines: string[] = [];
  const complete = async () => {
    lines = (await balancer.log('bytes.log')).trim().split('\n');
    return lines.length === frameCounts.length;
  };
  await until(complete, {
    signal,
    what: { ko: 'nginx의 접근 로그', en: "nginx's access log" },
    withinMs,
  });
  return lines
    .map((line) => {
      const [frames, bytes] = line.split(' ').map(Number);
      return { frames: frames ?? 0, bytes: bytes ?? 0 };
    })
    .sort((a, b) => a.frames - b.frames);
}

async function open(url: string): Promise<{ socket: WebSocket; ownEnd: string }> {
  const socket = new WebSocket(url.replace('http', 'ws'));
  socket.on('error', () => {}); // It is followed by the end, and the end is what we look at.
  const opened = once(socket, 'open');
  const [{ socket: tcp }] = (await once(socket, 'upgrade')) as [IncomingMessage];
  const ownEnd = `${tcp.localAddress}:${tcp.localPort}`;
  await opened;
  return { socket, ownEnd };
}

/** Asks so often, one after the other, and returns how many answers came. */
async function askAgain(socket: WebSocket, times: number, signal: AbortSignal): Promise<number> {
  let answers = 0;
  while (answers < times) {
    socket.send(payload);
    await once(socket, 'message', { signal });
    answers += 1;
  }
  return answers;
}
