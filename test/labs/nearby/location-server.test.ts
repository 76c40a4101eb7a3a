import { setImmediate as settled } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Strategy } from '../../../labs/nearby/data.ts';
import type { ToPhone } from '../../../labs/nearby/parts/location-server.ts';
import { ana, bo, meet, place, ttlMs } from './meeting.ts';

/** Bo is connected, and Ana's screen is written down. */
async function watched(strategy: Strategy) {
  const world = await meet(strategy);
  const seen: ToPhone[] = [];
  await world.connect(bo);
  world.servers[ana]?.open(ana, 1, place, (message) => seen.push(message));
  await settled();
  return { world, seen };
}

describe('the location server', () => {
  it.each(['all', 'active-reverse'] as const)(
    'of %s: who is no friend any more leaves the screen at once, and does not wait for the TTL',
    async (strategy) => {
      const { world, seen } = await watched(strategy);
      await world.unfriend();
      expect(seen.at(-1)).toEqual({ type: 'left', user: bo });
    },
  );

  it.each(['all', 'active-reverse'] as const)(
    'of %s: a report on its way when its friend is removed may come, and does not bring them back',
    async (strategy) => {
      const { world, seen } = await watched(strategy);
      await Promise.all([world.unfriend(), world.report(bo)]);
      expect(seen.at(-1)).toEqual({ type: 'left', user: bo });
      await world.report(bo);
      expect(seen.at(-1)).toEqual({ type: 'left', user: bo });
    },
  );

  it.each(['all', 'active', 'active-reverse'] as const)(
    'of %s: who becomes a friend is seen at once',
    async (strategy) => {
      const world = await meet(strategy);
      await world.unfriend();
      await world.connect(ana);
      await world.connect(bo);
      await world.befriend();
      await world.report(ana);
      await world.report(bo);
      expect(world.oracle.counts()).toMatchObject({ due: 2, missed: 0 });
    },
  );

  it('a phone that says nothing for a TTL is let go, and its channel given up', async () => {
    const world = await meet('active-reverse');
    await world.connect(ana);
    await world.connect(bo);
    expect(world.servers[ana]?.counters().channels).toBe(1);
    world.passes(ttlMs / 2);
    await world.report(ana);
    world.passes(ttlMs / 2 + 1);
    for (const server of world.servers) server.sweep();
    await settled();
    expect([...(world.servers[ana]?.channels() ?? [])]).toEqual([]);
  });

  it('two phones of one person: when one leaves, the other is still seen', async () => {
    const world = await meet('active-reverse');
    const seen: ToPhone[] = [];
    const [first, second] = world.servers;
    const old = first?.open(bo, 1, place, () => {});
    await settled();
    const fresh = second?.open(bo, 2, place, () => {});
    await settled();
    second?.open(ana, 1, place, (message) => seen.push(message));
    await settled();
    old?.close();
    await settled();
    fresh?.report(3, place);
    await settled();
    expect(seen.filter(({ type }) => type === 'left')).toEqual([]);
    expect(seen.at(-1)).toMatchObject({ type: 'moved', friend: { user: bo, n: 3 } });
  });

  it('a report that is no place is counted, and goes nowhere', async () => {
    const world = await meet('all');
    const phone = world.servers[ana]?.open(ana, 1, place, () => {});
    phone?.report(2, { lat: Number.NaN, lon: 0 });
    phone?.report(3, { lat: 1e9, lon: 0 });
    expect(world.servers[ana]?.counters()).toMatchObject({ reports: 1, refused: 2 });
  });
});
