import { beforeAll, describe, expect, it } from 'vitest';
import { matrix } from '../../../labs/delivery/acts/matrix.ts';
import { once } from '../../../labs/delivery/acts/once.ts';
import { order } from '../../../labs/delivery/acts/order.ts';
import { price } from '../../../labs/delivery/acts/price.ts';
import { readers } from '../../../labs/delivery/acts/readers.ts';
import { speed } from '../../../labs/delivery/acts/speed.ts';
import type {
  Cell,
  Fault,
  MatrixData,
  OrderData,
  ReadersData,
  SystemId,
} from '../../../labs/delivery/data.ts';
import { faultIds, systemIds } from '../../../labs/delivery/settings.ts';
import { survivors } from '../../../labs/delivery/words.ts';
import { openTrace, type TraceEvent } from '../../../src/core/trace.ts';
import { tracedMessages } from '../trace-counts.ts';
import { has, withContext } from './context.ts';

const brokerOf = (id: SystemId) => {
  if (id === 'pubsub-sharded') return 'cluster';
  return id.startsWith('kafka') ? 'kafka' : id.startsWith('rabbit') ? 'rabbitmq' : 'redis';
};
const present = systemIds.filter((id) => ({ redis: true, ...has })[brokerOf(id)]);
const unkept = present.filter((id) => id.startsWith('pubsub'));

/** The whole matrix on whatever brokers are here, its trace, and on the same servers the acts that only carry: once. */
let data: MatrixData;
let ordered: OrderData;
let fanned: ReadersData;
const trace = openTrace(() => performance.now() * 1e3);
trace.enter('matrix');
beforeAll(async () => {
  const given = { systems: present.join(','), faults: 'all', messages: '45' };
  const carried = { also: 'order,readers', readers: '1,3', rounds: '1' };
  await withContext({ ...given, ...carried }, async (context) => {
    data = await matrix({ ...context, note: trace.note });
    ordered = await order(context);
    fanned = await readers(context);
  });
}, 240_000);

const cell = (system: SystemId, fault: Fault) => {
  const found = data.cells.find((one) => one.system === system && one.fault === fault);
  if (!found || 'skipped' in found) throw new Error(`${system} ${fault}: ${found?.skipped.en}`);
  return found;
};
const counts = ({ sent, acknowledged, lost, duplicated, recovered, unexpected }: Cell) => ({
  ...{ sent, acknowledged, lost: lost.count, twice: duplicated.count },
  ...{ recovered: recovered.count, unexpected: unexpected.count },
});
const third = 15;
const all = { sent: 45, acknowledged: 45, lost: 0, twice: 0, recovered: 0, unexpected: 0 };

describe.each(present)('%s', (id) => {
  it('carries everything once and in order where nothing breaks', () => {
    expect(counts(cell(id, 'none'))).toEqual(all);
    expect(cell(id, 'none').reordered).toBe(0);
  });

  it('goes through every fault, and nothing comes that nobody sent', () => {
    for (const fault of faultIds) expect(cell(id, fault).unexpected.count).toBe(0);
  });

  it('loses nothing while its broker stands still', () => {
    expect(cell(id, 'broker-paused').lost.count).toBe(0);
    expect(cell(id, 'broker-paused').silentMs).toBeGreaterThan(300);
  });
});

it.each(present.filter((id) => survivors.includes(id)))('%s promises delivery, and loses nothing', (id) => {
  // A kill while the disk keeps Redis from writing its AOF is no promise of everysec (see `unwrittenBytes`).
  const kept = faultIds.filter((fault) => !cell(id, fault).unwrittenBytes);
  const lost = kept.map((fault) => [fault, cell(id, fault).lost.count]);
  expect(lost).toEqual(kept.map((fault) => [fault, 0]));
  expect(cell(id, 'consumer-died').duplicated.count).toBeGreaterThan(0);
});

it('the trace of every conversation counts what the figures count', () => {
  const { events } = trace.finish();
  for (const found of data.cells) {
    if ('skipped' in found) continue;
    const { system, fault, sent, acknowledged, received, lost, unknown, recovered } = found;
    const arm = `${system} ${fault}`;
    const never = lost.count + unknown - recovered.count;
    expect(tracedMessages(events, 'matrix', arm), arm).toEqual({ sent, acknowledged, received, lost: never });
    const isLost = (event: TraceEvent) => event.arm === arm && event.kind === 'drop' && event.why === 'lost';
    expect(events.filter(isLost), arm).toHaveLength(lost.count);
  }
});

