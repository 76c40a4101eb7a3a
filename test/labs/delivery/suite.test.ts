import { beforeAll, describe, expect, it } from 'vitest';
import { matrix } from '../../../labs/delivery/acts/matrix.ts';
import { speed } from '../../../labs/delivery/acts/speed.ts';
import type { Cell, Fault, MatrixData, SystemId } from '../../../labs/delivery/data.ts';
import { faultIds, systemIds } from '../../../labs/delivery/settings.ts';
import { survivors } from '../../../labs/delivery/words.ts';
import { has, withContext } from './context.ts';

const brokerOf = (id: SystemId) =>
  id.startsWith('kafka') ? 'kafka' : id.startsWith('rabbit') ? 'rabbitmq' : 'redis';
const present = systemIds.filter((id) => ({ redis: true, ...has })[brokerOf(id)]);

/** The whole matrix on whatever brokers are here, once. */
let data: MatrixData;
beforeAll(async () => {
  const systems = present.join(',');
  data = await withContext({ systems, faults: 'all', messages: '45' }, matrix);
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
  const lost = faultIds.map((fault) => [fault, cell(id, fault).lost.count]);
  expect(lost).toEqual(faultIds.map((fault) => [fault, 0]));
  expect(cell(id, 'consumer-died').duplicated.count).toBeGreaterThan(0);
});

describe('what is lost where nothing is promised', () => {
  it('Pub/Sub: whatever nobody was there for', () => {
    for (const fault of ['offline', 'consumer-cut', 'broker-killed'] as const)
      expect(counts(cell('pubsub', fault))).toEqual({ ...all, lost: third });
    expect(cell('pubsub', 'consumer-died').lost.count).toBe(third - 1);
    expect(cell('pubsub', 'slow').lost.count).toBeGreaterThan(0);
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
  it('leaves who does not send again in the dark: nothing is lost, and nobody knows', () =>
    expect(counts(cell('pubsub', 'ack-lost'))).toEqual({
      ...all,
      acknowledged: 45 - third,
      recovered: third,
    }));
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
    matrix({ ...context, services: { rabbitmq: { skipped }, kafka: { skipped } } }),
  );
  expect(found.missing.map(({ broker }) => broker)).toEqual(['rabbitmq', 'kafka']);
  expect(found.cells).toHaveLength(1);
});

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
