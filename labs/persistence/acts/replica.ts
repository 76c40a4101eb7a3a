// A copy on another server instead of, or beside, the disk. It gets each write a moment after the client got its OK.
// WAIT asks whether it has it; what it cannot do is choose who takes over.
import {
  createRandom,
  type FaultProxy,
  proxy,
  type Redis,
  type RedisReplica,
  redisOnDisk,
  redisReplica,
  until,
} from '../../../src/kit/run.ts';
import type { Failover, FailoverArm, ReplicaData } from '../data.ts';
import { directives } from '../parts/directives.ts';
import type { PersistenceContext } from '../settings.ts';

const [together, apart] = [500, 500];
const batch = 100;
/** WAIT replies as soon as a replica has it. Where none can get it, it gives up after so long. */
const [patientMs, hopelessMs] = [10_000, 50];
const withinMs = 15_000;
const what = { ko: '복제본의 따라잡기', en: 'a replica that catches up' };

export async function replica(context: PersistenceContext): Promise<ReplicaData> {
  const failovers: readonly Failover[] = ['no-wait', 'wait', 'wait-other'];
  return { arms: await Promise.all(failovers.map((failover) => failOver(context, failover))) };
}

async function failOver(context: PersistenceContext, failover: Failover): Promise<FailoverArm> {
  const { scope, seed, signal } = context;
  const primary = await scope.start(redisOnDisk({ ...directives.none, 'repl-diskless-sync-delay': '0' }));
  const line: FaultProxy = await scope.start(proxy({ upstream: primary, random: createRandom(seed).next }));
  const successor: RedisReplica = await scope.start(redisReplica({ of: primary, through: line }));
  if (failover === 'wait-other') await scope.start(redisReplica({ of: primary }));

  const client = await primary.connect('writer');
  const asks = failover !== 'no-wait';
  const before = await write(client, 1, together, asks ? patientMs : null);
  const reader = await successor.connect('reader');
  await until(async () => (await reader.dbsize()) === together, { signal, what, withinMs });
  // From here on nothing reaches the one that will take over, and nobody notices.
  line.add('downstream', { type: 'timeout', timeoutMs: 0 });
  const within = failover === 'wait-other' ? patientMs : hopelessMs;
  const after = await write(client, together + 1, apart, asks ? within : null);
  await primary.kill();
  await line.down();
  await successor.promote();

  const acked = together + apart;
  const confirmed = [...before, ...after];
  const there = await present(reader, acked);
  return {
    failover,
    acked,
    confirmed: asks ? confirmed.length : null,
    lost: acked - there.size,
    confirmedLost: confirmed.filter((id) => !there.has(id)).length,
  };
}

/** @returns the ids of which WAIT said that one replica, whichever, has them */
async function write(client: Redis, first: number, count: number, waitMs: number | null): Promise<number[]> {
  const confirmed: number[] = [];
  for (let from = first; from < first + count; from += batch) {
    const ids = Array.from({ length: batch }, (_, index) => from + index);
    await Promise.all(ids.map((id) => client.set(`write:${id}`, 'x')));
    if (waitMs !== null && Number(await client.call('WAIT', 1, waitMs)) >= 1) confirmed.push(...ids);
  }
  return confirmed;
}

async function present(client: Redis, count: number): Promise<Set<number>> {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  const values = await client.mget(ids.map((id) => `write:${id}`));
  return new Set(ids.filter((_, index) => values[index] !== null));
}
