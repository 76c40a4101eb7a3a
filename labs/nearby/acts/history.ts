// Where somebody has been: a stream keeps it, cut to the newest entries. One stream for each user, or one for each
// location server? What does it add to a report, what does a position take, and what has to be read for one person's way?
import { createRandom, type Redis, type RedisServer, redis } from '../../../src/kit/run.ts';
import type { HistoryArm, HistoryData, HistoryTrial, Keeping } from '../data.ts';
import { channelOf } from '../parts/bus.ts';
import { cpuMs, memoryOf } from '../parts/redis-figures.ts';
import type { NearbyContext } from '../settings.ts';

const servers = 4;
const users = 48;
/** Positions of a user that are to be kept. */
const keep = 100;
/** In a trial, of each user: in all of them together two nodes of a stream, so that one is cut off. */
const reports = 34;
const rounds = 5;
/** Not counted. */
const warmUps = 1;
/** Users whose reports go out at once. */
const together = 24;
const ttlMs = 600_000;
const keepings: readonly Keeping[] = ['none', 'by-server', 'by-user'];

export async function history(context: NearbyContext): Promise<HistoryData> {
  const { clock, emit, seed } = context;
  const arms = await Promise.all(keepings.map((keeping) => open(context, keeping)));
  const random = createRandom(seed).fork('history');
  for (let round = 0; round < rounds + warmUps; round += 1) {
    for (const arm of random.shuffle(arms)) {
      const beforeCpuMs = await cpuMs(arm.client);
      const beganMs = clock.nowMs();
      for (let n = 0; n < reports; n += 1) await reportAll(arm, round * reports + n);
      const elapsedMs = clock.nowMs() - beganMs;
      const trial = { reports: users * reports, elapsedMs, cpuMs: (await cpuMs(arm.client)) - beforeCpuMs };
      if (round >= warmUps) arm.trials.push(trial);
    }
    emit({ kind: 'progress', done: round + 1, of: rounds + warmUps, unit: { ko: '번', en: 'rounds' } });
  }
  const found: HistoryArm[] = [];
  for (const arm of arms) found.push(await sizeOf(arm));
  return { users, streams: servers, keep, arms: found };
}

interface Arm {
  readonly keeping: Keeping;
  readonly server: RedisServer;
  readonly client: Redis;
  readonly emptyBytes: number;
  readonly trials: HistoryTrial[];
}

/** A Redis for each: what it has in use is of one way only. */
async function open({ scope }: NearbyContext, keeping: Keeping): Promise<Arm> {
  const server = await scope.start(redis());
  const client = await server.connect('location-server');
  // The newest positions are there in all three, and are not what is compared.
  const arm = { keeping, server, client, trials: [] };
  await reportAll({ ...arm, keeping: 'none' }, 0);
  return { ...arm, emptyBytes: (await memoryOf(client)).heldBytes };
}

/** One report of everybody: into the cache, over the channel, and into the history. */
async function reportAll({ client, keeping }: Pick<Arm, 'client' | 'keeping'>, n: number): Promise<void> {
  for (let from = 0; from < users; from += together) {
    const pipeline = client.pipeline();
    for (let user = from; user < from + together; user += 1) {
      const [lat, lon] = [37.5 + user / 1e3, 126.9 + n / 1e5];
      pipeline.set(channelOf(user), `${lat},${lon}`, 'PX', ttlMs).publish(channelOf(user), `${lat},${lon}`);
      // Roughly: only whole nodes are cut off, so some more stay (docs: XADD).
      const cut = (length: number) => ['MAXLEN', '~', length, '*'] as const;
      if (keeping === 'by-user') pipeline.xadd(streamOf(keeping, user), ...cut(keep), 'at', `${lat},${lon}`);
      if (keeping === 'by-server')
        pipeline.xadd(
          streamOf(keeping, user),
          ...cut((keep * users) / servers),
          ...['user', user, 'at', `${lat},${lon}`],
        );
    }
    for (const [error] of (await pipeline.exec()) ?? []) if (error) throw error;
  }
}

const streamOf = (keeping: Keeping, user: number): string =>
  keeping === 'by-user' ? `way:${user}` : `ways:${user % servers}`;

/** What is kept, what it takes, and what has to be read to get one person's newest positions. */
async function sizeOf({ keeping, client, emptyBytes, trials }: Arm): Promise<HistoryArm> {
  if (keeping === 'none') return { keeping, trials, kept: 0, bytes: 0, readForOne: 0, foundForOne: 0 };
  const bytes = (await memoryOf(client)).heldBytes - emptyBytes;
  const streams = new Set(Array.from({ length: users }, (_, user) => streamOf(keeping, user)));
  let kept = 0;
  for (const stream of streams) kept += await client.xlen(stream);
  const read =
    keeping === 'by-user'
      ? await client.xrevrange(streamOf(keeping, 0), '+', '-', 'COUNT', keep)
      : await client.xrevrange(streamOf(keeping, 0), '+', '-');
  const own = read.filter(([, fields]) => keeping === 'by-user' || fields[1] === '0').slice(0, keep);
  return { keeping, trials, kept, bytes, readForOne: read.length, foundForOne: own.length };
}
