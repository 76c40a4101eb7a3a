// What one more reader of the same costs: how fast each gets everything, and what a message takes meanwhile.
import { runTrials, until, watchClient } from '../../../src/kit/run.ts';
import type { ReadersArm, ReadersData } from '../data.ts';
import { chosenServers } from '../parts/chosen-servers.ts';
import { type Fan, fansOf } from '../parts/fans.ts';
import { paced } from '../parts/timed.ts';
import type { DeliveryContext } from '../settings.ts';

/** Of a trial. */
const messages = 500;
/** Until the blocks of the disk show what one takes. */
const kept = 2_000;
const withinMs = 60_000;
const what = { ko: '모든 소비자가 다 받는 것', en: 'every reader having all of it' };

export async function readers(context: DeliveryContext): Promise<ReadersData> {
  const { params, signal, emit } = context;
  const { redis, rabbitmq, kafka, missing } = await chosenServers(context);
  const fans = [
    fansOf.pubsub(redis),
    fansOf.streams(redis),
    ...(rabbitmq ? [fansOf.rabbitmq(rabbitmq)] : []),
    ...(kafka ? [fansOf.kafka(kafka)] : []),
  ];
  const sizes = [...new Set(params.readers)].sort((a, b) => a - b);
  const cases = fans.flatMap((fan) => sizes.map((count) => ({ fan, count })));
  const left: Left[] = [];
  for (const one of cases) left.push(await leftBy(context, one));
  const arms = [];
  for (const one of cases) arms.push(await openArm(context, one));
  const results = await runTrials(arms, { rounds: params.rounds, warmupRounds: 1, signal, emit });
  return {
    sizeBytes: params.payload,
    kept,
    arms: cases.map(({ fan, count }, index) => ({
      ...{ way: fan.way, readers: count, ...(left[index] as Left) },
      ...paced(results[index] as (typeof results)[number]),
    })),
    missing,
  };
}

interface Case {
  readonly fan: Fan;
  readonly count: number;
}

type Left = Pick<ReadersArm, 'diskBytes' | 'memoryBytes'>;

/** Resolves when every reader has had so many. */
function tallyOf({ signal }: DeliveryContext, count: number) {
  const had = new Array<number>(count).fill(0);
  return {
    got: (reader: number, more: number) => {
      had[reader] = (had[reader] ?? 0) + more;
    },
    all: (wanted: number) => until(() => had.every((one) => one >= wanted), { signal, what, withinMs }),
  };
}

/** Everybody has it, and nobody has said so. */
async function leftBy(context: DeliveryContext, { fan, count }: Case): Promise<Left> {
  const { payload } = context.params;
  const tally = tallyOf(context, count);
  const { send, memoryBytes } = await fan.open(`kept-${fan.way}-${count}`, count, false, tally.got);
  const texts = Array.from({ length: messages }, () => '.'.repeat(payload));
  await send(texts.slice(0, 1)); // The queues are there, and their files.
  await tally.all(1);
  const [disk, memory] = [await fan.diskBytes(), await memoryBytes()];
  for (let sent = 0; sent < kept; sent += messages) await send(texts);
  await tally.all(kept + 1);
  const [diskAfter, memoryAfter] = [await fan.diskBytes(), await memoryBytes()];
  const perMessage = (before: number | null, after: number | null) =>
    before === null || after === null ? null : Math.max(0, after - before) / kept;
  return { diskBytes: perMessage(disk, diskAfter), memoryBytes: perMessage(memory, memoryAfter) };
}

async function openArm(context: DeliveryContext, { fan, count }: Case) {
  const { clock, params } = context;
  const tally = tallyOf(context, count);
  const { send } = await fan.open(`fan-${fan.way}-${count}`, count, true, tally.got);
  const texts = Array.from({ length: messages }, () => '.'.repeat(params.payload));
  let wanted = 0;
  return {
    name: `${fan.way}, ${count}`,
    async trial() {
      wanted += messages;
      const startedMs = clock.nowMs();
      const client = watchClient();
      await send(texts);
      await tally.all(wanted);
      const elapsedMs = clock.nowMs() - startedMs;
      return { perSecond: (1e3 * messages) / elapsedMs, clientBusyShare: client(0).busyShare };
    },
  };
}
