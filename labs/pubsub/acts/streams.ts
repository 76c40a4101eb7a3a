// The same numbered sequence through a stream with a consumer group, under the same absence and worse:
// what keeps it safe, and what does not.
import { createRandom, proxy, type RedisServer, redis } from '../../../src/kit/run.ts';
import type { StreamArm, StreamFault, StreamsData } from '../data.ts';
import { gapOf, thirds } from '../parts/sequence.ts';
import { acknowledge, consume, openStream, readNew, reopen, type Stream } from '../parts/stream.ts';
import type { PubsubContext } from '../settings.ts';

const durable = redis({ config: { appendonly: 'yes', appendfsync: 'everysec' } });

export async function streams(context: PubsubContext): Promise<StreamsData> {
  const { services, scope, emit } = context;
  const killed = async (fault: StreamFault, service = redis()) =>
    serverIsKilled(context, fault, await scope.start(service));
  const tries = [
    () => consumerIsCut(context),
    () => consumerDies(context),
    () => acknowledgesEarly(context),
    () => claimsEarly(context),
    () => isTrimmed(context),
    () => replyIsLost(context),
    ...(services.redis.isPrivate
      ? [() => killed('killed-without-aof'), () => killed('killed-with-aof', durable)]
      : []),
  ];
  const arms: StreamArm[] = [];
  for (const attempt of tries) {
    arms.push(await attempt());
    services.redis.disconnect();
    emit({ kind: 'progress', done: arms.length, of: tries.length, unit: { ko: '방식', en: 'arms' } });
  }
  return arms;
}

/** A line to the server that can be cut. */
function network({ services, scope, seed }: PubsubContext) {
  return scope.start(proxy({ upstream: services.redis, random: createRandom(seed).next }));
}

async function consumerIsCut(context: PubsubContext): Promise<StreamArm> {
  const { params, services, signal } = context;
  const parts = thirds(params.sequence);
  const stream = await openStream(context, services.redis, 'cut');
  const line = await network(context);
  const client = await services.redis.connect('consumer', { through: line, reconnect: true });
  const consumer = consume(client, stream, 'consumer-1', signal);

  await stream.add(parts.before);
  await stream.arrived(parts.before.length);
  await line.down();
  await stream.add(parts.away);
  await line.up();
  await stream.add(parts.after);
  await stream.drained();
  await consumer.stop();
  return { fault: 'cut', gap: gapOf(parts), history: stream.notebook.close() };
}

/** It does its work on a batch and dies before it can say so; another one takes over. */
async function consumerDies(context: PubsubContext): Promise<StreamArm> {
  const { params, services } = context;
  const stream = await openStream(context, services.redis, 'dies');
  await stream.add(everything(params.sequence));
  const first = await services.redis.connect('consumer-1');
  const entries = await readNew(first, stream, 'consumer-1');
  for (const [, id] of entries) stream.notebook.arrived(id);
  first.disconnect();
  await takeOver(context, stream);
  return { fault: 'dies', gap: [], history: stream.notebook.close() };
}

/** It acknowledges first and dies before it has done the work: nobody knows that there is something to do again. */
async function acknowledgesEarly(context: PubsubContext): Promise<StreamArm> {
  const { params, services } = context;
  const stream = await openStream(context, services.redis, 'acked-early');
  await stream.add(everything(params.sequence));
  const first = await services.redis.connect('consumer-1');
  await acknowledge(first, stream, await readNew(first, stream, 'consumer-1'));
  first.disconnect();
  await takeOver(context, stream);
  return { fault: 'acked-early', gap: [], history: stream.notebook.close() };
}

/** It is alive and its work takes long; the other one claims without waiting, and both do the work. */
async function claimsEarly(context: PubsubContext): Promise<StreamArm> {
  const { params, services } = context;
  const stream = await openStream(context, services.redis, 'claimed-early');
  await stream.add(everything(params.sequence));
  const slow = await services.redis.connect('consumer-1');
  const entries = await readNew(slow, stream, 'consumer-1');
  await takeOver(context, stream, 0);
  for (const [, id] of entries) stream.notebook.arrived(id);
  await acknowledge(slow, stream, entries);
  return { fault: 'claimed-early', gap: [], history: stream.notebook.close() };
}

/** Another consumer claims what the first one left, and reads all the rest. */
async function takeOver(
  { services, signal }: PubsubContext,
  stream: Stream,
  claimAfterIdleMs?: number,
): Promise<void> {
  const second = await services.redis.connect('consumer-2');
  const consumer = consume(second, stream, 'consumer-2', signal, claimAfterIdleMs);
  await stream.drained();
  await consumer.stop();
}

/** A stream that may only grow so long: while the consumer is away, what it has not read is thrown away too. */
async function isTrimmed(context: PubsubContext): Promise<StreamArm> {
  const { params, services, signal } = context;
  const parts = thirds(params.sequence);
  const maxLength = parts.after.length;
  const stream = await openStream(context, services.redis, 'trimmed');
  const line = await network(context);
  const client = await services.redis.connect('consumer', { through: line, reconnect: true });
  const consumer = consume(client, stream, 'consumer-1', signal);

  // As long as nobody is away, the limit does no harm: what it throws away has been read.
  await stream.add(parts.before, maxLength);
  await stream.drained();
  await line.down();
  await stream.add([...parts.away, ...parts.after], maxLength);
  await line.up();
  await stream.arrived(parts.before.length + maxLength);
  await consumer.stop();
  const group = await stream.atTheEnd();
  return { fault: 'trimmed', gap: gapOf(parts), history: stream.notebook.close(), group };
}

/** The middle third is stored, and the replies never reach the producer: it cannot know. */
async function replyIsLost(context: PubsubContext): Promise<StreamArm> {
  const { params, services, signal } = context;
  const parts = thirds(params.sequence);
  const line = await network(context);
  const producer = await services.redis.connect('producer', { through: line, reconnect: true });
  const stream = await openStream(context, services.redis, 'reply-lost', producer);

  await stream.add(parts.before);
  const hold = line.add('downstream', { type: 'timeout', timeoutMs: 0 });
  const sent = stream.addWithoutReply(parts.away);
  await stream.stored(parts.before.length + parts.away.length);
  await line.down();
  await sent;
  hold();
  const back = new Promise<void>((resolve) => producer.once('ready', () => resolve()));
  await line.up();
  await back;
  await stream.add(parts.after);

  const consumer = consume(await services.redis.connect('consumer'), stream, 'consumer-1', signal);
  await stream.drained();
  await consumer.stop();
  return { fault: 'reply-lost', gap: gapOf(parts), history: stream.notebook.close() };
}

/** Everything is written and acknowledged by Redis; then Redis dies, and what it had persisted is all there is. */
async function serverIsKilled(
  context: PubsubContext,
  fault: StreamFault,
  server: RedisServer,
): Promise<StreamArm> {
  const { params, signal } = context;
  const stream = await openStream(context, server, fault);
  await stream.add(everything(params.sequence));
  await server.kill();
  await server.restart();

  const client = await server.connect('consumer');
  const left = await reopen(client, stream);
  const consumer = consume(client, stream, 'consumer-1', signal);
  await stream.arrived(left);
  await consumer.stop();
  return { fault, gap: [], history: stream.notebook.close() };
}

function everything(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
