// As many people come as go, and nobody reads those who went. How much of the memory do the dead hold in the long run?
//
// What counts is how many leave between two rounds of the patrol, so a small server with as many leaving a second
// as a large one shows the same share of dead keys, and shows it within seconds instead of minutes.

import { redis } from '../../../src/kit/run.ts';
import type { ChurnArm, ChurnData } from '../data.ts';
import { sleepUntil, usedMemory } from '../parts/commands.ts';
import { timeMs } from '../parts/server-clock.ts';
import type { TtlContext } from '../settings.ts';

/** The app of the claim: each key lives for ten minutes after its last report. */
const realTtlSeconds = 600;
/** So many people in that app, and so many keys here. The TTL here is as long as it takes for as many to leave. */
const apps = [
  { users: 10_000, living: 500 },
  { users: 100_000, living: 1_000 },
  { users: 1_000_000, living: 10_000 },
] as const;
const everyMs = 20;

export async function churn(context: TtlContext): Promise<ChurnData> {
  const arms = await Promise.all(apps.map((app) => comeAndGo(context, app)));
  return { arms };
}

async function comeAndGo(
  { params, scope, clock, signal, emit }: TtlContext,
  { users, living }: (typeof apps)[number],
): Promise<ChurnArm> {
  const perSecond = users / realTtlSeconds;
  const ttlMs = (living / perSecond) * 1e3;
  const server = await scope.start(redis());
  const admin = await server.connect('admin');
  const emptyBytes = await usedMemory(admin);
  const beginMs = timeMs(await admin.time());
  await admin.eval(spread, 0, living, beginMs, ttlMs);
  const bytesPerKey = ((await usedMemory(admin)) - emptyBytes) / living;

  const shares: number[] = [];
  let came = 0;
  const fromMs = clock.nowMs();
  for (let turn = 1; clock.nowMs() < fromMs + params.churn; turn += 1) {
    await sleepUntil(clock, fromMs + turn * everyMs, signal);
    const dueAfter = (ms: number) => Math.max(0, Math.floor((perSecond * ms) / 1e3));
    const due = dueAfter(clock.nowMs() - fromMs);
    const reply = await admin.eval(arrive, 0, came + 1, due, Math.round(ttlMs));
    came = Math.max(came, due);
    const [keys = 0, time] = reply as [number, unknown];
    // Of those who were there at the beginning, an even part goes in each moment; who came since lives for a TTL.
    const nowMs = timeMs(time) - beginMs;
    const alive = living * Math.max(0, 1 - nowMs / ttlMs) + came - dueAfter(nowMs - ttlMs);
    // It takes a while until the dead are as many as they stay: the second half of the time is what counts.
    if (clock.nowMs() > fromMs + params.churn / 2) shares.push(1 - alive / keys);
  }
  emit({ kind: 'progress', done: users, of: users, unit: { ko: '명', en: 'people' } });
  return {
    users,
    living,
    leavingPerSecond: perSecond,
    deadShare: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    looks: shares.length,
    bytesPerKey,
  };
}

/** Keys whose TTLs end one after the other, evenly over a whole TTL. */
const spread = `
for i = 1, ARGV[1] do
  redis.call('SET', 'loc:first-' .. i, '37.566500,126.978000')
  redis.call('PEXPIREAT', 'loc:first-' .. i, math.ceil(ARGV[2] + i / ARGV[1] * ARGV[3]))
end`;

/** Who has come since, and then how many keys there are, dead or alive, by the clock of the server. */
const arrive = `
for i = ARGV[1], ARGV[2] do
  redis.call('SET', 'loc:came-' .. i, '37.566500,126.978000', 'PX', ARGV[3])
end
return { redis.call('DBSIZE'), redis.call('TIME') }`;