describe('what is lost where nothing is promised', () => {
  it.each(unkept)('%s: whatever nobody was there for', (id) => {
    for (const fault of ['offline', 'consumer-cut', 'broker-killed'] as const)
      expect(counts(cell(id, fault))).toEqual({ ...all, lost: third });
    expect(cell(id, 'consumer-died').lost.count).toBe(third - 1);
    expect(cell(id, 'slow').lost.count).toBeGreaterThan(0);
  });
  it('a list: what a dead consumer had taken', () =>
    expect(counts(cell('list', 'consumer-died'))).toEqual({ ...all, lost: 9 }));
  it('memory only: what was not read when the process died', () => {
    for (const id of ['list', 'streams-off'] as const)
      expect(counts(cell(id, 'broker-killed'))).toEqual({ ...all, lost: third });
  });
  it.runIf(has.rabbitmq)('a transient queue, not acknowledged: at both deaths', () => {
    expect(cell('rabbit-transient', 'consumer-died').lost.count).toBe(third - 1);
    expect(cell('rabbit-transient', 'broker-killed').lost.count).toBe(third);
  });
});

describe('a lost reply', () => {
  it.each(unkept)('leaves who does not send again in the dark: %s loses nothing, and nobody knows', (id) =>
    expect(counts(cell(id, 'ack-lost'))).toEqual({
      ...all,
      acknowledged: 45 - third,
      recovered: third,
    }),
  );
  it('makes duplicates of what is sent again', () => {
    expect(cell('streams-everysec', 'ack-lost').duplicated.count).toBeGreaterThan(0);
  });
  it.runIf(has.kafka)('but not where the broker knows the numbers', () => {
    expect(cell('kafka-all', 'ack-lost').duplicated.count).toBeGreaterThan(0);
    expect(counts(cell('kafka-idempotent', 'ack-lost'))).toEqual(all);
  });
});

it('a broker that is not here is missing with the reason, and the others go on', async () => {
  const skipped = { ko: '없어요', en: 'is not here' };
  const found = await withContext({ systems: 'pubsub', faults: 'none', messages: '30' }, (context) =>
    matrix({
      ...context,
      services: { cluster: { skipped }, rabbitmq: { skipped }, kafka: { skipped }, postgres: null },
    }),
  );
  expect(found.missing.map(({ broker }) => broker)).toEqual(['redis-cluster', 'rabbitmq', 'kafka']);
  expect(found.cells).toHaveLength(1);
});

describe('order', () => {
  const ways = [
    ...(['stream-one', 'stream-group', 'stream-per-key'] as const),
    ...(has.rabbitmq ? (['rabbit-single', 'rabbit-competing'] as const) : []),
    ...(has.kafka ? (['kafka-one', 'kafka-keyed'] as const) : []),
  ];
  const arm = (way: string) => {
    const found = ordered.arms.find((one) => one.way === way);
    expect(found?.failed, way).toBeUndefined();
    return found;
  };
  it('goes through every way that is here', () => expect(ordered.arms.map(({ way }) => way)).toEqual(ways));
  it.each(ways.filter((way) => ['stream-one', 'rabbit-single', 'kafka-one'].includes(way)))(
    '%s: one works, and all is in order',
    (way) => expect(arm(way)).toMatchObject({ working: 1, done: 60, outOfOrder: 0 }),
  );
  it.each(ways.filter((way) => ['stream-per-key', 'kafka-keyed'].includes(way)))(
    '%s: all work, and each key is in order',
    (way) => expect(arm(way)).toMatchObject({ working: 4, done: 60, outOfOrder: 0 }),
  );
  it.each(ways.filter((way) => ['stream-group', 'rabbit-competing'].includes(way)))(
    '%s: all work, and keys are out of order',
    (way) => {
      expect(arm(way)).toMatchObject({ working: 4, done: 60 });
      expect(arm(way)?.outOfOrder).toBeGreaterThan(0);
    },
  );
});

