import { describe, expect, it } from 'vitest';
import { drawFriends } from '../../../labs/nearby/parts/friends.ts';
import { openOracle } from '../../../labs/nearby/parts/oracle.ts';
import { createRandom } from '../../../src/measure/random.ts';
import { ana, bo, meet } from './meeting.ts';

describe('the oracle', () => {
  it.each([
    ['all', 0],
    ['active', 4],
    ['active-reverse', 0],
  ] as const)('of %s misses %i when a friend comes later', async (strategy, missed) => {
    const world = await meet(strategy);
    await world.connect(ana);
    await world.connect(bo);
    for (let k = 0; k < 3; k += 1) {
      await world.report(ana);
      await world.report(bo);
    }
    // Ana should see Bo's first report and three more; Bo, Ana's three.
    expect(world.oracle.counts()).toMatchObject({ due: 7, missed, strangers: 0 });
  });

  it.each([
    ['subscribes first and reads then', undefined, 0],
    ['reads first and subscribes then', 'reads-before-it-subscribes', 1],
  ] as const)('a server that %s', async (_, bug, missed) => {
    const world = await meet('all', bug);
    await world.connect(bo);
    // He moves in the middle of Ana's connecting.
    world.before.subscribing = () => {
      world.before.subscribing = () => {};
      void world.report(bo);
    };
    await world.connect(ana);
    await world.report(bo);
    expect(world.oracle.counts()).toMatchObject({ missed, strangers: 0 });
  });

  it.each([
    ['takes a removed friend out of the reverse index', undefined, 0],
    ['leaves a removed friend in it', 'keeps-the-reverse-index', 3],
  ] as const)('a server that %s', async (_, bug, strangers) => {
    const world = await meet('active-reverse', bug);
    await world.connect(ana);
    await world.connect(bo);
    await world.unfriend();
    await world.leave(bo);
    await world.connect(bo);
    for (let k = 0; k < 3; k += 1) await world.report(bo);
    expect(world.oracle.counts()).toMatchObject({ missed: 0, strangers });
  });

  it('a friend of whom nothing was due yet, and who goes at once, was not missed', async () => {
    const world = await meet('active');
    await world.connect(ana);
    await world.connect(bo);
    await world.leave(bo);
    expect(world.oracle.counts()).toMatchObject({ due: 0, missed: 0, arrivals: { seen: 0, never: 0 } });
  });
});

describe('what is on its way when a friend is removed', () => {
  it('may still come, once; what was sent afterwards shows a stranger', () => {
    const friends = drawFriends(2, 0, createRandom(1));
    friends.befriend(ana, bo);
    const oracle = openOracle(friends);
    for (const user of [ana, bo]) oracle.connects(user, 1, 0);
    friends.unfriend(ana, bo);
    oracle.unfriend(ana, bo);
    for (const n of [2, 3, 4]) {
      oracle.reports(bo, n);
      oracle.shown(ana, { user: bo, n }, 0);
    }
    expect(oracle.counts()).toMatchObject({ missed: 0, strangers: 2 });
  });
});
