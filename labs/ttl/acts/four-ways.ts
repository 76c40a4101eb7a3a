// Four ways to know who is active, at the same work: the same phones report the same places at the same moments,
// and the same question ("which of these friends are near?") goes to each way in turn. A third of the phones fall
// silent, one after the other; whoever names one of them after its TTL has passed gives a stale answer.
import { type Redis, same, watchClient } from '../../../src/kit/run.ts';
import type { FourWaysData, SkippedWay, WayArm } from '../data.ts';
import { sendTogether, show, sleepUntil } from '../parts/commands.ts';
import { bytesPerUser } from '../parts/memory.ts';
import { type Neighbourhood, openNeighbourhood, type Question } from '../parts/neighbourhood.ts';
import { type Scale, scaleOf } from '../parts/scale.ts';
import { jumpBetween, readClock } from '../parts/server-clock.ts';
import { type OpenArm, openArm } from '../parts/way-arm.ts';
import { geo, geoSwept } from '../parts/ways/geo.ts';
import { hashField } from '../parts/ways/hash-field.ts';
import { keyPerUser } from '../parts/ways/key-per-user.ts';
import { timestamp } from '../parts/ways/timestamp.ts';
import type { Phone, WayRecipe } from '../parts/ways/way.ts';
import type { TtlContext } from '../settings.ts';

const recipes: readonly WayRecipe[] = [keyPerUser, geo, geoSwept, hashField, timestamp];

/** People leave during this part of a TTL, so their TTLs end in as long a time after the first one. */
const leavingTtls = 0.6;
const lengthInTtls = 1 + leavingTtls;
const toleranceMs = 2;
/** The reports of one round go out in so many groups, and everybody's first ones in pipelines of so many. */
const groups = 20;
const perPipeline = 500;
/** If redis-lab itself is killed, what has no TTL of its own goes from the learner's Redis so long after the act. */
const forgetAfterSeconds = 600;

export async function fourWays(context: TtlContext): Promise<FourWaysData> {
  const { params, services, clock, seed } = context;
  const { redis } = services;
  const scale = scaleOf(params);
  const { phones, silent, questions } = openNeighbourhood(params.users, seed);
  const connect = (name: string) => redis.connect(name);
  const clients = await Promise.all([connect('phones'), connect('reader'), connect('worker')]);
  const [reporter] = clients;
  const clockBefore = await readClock(reporter, clock);
  const serverNowMs = () => clock.nowMs() + clockBefore.offsetMs;

  const lastReportMs = new Map<string, number>();
  const overAt = (phone: string) =>
    silent.has(phone) ? (lastReportMs.get(phone) ?? Infinity) + scale.ttlMs + toleranceMs : Infinity;
  const arms: OpenArm[] = [];
  for (const recipe of recipes) {
    if (await knows(reporter, recipe.needs))
      arms.push(openArm(recipe.open(redis, scale.ttlMs), clock, overAt));
  }
  async function report(some: readonly Phone[]): Promise<void> {
    for (const arm of arms) await arm.report(reporter, some, serverNowMs());
    for (const { id } of some) lastReportMs.set(id, clock.nowMs());
  }

  // The first report makes the keys; those without a TTL of their own get one in the same breath.
  const forgetAfter = Math.ceil(forgetAfterSeconds + (lengthInTtls * scale.ttlMs) / 1e3);
  for (const { way } of arms) {
    const first = phones.slice(0, 1).flatMap((phone) => way.report(phone, serverNowMs()));
    for (const command of first) show(context, 'phones', command);
    await sendTogether(reporter, [
      ...first,
      ...way.lastingKeys.map((key) => ['EXPIRE', key, forgetAfter] as const),
    ]);
  }
  for (let from = 0; from < phones.length; from += perPipeline)
    await report(phones.slice(from, from + perPipeline));
  for (const arm of arms) arm.begin();
  const busySince = watchClient();
  const elapsedMs = await live(context, {
    arms,
    clients,
    phones,
    silent,
    questions,
    scale,
    report,
    serverNowMs,
  });
  const clientBusyShare = busySince(0).busyShare;
  const clockJumpMs = jumpBetween(clockBefore, await readClock(reporter, clock));

  const ways: (WayArm | SkippedWay)[] = [];
  for (const recipe of recipes) {
    const arm = arms.find(({ way }) => way.id === recipe.id);
    const bytes = () => bytesPerUser(context, recipe, scale.ttlMs, serverNowMs());
    for (const { stale } of arm?.parts ?? [])
      context.note({ kind: 'sample', series: 'stale-answers', value: stale }, recipe.id);
    if (arm) ways.push(arm.data(elapsedMs, redis.isPrivate ? await bytes() : null));
    else ways.push({ way: recipe.id, missingCommand: recipe.needs });
  }
  return { users: phones.length, silent: silent.size, ways, clientBusyShare, clockJumpMs };
}

async function knows(client: Redis, command: string): Promise<boolean> {
  const [info] = (await client.call('COMMAND', 'INFO', command)) as unknown[];
  return info !== null;
}

interface Street extends Neighbourhood {
  readonly arms: readonly OpenArm[];
  readonly clients: readonly [reporter: Redis, reader: Redis, worker: Redis];
  readonly scale: Scale;
  report(some: readonly Phone[]): Promise<void>;
  serverNowMs(): number;
}

/** Phones report, a worker sweeps, somebody asks, all at the same time. Returns how long it went on. */
async function live(context: TtlContext, street: Street): Promise<number> {
  const { clock, signal, emit } = context;
  const { arms, clients, phones, silent, questions, scale, report, serverNowMs } = street;
  const [, reader, worker] = clients;
  const startMs = clock.nowMs();
  const lengthMs = lengthInTtls * scale.ttlMs;
  const judged = { fromMs: startMs + scale.ttlMs, lengthMs: lengthMs - scale.ttlMs };
  const isOver = () => clock.nowMs() >= startMs + lengthMs;

  async function reporting(): Promise<void> {
    for (let turn = 0; !isOver(); turn += 1) {
      await sleepUntil(clock, startMs + (turn / groups) * scale.refreshEveryMs, signal);
      const group = phones.filter((_, index) => index % groups === turn % groups);
      const leftTtls = ((turn / groups) * scale.refreshEveryMs) / scale.ttlMs;
      await report(group.filter(({ id }) => leftTtls <= (silent.get(id) ?? Infinity) * leavingTtls));
    }
  }
  async function sweeping(): Promise<void> {
    for (let turn = 1; !isOver(); turn += 1) {
      await sleepUntil(clock, startMs + Math.min(turn * scale.sweepEveryMs, lengthMs), signal);
      for (const arm of arms) await arm.sweep(worker, serverNowMs());
    }
  }
  async function asking(): Promise<void> {
    for (let round = 0; !isOver(); round += 1) {
      const question = questions[round % questions.length] as Question;
      // The same question to every way, and in each round another one comes first.
      for (let turn = 0; turn < arms.length; turn += 1) {
        const arm = arms[(round + turn) % arms.length] as OpenArm;
        await arm.ask(reader, question, serverNowMs(), judged);
      }
      const done = Math.round(Math.min(clock.nowMs() - startMs, lengthMs));
      if (round % 50 === 0) emit({ kind: 'progress', done, of: Math.round(lengthMs), unit: same('ms') });
    }
  }
  await Promise.all([reporting(), sweeping(), asking()]);
  return clock.nowMs() - startMs;
}