describe('readers', () => {
  const added = (way: string, of: 'diskBytes' | 'memoryBytes') => {
    const [one, three] = fanned.arms.filter((arm) => arm.way === way);
    for (const arm of [one, three]) expect(arm?.failed).toBeUndefined();
    return ((three?.[of] ?? Number.NaN) - (one?.[of] ?? Number.NaN)) / 2;
  };
  it('nothing of what is only passed on', () => {
    expect(added('pubsub', 'diskBytes')).toBe(0);
    expect(fanned.arms[1]).toMatchObject({ way: 'pubsub', readers: 3, diskBytes: 0, memoryBytes: null });
  });
  it('of a stream a note of what each group was handed, less than for one group', () => {
    expect(added('streams', 'memoryBytes')).toBeGreaterThan(0);
    const [one] = fanned.arms.filter(({ way }) => way === 'streams');
    expect(added('streams', 'memoryBytes')).toBeLessThan(one?.memoryBytes ?? 0);
  });
  it.runIf(has.rabbitmq)('of RabbitMQ a copy in every queue', () =>
    expect(added('rabbitmq', 'diskBytes')).toBeGreaterThan(256),
  );
  it.runIf(has.kafka)('of Kafka nothing: one log for all', () =>
    expect(Math.abs(added('kafka', 'diskBytes'))).toBeLessThan(128),
  );
});

it('price: a server from nothing, and what a message costs of the disk', async () => {
  const systems = 'pubsub,streams-everysec,streams-always';
  const given = { systems, also: 'price', windows: '1,100', trial: '20ms', idle: '100ms' };
  const { servers, disk, windows, notCounted } = await withContext(given, price);
  expect(servers.map(({ server }) => server)).toEqual(['redis', 'redis-everysec', 'redis-always']);
  for (const { firstMessageMs } of servers) expect(firstMessageMs).toBeGreaterThan(0);
  expect(windows.map(({ window }) => window)).toEqual([1, 100, 1, 100, 1, 100]);
  for (const { failed } of windows) expect(failed).toBeUndefined();
  const [pubsub, everysec, always] = disk;
  expect(pubsub).toMatchObject({ bytesPerMessage: 0 });
  expect(always?.bytesPerMessage).toBeGreaterThan(256);
  if (notCounted) return; // No C compiler, or no Linux.
  expect(pubsub?.syncsPer1000).toBe(0);
  expect(everysec?.syncsPer1000).toBeLessThan(500);
  expect(always?.syncsPer1000).toBeGreaterThanOrEqual(1_000);
});

it('once: who remembers ids books nothing twice, and the outside hears of it all the same', async () => {
  const { arms, missing } = await withContext({ systems: 'pubsub', also: 'once' }, once);
  const here = { postgres: has.postgres, kafka: has.kafka };
  expect(missing.map(({ way }) => way)).toEqual(
    Object.keys(here).filter((way) => !here[way as keyof typeof here]),
  );
  const all = { payments: 30, deaths: 3, deliveries: 33, notBooked: 0, toldTwice: 3 };
  const expected = [
    { ...all, way: 'plain', bookedTwice: 3, uncommittedTwice: null },
    { ...all, way: 'redis', bookedTwice: 0, uncommittedTwice: null },
    ...(has.postgres ? [{ ...all, way: 'postgres', bookedTwice: 0, uncommittedTwice: null }] : []),
    ...(has.kafka ? [{ ...all, way: 'kafka', bookedTwice: 0, uncommittedTwice: 3 }] : []),
  ];
  expect(arms).toEqual(expected);
}, 120_000);

it('speed: batches are acknowledged, and what Kafka keeps is read again in order', async () => {
  const systems = has.kafka ? 'streams-everysec,kafka-all' : 'streams-everysec';
  const found = await withContext({ systems, batches: '1,100', trial: '20ms' }, speed);
  for (const { perSecond, failed } of found.arms) {
    expect(failed).toBeUndefined();
    expect(perSecond.every((figure) => figure !== null && figure > 0)).toBe(true);
  }
  if (has.kafka) expect(found.replay).toMatchObject({ stored: 5_000, read: 5_000, reordered: 0 });
  else expect(found.replay).toBeNull();
}, 120_000);
