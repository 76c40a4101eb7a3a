/**
 * The other direction: a client tells the server something, a request each time or a frame on the open WebSocket.
 * One after the other, over a connection that stands already in both cases.
 */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';
import { type FaultProxy, Histogram, monotonicClock, runTrials, valuesOf } from '../../../src/kit/run.ts';
import type { MessagesArm, MessagesData } from '../data.ts';
import { openRoute } from '../parts/route.ts';
import type { TransportsContext } from '../settings.ts';

const text = 'on my way, 5 minutes';
const messages = 50;
const warmupRounds = 1;

type Send = () => Promise<void>;

export async function messagesUp(context: TransportsContext): Promise<MessagesData> {
  const { network } = await openRoute(context);
  const ways: Record<MessagesArm['way'], Send> = {
    post: poster(context, network),
    frame: await framer(context, network),
  };
  const arms = Object.entries(ways).map(([name, send]) => ({
    name,
    trial: (round: number) => trial(network, send, round),
  }));
  const { params, signal, emit } = context;
  const measured = await runTrials(arms, { rounds: params.rounds, warmupRounds, signal, emit });
  return {
    textBytes: text.length,
    arms: measured.map((arm) => {
      const values = valuesOf(arm);
      return {
        way: arm.arm as MessagesArm['way'],
        roundTrip: Histogram.merged(values.map(({ times }) => times)).toJSON(),
        trials: values.map(({ times: _, ...figures }) => figures),
      };
    }),
  };
}

async function trial(network: FaultProxy, send: Send, round: number) {
  const times = new Histogram();
  await send(); // The connection stands, and the bytes of opening it are not counted.
  const before = { ...network.counters };
  for (let sent = 0; sent < messages; sent += 1) {
    const atNs = monotonicClock.nowNs();
    await send();
    times.record(monotonicClock.nowNs() - atNs);
  }
  const { bytesUpstream, bytesDownstream } = network.counters;
  return {
    round,
    messages,
    meanNs: times.meanNs,
    bytesUp: bytesUpstream - before.bytesUpstream,
    bytesDown: bytesDownstream - before.bytesDownstream,
    times: times.toJSON(),
  };
}

function poster({ scope }: TransportsContext, { host, port }: FaultProxy): Send {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  scope.defer(() => agent.destroy());
  return () =>
    new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'text/plain', 'Content-Length': text.length };
      const sending = request(
        { host, port, path: '/messages', method: 'POST', headers, agent },
        (response) => {
          response.resume().once('end', resolve);
        },
      );
      sending.once('error', reject);
      sending.end(text);
    });
}

async function framer({ scope }: TransportsContext, { host, port }: FaultProxy): Promise<Send> {
  const socket = new WebSocket(`ws://${host}:${port}/ws`, { perMessageDeflate: false });
  scope.defer(() => socket.terminate());
  await once(socket, 'open');
  return async () => {
    const answered = once(socket, 'message');
    socket.send(text);
    await answered;
  };
}
