// What ordering costs: the same messages with the same work on each, shared between workers in ways that keep the order of
// all, of each key, or of nothing.
import { runTrials, until, watchClient } from '../../../src/kit/run.ts';
import type { OrderArm, OrderData } from '../data.ts';
import { chosenServers } from '../parts/chosen-servers.ts';
import { drawJobs, keys, openShift } from '../parts/jobs.ts';
import { kafkaLanes, type Lane, rabbitLanes, streamLanes } from '../parts/lanes.ts';
import { paced } from '../parts/timed.ts';
import type { DeliveryContext } from '../settings.ts';

const withinMs = 60_000;
const what = { ko: '일이 모두 끝나는 것', en: 'all of the work being done' };

export async function order(context: DeliveryContext): Promise<OrderData> {
  const { params, seed, signal, emit } = context;
  const { redis, rabbitmq, kafka, missing } = await chosenServers(context);
  const lanes = [
    ...streamLanes(redis),
    ...(rabbitmq ? rabbitLanes(rabbitmq) : []),
    ...(kafka ? kafkaLanes(kafka) : []),
  ];
  const jobs = drawJobs(seed);
  const arms = await Promise.all(lanes.map((lane) => openArm(context, lane, jobs)));
  const results = await runTrials(arms, { rounds: params.rounds, warmupRounds: 1, signal, emit });
  return {
    keys,
    messages: jobs.length,
    workMs: jobs.reduce((sum, { workMs }) => sum + workMs, 0),
    arms: arms.map(({ found }, index) => ({
      ...found(),
      ...paced(results[index] as (typeof results)[number]),
    })),
    missing,
  };
}

async function openArm({ clock, signal }: DeliveryContext, lane: Lane, jobs: ReturnType<typeof drawJobs>) {
  const shift = openShift(jobs);
  const send = await lane.open(shift.work);
  let [done, outOfOrder] = [0, 0];
  return {
    name: lane.way,
    async trial(round: number) {
      const startedMs = clock.nowMs();
      const client = watchClient();
      await send(jobs);
      await until(shift.isOver, { signal, what, withinMs });
      const elapsedMs = clock.nowMs() - startedMs;
      const late = shift.close();
      if (round >= 0) [done, outOfOrder] = [done + jobs.length, outOfOrder + late];
      return { perSecond: (1e3 * jobs.length) / elapsedMs, clientBusyShare: client(0).busyShare };
    },
    found(): Omit<OrderArm, 'perSecond' | 'clientBusyShare' | 'failed'> {
      const { way, workers } = lane;
      return { way, workers, working: shift.working(), done, outOfOrder };
    },
  };
}
