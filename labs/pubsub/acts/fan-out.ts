// One message goes to 1, 10, 50 … connections: how long until each of them has it, and who pays for it?
//
// Publisher and subscribers live in this one process, so both ends are read off the same clock.
// The price: with many subscribers the figures are as much Node's as they are Redis'. So how busy Node was is
// measured too, and bare sockets listen beside the client library: they show how much of it is the library's.
import {
  type ArmTrials,
  closedLoop,
  Histogram,
  monotonicClock,
  type Redis,
  RefusedError,
  runTrials,
  until,
  valuesOf,
  watchClient,
} from '../../../src/kit/run.ts';
import type { FanOutData, Listener, Publisher } from '../data.ts';
import { type Crowd, openCrowd } from '../parts/crowd.ts';
import { type Arm, summary, type Trial } from '../parts/fan-out-figures.ts';
import { cpuOf } from '../parts/server-cpu.ts';
import type { PubsubContext } from '../settings.ts';

const kinds: readonly { publisher: Publisher; listener: Listener }[] = [
  { publisher: 'awaits', listener: 'ioredis' },
  { publisher: 'awaits', listener: 'socket' },
  { publisher: 'pipelines', listener: 'ioredis' },
];
const onTheirWay: Readonly<Record<Publisher, number>> = { awaits: 1, pipelines: 50 };
const warmUpMessages = 30;
const drainWithinMs = 10_000;

export async function fanOut(context: PubsubContext): Promise<FanOutData> {
  const { params, services, emit, signal } = context;
  const sizes = [...new Set(params.subscribers)].sort((a, b) => a - b);
  const publisher = await services.redis.connect('publisher');
  const arms: Arm[] = kinds.flatMap((kind) => sizes.map((subscribers) => ({ subscribers, ...kind })));
  const refusals: unknown[] = [];
  const results = await runTrials(
    arms.map((arm) => ({ name: nameOf(arm), trial: trialsOf(context, arm, publisher, refusals) })),
    { rounds: params.rounds, warmupRounds: 1, signal, emit },
  );
  // Nobody could listen at all: the act has nothing to say, and the reason is the server's where it gave one.
  if (refusals.length > 0 && results.every((result) => valuesOf(result).length === 0))
    throw refusals.find((refusal) => refusal instanceof RefusedError) ?? refusals[0];
  return arms.map((arm, index) => summary(arm, results[index] as ArmTrials<Trial>));
}

const nameOf = ({ subscribers, publisher, listener }: Arm) => `${subscribers} ${listener} ${publisher}`;

/** Each arm has connections of its own, opened at its first trial: what happens to them happens to no other arm. */
function trialsOf(
  context: PubsubContext,
  arm: Arm,
  publisher: Redis,
  refusals: unknown[],
): (round: number) => Promise<Trial> {
  const { params, services } = context;
  const { subscribers: size, listener } = arm;
  const channel = services.redis.key(`fan-out-${listener}-${arm.publisher}-${size}`);
  let crowd: Crowd | null = null;
  return async (round) => {
    crowd ??= await openCrowd(context, { channel, size, listener, payloadBytes: params.payload }).catch(
      (error: unknown) => {
        refusals.push(error);
        throw error;
      },
    );
    try {
      return await trial(context, arm, crowd, publisher, round < 0 ? warmUpMessages : params.messages);
    } catch (error) {
      crowd.close();
      crowd = null;
      throw error;
    }
  };
}

async function trial(
  { params, services, signal }: PubsubContext,
  arm: Arm,
  crowd: Crowd,
  publisher: Redis,
  messages: number,
): Promise<Trial> {
  const sentAtNs = new Float64Array(messages);
  const expected = messages * crowd.size;
  const heard = listen(crowd, sentAtNs);
  const before = { first: 0, last: 0 };
  const spent = services.redis.isPrivate ? await cpuOf(publisher) : null;
  const clientBusy = watchClient();
  const startedNs = monotonicClock.nowNs();
  let next = 0;
  const load = await closedLoop({
    callers: Math.min(onTheirWay[arm.publisher], messages),
    bound: { operations: messages },
    async operation() {
      const id = next++;
      const message = `${id} `.padEnd(params.payload, '.');
      sentAtNs[id] = monotonicClock.nowNs();
      await publisher.publish(crowd.channel, message);
      // Redis has replied. Who has the message by now?
      const copies = heard.copies[id] as number;
      if (copies === 0) before.first += 1;
      if (copies < crowd.size) before.last += 1;
    },
    signal,
  });
  if (load.firstError !== null) throw new Error(load.firstError);
  await drained(() => heard.deliveries >= expected || crowd.isCut, signal);
  const busy = clientBusy(0).busyShare;
  const cpu = await spent?.();
  if (crowd.isCut) throw new Error(await crowd.whyCut());
  const { deliveries, reordered, latency, latencyOfLast, lastNs } = heard;
  return {
    deliveries,
    missed: expected - deliveries,
    reordered,
    elapsedMs: (lastNs - startedNs) / 1e6,
    latency,
    latencyOfLast,
    clientBusyShare: busy,
    load,
    before,
    cpu: cpu ?? null,
  };
}

/** Notes what each listener of the crowd hears of the numbered messages. */
function listen(crowd: Crowd, sentAtNs: Float64Array) {
  const latency = new Histogram();
  const latencyOfLast = new Histogram();
  const copies = new Uint32Array(sentAtNs.length);
  const highest = new Int32Array(crowd.size).fill(-1);
  const heard = { latency, latencyOfLast, copies, deliveries: 0, reordered: 0, lastNs: 0 };
  crowd.hear = (listener, id) => {
    const nowNs = monotonicClock.nowNs();
    const latencyNs = nowNs - (sentAtNs[id] as number);
    latency.record(latencyNs);
    if (id < (highest[listener] as number)) heard.reordered += 1;
    highest[listener] = id;
    heard.deliveries += 1;
    heard.lastNs = nowNs;
    const copy = (copies[id] as number) + 1;
    copies[id] = copy;
    if (copy === crowd.size) latencyOfLast.record(latencyNs);
  };
  return heard;
}

/** Everything has arrived, or will not any more: that is a finding, not an error. */
async function drained(complete: () => boolean, signal: AbortSignal): Promise<void> {
  const what = { ko: '모든 메시지의 도착', en: 'the arrival of every message' };
  await until(complete, { signal, what, withinMs: drainWithinMs }).catch(() => signal.throwIfAborted());
}
